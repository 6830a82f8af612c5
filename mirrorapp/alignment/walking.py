"""Which leg bears while somebody walks towards the mirror, and its knee: told by time.

In one picture nothing tells it. From one to the next the foot that bears stays where it is on the
floor, and the other one comes nearer: down in the picture, by twice what the body does.
"""

from collections import deque
from collections.abc import Mapping

import numpy as np

from mirrorapp.alignment import geometry, one_leg
from mirrorapp.alignment.baseline import Baseline
from mirrorapp.alignment.geometry import LegMeasures
from mirrorapp.alignment.knee import valgus_deg
from mirrorapp.alignment.reading import Knee
from mirrorapp.events import Side, Verdict
from mirrorapp.vision.pose import Floats, Sighting

_WINDOW_S = (0.22, 0.45)
_FRAMES_MIN = 3
_STANDS = 0.35
"""So many shank lengths a second a foot that bears goes at most: what the pose model errs by."""
_LIFTS = 0.5
_SWINGS = 0.8
_TIMES = 4.0
_NEARER = 0.4
_FEET = {side: list(geometry.leg_landmarks(side)[2:]) for side in Side}
"""Ankle, toe and heel."""


class BearingLeg:
    """Watches both feet of somebody who faces the mirror."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Floats]] = deque()

    def watch(self, sighting: Sighting) -> Side | None:
        """The leg that bears while the other one swings past it to the front; None while both
        stand, while the foot leaves the floor, and where it can't be told.
        """
        time_s, pose = sighting.time_s, sighting.pose
        if pose is None:
            return None
        if self._seen and not 0 < time_s - self._seen[-1][0] <= _WINDOW_S[1]:
            self._seen.clear()
        self._seen.append((time_s, np.array([pose.px[_FEET[side], :2].mean(axis=0)
                                             for side in Side])))
        while len(self._seen) > _FRAMES_MIN and time_s - self._seen[1][0] >= _WINDOW_S[0]:
            self._seen.popleft()
        lasted_s = time_s - self._seen[0][0]
        if len(self._seen) < _FRAMES_MIN or not _WINDOW_S[0] <= lasted_s <= _WINDOW_S[1]:
            return None
        shank_px = max(geometry.measure_leg(pose, side).shank_px for side in Side)
        leg = _bearing(dict(zip(Side, self._speeds() / shank_px, strict=True)))
        return None if leg is None or self._lifts(leg, shank_px) else leg

    def _lifts(self, leg: Side, shank_px: float) -> bool:
        """Whether the foot, having stood, has just begun to go."""
        (then_s, before), (now_s, now) = self._seen[-2], self._seen[-1]
        row = list(Side).index(leg)
        gone_px = float(np.linalg.norm(now[row] - before[row]))
        return gone_px > _LIFTS * shank_px * (now_s - then_s)

    def _speeds(self) -> Floats:
        """Of each foot (2, 2), in pixels a second: the slope of a straight line through its places.
        """
        times, places = (np.array(each) for each in zip(*self._seen, strict=True))
        times = times - times.mean()
        return np.asarray(np.tensordot(times, places, axes=1) / (times @ times))


def _bearing(speeds: dict[Side, Floats]) -> Side | None:
    for side in Side:
        own, other = (float(np.linalg.norm(speeds[each])) for each in (side, side.other))
        if (own <= _STANDS and other >= max(_SWINGS, _TIMES * own)
                and speeds[side.other][1] >= _NEARER * other):
            return side
    return None


def knees(legs: Mapping[Side, LegMeasures], bearing: Side, stood: Baseline | None
          ) -> dict[Side, Knee]:
    """Both knees, never judged; of the one that bears what it reads against how it stood, where
    that was seen.

    As fitted on rendered people who walk (docs/measurement.md); `config/knee_tasks.toml`.
    """
    by = one_leg.tried()["walk"]
    found = {side: Knee(leg.leg, Verdict.CANNOT_JUDGE, leg.kt, leg.ka, None, by["uncertainty_deg"])
             for side, leg in legs.items()}
    if stood is not None and stood.seen:
        own = stood.legs[bearing]
        movement = by["fppa"] * (legs[bearing].fppa - own.fppa) + by["constant"]
        found[bearing] = found[bearing]._replace(
            movement_deg=movement, valgus_deg=valgus_deg(movement, own.axis_deg))
    return found
