"""Whether anybody is there: the glass goes all but black for nobody, and wakes for who comes."""

from collections.abc import Callable
from datetime import datetime, time
from math import inf

from mirrorapp.alignment.reading import Reading
from mirrorapp.camera.feed import Pace
from mirrorapp.coach.state import Phase
from mirrorapp.config import DisplayConfig
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.browsing import UNTOUCHED_S

COME_S = 0.3
"""In sight for so long is somebody: a flicker is nobody."""
DARK_FPS = 10
"""So many beats a second, while nobody is there: a touch waits for the next."""
STALE_S = 2.0
"""A reading as old as that says nothing of now: the camera is away."""
_SAME_TAP_S = 0.5
"""A second tap so soon is still the one that woke it."""
_ALWAYS = DisplayConfig()


class Idling:
    """Feed it every snapshot. `now_s` is a clock in seconds that never runs back, `now` the wall's.

    `presence`: whether being there counts, or touches alone; `display`: what tells of it, for how
    long, and at which hours it counts. Both may be changed. `doubted`: whether the wall's clock
    can't be right; then it counts at any hour.
    """

    def __init__(self, now_s: Callable[[], float], now: Callable[[], datetime], *,
                 presence: bool = True, display: DisplayConfig = _ALWAYS,
                 doubted: Callable[[], bool] = lambda: False) -> None:
        self._now_s, self._now, self._doubted = now_s, now, doubted
        self.presence = presence
        self.display = display
        self._reading: Reading | None = None
        self._read_s = -inf
        self._come_s: float | None = None
        self._touched_s = self._seen_s = now_s()
        self._woken_s = -inf
        self.idle = False

    def touched(self) -> bool:
        """Somebody touches the glass; true where that wakes it, and is to do nothing else."""
        self._touched_s = self._now_s()
        if self.idle:
            self._wake()
        return self._touched_s - self._woken_s < _SAME_TAP_S

    def update(self, snapshot: Snapshot, sensed: bool = False) -> bool:
        """Whether nobody is there; `sensed`: something other than the camera says who is."""
        now_s = self._now_s()
        counts = self._counts
        self._look(snapshot.reading, now_s, counts=counts)
        sensed = sensed and counts
        if sensed:
            self._seen_s = now_s
        if snapshot.coach.phase is not Phase.HOME:
            self._touched_s, self.idle = now_s, False
        elif self.idle and (sensed or (
                self._come_s is not None and now_s - self._come_s >= COME_S)):
            self.idle = False
        elif now_s - self._touched_s >= UNTOUCHED_S and not (
                counts and now_s - self._seen_s < self.display.presence_hold_s):
            self.idle = True
        return self.idle

    @property
    def pace(self) -> Pace:
        """What the camera is needed for: while nobody is there, at most to see who comes."""
        if not self.idle or self._come_s is not None:
            return Pace.FULL
        return Pace.SLOW if self._counts and self.display.presence == "camera" else Pace.OFF

    def stays(self) -> None:
        """Something goes on that somebody waits for."""
        self._touched_s = self._now_s()

    @property
    def _counts(self) -> bool:
        """Whether being there counts just now."""
        return (self.presence and self.display.presence != "touch"
                and (wakes_at(self._now().time(), self.display) or self._doubted()))

    def _wake(self) -> None:
        self.idle, self._woken_s = False, self._touched_s

    def _look(self, reading: Reading | None, now_s: float, *, counts: bool) -> None:
        """Since when somebody has been seen without a break, where that counts."""
        if reading is not self._reading:
            self._reading, self._read_s = reading, now_s
        there = (counts and reading is not None and reading.pose is not None
                 and now_s - self._read_s < STALE_S)
        if not there:
            self._come_s = None
            return
        self._come_s = now_s if self._come_s is None else self._come_s
        if now_s - self._come_s >= COME_S:
            self._seen_s = now_s


def wakes_at(at: time, display: DisplayConfig) -> bool:
    """Whether being seen counts at that time of day."""
    begins, ends = display.wakes_from, display.wakes_until
    if begins < ends:
        return begins <= at < ends
    return begins == ends or at >= begins or at < ends
