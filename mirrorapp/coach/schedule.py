"""Which days are for training and which for rest: dates alone, so that no change of clocks counts.

Six days and a rest, or fewer when it hurts less. A missed day is the rest day: the rest moves, and
the plan goes on where it was.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from mirrorapp.coach.diary import Diary
from mirrorapp.coach.rhythm import Rhythm
from mirrorapp.exercises.pacing import Pace, packaged

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for on a day: so many days `per_week`, and whether this is one of them.

    `moved`: it was, had no training, and so has become the rest day.
    """

    day: date
    per_week: int
    trains: bool
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the programme stands on the morning of `day`, before anything is done on it.

    `past`: what was asked for on each day before it.
    """

    day: date
    rhythm: Rhythm
    past: tuple[Asked, ...] = ()

    @property
    def asked(self) -> Asked:
        """What is asked for today."""
        return Asked(self.day, self.rhythm.per_week, not self.rhythm.rest_due)


def per_week(book: Diary, day: date) -> int:
    """How many days of the week are for training on `day`: fewer once the pain has gone down."""
    pace = packaged().pace
    first = book.first
    if first is None or day < first + (pace.fewer_from_week - 1) * _WEEK:
        return pace.days
    then = book.pain(first, first + _WEEK)
    now = book.pain(day - timedelta(days=pace.window_days), day)
    if then is None or now is None or now[1] < pace.answers_least:
        return pace.days
    return pace.fewer if _gone_down(pace, then[0], now[0]) else pace.days


def standing(book: Diary) -> Standing:
    """Today's, from the first day of the programme on, or from where the diary begins; the days
    between are missed ones.
    """
    rhythm = Rhythm(packaged().pace.days)
    if book.first is None:
        return Standing(book.today, rhythm)
    past = []
    now = Standing(book.first, rhythm.at(per_week(book, book.first)))
    if book.past is not None:
        now = Standing(book.past.cut, book.past.rhythm)
    while now.day < book.today:
        after = now.rhythm.after(now.day, trained=now.day in book.trained)
        past.append(replace(now.asked, moved=after.moved))
        day = now.day + _DAY
        now = Standing(day, after.at(per_week(book, day)))
    return replace(now, past=tuple(past))


def next_day(book: Diary, now: Standing, skipped: Collection[date]) -> date | None:
    """The next date to train on, today included; None if all are skipped for a long while."""
    rhythm, day = now.rhythm, now.day
    trained = day in book.trained
    for _ in range(_AHEAD_DAYS):
        if not trained and day not in skipped and not rhythm.rest_due:
            return day
        rhythm = rhythm.after(day, trained=trained)
        day, trained = day + _DAY, False
    return None


def at(day: date, remind_at: time, zone: tzinfo | None) -> datetime:
    """That local time of that date. One that the clocks leap over is as much later as they leap;
    of one that comes twice it is the first.
    """
    local = datetime.combine(day, remind_at.replace(tzinfo=None, fold=0), tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone)


def _gone_down(pace: Pace, then: float, now: float) -> bool:
    return now <= pace.pain_most and now <= then - pace.less_by
