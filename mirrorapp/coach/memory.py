"""Who keeps what the coach has to remember: profiles, and what they have done."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import SessionRecord


class Memory(Protocol):
    """Never raises: whoever can't read or write tells so on the glass, and gives what there is."""

    def profiles(self) -> tuple[Profile, ...]:
        """Everybody who trains here; at least one."""

    def keep(self, profile: Profile) -> None:
        """Keep a profile as it is now, in place of what was kept under its id."""

    def history(self, profile: str) -> Sequence[SessionRecord]:
        """The real sessions of one profile that have ended, in the order in which they were
        written, whatever the clock said; never a demo's."""

    def skipped(self, profile: str) -> frozenset[date]:
        """Days that were made rest days by hand."""

    def skip(self, profile: str, day: date) -> None:
        """Make a day a rest day."""
