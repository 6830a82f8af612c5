"""What can be read off one leg in one picture, as candidates for a fitted reading.

Everything is seen from the leg: + is medial, or towards the leg's own side where it says so, so
that both legs share one model. Lengths are in shank lengths of the picture, angles in degrees.
"""

from collections.abc import Mapping

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose

L = Landmark
_WORLD_LEG = {Side.LEFT: (L.LEFT_HIP, L.LEFT_KNEE, L.LEFT_ANKLE),
              Side.RIGHT: (L.RIGHT_HIP, L.RIGHT_KNEE, L.RIGHT_ANKLE)}
_HEEL = {Side.LEFT: L.LEFT_HEEL, Side.RIGHT: L.RIGHT_HEEL}


def of(pose: Pose, width_px: int) -> dict[Side, dict[str, float]]:
    """Both legs' features."""
    return {side: _leg(pose, side, width_px) for side in Side}


def _leg(pose: Pose, side: Side, width_px: int) -> dict[str, float]:
    both = geometry.measure_legs(pose)
    own, other = both[side], both[side.other]
    shank = own.shank_px
    mean_shank = (own.shank_px + other.shank_px) / 2
    p = geometry.points(pose)
    hips, shoulders = p[L.LEFT_HIP] - p[L.RIGHT_HIP], p[L.LEFT_SHOULDER] - p[L.RIGHT_SHOULDER]
    ankles, knees = p[L.LEFT_ANKLE] - p[L.RIGHT_ANKLE], p[L.LEFT_KNEE] - p[L.RIGHT_KNEE]
    medial = 1.0 if other.leg.hip[0] >= own.leg.hip[0] else -1.0
    outward = 1.0 if side is Side.LEFT else -1.0
    hip, knee, ankle, toe = own.leg.hip, own.leg.knee, own.leg.ankle, own.leg.toe
    heel = p[_HEEL[side]]
    middle = p[[L.LEFT_HIP, L.RIGHT_HIP], 0].mean()
    mid_ankle = p[[L.LEFT_ANKLE, L.RIGHT_ANKLE], 0].mean()
    mid_shoulder = p[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 0].mean()
    return {
        "fppa": own.fppa,
        "kt": own.kt, "ka": own.ka,
        "kh": (knee[0] - hip[0]) * medial / shank,
        "shank_lean": float(np.degrees(np.arctan2(
            (knee[0] - ankle[0]) * medial, ankle[1] - knee[1]))),
        "thigh_lean": float(np.degrees(np.arctan2(
            (knee[0] - hip[0]) * medial, knee[1] - hip[1]))),
        "thigh_drop": (knee[1] - hip[1]) / shank,
        "thigh": geometry.distance_px(hip, knee) / shank,
        "drop": own.drop_px / mean_shank, "drop_px": (own.drop_px + other.drop_px) / 2,
        "shank_px": shank, "mean_shank_px": mean_shank, "torso_px": geometry.torso_px(pose),
        "toe_down": (toe[1] - ankle[1]) / shank,
        "heel_in": (heel[0] - ankle[0]) * medial / shank,
        "kasr": float(knees[0] / ankles[0]) if abs(ankles[0]) > 1 else 0.0,
        "knee_gap": abs(knees[0]) / mean_shank, "ankle_gap": abs(ankles[0]) / mean_shank,
        "hip_gap": abs(hips[0]) / mean_shank, "shoulder_gap": abs(shoulders[0]) / mean_shank,
        "hip_tilt": outward * hips[1] / mean_shank,
        "ankle_tilt": outward * ankles[1] / mean_shank,
        "knee_tilt": outward * knees[1] / mean_shank,
        "shoulder_tilt": outward * shoulders[1] / mean_shank,
        "other_ka": other.ka, "other_kt": other.kt,
        "other_fppa": other.fppa,
        "shank_ratio": own.shank_px / other.shank_px,
        "sway": -medial * (middle - mid_ankle) / mean_shank,
        "lean": -medial * (mid_shoulder - mid_ankle) / mean_shank,
        "off_centre": -medial * (middle - width_px / 2) / mean_shank,
        **_world(pose, side, outward),
    }


def _world(pose: Pose, side: Side, outward: float) -> Mapping[str, float]:
    """From the world landmarks; yaws are + towards the leg's own side."""
    world = pose.world_m
    hips, shoulders = world[L.LEFT_HIP] - world[L.RIGHT_HIP], (
        world[L.LEFT_SHOULDER] - world[L.RIGHT_SHOULDER])
    ankles = world[L.LEFT_ANKLE] - world[L.RIGHT_ANKLE]
    hip, knee, ankle = (world[mark] for mark in _WORLD_LEG[side])
    across = np.array([hips[0], 0.0, hips[2]]) / max(float(np.hypot(hips[0], hips[2])), 1e-6)
    thigh, shank = knee - hip, ankle - knee
    lean = [float(np.arctan2(-outward * (part @ across), part[1])) for part in (thigh, shank)]
    return {
        "yaw": outward * geometry.yaw_deg(pose),
        "yaw_shoulder": outward * float(np.degrees(np.arctan2(shoulders[2], shoulders[0]))),
        "yaw_ankle": outward * float(np.degrees(np.arctan2(ankles[2], ankles[0]))),
        "world_fppa": float(np.degrees(lean[0] - lean[1])),
        "world_flexion": geometry.knee_flexion_deg(pose, side),
        "pixel_yaw_hip": outward * float(np.degrees(np.arctan2(
            pose.px[L.LEFT_HIP, 2] - pose.px[L.RIGHT_HIP, 2],
            pose.px[L.LEFT_HIP, 0] - pose.px[L.RIGHT_HIP, 0]))),
        "ear_balance": outward * _ear_balance(pose),
    }


def _ear_balance(pose: Pose) -> float:
    """Nose between the ears: 0 in the middle, + nearer to the user's left ear."""
    x = pose.px[:, 0]
    width = x[L.LEFT_EAR] - x[L.RIGHT_EAR]
    if abs(width) < 1:
        return 0.0
    return float(2 * (x[L.NOSE] - (x[L.LEFT_EAR] + x[L.RIGHT_EAR]) / 2) / width)
