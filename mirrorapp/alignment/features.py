"""What the fitted readings take in: each leg's look in one picture, by name.

Everything is seen from the leg: + is medial, or towards the leg's own side where it says so, so
that both legs share one model. Lengths are in shank lengths of the picture, angles in degrees;
`other_` is the other leg.
"""

from collections.abc import Mapping, Sequence
from math import atan2, degrees, hypot

from mirrorapp.alignment import geometry
from mirrorapp.alignment.geometry import LegMeasures
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose

L = Landmark
Features = Mapping[str, float]


def of(pose: Pose, legs: Mapping[Side, LegMeasures]) -> dict[Side, Features]:
    """Both legs' features."""
    return {side: _leg(pose, legs[side], legs[side.other], side) for side in Side}


def _leg(pose: Pose, own: LegMeasures, other: LegMeasures, side: Side) -> Features:
    mean_px = (own.shank_px + other.shank_px) / 2
    outward = 1.0 if side is Side.LEFT else -1.0
    return {
        "fppa": own.fppa, "kt": own.kt, "ka": own.ka, "kh": own.kh,
        "drop": own.drop, "thigh_drop": own.thigh_drop, "hip_gap": own.hip_gap, "sway": own.sway,
        "other_kt": other.kt, "other_ka": other.ka, "other_fppa": other.fppa,
        **_foot(pose, own, side),
        **_body(pose, outward, mean_px),
        "yaw": outward * geometry.yaw_deg(pose),
        "yaw_shoulder": outward * geometry.shoulder_yaw_deg(pose),
        "world_flexion": geometry.knee_flexion_deg(pose, side),
        "world_fppa": _world_fppa_deg(pose, side, outward),
    }


def _foot(pose: Pose, own: LegMeasures, side: Side) -> Features:
    """`toe_down`, `heel_in`: of the foot index and the heel, from the ankle."""
    heel_x, _ = geometry.places(pose)[L.LEFT_HEEL if side is Side.LEFT else L.RIGHT_HEEL]
    (ankle_x, ankle_y), (_, toe_y) = own.leg.ankle, own.leg.toe
    return {"toe_down": (toe_y - ankle_y) / own.shank_px,
            "heel_in": (heel_x - ankle_x) * own.medial / own.shank_px}


def _body(pose: Pose, outward: float, mean_px: float) -> Features:
    """Widths, and how much lower the own side of each pair of joints is (`_tilt`).

    `lean`: how far the shoulders are to the leg's own side of the ankles' middle.
    """
    p = geometry.places(pose)

    def across(left: Landmark, right: Landmark) -> tuple[float, float, float]:
        (left_x, left_y), (right_x, right_y) = p[left], p[right]
        return ((left_x - right_x) / mean_px, (left_y - right_y) / mean_px,
                (left_x + right_x) / 2 / mean_px)

    ankles = across(L.LEFT_ANKLE, L.RIGHT_ANKLE)
    knees = across(L.LEFT_KNEE, L.RIGHT_KNEE)
    hips = across(L.LEFT_HIP, L.RIGHT_HIP)
    shoulders = across(L.LEFT_SHOULDER, L.RIGHT_SHOULDER)
    return {
        "ankle_gap": abs(ankles[0]), "knee_gap": abs(knees[0]), "shoulder_gap": abs(shoulders[0]),
        "ankle_tilt": outward * ankles[1], "knee_tilt": outward * knees[1],
        "hip_tilt": outward * hips[1], "shoulder_tilt": outward * shoulders[1],
        "lean": outward * (shoulders[2] - ankles[2]),
    }


def _world_fppa_deg(pose: Pose, side: Side, outward: float) -> float:
    """The frontal angle of the world landmarks, across the hips' own line: poor by itself."""
    world = geometry.world(pose)
    (left_x, _, left_z), (right_x, _, right_z) = world[L.LEFT_HIP], world[L.RIGHT_HIP]
    across_x, across_z = left_x - right_x, left_z - right_z
    length = max(hypot(across_x, across_z), 1e-6)

    def lean(top: Sequence[float], end: Sequence[float]) -> float:
        x, y, z = (low - high for low, high in zip(end, top, strict=True))
        return atan2(-outward * (x * across_x + z * across_z) / length, y)

    hip, knee, ankle = (world[mark] for mark in geometry.leg_landmarks(side)[:3])
    return degrees(lean(hip, knee) - lean(knee, ankle))
