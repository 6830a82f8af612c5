"""What has become of a knee, day by day: its movement and how the leg stands, each by itself.

Days compare as long as they were measured alike (`set_up`): such a row of them is a stretch, and
nothing is said across two. A change is one only beyond noise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from math import hypot, sqrt
from statistics import median

from mirrorapp.alignment.results import Change, Hindrance, Trend, changed, smallest_detectable
from mirrorapp.coach import set_up
from mirrorapp.coach.diary import Entry
from mirrorapp.coach.records import Measured, SessionRecord
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import checks, library

_CHART_LEAST_DEG = (-4.0, 12.0)
LEAST = 3
"""Fewer days show nothing yet; and so many at either end make a level (app)."""
_APART = timedelta(weeks=2)
"""Between first and last: what differs within days is a good day and a bad one (app)."""
_SQUAT_CHECK, _AXIS_CHECK, _WALK = "squat-check", "standing-axis", "mini-walk"
_SQUATS = frozenset(("squat", _SQUAT_CHECK))
"""What compares from week to week: on both legs, and without a band that keeps the knees out."""
_PASSES = 3
"""Fewer in a day say nothing of a walk: each is a few steps (app)."""
_DEPTHS_ALIKE = 0.05
"""As in `Reading`, about 11 degrees of knee bend: further down a knee goes in further (app)."""
_SD_PER_MEDIAN = 1.4826
"""Of normal values the standard deviation is so many times the median distance from the middle
(Rousseeuw and Croux 1993, Journal of the American Statistical Association 88: 1273-1283)."""
_SD_OF_MEDIAN = 1.253
"""The median of n normal values scatters by so much more than their mean; of three by less."""


@dataclass(frozen=True, slots=True)
class Bent:
    """How far in a knee came on one day, degrees, + inwards: the median of what was read.

    `depth` as in `Reading`, 0 where nobody bent. `uncertainty_deg`: against the truth, of one
    reading; None where it was not told.
    """

    day: date
    in_deg: float
    depth: float = 0.0
    uncertainty_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that compare, oldest first. Between `noise_deg` (low, high) it is as on the
    first of them, as far as can be told; None where that is not known with what it was measured.
    `why` they don't compare with the days before them; None of the first stretch.
    """

    days: tuple[Bent, ...]
    noise_deg: tuple[float, float] | None = None
    why: Hindrance | None = None


@dataclass(frozen=True, slots=True)
class Knee:
    """One knee's stretches, oldest first. `change`: within the last of them, from its first days to
    its last; None while they are too few, or too near.
    """

    stretches: tuple[Stretch, ...] = ()
    change: Change | None = None

    @property
    def days(self) -> tuple[Bent, ...]:
        """All of them."""
        return tuple(day for each in self.stretches for day in each.days)

    @property
    def anew(self) -> tuple[tuple[date, Hindrance], ...]:
        """The days from which on it was measured otherwise, and what was other."""
        return tuple((each.days[0].day, each.why) for each in self.stretches
                     if each.why is not None)

    @property
    def since(self) -> date | None:
        """The day with which the comparison began anew; None where it did not."""
        return self.anew[-1][0] if self.anew else None

    @property
    def levels(self) -> tuple[float, float] | None:
        """The medians of the first days and of the last, degrees; None where there is no change to
        tell.
        """
        if self.change is None:
            return None
        days = self.stretches[-1].days
        return _level(days[:LEAST]), _level(days[-LEAST:])

    def edges_deg(self) -> Iterator[float]:
        """Every value that a chart of it has to reach."""
        for each in self.stretches:
            yield from (day.in_deg for day in each.days)
            yield from each.noise_deg or ()

    def spans(self, first: date, last: date) -> Iterator[tuple[date, date, Stretch]]:
        """Each stretch with the days from which and to which it holds on a chart of these."""
        begins = [first, *(day for day, _ in self.anew)]
        return zip(begins, [*begins[1:], last], self.stretches, strict=False)


def chart_edges_deg(knees: Mapping[Side, Knee]) -> tuple[float, float]:
    """The lowest and the highest value that a chart of both has to reach, so that they compare.
    What is little is not spread over the whole of it: it would look like much.
    """
    values = [*_CHART_LEAST_DEG, *(value for knee in knees.values() for value in knee.edges_deg())]
    return min(values), max(values)


_Read = tuple[float, float, float | None]
"""Degrees inwards, depth, uncertainty."""


def squatted(entries: Iterable[Entry], side: Side) -> Knee:
    """What the movement adds in squats, judged at their deepest."""
    days = _days(entries, lambda record: _squats(record, side))
    return _knee(days, sem_deg(_SQUAT_CHECK))


def walked(entries: Iterable[Entry], side: Side) -> Knee:
    """The same of walking, where nothing is judged."""
    days = _days(entries, lambda record: _walks(record, side))
    return _knee([each for each in days if each.passes >= _PASSES], _walk_sem_deg())


def stood(entries: Iterable[Entry], side: Side) -> Knee:
    """How the leg stands, by the weekly check. What a squat takes the axis for is no measure of
    it: below 3 degrees that is nothing.
    """
    days = _days(entries, lambda record: _axes(record, side))
    return _knee(days, sem_deg(_AXIS_CHECK))


def sem_deg(check: str) -> float:
    """What a day differs by from one place before the mirror to another, degrees
    (docs/repeatability.md, "What the mirror takes for noise").
    """
    return checks.packaged(check).noise.sem


@cache
def _walk_sem_deg() -> float:
    return library.load(_WALK).noise_deg or 0.0


def _squats(record: SessionRecord, side: Side) -> Iterator[_Read]:
    for each in record.sets:
        for rep in each.reps if each.exercise in _SQUATS else ():
            knee = rep.knee(side)
            if (rep.judged and rep.side is None and knee.verdict is not Verdict.CANNOT_JUDGE
                    and knee.movement_deg is not None):
                yield knee.movement_deg, rep.depth, knee.uncertainty_deg


def _walks(record: SessionRecord, side: Side) -> Iterator[_Read]:
    for each in record.sets:
        for rep in each.reps if each.exercise == _WALK else ():
            if (deg := rep.knee(side).movement_deg) is not None:
                yield deg, 0.0, None


def _axes(record: SessionRecord, side: Side) -> Iterator[_Read]:
    for each in record.checks:
        if each.check == _AXIS_CHECK and side in each.values:
            found = each.values[side]
            yield found.value, 0.0, found.uncertainty


@dataclass(frozen=True, slots=True)
class _Day:
    bent: Bent
    measured: Measured
    passes: int


def _days(entries: Iterable[Entry], read: Callable[[SessionRecord], Iterator[_Read]]
          ) -> list[_Day]:
    """Each day as it was measured last in it."""
    found: dict[date, tuple[Measured, list[_Read]]] = {}
    for entry in entries:
        measured, told = entry.record.measured, list(read(entry.record))
        if not told or set_up.changed_meanwhile(measured):
            continue
        known = found.get(entry.day)
        if known is None or _parted(known[0], measured):
            found[entry.day] = measured, told
        else:
            known[1].extend(told)
    return [_Day(_bent(day, told), measured, len(told))
            for day, (measured, told) in found.items()]


def _bent(day: date, told: Sequence[_Read]) -> Bent:
    degrees, depths, unsure = zip(*told, strict=True)
    doubts = [each for each in unsure if each is not None]
    return Bent(day, median(degrees), median(depths), median(doubts) if doubts else None)


def _parted(then: Measured, now: Measured) -> Hindrance | None:
    """Why a stretch ends between these; of what nobody knows no two are told apart."""
    if not (set_up.known(then) or set_up.known(now)):
        return None
    return set_up.hindrance(then, now)


def _knee(days: Sequence[_Day], table: float) -> Knee:
    """`table`: the SEM that the mirror itself has, degrees."""
    rows: list[tuple[Hindrance | None, list[_Day]]] = []
    for each in days:
        why = _parted(rows[-1][1][-1].measured, each.measured) if rows else None
        if why is not None or not rows:
            rows.append((why, []))
        rows[-1][1].append(each)
    stretches = tuple(_stretch(row, why, table) for why, row in rows)
    if not stretches:
        return Knee()
    if not set_up.known(rows[-1][1][0].measured):
        return Knee(stretches, Change(Trend.NOT_COMPARABLE, why=Hindrance.UNKNOWN))
    return Knee(stretches, _change(stretches[-1].days, table))


def _stretch(row: Sequence[_Day], why: Hindrance | None, table: float) -> Stretch:
    days = tuple(each.bent for each in row)
    if not set_up.known(row[0].measured):
        return Stretch(days, None, why)
    level, smallest = _level(days[:LEAST]), _smallest(days, table)
    return Stretch(days, (level - smallest, level + smallest), why)


def _change(days: Sequence[Bent], table: float) -> Change | None:
    if not apart([each.day for each in days]):
        return None
    first, last = days[:LEAST], days[-LEAST:]
    if abs(_depth(last) - _depth(first)) > _DEPTHS_ALIKE:
        return Change(Trend.NOT_COMPARABLE, why=Hindrance.DEPTH)
    return changed(_level(first), _level(last), _smallest(days, table))


def apart(days: Sequence[date]) -> bool:
    """Whether there are enough days for a level at first and one now."""
    return len(days) >= 2 * LEAST and days[-LEAST] - days[LEAST - 1] >= _APART


def _smallest(days: Sequence[Bent], table: float) -> float:
    sem = hypot(table, scatter_deg(days))
    return smallest_detectable(sem, sem)


def scatter_deg(days: Sequence[Bent]) -> float:
    """The standard error of a level, as far as the days themselves show it.

    From how much each day differs from the one before (von Neumann et al. 1941, Annals of
    Mathematical Statistics 12: 153-162), so that what changes slowly is no noise; by the median of
    that, so that one bad day is not either.
    """
    steps = [abs(b.in_deg - a.in_deg) for a, b in pairwise(days)]
    if not steps:
        return 0.0
    day_deg = _SD_PER_MEDIAN * median(steps) / sqrt(2)
    return _SD_OF_MEDIAN * day_deg / sqrt(LEAST)


def _level(days: Sequence[Bent]) -> float:
    return median(each.in_deg for each in days)


def _depth(days: Sequence[Bent]) -> float:
    return median(each.depth for each in days)
