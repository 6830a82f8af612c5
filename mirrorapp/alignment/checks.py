"""The measures behind the checks: from readings of a hold, or repetitions, to values.

Pure. Where something can't be told, the reason comes in place of a value.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt

import numpy as np

from mirrorapp.alignment import ankles
from mirrorapp.alignment.passing import Passing, at_depth
from mirrorapp.alignment.reading import Reading, Return
from mirrorapp.alignment.results import Untold, Value
from mirrorapp.events import Refusal, Side

ANKLES = "ankles"
AXIS_UNCERTAINTY_DEG = 2.5
"""Root mean square error of the standing axis, on the safe side of docs/accuracy.md."""
HOLD_LEAST_S = 1.0
_SPAN_S_MAX = 0.25
_STILL_SHANKS = 0.03
_STILL_DEG = 3.0
_SD_OF_MEDIAN = 1.253
"""The median of n normal values scatters by so much more than their mean."""

Ways = Mapping[Side, Sequence[Sequence[Passing]]]
"""For each leg, its way through each repetition."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant of a hold: values by name, or why there are none."""

    time_s: float
    values: Mapping[str, float] = field(default_factory=dict)
    refused: Untold | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Values by name, and why those that are missing are; `depth` where legs were compared."""

    values: Mapping[str, Value] = field(default_factory=dict)
    reason: Untold | None = None
    judged_fraction: float = 0.0
    depth: float | None = None


def ankle_moment(reading: Reading) -> Moment:
    """The ankle gap in one reading, in shank lengths."""
    refused = _refused(reading)
    if refused is None and reading.pose is not None:
        seen = ankles.measure(reading.pose)
        if seen.knees_together and not seen.one_foot_ahead:
            return Moment(reading.time_s, {ANKLES: seen.gap})
        refused = Untold.ONE_FOOT_AHEAD if seen.one_foot_ahead else Untold.KNEES_APART
    return Moment(reading.time_s, refused=refused or Untold.NOT_SEEN)


def axis_moment(reading: Reading) -> Moment:
    """How both legs stand in one reading, degrees of valgus."""
    refused = _refused(reading)
    if refused is None and len(reading.axes_deg) == len(Side):
        return Moment(reading.time_s, {s.value: deg for s, deg in reading.axes_deg.items()})
    return Moment(reading.time_s, refused=refused or Untold.NOT_SEEN)


def _refused(reading: Reading) -> Untold | None:
    """Who does not stand straight and square before the mirror is not measured standing; nor who
    was taken as the user for standing there alone: somebody else who waits does just that.
    """
    if reading.refusal is Refusal.TURNED or (
            reading.refusal is None and reading.square_up is not None):
        return Untold.TURNED
    if reading.refusal is not None or reading.pose is None:
        return Untold.NOT_SEEN
    if reading.back is Return.STOOD_IN:
        return Untold.SOMEBODY_ELSE
    return None if reading.standing else Untold.KNEES_BENT


def held_s(moments: Sequence[Moment]) -> float:
    """For how long it was held well enough to be measured."""
    return sum(min(b.time_s - a.time_s, _SPAN_S_MAX) for a, b in pairwise(moments)
               if a.refused is None and b.refused is None and b.time_s > a.time_s)


def hold(moments: Sequence[Moment], uncertainty: float, *, still: float) -> Measured:
    """The median over a hold. `still`: the most that its thirds may differ."""
    good = [each for each in moments if each.refused is None]
    fraction = len(good) / len(moments) if moments else 0.0
    if held_s(moments) < HOLD_LEAST_S:
        return Measured({}, _commonest(moments), fraction)
    held = {name: [each.values[name] for each in good] for name in good[0].values}
    if any(float(np.ptp(_thirds(values))) > still for values in held.values()):
        return Measured({}, Untold.NOT_STILL, fraction)
    return Measured({name: _held_value(values, uncertainty) for name, values in held.items()},
                    None, fraction)


def ankle_gap(moments: Sequence[Moment]) -> Measured:
    """The gap between the inner ankles, from the moments of a hold."""
    return hold(moments, ankles.UNCERTAINTY_SHANKS, still=_STILL_SHANKS)


def standing_axis(moments: Sequence[Moment]) -> Measured:
    """How each leg stands, from the moments of a hold."""
    return hold(moments, AXIS_UNCERTAINTY_DEG, still=_STILL_DEG)


def movement(ways: Ways, wanted_depth: float, least: int, uncertainty: float) -> Measured:
    """What the movement adds at equal depth, for each leg the median over its repetitions.

    The depth is the wanted one, or the one that `least` repetitions of every leg reached.
    """
    depth = _common_depth(ways, wanted_depth, least)
    planned = sum(len(each) for each in ways.values())
    if depth is None:
        return Measured({}, Untold.TOO_FEW)
    read = {side: [deg for way in each if (deg := at_depth(way, depth)) is not None]
            for side, each in ways.items()}
    values = {side.value: _median_of(found, uncertainty)
              for side, found in read.items() if len(found) >= least}
    return Measured(values, None if len(values) == len(ways) else Untold.TOO_FEW,
                    sum(len(found) for found in read.values()) / planned, depth)


def difference(first: Measured, then: Measured) -> Measured:
    """What changed from the first to the second part of one check, leg by leg.

    The same body on the same spot: what the reading is off by falls out, so that scatter is
    what is left of the uncertainty.
    """
    both = first.values.keys() & then.values.keys()
    values = {name: _difference(first.values[name], then.values[name]) for name in sorted(both)}
    missing = len(values) < len(first.values.keys() | then.values.keys()) or not values
    return Measured(values, (first.reason or then.reason or Untold.TOO_FEW) if missing else None,
                    (first.judged_fraction + then.judged_fraction) / 2, first.depth)


def _difference(first: Value, then: Value) -> Value:
    scatter = float(np.hypot(first.scatter, then.scatter))
    return Value(then.value - first.value, scatter, scatter, min(first.judged, then.judged))


def _common_depth(ways: Ways, wanted: float, least: int) -> float | None:
    reached = []
    for each in ways.values():
        depths = sorted((max(p.depth for p in way) for way in each if way), reverse=True)
        if len(depths) >= least:
            reached.append(depths[least - 1])
    return min(wanted, *reached) if reached else None


def _median_of(values: Sequence[float], uncertainty: float) -> Value:
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return Value(float(np.median(values)), uncertainty,
                 _SD_OF_MEDIAN * spread / sqrt(len(values)), len(values))


def _held_value(values: Sequence[float], uncertainty: float) -> Value:
    """Frames are no independent looks: the hold's thirds tell how it scatters."""
    spread = float(np.std(_thirds(values), ddof=1))
    return Value(float(np.median(values)), uncertainty, spread / sqrt(3), 1)


def _thirds(values: Sequence[float]) -> list[float]:
    """The medians of a hold's thirds; a hold is never shorter than three moments."""
    return [float(np.median(part)) for part in np.array_split(np.asarray(values), 3)]


def _commonest(moments: Sequence[Moment]) -> Untold:
    """Why most of it could not be measured."""
    reasons = Counter(each.refused for each in moments if each.refused is not None)
    return max(reasons, key=lambda each: reasons[each], default=Untold.NOT_SEEN)
