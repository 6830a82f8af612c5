"""What is true of a pose, taken from its joints and never from a picture.

Everything is as on a user squared up and seen without perspective: an orthographic projection on
the user's own frontal plane, which the figure's x and z axes span.
"""

import math
from typing import Any

from mirrorapp.events import Side
from mirrorapp.figure.legs import SIDES, LegJoints
from mirrorapp.figure.squat import Squat


def leg_truth(leg: LegJoints) -> dict[str, float]:
    """One leg's angles in degrees; `kt` and `ka` in shank lengths as seen in that plane, + medial.

    `kt_space` is `kt` in shank lengths as they are in space: 0.84 of it in a deep squat.
    """
    medial = -SIDES[leg.side]
    knee_x = float(leg.knee_m[0])
    seen_m = math.hypot(knee_x - float(leg.ankle_m[0]), float(leg.knee_m[2] - leg.ankle_m[2]))
    space_m = math.dist(leg.knee_m, leg.ankle_m)
    over_toe_m = medial * (knee_x - float(leg.second_toe_m[0]))
    over_ankle_m = medial * (knee_x - float(leg.ankle_m[0]))
    return {"valgus_deg": leg.valgus_deg, "flexion_deg": leg.flexion_deg,
            "kt": over_toe_m / seen_m, "ka": over_ankle_m / seen_m,
            "kt_space": over_toe_m / space_m}


def of(squat: Squat) -> dict[str, dict[str, float]]:
    """Both legs' truth, by the user's own side."""
    return {Side.LEFT.value: leg_truth(squat.left), Side.RIGHT.value: leg_truth(squat.right)}


def rounded(value: Any) -> Any:
    """Numbers for a JSON file: four digits behind the point."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    return value
