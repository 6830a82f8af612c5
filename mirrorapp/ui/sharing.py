"""Whose the screen is, where another program has it while the mirror has nothing to do."""

from collections.abc import Callable
from datetime import datetime
from math import inf

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.state import Phase
from mirrorapp.config import Shared
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.idling import STALE_S

STAND_S = 3.0
"""So long in place, whole and squared up: who only looks at the other program does not stand so."""
BACK_S = 20.0
"""The screen goes back when nothing has needed it for so long; a summary is read first."""
_GONE_S = 2.0
"""Not seen for so long has gone; a shorter gap is a flicker."""
_RESTING = (Phase.HOME, Phase.SUMMARY)


class Sharing:
    """Feed it every snapshot. `now_s` is a clock in seconds that never runs back, `now` the wall's.

    `comes`: what the mirror takes the screen for while it rests, as in the settings, and
    `presence`, whether being seen counts at all; both may be changed.
    """

    def __init__(self, now_s: Callable[[], float], now: Callable[[], datetime], *,
                 comes: Shared = "no", presence: bool = True) -> None:
        self._now_s = now_s
        self._now = now
        self.comes = comes
        self.presence = presence
        self.ours = comes == "no"
        self._needed_s = self._touched_s = -inf
        self._reading: Reading | None = None
        self._read_s = self._seen_s = -inf
        self._stands_s: float | None = None
        self._sent_away = False

    def touched(self) -> None:
        """Somebody touches the mirror's own glass."""
        self._needed_s = self._touched_s = self._now_s()

    def update(self, snapshot: Snapshot, *, busy: bool = False) -> bool:
        """Whether the screen is the mirror's. `busy`: it has to do even though it rests."""
        now_s = self._now_s()
        self._look(snapshot.reading, now_s)
        if self.comes == "no":
            self.ours = True
        elif busy or snapshot.coach.phase not in _RESTING:
            self.ours, self._needed_s, self._touched_s = True, now_s, now_s
        elif self._comes_for(snapshot, now_s):
            self._come(now_s)
        elif self.ours and now_s - self._needed_s >= _patience_s(snapshot.coach.phase):
            self._go()
        return self.ours

    def _comes_for(self, snapshot: Snapshot, now_s: float) -> bool:
        """Whether somebody stands there for whom it comes, or stays."""
        today = snapshot.coach.today
        wanted = self.presence and (
            self.comes == "anybody"
            or (self.comes == "due" and today is not None and today.is_due(self._now())))
        return (wanted and not self._sent_away
                and self._stands_s is not None and now_s - self._stands_s >= STAND_S)

    def _come(self, now_s: float) -> None:
        """It stays for who stands there, but not for ever: they may only be combing their hair."""
        if not self.ours:
            self.ours, self._touched_s = True, now_s
        if now_s - self._touched_s >= UNTOUCHED_S:
            self._go()
        else:
            self._needed_s = now_s

    def _go(self) -> None:
        """Not to come again for who stands there still."""
        self.ours, self._sent_away = False, True

    def _look(self, reading: Reading | None, now_s: float) -> None:
        """Since when somebody stands in place, and whether whoever was there has gone."""
        if reading is not self._reading:
            self._reading, self._read_s = reading, now_s
        if reading is None or now_s - self._read_s >= STALE_S or reading.pose is None:
            self._stands_s = None
            if now_s - self._seen_s >= _GONE_S:
                self._sent_away = False
            return
        self._seen_s = now_s
        if reading.refusal is not None or reading.lost:
            self._stands_s = None
        elif self._stands_s is None:
            self._stands_s = now_s


def _patience_s(phase: Phase) -> float:
    return UNTOUCHED_S if phase is Phase.SUMMARY else BACK_S
