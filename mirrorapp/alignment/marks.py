"""Points of one pose that a signal needs, and whether they are seen well enough to be used."""

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.events import Side
from mirrorapp.vision.pose import Floats, Landmark, Pose

SEEN = 0.5
"""A landmark less visible than this is guessed by the model, not seen."""
SHOULDER = {Side.LEFT: Landmark.LEFT_SHOULDER, Side.RIGHT: Landmark.RIGHT_SHOULDER}
_LEAST_PX = 1.0


class Unseen(Exception):
    """A point that is needed is not seen."""


def at(pose: Pose, *marks: Landmark) -> Floats:
    """Points (n, 2) in pixels. Raises `Unseen`."""
    chosen = list(marks)
    if float(pose.visibility[chosen].min()) < SEEN:
        raise Unseen
    points: Floats = pose.px[chosen, :2]
    return points


def world(pose: Pose, *marks: Landmark) -> Floats:
    """Points (n, 3) in metres. Raises `Unseen`."""
    at(pose, *marks)
    points: Floats = pose.world_m[list(marks)]
    return points


def leg(pose: Pose, side: Side) -> Floats:
    """Hip, knee and ankle (3, 2) in pixels. Raises `Unseen`."""
    return at(pose, *geometry.leg_landmarks(side)[:3])


def shank_px(pose: Pose, *sides: Side) -> float:
    """The longer shank of these legs, of both by default: one may point at the camera.

    Raises `Unseen` where there is none.
    """
    lengths = [float(np.linalg.norm(knee - ankle)) for knee, ankle in (
        pose.px[list(geometry.leg_landmarks(side)[1:3]), :2] for side in sides or Side)]
    longest = max(lengths)
    if longest < _LEAST_PX:
        raise Unseen
    return longest


def trunk(pose: Pose) -> Floats:
    """The middles of the shoulders and of the hips (2, 2) in pixels. Raises `Unseen`."""
    p = at(pose, *SHOULDER.values(), Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    return np.array([p[:2].mean(axis=0), p[2:].mean(axis=0)])
