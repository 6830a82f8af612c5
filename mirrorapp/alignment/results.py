"""What a check found, and whether it has changed since the last time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import hypot

METHOD = 1
"""Grows whenever a measure is taken in another way: results of two methods don't compare."""
_DEPTHS_ALIKE = 0.02
_Z_95 = 1.96


class Untold(StrEnum):
    """Why a check has no result."""

    NOT_SEEN = "not_seen"
    SOMEBODY_ELSE = "somebody_else"
    TURNED = "turned"
    KNEES_BENT = "knees_bent"
    KNEES_APART = "knees_apart"
    ONE_FOOT_AHEAD = "one_foot_ahead"
    NOT_STILL = "not_still"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Value:
    """One number with what is known of its error, all in the result's unit.

    `uncertainty`: root mean square error against the truth. `scatter`: the standard error that
    its own repetitions or moments show. `judged`: how many repetitions it rests on, 1 for a hold.
    """

    value: float
    uncertainty: float
    scatter: float
    judged: int

    def sem(self, table: float) -> float:
        """Its standard error of measurement: what was measured for all, and its own scatter."""
        return hypot(table, self.scatter)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found.

    `values` by "left", "right" (the user's own) or "ankles"; what could not be told is missing,
    and `reason` says why. `unit` is "deg" or "shank" (lengths of the user's shank). `depth`:
    where knees were compared. `camera` and `method` say how it was seen.
    """

    check: str
    unit: str
    values: Mapping[str, Value] = field(default_factory=dict)
    reason: Untold | None = None
    judged_fraction: float = 0.0
    depth: float | None = None
    camera: str = ""
    method: int = METHOD


class Trend(StrEnum):
    """What became of a value."""

    LESS = "less"
    MORE = "more"
    SAME = "same"
    NOT_COMPARABLE = "not_comparable"


class Hindrance(StrEnum):
    """Why two results can't be compared."""

    CHECK = "other_check"
    METHOD = "other_method"
    MODEL = "other_model"
    CAMERA = "other_camera"
    CALIBRATION = "other_calibration"
    UNKNOWN = "unknown_set_up"
    DEPTH = "other_depth"
    NOT_TOLD = "not_told"


@dataclass(frozen=True, slots=True)
class Change:
    """One value now against the last time; `why` only where they don't compare.

    `smallest` is the smallest change that can be told from noise; less of it is `SAME`.
    `better`: nearer to straight, None unless it changed.
    """

    trend: Trend
    difference: float | None = None
    smallest: float | None = None
    better: bool | None = None
    why: Hindrance | None = None


def smallest_detectable(sem_a: float, sem_b: float) -> float:
    """The smallest difference of two measurements that is beyond their noise, 95 times in 100.

    1.96 √(SEM² + SEM²), which is the usual 1.96 √2 SEM where both are alike (Weir 2005, Journal
    of Strength and Conditioning Research 19: 231-240).
    """
    return _Z_95 * hypot(sem_a, sem_b)


def beyond_noise(difference: Value, sem: float) -> bool:
    """Whether a difference of two parts, each of that `sem`, is more than their noise."""
    return abs(difference.value) > _Z_95 * hypot(sem, sem, difference.scatter)


def changed(then: float, now: float, smallest: float) -> Change:
    """What became of a number whose `smallest` change can be told; `better`: nearer to nothing."""
    difference = now - then
    if abs(difference) <= smallest:
        return Change(Trend.SAME, difference, smallest)
    return Change(Trend.MORE if difference > 0 else Trend.LESS, difference, smallest,
                  better=abs(now) < abs(then))


def compare(now: CheckResult, before: CheckResult, sem: float) -> dict[str, Change]:
    """Each value of `now` against the same of `before`; `sem` is the check's, from its data."""
    why = _hindrance(now, before)
    names = sorted({*now.values, *before.values})
    return {name: _compare(now.values.get(name), before.values.get(name), sem, why)
            for name in names}


def _compare(now: Value | None, before: Value | None, sem: float,
             why: Hindrance | None) -> Change:
    if why is None and (now is None or before is None):
        why = Hindrance.NOT_TOLD
    if why is not None or now is None or before is None:
        return Change(Trend.NOT_COMPARABLE, why=why)
    return changed(before.value, now.value, smallest_detectable(now.sem(sem), before.sem(sem)))


def _hindrance(now: CheckResult, before: CheckResult) -> Hindrance | None:
    if (now.check, now.unit) != (before.check, before.unit):
        return Hindrance.CHECK
    if now.method != before.method:
        return Hindrance.METHOD
    if now.camera != before.camera:
        return Hindrance.CAMERA
    if (now.depth is None) != (before.depth is None):
        return Hindrance.DEPTH
    if now.depth is not None and before.depth is not None and (
            abs(now.depth - before.depth) > _DEPTHS_ALIKE):
        return Hindrance.DEPTH
    return None
