"""Which days are for training and which for rest: dates alone, so that no change of clocks counts.

Six days and a rest, or fewer when it hurts less. A missed day is the rest day: the rest moves, and
the plan goes on where it was.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from mirrorapp.coach.diary import Diary
from mirrorapp.exercises.pacing import Pace, packaged

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the days up to one leave for the next. All counts are in days.

    `per_week`: how many are for training. `in_a_row`: trained on, up to the last. `recent`:
    whether each of the last six was trained on, newest last. `streak`: trained on since the last
    break. `missed`: dates of the last week that were for training, had none, and did not break
    it. `moved`: the last day was one of them, and so has become a rest day.
    """

    per_week: int
    in_a_row: int = 0
    recent: tuple[bool, ...] = ()
    streak: int = 0
    missed: tuple[date, ...] = ()
    moved: bool = False

    @property
    def rest_due(self) -> bool:
        """Whether the next day is for rest."""
        pace = packaged().pace
        enough = sum(self.recent) >= self.per_week
        return enough or (self.per_week < pace.days and self.in_a_row >= pace.in_a_row)

    def at(self, per_week: int) -> "Rhythm":
        """The same, with so many days a week from now on."""
        return self if per_week == self.per_week else replace(self, per_week=per_week)

    def after(self, day: date, *, trained: bool) -> "Rhythm":
        """A day later. A rest that was due never breaks the streak, nor does one bad day a week."""
        recent = (*self.recent, trained)[-6:]
        if trained:
            return Rhythm(self.per_week, self.in_a_row + 1, recent, self.streak + 1, self.missed)
        if self.rest_due or not self.streak:
            return Rhythm(self.per_week, 0, recent, self.streak, self.missed)
        missed = (*(each for each in self.missed if day - each < _WEEK), day)
        if len(missed) > packaged().pace.missed_most:
            return Rhythm(self.per_week, recent=recent)
        return Rhythm(self.per_week, 0, recent, self.streak, missed, moved=True)


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
    """Today's, from the first day of the programme on; the days between are missed ones."""
    rhythm = Rhythm(packaged().pace.days)
    if book.first is None:
        return Standing(book.today, rhythm)
    past = []
    now = Standing(book.first, rhythm.at(per_week(book, book.first)))
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
