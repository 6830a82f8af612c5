"""What the fitted readings take in: each leg's look in one picture, by name.

Everything is seen from the leg: + is medial, or towards the leg's own side where it says so, so
that both legs share one model. Lengths are in shank lengths of the picture, angles in degrees;
`other_` is the other leg.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.alignment.geometry import LegMeasures, Point
from mirrorapp.events import SIDES, Side
from mirrorapp.vision.pose import Floats, Landmark, Pose

L = Landmark
_OWN = ("fppa", "kt", "ka", "kh", "drop", "thigh_drop", "sway", "toe_down", "heel_in",
        "world_flexion", "world_fppa")
"""What each leg has of its own. `toe_down`, `heel_in`: of the foot index and the heel, from the
ankle."""
_OF_OTHER = ("kt", "ka", "fppa")
_GAPS = ("hip_gap", "ankle_gap", "knee_gap", "shoulder_gap")
_SIDED = ("ankle_tilt", "knee_tilt", "hip_tilt", "shoulder_tilt", "lean", "yaw", "yaw_shoulder")
"""What has another sign for each leg: how much lower the own side of each pair of joints is
(`_tilt`), how far the shoulders are to the own side of the ankles' middle (`lean`), and how far
hips and shoulders are turned away from it."""
NAMES = (*_OWN, *(f"other_{name}" for name in _OF_OTHER), *_GAPS, *_SIDED)
SEEN = (*(f"left_{name}" for name in _OWN), *(f"right_{name}" for name in _OWN), *_GAPS, *_SIDED)
_PLACES = np.array([[SEEN.index(name) for name in (
    *(f"{own}_{name}" for name in _OWN), *(f"{own.other}_{name}" for name in _OF_OTHER),
    *_GAPS, *_SIDED)] for own in SIDES])
_OUTWARD = {Side.LEFT: 1.0, Side.RIGHT: -1.0}
_SIGNS = np.array([[_OUTWARD[own] if name in _SIDED else 1.0 for name in NAMES] for own in SIDES])
_HEEL = {Side.LEFT: L.LEFT_HEEL, Side.RIGHT: L.RIGHT_HEEL}
_ANKLE_GAP, _HIP_GAP = NAMES.index("ankle_gap"), NAMES.index("hip_gap")


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """How both legs look. `seen` (m,): each number once, by `SEEN`, with the left leg's signs."""

    seen: Floats

    @property
    def legs(self) -> Floats:
        """The features of the left and of the right leg (2, n), by `NAMES`."""
        return np.asarray(self.seen.take(_PLACES) * _SIGNS)


def stance_ratio(legs: Floats) -> float:
    """The gap between the ankles over that between the hips, of both legs' features."""
    return float(legs[0, _ANKLE_GAP]) / max(float(legs[0, _HIP_GAP]), 1e-6)


def of(pose: Pose, legs: Mapping[Side, LegMeasures], solid: Pose | None = None) -> Looks:
    """How both legs look. `solid`: whose world landmarks are taken, where the same ones are known
    of another pose already.
    """
    solid = solid or pose
    return Looks(np.array([*_own(pose, legs[Side.LEFT], Side.LEFT, solid),
                           *_own(pose, legs[Side.RIGHT], Side.RIGHT, solid),
                           *_of_both(pose, legs[Side.LEFT], solid)]))


def _own(pose: Pose, own: LegMeasures, side: Side, solid: Pose) -> Sequence[float]:
    """As `_OWN` has them."""
    (ankle_x, ankle_y), (_, toe_y) = own.leg.ankle, own.leg.toe
    heel_x, _ = geometry.places(pose)[_HEEL[side]]
    return (own.fppa, own.kt, own.ka, own.kh, own.drop, own.thigh_drop, own.sway,
            (toe_y - ankle_y) / own.shank_px, (heel_x - ankle_x) * own.medial / own.shank_px,
            geometry.knee_flexion_deg(solid, side), _world_fppa_deg(solid, side))


def _of_both(pose: Pose, left: LegMeasures, solid: Pose) -> Sequence[float]:
    """As `_GAPS` and `_SIDED` have them."""
    p, mean_px = geometry.places(pose), left.mean_px

    def across(one: Point, other: Point) -> tuple[float, float, float]:
        return ((one[0] - other[0]) / mean_px, (one[1] - other[1]) / mean_px,
                (one[0] + other[0]) / 2 / mean_px)

    ankles = across(p[L.LEFT_ANKLE], p[L.RIGHT_ANKLE])
    knees = across(p[L.LEFT_KNEE], p[L.RIGHT_KNEE])
    hips = across(p[L.LEFT_HIP], p[L.RIGHT_HIP])
    shoulders = across(p[L.LEFT_SHOULDER], p[L.RIGHT_SHOULDER])
    return (left.hip_gap, abs(ankles[0]), abs(knees[0]), abs(shoulders[0]),
            ankles[1], knees[1], hips[1], shoulders[1], shoulders[2] - ankles[2],
            geometry.yaw_deg(solid), geometry.shoulder_yaw_deg(solid))


def _world_fppa_deg(pose: Pose, side: Side) -> float:
    """The frontal angle of the world landmarks, across the hips' own line: poor by itself."""
    world = geometry.world(pose)
    (left_x, _, left_z), (right_x, _, right_z) = world[L.LEFT_HIP], world[L.RIGHT_HIP]
    across_x, across_z = left_x - right_x, left_z - right_z
    length, outward = max(hypot(across_x, across_z), 1e-6), _OUTWARD[side]

    def lean(top: Sequence[float], end: Sequence[float]) -> float:
        x, y, z = end[0] - top[0], end[1] - top[1], end[2] - top[2]
        return atan2(-outward * (x * across_x + z * across_z) / length, y)

    hip, knee, ankle, *_ = (world[mark] for mark in geometry.leg_landmarks(side))
    return degrees(lean(hip, knee) - lean(knee, ankle))
