"""Which sessions count, and on which day: what the programme and the referrals rest on."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import median

from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.exercises.checks import BAND_EFFECT, WEEKLY_CHECKS

_CHECKS = frozenset((BAND_EFFECT, *WEEKLY_CHECKS))
_CLOCK_SLACK = timedelta(hours=1)
"""A clock that is set back by less after a session does not undo it."""


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
    """All real sessions up to `today`, oldest first; no demo, nothing from the future."""

    today: date
    entries: tuple[Entry, ...]

    @cached_property
    def training(self) -> tuple[Entry, ...]:
        """Those that were training: finished or well begun, and not a check alone."""
        return tuple(each for each in self.entries if well_begun(each.record))

    @cached_property
    def trained(self) -> frozenset[date]:
        """The days with training."""
        return frozenset(each.day for each in self.training)

    @property
    def first(self) -> date | None:
        """The first day of the programme; None before it."""
        return self.training[0].day if self.training else None

    def pain(self, since: date, before: date) -> tuple[float, int] | None:
        """The median of pain in [since, before), and of how many answers; None of none."""
        days, pains = self._pains
        told = pains[bisect_left(days, since):bisect_left(days, before)]
        return (median(told), len(told)) if told else None

    @cached_property
    def _pains(self) -> tuple[list[date], list[int]]:
        told = sorted((each.day, each.pain) for each in self.entries if each.pain is not None)
        return [day for day, _ in told], [pain for _, pain in told]


def diary(history: Iterable[SessionRecord], now: datetime) -> Diary:
    """Of these sessions; `now` with its UTC offset, which says what date it is here.

    A session belongs to the date on which it began, by the clock of where that was; of two with
    one uuid the later given counts. Who has flown west may have trained "tomorrow": that is today.
    """
    today = now.date()
    real = {each.uuid: each for each in history
            if not each.demo and each.started <= now + _CLOCK_SLACK}
    ordered = sorted(real.values(), key=lambda each: each.started)
    return Diary(today, tuple(Entry(min(each.started.date(), today), each) for each in ordered))


def well_begun(record: SessionRecord) -> bool:
    """Whether it counts as training: finished with anything done, or a whole set of it (app).

    What was done for a check is none.
    """
    checked = _CHECKS | {each.check for each in record.checks}
    sets = [each for each in record.sets if each.exercise not in checked]
    if record.outcome is Outcome.COMPLETED:
        return any(each.done or (each.hold is not None and each.hold.held_s > 0)
                   for each in sets)
    return any(each.complete for each in sets)
