"""One sentence for one mistake in the settings: key, value, where, what is allowed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from mirrorapp.config.models import Config
from mirrorapp.events import MirrorError

_MOVED = {
    "session.height_cm": "It is each person's own now: p1.height_cm = 172 under [people].",
    "session.share_health": "It is each person's own now: p1.share_health = true under [people].",
}
"""Keys of older settings, and what they are now."""


class ConfigError(MirrorError):
    """A setting can't be used; the message names key, value and what is allowed."""


def explain(error: ErrorDetails, layers: Sequence[tuple[str, Mapping[str, Any]]]) -> ConfigError:
    """What pydantic says of one mistake, and the remedy; `layers` by their names, the last wins."""
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
