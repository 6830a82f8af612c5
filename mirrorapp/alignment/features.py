"""What the fitted readings take in: each leg's look in one picture, by name.

Everything is seen from the leg: + is medial, or towards the leg's own side where it says so, so
that both legs share one model. Lengths are in shank lengths of the picture, angles in degrees;
`other_` is the other leg.
"""

from collections.abc import Mapping, Sequence
from math import atan2, degrees, hypot

from mirrorapp.alignment import geometry
from mirrorapp.alignment.geometry import LegMeasures, Point
from mirrorapp.events import SIDES, Side
from mirrorapp.vision.pose import Landmark, Pose

L = Landmark
_OUTWARD = {Side.LEFT: 1.0, Side.RIGHT: -1.0}
_HEEL = {Side.LEFT: L.LEFT_HEEL, Side.RIGHT: L.RIGHT_HEEL}
Features = Mapping[str, float]


def of(pose: Pose, legs: Mapping[Side, LegMeasures], solid: Pose | None = None
       ) -> dict[Side, Features]:
    """Both legs' features, in the same order. `solid`: whose world landmarks are taken, where the
    same ones are known of another pose already.
    """
    solid = solid or pose
    left, right = (_leg(pose, legs[side], side, solid) for side in SIDES)
    gaps, tilts = _body(pose, legs[Side.LEFT].mean_px, solid)
    return {side: {**own, **_of_other(other), **gaps,
                   **{name: _OUTWARD[side] * value for name, value in tilts.items()}}
            for side, own, other in ((Side.LEFT, left, right), (Side.RIGHT, right, left))}


def _leg(pose: Pose, own: LegMeasures, side: Side, solid: Pose) -> Features:
    """What one leg shows by itself. `toe_down`, `heel_in`: of the foot index and the heel, from the
    ankle.
    """
    (ankle_x, ankle_y), (_, toe_y) = own.leg.ankle, own.leg.toe
    heel_x, _ = geometry.places(pose)[_HEEL[side]]
    return {
        "fppa": own.fppa, "kt": own.kt, "ka": own.ka, "kh": own.kh,
        "drop": own.drop, "thigh_drop": own.thigh_drop, "hip_gap": own.hip_gap, "sway": own.sway,
        "toe_down": (toe_y - ankle_y) / own.shank_px,
        "heel_in": (heel_x - ankle_x) * own.medial / own.shank_px,
        "world_flexion": geometry.knee_flexion_deg(solid, side),
        "world_fppa": _world_fppa_deg(solid, side),
    }


def _of_other(other: Features) -> Features:
    return {"other_kt": other["kt"], "other_ka": other["ka"], "other_fppa": other["fppa"]}


def _body(pose: Pose, mean_px: float, solid: Pose) -> tuple[Features, Features]:
    """Widths, and what has another sign for each leg: how much lower the own side of each pair of
    joints is (`_tilt`), how far the own side is turned away (`yaw`), and how far the shoulders are
    to it from the ankles' middle (`lean`); + as the left leg has it.
    """
    p = geometry.places(pose)

    def across(left: Point, right: Point) -> tuple[float, float, float]:
        return ((left[0] - right[0]) / mean_px, (left[1] - right[1]) / mean_px,
                (left[0] + right[0]) / 2 / mean_px)

    ankles = across(p[L.LEFT_ANKLE], p[L.RIGHT_ANKLE])
    knees = across(p[L.LEFT_KNEE], p[L.RIGHT_KNEE])
    hips = across(p[L.LEFT_HIP], p[L.RIGHT_HIP])
    shoulders = across(p[L.LEFT_SHOULDER], p[L.RIGHT_SHOULDER])
    return ({"ankle_gap": abs(ankles[0]), "knee_gap": abs(knees[0]),
             "shoulder_gap": abs(shoulders[0])},
            {"ankle_tilt": ankles[1], "knee_tilt": knees[1], "hip_tilt": hips[1],
             "shoulder_tilt": shoulders[1], "lean": shoulders[2] - ankles[2],
             "yaw": geometry.yaw_deg(solid), "yaw_shoulder": geometry.shoulder_yaw_deg(solid)})


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
