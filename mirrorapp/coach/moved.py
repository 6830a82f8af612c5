"""Decides from several looks at the background, or several sets, that the camera has moved.

Pure: it is told what each look found. One look may be fooled; some in a row, all the same way,
are not.
"""

from dataclasses import dataclass, field
from math import hypot

from mirrorapp.alignment.station import Station
from mirrorapp.camera.background import Change

SHIFT_DEG = 1.0
TURN_DEG = 0.7
EVERY_S = 20.0
AGAIN_S = 4.0
LOOKS = 4
SETS = 3
_SAME_DEG = 0.5
_SURE_SIGMAS = 3.0


@dataclass
class MovedWatch:
    """When to look at the background, and what the looks mean together."""

    _next_s: float | None = None
    _last_s: float = 0.0
    _seen: list[Change] = field(default_factory=list)

    def due(self, time_s: float) -> bool:
        """Whether it is time for a look; time that runs back (a film) begins anew."""
        if self._next_s is None or time_s < self._last_s:
            self._next_s = time_s
        self._last_s = time_s
        return time_s >= self._next_s

    def looked(self, time_s: float, change: Change | None) -> bool:
        """Take in one look, None where nothing could be told; true when it is certain.

        What can't be told neither confirms nor denies.
        """
        if change is None:
            self._next_s = time_s + EVERY_S
            return False
        if not _beyond(change):
            self._seen.clear()
        else:
            if self._seen and not _same(change, self._seen[-1]):
                self._seen.clear()
            self._seen.append(change)
        self._next_s = time_s + (AGAIN_S if self._seen else EVERY_S)
        return len(self._seen) >= LOOKS


@dataclass
class StanceWatch:
    """Compares how level the camera looks in each set's standing with what is known."""

    _in_a_row: int = 0
    _way: float = 0.0

    def stood(self, known: Station, seen: Station) -> bool:
        """Take in one set; true when several in a row clearly disagree, all the same way."""
        off = seen.roll_deg - known.roll_deg
        if abs(off) <= _SURE_SIGMAS * hypot(known.roll_deg_u, seen.roll_deg_u):
            self._in_a_row = 0
            return False
        self._in_a_row = self._in_a_row + 1 if off * self._way > 0 else 1
        self._way = off
        return self._in_a_row >= SETS


def _beyond(change: Change) -> bool:
    return change.shift_deg > SHIFT_DEG or abs(change.turn_deg) > TURN_DEG


def _same(one: Change, other: Change) -> bool:
    return (hypot(one.across_deg - other.across_deg, one.down_deg - other.down_deg) <= _SAME_DEG
            and abs(one.turn_deg - other.turn_deg) <= _SAME_DEG)
