"""What can be set, and what is allowed."""

import os
import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_config_path, user_state_path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from mirrorapp.events import Flag

_SYSTEM_PACKS = Path("/etc/mirrorapp/packs")


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
    try:
        return (_SYSTEM_PACKS, user_config_path("mirrorapp") / "packs")
    except RuntimeError:  # without a home, of which the command line tells
        return (_SYSTEM_PACKS,)


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
