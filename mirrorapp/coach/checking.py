"""From what was done in a check's parts to its result."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from mirrorapp.alignment import checks as measures
from mirrorapp.alignment.checks import Measured, Moment
from mirrorapp.alignment.passing import Passing
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.results import Change, CheckResult, Untold
from mirrorapp.coach import set_up
from mirrorapp.coach.records import Earlier, Repetition
from mirrorapp.coach.records import Measured as With
from mirrorapp.events import Side
from mirrorapp.exercises.checks import Check, HoldPart, RepPart

_NO_REP_UNCERTAINTY_DEG = 2.8

Standing = Callable[[Reading], Moment]
_MOMENTS: Mapping[str, Standing] = {"ankle_gap": measures.ankle_moment,
                                    "standing_axis": measures.axis_moment}


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in one part: moments of a hold, or repetitions."""

    moments: tuple[Moment, ...] = ()
    reps: tuple[Repetition, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's result, and what has changed since an earlier one, if there is any."""

    check: Check
    result: CheckResult
    since: datetime | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)


def moment(check: Check, reading: Reading) -> Moment:
    """One instant of a hold, as this check measures it."""
    return _MOMENTS[check.measure](reading)


def result(check: Check, done: Sequence[Done], camera: str = "") -> CheckResult:
    """The check's result; `done` has one entry for each of its parts that was begun."""
    found = _measure(check, done)
    return CheckResult(check.id, check.unit, found.values, found.reason,
                       round(found.judged_fraction, 3), found.depth, camera)


def finding(check: Check, found: CheckResult, measured: With, before: Earlier | None) -> Finding:
    """The result, `measured` with that, beside the one before it."""
    if before is None:
        return Finding(check, found)
    return Finding(check, found, before.at, set_up.compared(
        (found, measured), (before.result, before.measured), check.noise.sem))


def of_film(check: Check, readings: Iterable[Reading], reps: Sequence[Repetition]) -> CheckResult:
    """The result of a film, which announces no parts.

    A hold is wherever it is held; repetitions go to the parts in their order, and to those on
    one leg by the leg they were done on.
    """
    if check.measure in _MOMENTS:
        moments = tuple(moment(check, reading) for reading in readings)
        return result(check, [Done(moments), *(Done() for _ in check.parts[1:])])
    return result(check, _deal(check, reps))


def _deal(check: Check, reps: Sequence[Repetition]) -> list[Done]:
    dealt, left = [], list(reps)
    for part in check.parts:
        assert isinstance(part, RepPart)  # noqa: S101 - a check of holds has no repetitions
        suit = [rep for rep in left if part.side in (None, rep.side)][:part.reps]
        dealt.append(Done(reps=tuple(suit)))
        left = [rep for rep in left if all(rep is not each for each in suit)]
    return dealt


def _measure(check: Check, done: Sequence[Done]) -> Measured:
    if len(done) < len(check.parts):
        return Measured({}, Untold.TOO_FEW)
    if isinstance(check.parts[0], HoldPart):
        moments = [each for part in done for each in part.moments]
        take = measures.ankle_gap if check.measure == "ankle_gap" else measures.standing_axis
        return take(moments)
    if check.measure == "band_effect":
        return _band_effect(check, done)
    return _movement(check, _ways(check, done), done)


def _band_effect(check: Check, done: Sequence[Done]) -> Measured:
    """Both parts at the depth that both reached."""
    without, with_band = ({side: [rep.knee(side).way for rep in part.reps] for side in Side}
                          for part in done)
    first = _movement(check, without, done)
    then = _movement(check, with_band, done)
    depths = [each.depth for each in (first, then) if each.depth is not None]
    if len(depths) == 2 and depths[0] != depths[1]:
        first = _movement(check, without, done, min(depths))
        then = _movement(check, with_band, done, min(depths))
    return measures.difference(first, then)


def _ways(check: Check, done: Sequence[Done]) -> dict[Side, list[tuple[Passing, ...]]]:
    """Each leg's way through the repetitions that count for it."""
    ways: dict[Side, list[tuple[Passing, ...]]] = {}
    for part, did in zip(check.parts, done, strict=True):
        sides = tuple(Side) if not isinstance(part, RepPart) or part.side is None else (part.side,)
        for side in sides:
            ways.setdefault(side, []).extend(rep.knee(side).way for rep in did.reps)
    return ways


def _movement(check: Check, ways: Mapping[Side, Sequence[Sequence[Passing]]],
              done: Sequence[Done], depth: float | None = None) -> Measured:
    return measures.movement(ways, depth or check.equal.depth, check.equal.least,
                             _uncertainty_deg(done))


def _uncertainty_deg(done: Sequence[Done]) -> float:
    said = [deg for part in done for rep in part.reps for side in Side
            if (deg := rep.knee(side).uncertainty_deg) is not None]
    return median(said) if said else _NO_REP_UNCERTAINTY_DEG
