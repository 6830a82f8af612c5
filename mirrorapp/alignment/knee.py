"""One knee judged: how far it is inside of where it should travel, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mirrorapp.alignment import posture
from mirrorapp.alignment.baseline import Baseline
from mirrorapp.alignment.features import Looks, stance_ratio
from mirrorapp.alignment.fitted import INPUTS, Fitted, inputs, models
from mirrorapp.events import SIDES, Side, Verdict

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
_AXIS_NOISE_DEG = 3.0
"""A standing axis below this is within the reading's noise and counts as straight."""
_LEAST_DEG = 2.1
_DEG_PER_DEG_APART = 0.25
_BEND_DEG, _BEND_DEG_PER_DEPTH, _SHALLOW = 1.0, 12.0, 0.08
_FREE_YAW_DEG = 7.0
DEG_PER_SHIFT = 18.0
_USUAL_SHIFT, _DOUBT_PER_SHIFT = 0.06, 8.0
"""Hips that go aside take what is read along, on rendered bodies that lean and shift by known
amounts: put right (RMSE 3.6 to 3.2 degrees), and doubted beyond what they were fitted on."""
_WIDER = 1.4
"""Feet further apart than they stood by so much, as in a side step. Of 80 rendered legs with the
feet twice as wide as the hips, the gap's word raised the uncertainty to a median of 7.6 degrees
where the error was 2.4; without it 20 of 20 knees of 12 degrees and more are told, and none is
accused."""
_GAP_NOISE_DEG = 5.0
"""Twice the error of what the gap between the knees says of both (docs/accuracy.md)."""
_UNSEEN_AXIS_DEG = 12.0
"""Legs that nobody saw standing may stand so far in or out: it would be taken for movement. Of 143
straight knees on rendered bodies without standing 7 would be accused, 6 of them on such an axis;
allowing for it, none."""

_KT, _KA, _SWAY, _STOOD_SWAY = map(INPUTS.index, ("kt", "ka", "sway", "s.sway"))
_UNSURE_DEG = 9.0
"""A reading less sure than this, which takes two readings that contradict each other, calls no
knee good: it might be anything."""


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


class Angle(NamedTuple):
    """`movement_deg`: what the movement adds; `valgus_deg`: with how the leg stands; + = medial.

    `kt`: how far the knee is medial of the second toe, in shank lengths. `seen`: against the user's
    own standing, not a population's.
    """

    kt: float
    movement_deg: float
    valgus_deg: float
    uncertainty_deg: float
    seen: bool = True


def angles(looks: Looks, baseline: Baseline, depth: float, yaw_deg: float) -> dict[Side, Angle]:
    """Both knees' angles, as they would read on a user squared up and seen without perspective."""
    legs = looks.legs
    told = inputs(legs, depth, baseline.features)
    left, right = models().read(told)
    fitted = {Side.LEFT: left, Side.RIGHT: right}
    look = dict(zip(SIDES, told.tolist(), strict=True))
    shift = {side: _shift(look[side]) if baseline.seen else 0.0 for side in SIDES}
    movement = {side: _movement_deg(fitted[side].movement_deg, look[side], depth)
                + DEG_PER_SHIFT * shift[side] for side in SIDES}
    # With the feet wider than they stood the gap means something else.
    doubt = (_contradiction_deg(movement, fitted, depth) if baseline.seen
             and stance_ratio(legs) <= _WIDER * stance_ratio(baseline.features) else 0.0)
    doubt += _DOUBT_PER_SHIFT * max(0.0, abs(shift[Side.LEFT]) - _USUAL_SHIFT)
    return {side: Angle(
        _kt(fitted[side].kt, look[side], depth), movement[side],
        valgus_deg(movement[side], baseline.legs[side].axis_deg),
        doubt + _uncertainty_deg(depth, yaw_deg, fitted[side].apart_deg, seen=baseline.seen),
        baseline.seen) for side in SIDES}


def _kt(fitted: float, look: Sequence[float], depth: float) -> float:
    deep = _deep(depth)
    return (1 - deep) * fitted + deep * (look[_KT] + _TOE_SHANKS)


def valgus_deg(movement_deg: float, axis_deg: float | None) -> float:
    """How far in a knee is, + inwards: the movement and the standing axis, where one is told."""
    axis = axis_deg or 0.0
    return movement_deg + (axis if abs(axis) >= _AXIS_NOISE_DEG else 0.0)


def _movement_deg(fitted_deg: float, look: Sequence[float], depth: float) -> float:
    deep = _deep(depth)
    offsets = _DEG_PER_SHANK * (_KA_WEIGHT * (look[_KA] - _KA_STRAIGHT)
                                + (1 - _KA_WEIGHT) * (look[_KT] - _KT_STRAIGHT))
    return (1 - deep) * fitted_deg + deep * offsets


def _shift(look: Sequence[float]) -> float:
    """How far the hips have gone to the leg's own side since standing, in shank lengths."""
    return posture.SHIFT * (look[_SWAY] - look[_STOOD_SWAY])


def _deep(depth: float) -> float:
    """How much of the reading is left to ka and kt alone, 0-1."""
    return min(1.0, max(0.0, (depth - FITTED_TO) / (_OFFSETS_FROM - FITTED_TO)))


def _contradiction_deg(movement_deg: Mapping[Side, float], fitted: Mapping[Side, Fitted],
                       depth: float) -> float:
    """By how much the gap between the knees contradicts what is read of both, beyond its noise.

    The gap hardly moves when the user turns, but is blind to one knee alone: a cross-check.
    """
    by_gap = (fitted[Side.LEFT].gap_deg + fitted[Side.RIGHT].gap_deg) / 2
    apart = abs((movement_deg[Side.LEFT] + movement_deg[Side.RIGHT]) / 2 - by_gap)
    return (1 - _deep(depth)) * max(0.0, apart - _GAP_NOISE_DEG)


def _uncertainty_deg(depth: float, yaw_deg: float, apart_deg: float, *, seen: bool) -> float:
    """As measured on rendered bodies that were not fitted on (docs/accuracy.md).

    More where the two readings are apart, in a deep bend, and when turned. Deeper than those
    bodies squat, and without a baseline, a guess on the safe side.
    """
    bent = min(_BEND_DEG, _BEND_DEG_PER_DEPTH * max(0.0, depth - _SHALLOW))
    turned = 0.2 * max(0.0, abs(yaw_deg) - _FREE_YAW_DEG)
    deeper = min(4.0, 8.0 * max(0.0, depth - FITTED_TO))
    return (_LEAST_DEG + _DEG_PER_DEG_APART * (1 - _deep(depth)) * apart_deg + bent + turned
            + deeper + (0.0 if seen else 4.0))


def verdict(angle: Angle, *, narrow: bool, thresholds: Thresholds) -> Verdict:
    """Accuse only what is beyond the class's lower edge by more than the reading's uncertainty.

    Where the leg was not seen standing, how it stands may be half of what is seen: nothing is
    said but of what is beyond that too.
    """
    doubt_deg = angle.uncertainty_deg + (0.0 if angle.seen else _UNSEEN_AXIS_DEG)
    inward = angle.movement_deg - doubt_deg
    if inward > thresholds.caving_deg:
        return Verdict.CAVING_IN
    if narrow and angle.movement_deg + doubt_deg < thresholds.out_deg:
        return Verdict.FALLING_OUT
    if not angle.seen:
        return Verdict.CANNOT_JUDGE
    if inward > thresholds.drifting_deg:
        return Verdict.DRIFTING
    return Verdict.GOOD if angle.uncertainty_deg <= _UNSURE_DEG else Verdict.CANNOT_JUDGE
