"""Plain geometry of one pose, in pixels of the frame: what can be read off without a judgement.

Many rooms ask for the same few numbers of one frame: they are made of plain numbers, not of small
arrays, which cost ten times as much, and remembered for the last few poses. What is made in every
frame is a named tuple: a frozen dataclass takes three times as long to make.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import acos, atan2, copysign, degrees, dist, hypot
from typing import NamedTuple

from mirrorapp.events import Side
from mirrorapp.vision.pose import Floats, Landmark, Pose

Point = tuple[float, float]
_POSES = 8


class Leg(NamedTuple):
    """Where one leg's joints are in the frame, in pixels; x to the right, y down."""

    hip: Point
    knee: Point
    ankle: Point
    toe: Point


_LEG = {
    Side.LEFT: (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE,
                Landmark.LEFT_FOOT_INDEX, Landmark.LEFT_HEEL),
    Side.RIGHT: (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE,
                 Landmark.RIGHT_FOOT_INDEX, Landmark.RIGHT_HEEL),
}
LEG_LANDMARKS = tuple(mark for marks in _LEG.values() for mark in marks)


class LegMeasures(NamedTuple):
    """One leg in one frame; `_px` in pixels, else in shank lengths or degrees, + = medial.

    `mean_px`: how long both shanks look, on average. `medial`: +1 where medial is to the right in
    the picture, else -1. All else is made of that when it is asked for.
    """

    leg: Leg
    other: Leg
    shank_px: float
    mean_px: float
    medial: float

    @property
    def drop_px(self) -> float:
        """How far the ankle is below the hip."""
        return self.leg.ankle[1] - self.leg.hip[1]

    @property
    def drop(self) -> float:
        """The same in shank lengths."""
        return self.drop_px / self.mean_px

    @property
    def thigh_drop(self) -> float:
        """How far the knee is below the hip."""
        return (self.leg.knee[1] - self.leg.hip[1]) / self.shank_px

    @property
    def kt(self) -> float:
        """How far the knee is medial of the foot index."""
        return (self.leg.knee[0] - self.leg.toe[0]) * self.medial / self.shank_px

    @property
    def ka(self) -> float:
        """How far it is medial of the ankle."""
        return (self.leg.knee[0] - self.leg.ankle[0]) * self.medial / self.shank_px

    @property
    def kh(self) -> float:
        """How far it is medial of the hip."""
        return (self.leg.knee[0] - self.leg.hip[0]) * self.medial / self.shank_px

    @property
    def fppa(self) -> float:
        """The frontal-plane projection angle as it looks."""
        return fppa_deg(self.leg, self.medial)

    @property
    def hip_gap(self) -> float:
        """Between the hips."""
        return abs(self.other.hip[0] - self.leg.hip[0]) / self.mean_px

    @property
    def sway(self) -> float:
        """How far the hips are to the leg's own side of the ankles' middle."""
        own, other = self.leg, self.other
        return -self.medial * (own.hip[0] + other.hip[0] - own.ankle[0] - other.ankle[0]
                               ) / 2 / self.mean_px


def leg_landmarks(side: Side) -> tuple[Landmark, ...]:
    """Hip, knee, ankle, toe and heel of one leg."""
    return _LEG[side]


def points(pose: Pose) -> Floats:
    """Landmarks (33, 2): x, y in pixels."""
    return pose.px[:, :2]


@lru_cache(maxsize=_POSES)
def places(pose: Pose) -> Sequence[Point]:
    """The same as plain numbers."""
    return [(x, y) for x, y, _ in pose.px.tolist()]


@lru_cache(maxsize=_POSES)
def visibility(pose: Pose) -> Sequence[float]:
    """How well each landmark (33,) is seen, as plain numbers."""
    seen: list[float] = pose.visibility.tolist()
    return seen


@lru_cache(maxsize=_POSES)
def world(pose: Pose) -> Sequence[Sequence[float]]:
    """The world landmarks (33, 3) as plain numbers, metres."""
    metres: list[list[float]] = pose.world_m.tolist()
    return metres


def leg(pose: Pose, side: Side) -> Leg:
    """One leg's joints."""
    p = places(pose)
    hip, knee, ankle, toe, _ = _LEG[side]
    return Leg(p[hip], p[knee], p[ankle], p[toe])


def measure_leg(pose: Pose, side: Side) -> LegMeasures:
    """One leg's raw measures. Medial is towards the other hip, wherever that is on the screen."""
    return measure_legs(pose)[side]


@lru_cache(maxsize=_POSES)
def measure_legs(pose: Pose) -> Mapping[Side, LegMeasures]:
    """Both legs' raw measures."""
    left, right = leg(pose, Side.LEFT), leg(pose, Side.RIGHT)
    left_px, right_px = (max(distance_px(each.knee, each.ankle), 1e-6) for each in (left, right))
    mean_px = (left_px + right_px) / 2
    medial = 1.0 if right.hip[0] >= left.hip[0] else -1.0
    other_medial = 1.0 if left.hip[0] >= right.hip[0] else -1.0
    return {Side.LEFT: LegMeasures(left, right, left_px, mean_px, medial),
            Side.RIGHT: LegMeasures(right, left, right_px, mean_px, other_medial)}


def mean_drop_px(legs: Mapping[Side, LegMeasures]) -> float:
    """How far the ankles are below the hips, on average."""
    return (legs[Side.LEFT].drop_px + legs[Side.RIGHT].drop_px) / 2


def mean_shank_px(legs: Mapping[Side, LegMeasures]) -> float:
    """How long the shanks look, on average."""
    return (legs[Side.LEFT].shank_px + legs[Side.RIGHT].shank_px) / 2


def fppa_deg(leg_px: Leg, medial: float) -> float:
    """The frontal-plane projection angle hip-knee-ankle, + = knee medial, degrees.

    `medial` is +1 where the other hip is to the right in the frame, else -1.
    """
    (hip_x, hip_y), (knee_x, knee_y), (ankle_x, ankle_y) = leg_px.hip, leg_px.knee, leg_px.ankle
    thigh = atan2((knee_x - hip_x) * medial, knee_y - hip_y)
    return degrees(thigh - atan2((ankle_x - knee_x) * medial, ankle_y - knee_y))


@lru_cache(maxsize=_POSES)
def yaw_deg(pose: Pose) -> float:
    """How far the hips are turned away from the camera, -180...180.

    0 faces it, positive is turned to the user's own left, beyond ±90 shows the back. From the
    world landmarks: poor for angles, good enough to tell how far somebody is turned.
    """
    return _line_deg(pose, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)


@lru_cache(maxsize=_POSES)
def shoulder_yaw_deg(pose: Pose) -> float:
    """The same of the shoulders."""
    return _line_deg(pose, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)


def _line_deg(pose: Pose, left: Landmark, right: Landmark) -> float:
    (x, _, z), (other_x, _, other_z) = world(pose)[left], world(pose)[right]
    return degrees(atan2(z - other_z, x - other_x))


def shoulder_ratio(pose: Pose) -> float:
    """Shoulder width over torso length, signed: negative where the left shoulder is on the left
    of the frame, as seen from behind."""
    left, right = (places(pose)[mark] for mark in (Landmark.LEFT_SHOULDER,
                                                   Landmark.RIGHT_SHOULDER))
    return copysign(distance_px(left, right), left[0] - right[0]) / max(torso_px(pose), 1e-6)


@lru_cache(maxsize=_POSES)
def torso_px(pose: Pose) -> float:
    """From the middle of the shoulders to the middle of the hips."""
    p = places(pose)
    return distance_px(middle(p[Landmark.LEFT_SHOULDER], p[Landmark.RIGHT_SHOULDER]),
                       middle(p[Landmark.LEFT_HIP], p[Landmark.RIGHT_HIP]))


@lru_cache(maxsize=2 * _POSES)
def knee_flexion_deg(pose: Pose, side: Side) -> float:
    """How far the knee is bent, from the world landmarks: rough, for telling straight from bent."""
    metres, (hip_mark, knee_mark, ankle_mark, *_) = world(pose), _LEG[side]
    hip, knee, ankle = metres[hip_mark], metres[knee_mark], metres[ankle_mark]
    along = ((hip[0] - knee[0]) * (ankle[0] - knee[0]) + (hip[1] - knee[1]) * (ankle[1] - knee[1])
             + (hip[2] - knee[2]) * (ankle[2] - knee[2]))
    cosine = along / max(dist(hip, knee) * dist(ankle, knee), 1e-9)
    return 180.0 - degrees(acos(min(1.0, max(-1.0, cosine))))


def distance_px(a: Point, b: Point) -> float:
    """From one point to another."""
    return hypot(a[0] - b[0], a[1] - b[1])


def middle(a: Point, b: Point) -> Point:
    """Half-way between two points."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
