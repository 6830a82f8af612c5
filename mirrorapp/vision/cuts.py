"""Has the body jumped further than a body can? Another picture then, or another person."""

from functools import lru_cache
from math import dist

from mirrorapp.vision.pose import Landmark, Pose, Sighting

GAP_S = 0.5
"""After so long without a body nothing is said of jumps: there was time to walk."""
# Nobody exercises faster than about 5 m/s = 10 torso lengths a second: beyond that, and by more
# than a landmark's jitter. Fast squats in real clips reach 0.45 torso lengths in 50 ms; cuts
# start at 0.8.
CUT_TORSOS_PER_S = 10.0
CUT_TORSOS = 0.6
LEAST_TORSO_PX = 1.0  # a torso seen end on is no unit to divide by

_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
_SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_Point = tuple[float, float]


def is_cut(last: Sighting, now: Sighting) -> bool:
    """Whether the hips of `now` can't be those of `last`, at most half a second before."""
    dt_s = now.time_s - last.time_s
    if last.pose is None or now.pose is None or dt_s > GAP_S:
        return False
    (before, size_px), (after, other_px) = _hips(last.pose), _hips(now.pose)
    torsos = dist(before, after) / max(size_px, other_px, LEAST_TORSO_PX)
    return torsos > max(CUT_TORSOS_PER_S * dt_s, CUT_TORSOS)


@lru_cache(maxsize=8)
def _hips(pose: Pose) -> tuple[_Point, float]:
    """The middle of the hips, and how far that of the shoulders is from it, in pixels; each room
    that looks for cuts asks anew.
    """
    hips, shoulders = (_middle(pose, marks) for marks in (_HIPS, _SHOULDERS))
    return hips, dist(hips, shoulders)


def _middle(pose: Pose, marks: tuple[Landmark, Landmark]) -> _Point:
    (x, y, _), (other_x, other_y, _) = (pose.px[mark].tolist() for mark in marks)
    return (x + other_x) / 2, (y + other_y) / 2
