"""The rows that pages of settings are made of: a key of the settings, a way on, a deed, a word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from mirrorapp.config import Config

_MINUTES = 5

Move = Callable[[Any, int], Any]
"""What comes after a value, or with -1 before it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a section. `steps`: set by − and +, else by touching the row. `restart`: what is
    set is in force from the next start on.
    """

    section: str
    key: str
    move: Move
    steps: bool = False
    restart: bool = False
    of_key: str = ""

    @property
    def word(self) -> str:
        """What it is called in the catalogue: its key, unless that has several rows."""
        return self.of_key or self.key

    def now(self, config: Config) -> Any:
        """What it is set to."""
        return getattr(getattr(config, self.section), self.key)

    def there(self, config: Config) -> bool:
        """Whether there is such a key."""
        return hasattr(getattr(config, self.section, None), self.key)


@dataclass(frozen=True, slots=True)
class Way:
    """To another page; `shows`: what of it is told already here."""

    word: str
    page: str
    shows: Setting | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do at once."""

    word: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something to know, which can't be set here."""

    word: str


Row = Setting | Way | Deed | Told


def among(*values: Any) -> Move:
    """One after the other, and from the beginning; that too where it is none of them."""
    def move(now: Any, by: int) -> Any:
        return values[(values.index(now) + by) % len(values)] if now in values else values[0]
    return move


def along(values: Sequence[float]) -> Move:
    """Rising numbers, and no further than the last; also from in between."""
    def move(now: Any, by: int) -> Any:
        beyond = [each for each in values if (each - now) * by > 0]
        return beyond[0 if by > 0 else -1] if beyond else now
    return move


def hours(now: time, by: int) -> time:
    """An hour later or earlier; the minutes stay."""
    return now.replace(hour=(now.hour + by) % 24)


def minutes(now: time, by: int) -> time:
    """Some minutes later or earlier, within the hour."""
    return now.replace(minute=(now.minute // _MINUTES + by) * _MINUTES % 60)
