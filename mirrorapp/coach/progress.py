"""What has become of knees, pain and training in the last weeks, as the charts show it.

A pure fold over what is in the journal. It is conservative: a change is one only beyond noise.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from math import hypot, sqrt
from statistics import median, stdev

from mirrorapp.alignment.results import Change, Hindrance, Trend, smallest_detectable
from mirrorapp.coach import schedule
from mirrorapp.coach.diary import Diary, diary
from mirrorapp.coach.past import Past
from mirrorapp.coach.records import Repetition, SessionRecord
from mirrorapp.coach.schedule import Standing
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import checks, library
from mirrorapp.exercises.pacing import packaged

_CHECK = "squat-check"
_SQUATS = frozenset(("squat", _CHECK))
"""What compares from week to week: on both legs, and without a band that keeps the knees out."""
_WALK = "mini-walk"
_PASSES = 3
"""Fewer in a day say nothing of a walk: each is a few steps (app)."""
WEEKS = 12
CALENDAR_WEEKS = 6
LEAST = 3
"""Fewer days of training show nothing yet; and so many at either end make a level (app)."""
_DEPTHS_ALIKE = 0.05
"""As in `Reading`, about 11 degrees of knee bend: further down a knee goes in further (app)."""
_APART = timedelta(weeks=2)
"""Between first and last: what differs within days is a good day and a bad one (app)."""
_AHEAD_DAYS = 7
_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day of the calendar was, or is to be."""

    DONE = "done"
    REST = "rest"
    MISSED = "missed"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Bent:
    """How far in a knee came on one day, + inwards: the median of what was judged, at its deepest
    (`valgus_deg`), and how deep that was (`depth` as in `Reading`); of walking what was read
    (`movement_deg`), and 0. Of `in_deg` what is how the leg stands and what the movement adds,
    each a median too; None where the journal does not have them apart.
    """

    day: date
    in_deg: float
    depth: float
    axis_deg: float | None = None
    movement_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Knee:
    """One knee's days, oldest first. Between `noise_deg` (low, high) it is as it was at first, as
    far as can be told; None where there is nothing. `change` from the first days to the last, None
    while they are too few, or too near.
    """

    days: tuple[Bent, ...] = ()
    noise_deg: tuple[float, float] | None = None
    change: Change | None = None

    @property
    def levels(self) -> tuple[Bent, Bent] | None:
        """The medians of the first days and of the last, with the last day of each; None where
        there is no change to tell.
        """
        if self.change is None:
            return None
        return _level(self.days[:LEAST]), _level(self.days[-LEAST:])


@dataclass(frozen=True, slots=True)
class Pain:
    """How much it hurt on one day, 0-10: before the first session, after the last; None: not said.
    """

    day: date
    before: int | None
    after: int | None

    @property
    def said(self) -> int:
        """How much it hurt that day: before, as long as that was said; one of both was."""
        return next(each for each in (self.before, self.after) if each is not None)


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything from `since` to `today`; `trained`: on how many days there was training.

    `knees` while squatting, `walks` while walking, where nothing is judged. `days`: of the
    calendar's weeks and the week to come; those before the programme are missing.
    """

    today: date
    since: date
    trained: int
    knees: Mapping[Side, Knee]
    walks: Mapping[Side, Knee] = field(default_factory=dict)
    pain: tuple[Pain, ...] = ()
    pain_change: Change | None = None
    days: Mapping[date, DayKind] = field(default_factory=dict)


def progress(history: Sequence[SessionRecord], now: datetime,
             skipped: Collection[date] = (), past: Past | None = None,
             since: date | None = None) -> Progress:
    """Of one profile's sessions in the order written; `now` with its offset. `skipped`: days that
    were made rest days by hand. `past`: what the sessions before these leave, all of them from
    before what is shown. `since`: from that day on, else the last weeks.
    """
    book = diary(history, now, past)
    since = max(book.first or book.today, since or book.today - timedelta(weeks=WEEKS))
    pain = tuple(_pain(book, since))
    return Progress(
        book.today, since, sum(day >= since for day in book.trained),
        {side: _knee(tuple(_bent(book, since, side)), checks.packaged(_CHECK).noise.sem)
         for side in Side},
        {side: _knee(tuple(_walked(book, since, side)), _walk_noise_deg()) for side in Side},
        pain, _pain_change(pain),
        _days(book, schedule.standing(book), skipped))


def _bent(book: Diary, since: date, side: Side) -> Iterator[Bent]:
    days: dict[date, list[Repetition]] = {}
    for entry in book.entries:
        if entry.day >= since:
            days.setdefault(entry.day, []).extend(
                rep for each in entry.record.sets if each.exercise in _SQUATS for rep in each.reps
                if rep.judged and rep.side is None
                and rep.knee(side).verdict is not Verdict.CANNOT_JUDGE)
    for day, reps in days.items():
        told = [each for rep in reps if (each := rep.knee(side).valgus_deg) is not None]
        if told:
            apart = [(knee.valgus_deg - knee.movement_deg, knee.movement_deg)
                     for knee in (rep.knee(side) for rep in reps)
                     if knee.valgus_deg is not None and knee.movement_deg is not None]
            axis, moved = (_median(part) for part in (zip(*apart, strict=True) if apart
                                                      else ((), ())))
            yield Bent(day, median(told), median(rep.depth for rep in reps), axis, moved)


def _walked(book: Diary, since: date, side: Side) -> Iterator[Bent]:
    days: dict[date, list[float]] = {}
    for entry in book.entries:
        if entry.day >= since:
            days.setdefault(entry.day, []).extend(
                deg for each in entry.record.sets if each.exercise == _WALK for rep in each.reps
                if (deg := rep.knee(side).movement_deg) is not None)
    return (Bent(day, median(told), 0.0) for day, told in days.items() if len(told) >= _PASSES)


@cache
def _walk_noise_deg() -> float:
    return library.load(_WALK).noise_deg or 0.0


def _knee(days: tuple[Bent, ...], table: float) -> Knee:
    """`table`: what a day differs by from one place before the mirror to another, degrees (SEM): of
    squats what the squat check does, the median of a few repetitions too (docs/repeatability.md,
    "What the mirror takes for noise").
    """
    if not days:
        return Knee()
    first, last = days[:LEAST], days[-LEAST:]
    level = median(each.in_deg for each in first)
    smallest = smallest_detectable(hypot(table, _scatter(first)), hypot(table, _scatter(last)))
    change = None
    if _apart([each.day for each in days]):
        change = _change(level, median(each.in_deg for each in last), smallest)
        if abs(_depth(last) - _depth(first)) > _DEPTHS_ALIKE:
            change = Change(Trend.NOT_COMPARABLE, why=Hindrance.DEPTH)
    return Knee(days, (level - smallest, level + smallest), change)


def _change(then: float, now: float, smallest: float) -> Change:
    """`better` is nearer to nothing: of a knee straight, of pain none."""
    difference = now - then
    if abs(difference) <= smallest:
        return Change(Trend.SAME, difference, smallest)
    return Change(Trend.MORE if difference > 0 else Trend.LESS, difference, smallest,
                  better=abs(now) < abs(then))


def _scatter(days: Sequence[Bent]) -> float:
    """The standard error that the days themselves show."""
    return stdev(each.in_deg for each in days) / sqrt(len(days)) if len(days) > 1 else 0.0


def _level(days: Sequence[Bent]) -> Bent:
    return Bent(days[-1].day, median(each.in_deg for each in days), _depth(days),
                _median([each.axis_deg for each in days if each.axis_deg is not None]),
                _median([each.movement_deg for each in days if each.movement_deg is not None]))


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _depth(days: Sequence[Bent]) -> float:
    return median(each.depth for each in days)


def _pain(book: Diary, since: date) -> Iterator[Pain]:
    days: dict[date, list[SessionRecord]] = {}
    for entry in book.entries:
        if entry.day >= since:
            days.setdefault(entry.day, []).append(entry.record)
    for day, records in days.items():
        before = [each.asked.pain_before for each in records if each.asked.pain_before is not None]
        after = [each.asked.pain_after for each in records if each.asked.pain_after is not None]
        if before or after:
            yield Pain(day, before[0] if before else None, after[-1] if after else None)


def _pain_change(days: Sequence[Pain]) -> Change | None:
    """By as much as the programme asks for before it believes it; answers are whole numbers."""
    if not _apart([each.day for each in days]):
        return None
    then, now = (median(each.said for each in part) for part in (days[:LEAST], days[-LEAST:]))
    return _change(then, now, packaged().pace.less_by - 1)


def _apart(days: Sequence[date]) -> bool:
    """Whether there are enough days for a level at first and one now."""
    return len(days) >= 2 * LEAST and days[-LEAST] - days[LEAST - 1] >= _APART


def _days(book: Diary, stand: Standing, skipped: Collection[date]) -> dict[date, DayKind]:
    found = {}
    for asked in stand.past[-7 * CALENDAR_WEEKS:]:
        rests = asked.moved or not asked.trains or asked.day in skipped
        found[asked.day] = (DayKind.DONE if asked.day in book.trained
                            else DayKind.REST if rests else DayKind.MISSED)
    rhythm, day = stand.rhythm, book.today
    for _ in range(_AHEAD_DAYS):
        done = day in book.trained
        trains = done or not (rhythm.rest_due or day in skipped)
        found[day] = (DayKind.DONE if done else DayKind.PLANNED if trains else DayKind.REST)
        rhythm = rhythm.after(day, trained=trains)
        day += _DAY
    return found
