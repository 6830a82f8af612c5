"""Do both feet stand where they are? Who walks, kicks or gets into place does not squat."""

from collections import deque
from collections.abc import Mapping
from math import inf

from mirrorapp.alignment import geometry
from mirrorapp.alignment.geometry import LegMeasures, Point
from mirrorapp.events import Side

_WINDOW_S = 0.2
_LEAST_S = 0.1
_GAP_S = 0.5
_STOOD_S = 0.3
_STILL_SHANKS_PER_S = 0.7
"""Ankles of people who squat go by up to .12 (rendered) and .45 (real) in a second, those of people
who walk and kick by more than 1."""
_CLOCK_S = 0.002


class Planted:
    """Watches both ankles, in lengths of the shank as it was at its longest since they stood."""

    def __init__(self) -> None:
        self._places: deque[tuple[float, tuple[Point, Point]]] = deque()
        self._moved_s = -inf
        self._shank_px = 0.0

    def watch(self, time_s: float, legs: Mapping[Side, LegMeasures]) -> bool:
        """Whether both feet have stood still for a moment; false while that is not known."""
        if self._places and not 0 < time_s - self._places[-1][0] <= _GAP_S:
            self.__init__()  # type: ignore[misc]
        shank_px = max(each.shank_px for each in legs.values())
        self._shank_px = max(self._shank_px, shank_px, 1.0)
        ankles = legs[Side.LEFT].leg.ankle, legs[Side.RIGHT].leg.ankle
        self._places.append((time_s, ankles))
        while len(self._places) > 2 and time_s - self._places[1][0] >= _WINDOW_S - _CLOCK_S:
            self._places.popleft()
        since_s, before = self._places[0]
        if time_s - since_s < _LEAST_S:
            return False
        gone_px = max(map(geometry.distance_px, ankles, before))
        if gone_px > _STILL_SHANKS_PER_S * self._shank_px * (time_s - since_s):
            self._moved_s, self._shank_px = time_s, shank_px
        return time_s - self._moved_s >= _STOOD_S
