"""Who keeps what the coach has to remember: profiles, and what they have done."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from mirrorapp.coach.past import Past
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

    def past(self, profile: str) -> Past | None:
        """What was laid aside of one profile's sessions: `history` has those after it. None: all
        of them."""

    def settle(self, profile: str, past: Past | None) -> None:
        """Keep this instead; None throws it away, and `history` has all sessions again."""

    def skipped(self, profile: str) -> frozenset[date]:
        """Days that were made rest days by hand."""

    def skip(self, profile: str, day: date) -> None:
        """Make a day a rest day."""
