"""What can be set on the glass, page by page, and how it is written there.

The words are in the catalogue under `settings`, by a row's `word`; whatever is added to a page here
needs a name there.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from mirrorapp.config import DAILY_MOST_MIN, Config
from mirrorapp.ui.i18n import Line, Texts
from mirrorapp.ui.setting import (
    Deed,
    Row,
    Setting,
    Told,
    Way,
    along,
    among,
    hours,
    minutes,
)

MENU: Final = "settings"
"""The page that leads to the others; their ids begin with it."""
HUB: Final = f"{MENU}-hub"
LANGUAGES: Final = MappingProxyType({"en": "English", "de": "Deutsch"})
"""Each by its own name, so that whoever can't read the other finds it."""

_SWITCH = among(True, False)
_INCHES = (7.0, 8.0, 10.1, 11.6, 13.3, 15.6, 17.3, 18.5, 19.5, 21.5, 23.8, 24.0, 27.0, 28.0, 32.0,
           34.0, 38.0, 43.0, 50.0, 55.0, 65.0)
"""Diagonals that screens are sold with."""
_CAMERAS = ("live", "picamera", "webcam", "rehearsal", "auto")
"""A film can't be chosen here: it needs a file."""
_TARGETS = tuple(range(0, DAILY_MOST_MIN + 1, 5))
_HOLDS_S = (5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600)
_METRES = tuple(tenths / 10 for tenths in range(10, 51))
_SOUNDS = Setting("screen", "sounds", _SWITCH)
_REMIND_AT = Setting("session", "remind_at", hours)
_HOUR = Setting("session", "remind_at", hours, steps=True, of_key="hour")
_MINUTE = Setting("session", "remind_at", minutes, steps=True, of_key="minute")

PAGES: Final[Mapping[str, tuple[Row, ...]]] = MappingProxyType({
    MENU: (
        Setting("screen", "language", among(*LANGUAGES)),
        Way("picture", "settings-picture"),
        Way("display", "settings-display"),
        Way("sound", "settings-sound", _SOUNDS),
        Way("hands_free", "settings-hands_free"),
        Way("people", "people"),
        Way("reminder", "settings-reminder", _REMIND_AT),
        Way("camera", "settings-camera"),
        Way("hub", HUB),
        Way("checkup", "checkup"),
        Way("about", "settings-about")),
    "settings-picture": (
        Setting("screen", "view", among("camera", "mirror")),
        Setting("screen", "figure", among("woman", "man")),
        Setting("screen", "inches", along(_INCHES), steps=True),
        Setting("screen", "reduced_motion", _SWITCH)),
    "settings-display": (
        Setting("display", "light", among("black", "auto", "backlight", "ddc", "wlopm"),
                restart=True),
        Setting("display", "presence", among("camera", "sensor", "hub", "touch"), of_key="who"),
        Setting("display", "presence_hold_s", along(_HOLDS_S), steps=True),
        Setting("display", "wakes_from", hours, steps=True),
        Setting("display", "wakes_until", hours, steps=True)),
    "settings-sound": (
        _SOUNDS,
        Setting("screen", "volume", along(range(1, 11)), steps=True),
        Deed("tone")),
    "settings-hands_free": tuple(
        Setting("hands_free", each, _SWITCH)
        for each in ("square_up", "leave", "crossed_arms", "raised_hand", "presence")),
    "settings-reminder": (
        _HOUR, _MINUTE,
        Setting("session", "reminders", _SWITCH),
        Setting("session", "daily_target", along(_TARGETS), steps=True)),
    "settings-camera": (
        Deed("calibrate"),
        Setting("camera", "source", among(*_CAMERAS), restart=True),
        Setting("camera", "floor_mark_m", along(_METRES), steps=True, restart=True)),
    HUB: (
        Told("broker"),
        Told("connection"),
        Way("find", "broker"),
        Way("share_health", "sharing")),
    "settings-about": (Told("version"), Told("journal"), Told("kept"), Told("licences")),
})


def _held(texts: Texts, held_s: int) -> str:
    """Whole minutes where it is some."""
    minutes, rest_s = divmod(held_s, 60)
    return (texts.say("settings.seconds", n=held_s) if rest_s or not minutes
            else texts.say("settings.minutes", n=minutes))


_WRITTEN: Final[Mapping[str, Callable[[Texts, Any], str]]] = MappingProxyType({
    "language": lambda _, language: LANGUAGES[language],
    "remind_at": lambda _, clock: f"{clock:%H:%M}",
    "presence_hold_s": _held,
    "wakes_from": lambda _, clock: f"{clock:%H:%M}",
    "wakes_until": lambda _, clock: f"{clock:%H:%M}",
    "hour": lambda _, clock: f"{clock:%H}",
    "minute": lambda _, clock: f"{clock:%M}",
    "inches": lambda texts, inches: texts.number(inches, 0 if inches == int(inches) else 1),
    "floor_mark_m": lambda texts, metres: texts.number(metres, 1),
    "volume": lambda _, volume: str(volume),
    "daily_target": lambda _, minutes: str(minutes),
})
"""What is not one of a few words, or on and off."""


def heading(page: str, texts: Texts) -> Line:
    """What a page is called, and what is said of all of it; `page` is one of `PAGES`."""
    return texts.line(f"settings.row.{page.removeprefix(MENU).removeprefix('-') or 'menu'}")


def called(row: Row, texts: Texts) -> Line:
    """A row's name, and what is said of it."""
    return texts.line(f"settings.row.{row.word}")


def written(row: Setting, config: Config, texts: Texts) -> str:
    """What a key is set to."""
    now = row.now(config)
    if row.word in _WRITTEN:
        return _WRITTEN[row.word](texts, now)
    if row.key == "source" and now == "video":
        return texts.say("settings.film")
    if isinstance(now, bool):
        return texts.say("settings.on" if now else "settings.off")
    return texts.say(f"settings.value.{now}")
