"""On one leg: how much lower the free side of the pelvis is.

The line between the hips alone hardly tells it: the pose model draws it nearly level. Against that
between the shoulders and the trunk, and against both feet standing, it does (docs/measurement.md).
"""

from collections import deque
from math import acos, atan2, degrees, radians, sin, tan

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.alignment.geometry import Point
from mirrorapp.alignment.one_leg import tried
from mirrorapp.events import Side
from mirrorapp.vision import middle
from mirrorapp.vision.pose import Floats, Landmark, Pose

L = Landmark
_STOOD_S = 2.0
_MOMENTS_MIN = 3
_HANGS = 0.5
"""Of the shoulders' width: how far beneath its shoulder an elbow is at least, at some 45 degrees.
An arm that is higher takes the shoulder along, and 20 degrees of drop look like 8."""
_FOLDED_ASIDE = 0.08
"""How far aside a trunk may seem to lean, as a tangent, that is folded forward by somebody turned
away. Films went to that, 26 degrees of fold and 8 of turn; 35 and 10 look like a drop by 10."""


class FreeHip:
    """Learns from who stands on both feet, and reads who stands on one."""

    def __init__(self) -> None:
        self._stood: deque[tuple[float, Floats]] = deque()

    def stands(self, time_s: float, pose: Pose) -> None:
        """Take in one frame of somebody on both feet, straight."""
        if not _arms_hang(pose):
            return
        if self._stood and time_s < self._stood[-1][0]:
            self._stood.clear()
        self._stood.append((time_s, _seen(pose)))
        while time_s - self._stood[0][0] > _STOOD_S:
            self._stood.popleft()

    def lower_deg(self, pose: Pose, leg: Side, yaw_deg: float) -> float | None:
        """On this leg: how much lower the other side is. None of whom nobody saw on both feet,
        while an arm is raised, and where a trunk folds that is turned by `yaw_deg`.
        """
        since = self.since_standing(pose, leg, yaw_deg)
        return None if since is None else lower_deg(since)

    def since_standing(self, pose: Pose, leg: Side, yaw_deg: float) -> Floats | None:
        """What has changed (3,), as `lower_deg` takes it."""
        if len(self._stood) < _MOMENTS_MIN or not _arms_hang(pose):
            return None
        stood, seen = middle.of([each for _, each in self._stood]), _seen(pose)
        if _folded_aside(seen[3] / stood[3], yaw_deg) > _FOLDED_ASIDE:
            return None
        since = seen[:3] - stood[:3]
        return np.asarray(since if leg is Side.RIGHT else -since)


def lower_deg(since: Floats) -> float:
    """By what has changed since standing (3,): by how many degrees the line of the hips and that of
    the shoulders are lower on the free side, and the trunk leans to it, in the picture.
    """
    by = tried()["free_hip"]
    return float(since @ (by["hips"], by["shoulders"], by["trunk"])) + by["constant"]


def _arms_hang(pose: Pose) -> bool:
    p = geometry.places(pose)
    wide = abs(p[L.LEFT_SHOULDER][0] - p[L.RIGHT_SHOULDER][0])
    return all(p[elbow][1] - p[shoulder][1] >= _HANGS * wide for shoulder, elbow in (
        (L.LEFT_SHOULDER, L.LEFT_ELBOW), (L.RIGHT_SHOULDER, L.RIGHT_ELBOW)))


def _folded_aside(share: float, yaw_deg: float) -> float:
    """How far the trunk seems to lean, as a tangent, of whose height this share is seen."""
    return tan(acos(min(max(share, 0.1), 1.0))) * abs(sin(radians(yaw_deg)))


def _seen(pose: Pose) -> Floats:
    """How much lower hips and shoulders are on the left, how far the trunk leans to it, degrees,
    and how high it is against the shoulders' width (4,).
    """
    p = geometry.places(pose)
    hips, top = (geometry.middle(p[left], p[right]) for left, right in (
        (L.LEFT_HIP, L.RIGHT_HIP), (L.LEFT_SHOULDER, L.RIGHT_SHOULDER)))
    wide = geometry.distance_px(p[L.LEFT_SHOULDER], p[L.RIGHT_SHOULDER])
    return np.array([_lower_deg(p[L.LEFT_HIP], p[L.RIGHT_HIP]),
                     _lower_deg(p[L.LEFT_SHOULDER], p[L.RIGHT_SHOULDER]),
                     degrees(atan2(top[0] - hips[0], hips[1] - top[1])),
                     (hips[1] - top[1]) / max(wide, 1.0)])


def _lower_deg(left: Point, right: Point) -> float:
    """Seen from the front the left one is further to the right in the picture."""
    return degrees(atan2(left[1] - right[1], abs(left[0] - right[0])))
