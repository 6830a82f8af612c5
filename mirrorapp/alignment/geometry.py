"""Plain geometry of one pose, in pixels of the frame: what can be read off without a judgement.

Many rooms ask for the same few numbers of one frame: they are made of plain numbers, not of small
arrays, which cost ten times as much, and remembered for the last few poses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import acos, atan2, copysign, degrees, dist, hypot

from mirrorapp.events import Side
from mirrorapp.vision.pose import Floats, Landmark, Pose

Point = tuple[float, float]
_POSES = 8


@dataclass(frozen=True, slots=True)
class Leg:
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


@dataclass(frozen=True, slots=True)
class LegMeasures:
    """One leg in one frame; `_px` in pixels, else in shank lengths or degrees, + = medial.

    `kt`, `ka`, `kh`: how far the knee is medial of the foot index, the ankle and the hip.
    `fppa`: the frontal-plane projection angle as it looks. `drop_px`: how far the ankle is below
    the hip; `drop`, `thigh_drop`: of the ankle and the knee below the hip. `hip_gap`: between
    the hips. `sway`: how far the hips are to the leg's own side of the ankles' middle. `medial`:
    +1 where medial is to the right in the picture, else -1.
    """

    leg: Leg
    shank_px: float
    drop_px: float
    kt: float
    ka: float
    kh: float
    fppa: float
    drop: float
    thigh_drop: float
    hip_gap: float
    sway: float
    medial: float


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
    return {Side.LEFT: _measure(left, right), Side.RIGHT: _measure(right, left)}


def _measure(own: Leg, other: Leg) -> LegMeasures:
    medial = 1.0 if other.hip[0] >= own.hip[0] else -1.0
    shank_px = max(distance_px(own.knee, own.ankle), 1e-6)
    mean_px = (shank_px + max(distance_px(other.knee, other.ankle), 1e-6)) / 2
    drop_px = own.ankle[1] - own.hip[1]
    return LegMeasures(
        leg=own, shank_px=shank_px, drop_px=drop_px,
        kt=(own.knee[0] - own.toe[0]) * medial / shank_px,
        ka=(own.knee[0] - own.ankle[0]) * medial / shank_px,
        kh=(own.knee[0] - own.hip[0]) * medial / shank_px,
        fppa=fppa_deg(own, medial),
        drop=drop_px / mean_px,
        thigh_drop=(own.knee[1] - own.hip[1]) / shank_px,
        hip_gap=abs(other.hip[0] - own.hip[0]) / mean_px,
        sway=-medial * (own.hip[0] + other.hip[0] - own.ankle[0] - other.ankle[0]) / 2 / mean_px,
        medial=medial,
    )


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


def torso_px(pose: Pose) -> float:
    """From the middle of the shoulders to the middle of the hips."""
    p = places(pose)
    return distance_px(middle(p[Landmark.LEFT_SHOULDER], p[Landmark.RIGHT_SHOULDER]),
                       middle(p[Landmark.LEFT_HIP], p[Landmark.RIGHT_HIP]))


@lru_cache(maxsize=2 * _POSES)
def knee_flexion_deg(pose: Pose, side: Side) -> float:
    """How far the knee is bent, from the world landmarks: rough, for telling straight from bent."""
    hip, knee, ankle = (world(pose)[mark] for mark in _LEG[side][:3])
    along = sum((h - k) * (a - k) for h, k, a in zip(hip, knee, ankle, strict=True))
    cosine = along / max(dist(hip, knee) * dist(ankle, knee), 1e-9)
    return 180.0 - degrees(acos(min(1.0, max(-1.0, cosine))))


def distance_px(a: Point, b: Point) -> float:
    """From one point to another."""
    return hypot(a[0] - b[0], a[1] - b[1])


def middle(a: Point, b: Point) -> Point:
    """Half-way between two points."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
