"""Which sessions count, and on which day: what the programme and the referrals rest on.

A mirror may have no clock of its own, and writes down a wrong time until the network tells it the
right one. So what comes last is what was written last (`written`), and a session has a day only
where its time can be right (`diary`).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from statistics import median

from mirrorapp.coach.past import Past, Told
from mirrorapp.coach.records import Found, Outcome, SessionRecord, SetRecord
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.checks import BAND_EFFECT, WEEKLY_CHECKS

_CHECKS = frozenset((BAND_EFFECT, *WEEKLY_CHECKS))
_CLOCK_SLACK = timedelta(hours=1)
"""A clock that is set back by less after a session does not undo it."""
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""Before there was any mirror."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One session, on the date that it had where it was done."""

    day: date
    record: SessionRecord

    @property
    def pain(self) -> int | None:
        """How much it hurt that day: before the session, else after it; 0-10."""
        asked = self.record.asked
        return asked.pain_before if asked.pain_before is not None else asked.pain_after


@dataclass(frozen=True)
class Diary:
    """All real sessions up to `today`, oldest first; no demo, and none of a wrong clock.

    `past`: what those leave that are not among them; None where all are.
    """

    today: date
    entries: tuple[Entry, ...]
    past: Past | None = None

    @cached_property
    def training(self) -> tuple[Entry, ...]:
        """Those that were training: finished or well begun, and not a check alone."""
        return tuple(each for each in self.entries if well_begun(each.record))

    @cached_property
    def trained(self) -> frozenset[date]:
        """The days with training, of those that are here."""
        return frozenset(each.day for each in self.training)

    @cached_property
    def first(self) -> date | None:
        """The first day of the programme; None before it."""
        return self.past.first if self.past is not None else min(self.trained, default=None)

    def days_since(self, since: date) -> int:
        """On how many days there has been training since then, be it of the first four weeks."""
        here = sum(day >= since for day in self.trained)
        if self.past is None:
            return here
        return here + self.past.days - sum(day < since for day in self.past.early)

    def pain(self, since: date, before: date) -> tuple[float, int] | None:
        """The median of pain in [since, before), and of how many answers; None of none."""
        days, pains = self._pains
        told = pains[bisect_left(days, since):bisect_left(days, before)]
        return (median(told), len(told)) if told else None

    @property
    def answers(self) -> tuple[tuple[date, int], ...]:
        """Each day's pain as it was told; of what is past what matters."""
        return tuple(zip(*self._pains, strict=True))

    @cached_property
    def _pains(self) -> tuple[list[date], list[int]]:
        told = sorted((each.day, each.pain) for each in self.entries if each.pain is not None)
        told = [*(() if self.past is None else self.past.pains), *told]
        return [day for day, _ in told], [pain for _, pain in told]

    def good(self, since: date, before: date) -> list[Told]:
        """How many repetitions were good in training in [since, before), by day."""
        past = () if self.past is None else self.past.good
        here = (told for each in self.training if since <= each.day < before
                for told in _good(each))
        return [*(each for each in past if since <= each.day < before), *here]

    def results(self, check: str) -> list[tuple[date, Found]]:
        """Those of a check that told anything, oldest first; of what is past those that matter."""
        past = () if self.past is None else self.past.results
        here = ((each.day, (found, each.record.measured)) for each in self.entries
                for found in each.record.checks if found.values)
        return [(day, found) for day, found in (*past, *here) if found[0].check == check]


def written(history: Iterable[SessionRecord]) -> tuple[SessionRecord, ...]:
    """All real sessions in the order in which they were written, whatever time they tell.

    Of two with one uuid the later given counts.
    """
    return tuple({each.uuid: each for each in history if not each.demo}.values())


def _good(entry: Entry) -> Iterator[Told]:
    counts: dict[tuple[str, Side], tuple[int, int]] = {}
    for each in entry.record.sets:
        for rep in each.reps:
            for side in Side:
                verdict = rep.knee(side).verdict
                if rep.side in (None, side) and verdict is not Verdict.CANNOT_JUDGE:
                    good, judged = counts.get((each.exercise, side), (0, 0))
                    counts[each.exercise, side] = (good + (verdict is Verdict.GOOD), judged + 1)
    measured = replace(entry.record.measured, app="")
    for (exercise, side), (good, judged) in counts.items():
        yield Told(entry.day, exercise, side, good, judged, measured)


def diary(history: Iterable[SessionRecord], now: datetime, past: Past | None = None) -> Diary:
    """Of these sessions, in the order written, after those of the `past`; `now` with its UTC
    offset, which says what date it is here.

    A session belongs to the date on which it began, by the clock of where that was. Who has flown
    west may have trained "tomorrow": that is today. Left out is what that clock can't have told
    rightly: what is to come, or lies before any mirror, or disagrees with the order in which most
    were written.
    """
    today = now.date()
    possible = [each for each in written(history) if _possible(each.started, now)]
    days = [utc_day(each).toordinal() for each in possible]
    ordered = sorted((possible[number] for number in _agreeing(days)),
                     key=lambda each: each.started)
    return Diary(today, tuple(Entry(min(each.started.date(), today), each) for each in ordered),
                 past)


def utc_day(record: SessionRecord) -> date:
    """The date on which it began by the clock of no place, by which sessions are put in order."""
    return record.started.astimezone(UTC).date()


def never_possible(record: SessionRecord) -> bool:
    """Whether its time lies before any mirror."""
    return before_any(record.started)


def before_any(time: datetime) -> bool:
    """Whether that was before there was any mirror."""
    return time < _EARLIEST


def _possible(started: datetime, now: datetime) -> bool:
    """Whether this clock can have told that time, if it is right now; where it is as early as
    none, there was never another.
    """
    return started <= now + _CLOCK_SLACK and (before_any(now) or not before_any(started))


def disagrees(now: datetime, begun: Sequence[datetime]) -> datetime | None:
    """When the last session began, where it is that rather than `now` which can be right: most of
    those `begun`, in the order written, tell so. None where `now` can be right.

    What is done by such a clock counts for nothing until more than what disagrees is, as in
    `diary`: then it is the later ones that were wrong.
    """
    told = [each for each in begun if not before_any(each)]
    times = [each.timestamp() for each in (*told, now + _CLOCK_SLACK)]
    kept = _agreeing(times)
    return None if kept[-1] == len(told) else told[kept[-1]]


def _agreeing(days: Sequence[float]) -> list[int]:
    """The places of as many days as can stand in this order, none before an earlier one; where
    there is a choice, of the later days: a date long ago would seem to be the programme's first.
    """
    begins: list[float] = []        # of the rows of each length up to the end, the latest first
    places: list[int] = []          # day (negative, so that they grow), and where it is
    after: dict[int, int | None] = {}
    for place in range(len(days) - 1, -1, -1):
        begin = -days[place]
        length = bisect_right(begins, begin)
        after[place] = places[length - 1] if length else None
        begins[length:length + 1], places[length:length + 1] = [begin], [place]
    row = []
    at = places[-1] if places else None
    while at is not None:
        row.append(at)
        at = after[at]
    return row


def well_begun(record: SessionRecord) -> bool:
    """Whether it counts as training: finished with anything done, or a whole set of it (app).

    What was done for a check is none.
    """
    if record.outcome is Outcome.COMPLETED:
        return trained(record)
    return any(each.complete for each in _of_training(record))


def trained(record: SessionRecord) -> bool:
    """Whether anything was done beside checks."""
    return any(each.begun for each in _of_training(record))


def with_anything(history: Iterable[SessionRecord]) -> int:
    """How many sessions it is up to the last in which something was done, were it a check, or that
    hurt; 0 for none. What comes after them was begun and left.
    """
    return max((number for number, each in enumerate(history, 1)
                if trained(each) or each.checks or each.pain), default=0)


def _of_training(record: SessionRecord) -> list[SetRecord]:
    checked = _CHECKS | {each.check for each in record.checks}
    return [each for each in record.sets if each.exercise not in checked]
