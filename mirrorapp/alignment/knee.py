"""One knee judged: how far it is inside of where it should travel, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from mirrorapp.alignment.baseline import Baseline, standing_inputs
from mirrorapp.alignment.fitted import models
from mirrorapp.alignment.geometry import LegMeasures
from mirrorapp.events import Side, Verdict

_DEG_PER_SHANK = 1 / 0.0113
"""ka and kt grow by .0113 shank lengths a degree of valgus (rendered bodies, 70 deg of flexion)."""
_KA_STRAIGHT = -0.027
_KT_STRAIGHT = 0.094
"""ka and kt of a knee that travels straight in a deep squat (real frontal clips)."""
_TOE_SHANKS = 0.08
"""The model's foot index lies so far medial of the second toe (rendered bodies)."""
_KA_WEIGHT = 0.75
FITTED_TO = 0.24
"""Up to this depth the fitted reading speaks, from `_OFFSETS_FROM` on ka and kt do."""
_OFFSETS_FROM = 0.34
_AXIS_NOISE_DEG = 4.0
"""A standing axis below this is within the reading's noise and counts as straight."""
_FREE_YAW_DEG = 7.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where one verdict ends and the next begins; the exercise's data may set its own.

    Degrees that the movement adds to how the leg stands, each to be beaten by more than the
    reading's uncertainty; depths as in `Reading`. Source: docs/accuracy.md.
    """

    drifting_deg: float = 2.2
    caving_deg: float = 5.0
    out_deg: float = -5.0
    judge_from_depth: float = 0.05


@dataclass(frozen=True, slots=True)
class Angle:
    """`movement_deg`: what the movement adds; `valgus_deg`: with how the leg stands; + = medial.

    `kt`: how far the knee is medial of the second toe, in shank lengths.
    """

    kt: float
    movement_deg: float
    valgus_deg: float
    uncertainty_deg: float


def angle(legs: Mapping[Side, LegMeasures], side: Side, baseline: Baseline, depth: float,
          yaw_deg: float) -> Angle:
    """One knee's angle, as it would read on a user squared up and seen without perspective."""
    leg, standing = legs[side], baseline.legs[side]
    inputs = {"fppa": leg.fppa, "kt": leg.kt, "depth": depth, "sway": leg.sway,
              "hip_gap": leg.hip_gap,
              **standing_inputs(standing, baseline.legs[side.other])}
    offsets = _DEG_PER_SHANK * (_KA_WEIGHT * (leg.ka - _KA_STRAIGHT)
                                + (1 - _KA_WEIGHT) * (leg.kt - _KT_STRAIGHT))
    deep = min(1.0, max(0.0, (depth - FITTED_TO) / (_OFFSETS_FROM - FITTED_TO)))
    movement = (1 - deep) * models().movement(inputs) + deep * offsets
    kt = (1 - deep) * models().kt(inputs) + deep * (leg.kt + _TOE_SHANKS)
    axis = standing.axis_deg or 0.0
    return Angle(kt, movement, movement + (axis if abs(axis) >= _AXIS_NOISE_DEG else 0.0),
                 _uncertainty_deg(depth, yaw_deg, seen=baseline.seen))


def _uncertainty_deg(depth: float, yaw_deg: float, *, seen: bool) -> float:
    """As measured on rendered bodies that were not fitted on (docs/accuracy.md): 2.8 degrees,
    more when turned. Deeper than those squat, and without a baseline, a guess on the safe side.
    """
    turned = 0.2 * max(0.0, abs(yaw_deg) - _FREE_YAW_DEG)
    deeper = 8.0 * max(0.0, depth - FITTED_TO)
    return 2.8 + turned + min(deeper, 4.0) + (0.0 if seen else 4.0)


def verdict(angle: Angle, *, narrow: bool, thresholds: Thresholds) -> Verdict:
    """Accuse only what is beyond the class's lower edge by more than the reading's uncertainty."""
    inward = angle.movement_deg - angle.uncertainty_deg
    if inward > thresholds.caving_deg:
        return Verdict.CAVING_IN
    if inward > thresholds.drifting_deg:
        return Verdict.DRIFTING
    if narrow and angle.movement_deg + angle.uncertainty_deg < thresholds.out_deg:
        return Verdict.FALLING_OUT
    return Verdict.GOOD
