"""Has the body jumped further than a body can? Another picture then, or another person."""

import numpy as np

from mirrorapp.vision.pose import Floats, Landmark, Pose, Sighting

GAP_S = 0.5
"""After so long without a body nothing is said of jumps: there was time to walk."""
# Nobody exercises faster than about 5 m/s = 10 torso lengths a second: beyond that, and by more
# than a landmark's jitter. Fast squats in real clips reach 0.45 torso lengths in 50 ms; cuts
# start at 0.8.
CUT_TORSOS_PER_S = 10.0
CUT_TORSOS = 0.6
LEAST_TORSO_PX = 1.0  # a torso seen end on is no unit to divide by

_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]


def is_cut(last: Sighting, now: Sighting) -> bool:
    """Whether the hips of `now` can't be those of `last`, at most half a second before."""
    dt_s = now.time_s - last.time_s
    if last.pose is None or now.pose is None or dt_s > GAP_S:
        return False
    before, after = (pose.px[_HIPS, :2].mean(axis=0) for pose in (last.pose, now.pose))
    size_px = max(_torso_px(last.pose), _torso_px(now.pose), LEAST_TORSO_PX)
    torsos = float(np.linalg.norm(after - before)) / size_px
    return torsos > max(CUT_TORSOS_PER_S * dt_s, CUT_TORSOS)


def _torso_px(pose: Pose) -> float:
    points: Floats = pose.px[:, :2]
    return float(np.linalg.norm(points[_SHOULDERS].mean(axis=0) - points[_HIPS].mean(axis=0)))
