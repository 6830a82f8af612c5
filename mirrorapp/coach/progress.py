"""What has become of knees, pain and training in the last weeks, as the charts show it.

A pure fold over what is in the journal. It is conservative: a change is one only beyond noise.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from statistics import median

from mirrorapp.alignment.results import Change, changed
from mirrorapp.coach import knees, schedule
from mirrorapp.coach.adherence import adherence
from mirrorapp.coach.diary import Diary, diary
from mirrorapp.coach.knees import LEAST, Knee
from mirrorapp.coach.past import Past
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.schedule import Standing
from mirrorapp.events import Side
from mirrorapp.exercises.pacing import packaged

WEEKS = 12
CALENDAR_WEEKS = 6
_AHEAD_DAYS = 7
_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day of the calendar was, or is to be."""

    DONE = "done"
    REST = "rest"
    MISSED = "missed"
    PLANNED = "planned"


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
    """Everything from `since` to `today`; `trained`: on how many days there was training, `week` of
    the programme, `adherence` as in `Today`; the latter None while there is nothing to tell.

    `knees` while squatting, `walks` while walking, where nothing is judged, and `stands`, how the
    legs stand. `days`: of the calendar's weeks and the week to come; those before the programme are
    missing.
    """

    today: date
    since: date
    trained: int
    knees: Mapping[Side, Knee]
    walks: Mapping[Side, Knee] = field(default_factory=dict)
    stands: Mapping[Side, Knee] = field(default_factory=dict)
    pain: tuple[Pain, ...] = ()
    pain_change: Change | None = None
    days: Mapping[date, DayKind] = field(default_factory=dict)
    week: int | None = None
    adherence: int | None = None


def progress(history: Sequence[SessionRecord], now: datetime,
             skipped: Collection[date] = (), past: Past | None = None,
             since: date | None = None) -> Progress:
    """Of one profile's sessions in the order written; `now` with its offset. `skipped`: days that
    were made rest days by hand. `past`: what the sessions before these leave, all of them from
    before what is shown. `since`: from that day on, else the last weeks.
    """
    book = diary(history, now, past)
    since = max(book.first or book.today, since or book.today - timedelta(weeks=WEEKS))
    shown = [each for each in book.entries if each.day >= since]
    pain, stand = tuple(_pain(book, since)), schedule.standing(book)
    return Progress(
        book.today, since, sum(day >= since for day in book.trained),
        {side: knees.squatted(shown, side) for side in Side},
        {side: knees.walked(shown, side) for side in Side},
        {side: knees.stood(shown, side) for side in Side},
        pain, _pain_change(pain), _days(book, stand, skipped),
        None if book.first is None else (book.today - book.first).days // 7 + 1,
        adherence(book, stand))


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
    if not knees.apart([each.day for each in days]):
        return None
    then, now = (median(each.said for each in part) for part in (days[:LEAST], days[-LEAST:]))
    return changed(then, now, packaged().pace.less_by - 1)


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
