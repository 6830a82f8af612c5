"""What can be set, what is allowed, and where it comes from.

Later wins: the packaged `mirror.toml`, `/etc/mirrorapp/mirror.toml` (or the file given with
`--config`), what was set on the glass (`mirrorapp.settings`), the environment
(`MIRRORAPP_HUB__HOST=…`), the command line.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_config_path, user_state_path
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from mirrorapp.events import Flag, MirrorError

SYSTEM_CONFIG = Path("/etc/mirrorapp/mirror.toml")
SYSTEM_PACKS = Path("/etc/mirrorapp/packs")
ENV_PREFIX = "MIRRORAPP_"
_GLASS = "what was set on the glass"
_MOVED = {
    "session.height_cm": "It is each person's own now: p1.height_cm = 172 under [people].",
    "session.share_health": "It is each person's own now: p1.share_health = true under [people].",
}
"""Keys of older settings, and what they are now."""

def _number(value: object) -> object:
    """A number from the environment, which speaks text: a Literal does not convert it."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _nothing(value: object) -> object:
    """An empty path means none."""
    return None if value == "" else value


def _several(value: object) -> object:
    """Paths from the environment, which speaks text: parted as in PATH."""
    return [each for each in value.split(os.pathsep) if each] if isinstance(value, str) else value


def _like(pattern: str, allowed: str) -> AfterValidator:
    """Text that has a form; the message tells the form in words."""
    def check(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise PydanticCustomError("form", allowed)
        return value
    return AfterValidator(check)


Slug = Annotated[str, _like(r"[a-z0-9][a-z0-9_-]{0,31}",
                            "1 to 32 of a-z, 0-9, - and _, no capital letters")]
Topic = Annotated[str, _like(r"[a-zA-Z0-9_-]{1,32}", "1 to 32 of a-z, A-Z, 0-9, - and _")]
SensorTopic = Annotated[str, _like(r"[^+#\0]{0,256}", "a topic, without + and #")]
Host = Annotated[str, _like(r"(?!.*\.\.)([A-Za-z0-9._-]{0,253}"
                            r"|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)",
                            "a host name or address, with nothing around it")]
NAME_MOST = 24
DAILY_MOST_MIN = 240
Shared = Literal["no", "asked", "due", "anybody"]
WhoIsThere = Literal["camera", "touch", "sensor", "hub"]
Light = Literal["auto", "backlight", "ddc", "wlopm", "black"]
Size = Literal["lite", "full", "heavy"]
"""Of the pose model."""
Runtime = Literal["litert", "mediapipe"]
"""LiteRT uses several cores; MediaPipe, whose results are the measure of it, one."""
PersonName = Annotated[str, Field(max_length=NAME_MOST)]
Turn = Annotated[Literal[0, 90, 180, 270], BeforeValidator(_number)]
Place = Annotated[Annotated[Path, AfterValidator(Path.expanduser)] | None,
                  BeforeValidator(_nothing)]
Places = Annotated[tuple[Annotated[Path, AfterValidator(Path.expanduser)], ...],
                   BeforeValidator(_several)]


def packs_places() -> tuple[Path, ...]:
    """Where packs of exercises are dropped, unless the settings say otherwise."""
    return (SYSTEM_PACKS, user_config_path("mirrorapp") / "packs")


class ConfigError(MirrorError):
    """A setting can't be used; the message names key, value and what is allowed."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CameraConfig(_Section):
    """Which camera, and how its picture stands."""

    source: Literal["auto", "live", "picamera", "webcam", "video", "rehearsal"] = "auto"
    file: Place = None
    device: Annotated[int, Field(ge=0, le=63)] = 0
    width: Annotated[int, Field(ge=160, le=3840)] = 1280
    height: Annotated[int, Field(ge=120, le=2160)] = 720
    fps: Annotated[int, Field(ge=5, le=60)] = 30
    rotate: Turn = 0
    lens: Literal["auto", "wide", "standard", "webcam"] = "auto"
    floor_mark_m: Annotated[float, Field(ge=1.0, le=5.0)] = 2.0


class VisionConfig(_Section):
    """The pose model; `auto`: full, and lite while this machine is too slow for it."""

    model: Literal["auto", "lite", "full", "heavy"] = "auto"
    model_dir: Place = None
    runtime: Runtime = "litert"
    confine: bool = True

    @property
    def size(self) -> Size:
        """The model to begin with."""
        return "full" if self.model == "auto" else self.model


class ScreenConfig(_Section):
    """The glass."""

    view: Literal["camera", "mirror"] = "camera"
    language: Literal["en", "de"] = "en"
    fullscreen: Literal["auto", "yes", "no"] = "auto"
    shared: Shared = "no"
    width: Annotated[int, Field(ge=240, le=4320)] = 540
    height: Annotated[int, Field(ge=320, le=7680)] = 960
    inches: Annotated[float, Field(ge=5, le=100)] = 24.0
    fps: Annotated[int, Field(ge=10, le=60)] = 30
    reduced_motion: bool = False
    sounds: bool = True
    volume: Annotated[int, Field(ge=1, le=10)] = 7
    figure: Literal["woman", "man"] = "woman"


class DisplayConfig(_Section):
    """How the screen's light goes off while nobody is there; black leaves it on.

    `presence`: what tells that somebody is there, beside touches; `presence_pin` is the sensor's,
    by the chip's number (0 to 3 have pull-ups or are a HAT's), and `presence_hold_s` how long
    somebody still counts as there. Being there wakes the screen from `wakes_from` until
    `wakes_until`, by the wall's clock and past midnight where that is earlier; at any time where
    they are the same.
    """

    light: Light = "black"
    presence: WhoIsThere = "camera"
    presence_pin: Annotated[int, Field(ge=4, le=27)] = 17
    presence_hold_s: Annotated[int, Field(ge=5, le=3600)] = 20
    wakes_from: time = time(0)
    wakes_until: time = time(0)


class HandsFreeConfig(_Section):
    """What the mirror does without a touch."""

    square_up: bool = True
    leave: bool = True
    crossed_arms: bool = True
    raised_hand: bool = True
    presence: bool = True


class SessionConfig(_Section):
    """What is trained, and by whom."""

    exercise: Slug = "today"
    reps: Annotated[int, Field(ge=1, le=100)] = 5
    profile: Slug = "p1"
    remind_at: time = time(18)
    reminders: bool = True
    daily_target: Annotated[int, Field(ge=0, le=DAILY_MOST_MIN)] = 15


class HubConfig(_Section):
    """The home's MQTT broker; no host means a private one on this machine.

    `presence_topic`: where the home says whether somebody is before the mirror.
    """

    host: Host = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 1883
    username: str = ""
    password_file: Place = None
    tls: bool = False
    ca_file: Place = None
    cert_file: Place = None
    key_file: Place = None
    presence_topic: SensorTopic = ""
    base: Topic = "mirrorapp"
    id: Slug = "mirror"


class PersonConfig(_Section):
    """One of the people in the house; what is left out here the mirror does not know.

    `share_health`: they want the hub to hear of their knees and of pain.
    """

    name: PersonName = ""
    height_cm: Annotated[int, Field(ge=80, le=250)] | None = None
    depth_most: Annotated[float, Field(gt=0, lt=1)] | None = None
    avoid: tuple[Flag, ...] = ()
    share_health: bool = False


class ExercisesConfig(_Section):
    """What can be trained beyond what is packaged: the folders that packs are dropped into."""

    packs: Places = Field(default_factory=packs_places)


class JournalConfig(_Section):
    """Where what was done is kept; empty means the user's state folder.

    `backups`: the folder for its copies, of which so many are kept; empty means one beside it.
    """

    file: Place = None
    backups: Place = None
    keep: Annotated[int, Field(ge=1, le=1000)] = 14

    @property
    def place(self) -> Path:
        """Where that is."""
        return self.file or user_state_path("mirrorapp") / "journal.sqlite3"


class SetupConfig(_Section):
    """Whether the mirror has been set up on the glass, and at which step of that it is."""

    done: bool = False
    step: Slug = "language"


class Config(_Section):
    """All of it."""

    camera: CameraConfig = CameraConfig()
    vision: VisionConfig = VisionConfig()
    screen: ScreenConfig = ScreenConfig()
    display: DisplayConfig = DisplayConfig()
    hands_free: HandsFreeConfig = HandsFreeConfig()
    session: SessionConfig = SessionConfig()
    exercises: ExercisesConfig = ExercisesConfig()
    hub: HubConfig = HubConfig()
    journal: JournalConfig = JournalConfig()
    people: dict[Slug, PersonConfig] = {}
    setup: SetupConfig = SetupConfig()

    @property
    def everybody(self) -> dict[str, PersonConfig]:
        """Who trains here, by id: who does until somebody else is chosen comes first."""
        ids = dict.fromkeys([self.session.profile, *self.people])
        return {each: self.people.get(each, PersonConfig()) for each in ids}


def data_dir() -> Path:
    """The folder with the packaged configuration, exercises and texts."""
    here = Path(__file__).resolve().parent
    installed = here / "config_data"
    return installed if installed.is_dir() else here.parent / "config"


def load(file: Path | None = None, overrides: Mapping[str, Mapping[str, Any]] | None = None,
         environ: Mapping[str, str] = os.environ, *,
         glass: Mapping[str, Mapping[str, Any]] | None = None,
         touched: Mapping[str, Mapping[str, Any]] | None = None) -> Config:
    """Put the settings together; `glass` is what was set there, `touched` what has been since the
    start, which wins over all. Raises `ConfigError`.
    """
    layers: list[tuple[str, Mapping[str, Any]]] = []
    local = file or (SYSTEM_CONFIG if SYSTEM_CONFIG.is_file() else None)
    for path in (data_dir() / "mirror.toml", local):
        if path is not None:
            layers.append((str(path), read(path)))
    here = _from_environment(environ), overrides or {}
    layers.append((_GLASS, _of_this_broker(glass or {}, *here)))
    layers.extend(zip(("the environment", "the command line"), here, strict=True))
    layers.append((_GLASS, touched or {}))
    merged: dict[str, dict[str, Any]] = {}
    for origin, layer in layers:
        _merge(merged, layer, origin)
    try:
        return Config.model_validate(merged)
    except ValidationError as error:
        raise _explain(error.errors()[0], layers) from None


def read(path: Path) -> dict[str, Any]:
    """What a file of settings says. Raises `ConfigError`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The configuration {path} is not valid TOML: {error}.",
                          "Mend that line, or remove the file to use the defaults.") from None
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigError(f"The configuration {path} can't be read: {why}.",
                          "Check the path and its permissions.") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    layer: dict[str, dict[str, Any]] = {}
    for name, value in environ.items():
        section, _, key = name.removeprefix(ENV_PREFIX).lower().partition("__")
        if not name.startswith(ENV_PREFIX):
            continue
        if key:
            layer.setdefault(section, {})[key] = value
        elif section.partition("_")[0] in Config.model_fields:
            raise ConfigError(f"{name} in the environment is not a setting.",
                              f"Two underscores part section and key: {_two(name)}.")
        elif meant := _sections_with(section):
            raise ConfigError(f"{name} in the environment names no section.",
                              f"Say {' or '.join(meant)}.")
    return layer


def _sections_with(key: str) -> list[str]:
    """The variables that this key alone may stand for."""
    return [f"{ENV_PREFIX}{section}__{key}".upper() for section, of in Config.model_fields.items()
            if isinstance(of.default, BaseModel) and key in type(of.default).model_fields]


def _two(name: str) -> str:
    section, _, key = name.removeprefix(ENV_PREFIX).partition("_")
    return f"{ENV_PREFIX}{section}__{key}"


def _of_this_broker(glass: Mapping[str, Mapping[str, Any]],
                    *later: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """Name, password and port were set for one broker: where another is named, they are not its."""
    named = [layer["hub"]["host"] for layer in later if "host" in layer.get("hub", {})]
    hub = glass.get("hub")
    if not named or not isinstance(hub, Mapping) or named[-1] == hub.get("host"):
        return glass
    return {section: values for section, values in glass.items() if section != "hub"}


def _merge(into: dict[str, dict[str, Any]], layer: Mapping[str, Any], origin: str) -> None:
    for section, values in layer.items():
        if not isinstance(values, Mapping):
            raise ConfigError(f"{section} in {origin} stands outside any section.",
                              f"Allowed sections: {', '.join(Config.model_fields)}.")
        into.setdefault(section, {}).update(values)


def _explain(error: ErrorDetails, layers: list[tuple[str, Mapping[str, Any]]]) -> ConfigError:
    """One sentence for one mistake: key, value, where, what is allowed."""
    place = [str(part) for part in error["loc"] if part != "[key]"]  # pydantic's, of a table's key
    origin = next((name for name, layer in reversed(layers) if _has(layer, place)), "the settings")
    key = ".".join(place)
    if key in _MOVED:
        return ConfigError(f"{key} in {origin} is no setting any more.", _MOVED[key])
    if error["type"] == "extra_forbidden":
        known = Config.model_fields if len(place) == 1 else _section(place[0]).model_fields
        return ConfigError(f"{key} in {origin} is not a setting.",
                           f"Allowed here: {', '.join(known)}.")
    wanted = error["msg"].removeprefix("Input should be ").partition(", unable to parse")[0]
    if error["type"].startswith("time_"):
        wanted = "a time of day such as 18:00"
    if place[0] == "people" and error["type"] == "model_type":  # a mere name, as it once was
        wanted = f'{place[-1]}.name = "Anna", for instance'
    return ConfigError(f"{key} = {_shown(key, error['input'])} in {origin} can't be used.",
                       f"Allowed: {wanted}.")


def _shown(key: str, value: object) -> str:
    """A value that was refused, without what may be a password: addresses carry them."""
    if key == "hub.host" and re.search("[:/?]", str(value)):
        return "'…'"
    return re.sub(r"^(.).*@", r"\1…@", repr(value))


def _has(layer: Mapping[str, Any], place: list[str]) -> bool:
    section = layer.get(place[0])
    return section is not None and (len(place) == 1 or place[1] in section)


def _section(name: str) -> type[BaseModel]:
    section = getattr(Config(), name)
    assert isinstance(section, BaseModel)  # noqa: S101
    return type(section)
