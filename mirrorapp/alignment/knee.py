"""One knee judged: how far it is inside of where it should travel, and what is said of it."""

from dataclasses import dataclass

from mirrorapp.alignment.baseline import StandingLeg
from mirrorapp.alignment.geometry import LegMeasures
from mirrorapp.events import Verdict

DEG_PER_SHANK = 1 / 0.0113
"""ka and kt grow by .0113 shank lengths a degree of valgus (rendered bodies, 70° knee bend)."""
_KA_STRAIGHT = -0.027
_KT_STRAIGHT = 0.094
"""Raw ka and kt of a knee that travels straight, so that the table's `good` ends at 5°."""
_KA_WEIGHT = 0.75
_FREE_YAW_DEG = 8.0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where one verdict ends and the next begins; the exercise's data may set its own.

    Angles in degrees of the corrected valgus angle; `kt_out` in shank lengths; depths as in
    `Reading`. Source: the table in docs/measurement.md.
    """

    drifting_deg: float = 5.0
    caving_deg: float = 9.0
    kt_out: float = -0.25
    judge_from_depth: float = 0.05
    full_depth: float = 0.18


@dataclass(frozen=True, slots=True)
class Angle:
    """The valgus angle as it would read on a user squared up, + = knee medial, and how sure."""

    valgus_deg: float
    uncertainty_deg: float


def angle(measures: LegMeasures, standing: StandingLeg, depth: float, yaw_deg: float,
          thresholds: Thresholds) -> Angle:
    """Turn kt and ka into one angle.

    Near extension both carry how the user stands; what of it is left at this depth is taken off,
    so that a wide stance is not called valgus on the way down.
    """
    left = max(0.0, 1.0 - depth / thresholds.full_depth)
    ka = measures.ka - left * (standing.ka - _KA_STRAIGHT)
    kt = measures.kt - left * (standing.kt - _KT_STRAIGHT)
    in_shanks = _KA_WEIGHT * (ka - _KA_STRAIGHT) + (1 - _KA_WEIGHT) * (kt - _KT_STRAIGHT)
    return Angle(in_shanks * DEG_PER_SHANK, _uncertainty_deg(standing, left, depth, yaw_deg))


def _uncertainty_deg(standing: StandingLeg, left: float, depth: float, yaw_deg: float) -> float:
    """What is added: the baseline's spread as far as it counts, a turned body, a deep squat."""
    turned = abs(yaw_deg)
    from_yaw = 0.15 * turned + 0.6 * max(0.0, turned - _FREE_YAW_DEG)
    from_standing = left * standing.spread * DEG_PER_SHANK
    from_depth = 5.0 * max(0.0, depth - 0.3)
    return 1.5 + from_yaw + from_standing + from_depth


def verdict(angle: Angle, kt: float, *, narrow: bool, thresholds: Thresholds) -> Verdict:
    """Accuse only what is beyond the class's lower edge by more than the reading's uncertainty."""
    sure_deg = angle.valgus_deg - angle.uncertainty_deg
    if sure_deg > thresholds.caving_deg:
        return Verdict.CAVING_IN
    if sure_deg > thresholds.drifting_deg:
        return Verdict.DRIFTING
    if narrow and kt + angle.uncertainty_deg / DEG_PER_SHANK < thresholds.kt_out:
        return Verdict.FALLING_OUT
    return Verdict.GOOD
