"""Signals of somebody seen from the front; lengths in the user's own shanks.

How far a pelvis is lifted is followed by the foot of the straight leg beneath it; one that drops is
read with the leg stood on (`pelvis`).
"""

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np

from mirrorapp.alignment import geometry, marks
from mirrorapp.alignment.first import Extreme, First, Highest, Lowest
from mirrorapp.alignment.marks import Unseen
from mirrorapp.alignment.on_step import HIGHER_M, higher_m
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose

__all__ = ["LEARNING", "PLAIN", "Learning", "Unseen"]

L = Landmark
_STRAIGHT = 0.96
"""Of a straight leg's height: below it, its knee is bent."""
_NEARLY_STRAIGHT = 0.88
"""The same of a leg aslant, its foot on the floor behind a step of 17 cm (stick bodies: .91). Who
dips as far, and no foot goes up, gains less than makes a repetition."""
_ANKLE = {Side.LEFT: L.LEFT_ANKLE, Side.RIGHT: L.RIGHT_ANKLE}
_FOOT = {Side.LEFT: (L.LEFT_ANKLE, L.LEFT_HEEL, L.LEFT_FOOT_INDEX),
         Side.RIGHT: (L.RIGHT_ANKLE, L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX)}
_STAYED_SHANKS = 0.35
_LEAST_DROP = 0.5
_HANGS_LATELY_S = 10.0
"""Lifted again and again, a foot hangs once in that: a repetition takes 8 s at most."""
_STOOD = 1.7
_HANGS_BELOW = 0.1
_LYING_DEG = 45.0
_SHANKS_A_TRUNK = 0.75
"""A trunk is at least so long: a scale where both shanks point at the camera."""


class Learning(Protocol):
    """A signal against what it was at first."""

    def read(self, time_s: float, pose: Pose) -> float | None:
        """The signal now; None until it knows what was at first. Raises `Unseen`."""


def trunk_deg(pose: Pose, side: Side) -> float:
    """How far the trunk is out of upright in the picture. Raises `Unseen`."""
    top, hips = marks.trunk(pose)
    return abs(float(np.degrees(np.arctan2(top[0] - hips[0], hips[1] - top[1]))))


def knee_lift(pose: Pose, side: Side) -> float:
    """How far the other knee has come up to its hip, against the leg's own thigh; 0 behind it.

    Raises `Unseen`.
    """
    own, other = marks.leg(pose, side), marks.leg(pose, side.other)
    hip_m, knee_m = marks.world(pose, *geometry.leg_landmarks(side.other)[:2])[:, 2]
    if knee_m > hip_m:
        return 0.0
    hangs = max(own[1, 1] - own[0, 1], _LEAST_DROP * marks.shank_px(pose, side))
    return float(1.0 - (other[1, 1] - other[0, 1]) / hangs)


def stance_width(pose: Pose, side: Side) -> float:
    """Between the ankles, − = crossed. Raises `Unseen`."""
    left, right = marks.at(pose, L.LEFT_ANKLE, L.RIGHT_ANKLE)
    return float(left[0] - right[0]) / marks.shank_px(pose)


def foot_ahead(pose: Pose, side: Side) -> float:
    """How much lower in the picture the leg's foot is than the other: on one floor, nearer.

    0 where the world landmarks, which know depth roughly, say otherwise. Raises `Unseen`.
    """
    own, other = (marks.at(pose, *_FOOT[each])[:, 1].mean() for each in (side, side.other))
    own_m, other_m = (marks.world(pose, *_FOOT[each])[:, 2].mean() for each in (side, side.other))
    nearer = float(own - other) / marks.shank_px(pose)
    return nearer if nearer * float(other_m - own_m) > 0 else 0.0


def ankle_on_knee(pose: Pose, side: Side) -> float:
    """From the leg's ankle to the other knee. Raises `Unseen`."""
    ankle = marks.at(pose, _ANKLE[side])[0]
    knee = marks.leg(pose, side.other)[1]
    return float(np.linalg.norm(ankle - knee)) / marks.shank_px(pose)


def knee_down(pose: Pose, side: Side) -> float:
    """How much lower the leg's knee is than the other one. Raises `Unseen`."""
    own, other = (marks.at(pose, geometry.leg_landmarks(each)[1])[0] for each in (side, side.other))
    return float(own[1] - other[1]) / marks.shank_px(pose)


class _FootLift:
    """How much higher the other foot is than it hung lately, its leg being straight."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._hung, self._hung_m = Lowest(_HANGS_LATELY_S), Lowest(_HANGS_LATELY_S)
        self._tall = Extreme(max)

    def read(self, time_s: float, pose: Pose) -> float | None:
        own, other = marks.leg(pose, self._side), marks.leg(pose, self._side.other)
        shank = marks.shank_px(pose, self._side)
        low_m, high_m = marks.world(pose, _ANKLE[self._side], _ANKLE[self._side.other])[:, 1]
        shank_m = max(float(np.linalg.norm(
            np.subtract(*marks.world(pose, *geometry.leg_landmarks(self._side)[1:3])))), 0.1)
        lift, lift_m = float(own[2, 1] - other[2, 1]) / shank, float(low_m - high_m) / shank_m
        straight = float(other[2, 1] - other[0, 1]) / shank
        hung = self._hung.watch(time_s, lift), self._hung_m.watch(time_s, lift_m)
        tall = self._tall.watch(time_s, straight)
        if hung[0] is None or hung[1] is None or tall is None:
            return None
        if straight < _STRAIGHT * tall:
            return 0.0
        # A foot that is put back looks higher, too, but hardly in the world landmarks.
        return max(0.0, min(lift - hung[0], 2 * (lift_m - hung[1])))


class _Rise:
    """How much higher the hips are than where they were at first.

    Whoever was seen up on the step first comes down to the floor: lower, and on a straight leg; on
    one that is nearly so where the other foot stays up on the step.
    """

    def __init__(self, side: Side) -> None:
        self._side = side
        self._first = First()
        self._tall = Extreme(max)

    def read(self, time_s: float, pose: Pose) -> float | None:
        height = -float(marks.trunk(pose)[1, 1])
        shank = marks.shank_px(pose)
        one, other = marks.at(pose, L.LEFT_SHOULDER, L.RIGHT_SHOULDER)
        # By the shoulders' width: who squats has shanks that look shorter, too.
        reach = (height + max(float(marks.leg(pose, each)[2, 1]) for each in Side)) / max(
            float(np.linalg.norm(one - other)), 1.0)
        tall = self._tall.watch(time_s, reach)
        straight = tall is not None and reach >= _STRAIGHT * tall
        sunk = (tall is not None and reach >= _NEARLY_STRAIGHT * tall
                and higher_m(pose, self._side) >= HIGHER_M)
        first = self._first.watch(time_s, height, unit=shank, floor=straight, sunk=sunk)
        return None if first is None else (height - first) / shank


class _Sink:
    """How much of the hips' height over the feet is gone, of both legs."""

    def __init__(self, side: Side) -> None:
        self._tall = Extreme(max)

    def read(self, time_s: float, pose: Pose) -> float | None:
        legs = [marks.leg(pose, each) for each in Side]
        height = float(np.mean([leg[2, 1] - leg[0, 1] for leg in legs]))
        tall = self._tall.watch(time_s, height)
        if tall is None or tall < _STOOD * marks.shank_px(pose):
            return None
        return 1.0 - height / tall


class _Lowering:
    """How much lower the hips are over the leg's foot, while the other foot goes beneath it.

    A foot that hangs below the other one is not stood on: how tall its leg is then tells nothing.
    """

    def __init__(self, side: Side) -> None:
        self._side = side
        self._tall = Extreme(max)
        self._place: tuple[float, float] | None = None

    def read(self, time_s: float, pose: Pose) -> float | None:
        ankle = marks.leg(pose, self._side)[2]
        other = marks.leg(pose, self._side.other)[2]
        shank = marks.shank_px(pose)  # the leg's own leans forward and looks shorter
        here = (float(ankle[0]), float(ankle[1]))
        if self._place is None or geometry.distance_px(self._place, here) > _STAYED_SHANKS * shank:
            self._place, self._tall = here, Extreme(max)
        if float(ankle[1] - other[1]) > _HANGS_BELOW * shank:
            self._tall = Extreme(max)
            return 0.0
        height = float(ankle[1] - marks.trunk(pose)[1, 1])
        tall = self._tall.watch(time_s, height)
        if tall is None or tall < _STOOD * shank:
            return None
        return max(0.0, min(tall - height, float(other[1] - ankle[1])) / shank)


class _Approach:
    """How much larger the trunk looks than at first: longer and, being no bend, wider as well."""

    def __init__(self, side: Side) -> None:
        self._shortest, self._narrowest = Extreme(min), Extreme(min)

    def read(self, time_s: float, pose: Pose) -> float | None:
        top, hips = marks.trunk(pose)
        one, other = marks.at(pose, L.LEFT_SHOULDER, L.RIGHT_SHOULDER)
        sizes = float(np.linalg.norm(top - hips)), float(np.linalg.norm(one - other))
        first = (self._shortest.watch(time_s, sizes[0]), self._narrowest.watch(time_s, sizes[1]))
        if first[0] is None or first[1] is None or min(first[0], first[1]) <= 0:
            return None
        return min(sizes[0] / first[0], sizes[1] / first[1]) - 1.0


class _Fold:
    """How much shorter the trunk looks than at its longest, against the shoulders' width."""

    def __init__(self, side: Side) -> None:
        self._longest = Highest()

    def read(self, time_s: float, pose: Pose) -> float | None:
        top, hips = marks.trunk(pose)
        one, other = marks.at(pose, L.LEFT_SHOULDER, L.RIGHT_SHOULDER)
        wide = max(float(np.linalg.norm(one - other)), 1.0)
        size = float(hips[1] - top[1]) / wide
        first = self._longest.watch(time_s, size)
        return None if first is None or first <= 0 else 1.0 - size / first


class _KneeGap:
    """How much further apart the knees of somebody lying are than at their closest."""

    def __init__(self, side: Side) -> None:
        self._closest = Extreme(min)

    def read(self, time_s: float, pose: Pose) -> float | None:
        one, other = marks.at(pose, L.LEFT_KNEE, L.RIGHT_KNEE)
        top, hips = marks.trunk(pose)
        if trunk_deg(pose, Side.RIGHT) < _LYING_DEG:
            return None
        scale = max(marks.shank_px(pose),
                    _SHANKS_A_TRUNK * float(np.linalg.norm(top - hips)))
        gap = float(np.linalg.norm(one - other)) / scale
        closest = self._closest.watch(time_s, gap)
        return None if closest is None else gap - closest


PLAIN: Mapping[str, Callable[[Pose, Side], float]] = {
    "trunk_deg": trunk_deg, "knee_lift": knee_lift, "stance_width": stance_width,
    "foot_ahead": foot_ahead,
    "ankle_on_knee": ankle_on_knee, "knee_down": knee_down}
"""What one pose says, by the signal's name."""
LEARNING: Mapping[str, Callable[[Side], Learning]] = {
    "foot_lift": _FootLift, "sink": _Sink, "rise": _Rise, "lowering": _Lowering,
    "approach": _Approach, "fold": _Fold, "knee_gap": _KneeGap}
"""What goes by how it was at first, by the signal's name."""
