"""What the glass asks where the journal was damaged: is a copy to take its place?"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

OFFERED = "offered"
"""The page that asks, in place of home."""


class Trouble(StrEnum):
    """Why the copy that was chosen is not there yet."""

    UNREADABLE = "unreadable"
    """It can't be read: the one before it is offered."""
    FAILED = "failed"
    """Something else was in the way, a full disk say; it may be tried again."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One that may be used: of which day, and how many sessions it says it has."""

    day: date
    sessions: int


@dataclass(frozen=True, slots=True)
class Offer:
    """`copy` None: there is none that can be read. `fetching`: it was chosen, and is being read."""

    copy: Copy | None
    trouble: Trouble | None = None
    fetching: bool = False


class Offering(Protocol):
    """Whoever has the copies (`upkeep.asking.Asking`), or a stand-in."""

    @property
    def offer(self) -> Offer | None:
        """What is to be decided; None: nothing is."""

    def use(self) -> None:
        """The copy is to take the journal's place; it does not block."""

    def go_on(self) -> None:
        """Go on without; it is not asked again."""


class Nothing:
    """Nothing was damaged."""

    offer = None

    def use(self) -> None:
        """There is none."""

    def go_on(self) -> None:
        """Nothing else is done."""
