"""Points of one pose that a signal needs, and whether they are seen well enough to be used."""

from mirrorapp.alignment import geometry
from mirrorapp.events import SIDES, Side
from mirrorapp.vision.pose import Floats, Landmark, Pose

SEEN = 0.5
"""A landmark less visible than this is guessed by the model, not seen."""
SHOULDER = {Side.LEFT: Landmark.LEFT_SHOULDER, Side.RIGHT: Landmark.RIGHT_SHOULDER}
_LEAST_PX = 1.0


class Unseen(Exception):
    """A point that is needed is not seen."""


def at(pose: Pose, *marks: Landmark) -> Floats:
    """Points (n, 2) in pixels. Raises `Unseen`."""
    seen = geometry.visibility(pose)
    if min([seen[mark] for mark in marks]) < SEEN:
        raise Unseen
    points: Floats = pose.px[list(marks), :2]
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
    legs = geometry.measure_legs(pose)
    longest = max([legs[side].shank_px for side in sides or SIDES])
    if longest < _LEAST_PX:
        raise Unseen
    return longest


def trunk(pose: Pose) -> Floats:
    """The middles of the shoulders and of the hips (2, 2) in pixels. Raises `Unseen`."""
    p = at(pose, *SHOULDER.values(), Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    return (p[::2] + p[1::2]) / 2
