"""Days of training and rest, the streak, and when the next session is due."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mirrorapp.alignment.results import CheckResult
from mirrorapp.coach import schedule
from mirrorapp.coach.adherence import adherence
from mirrorapp.coach.diary import Diary, diary, well_begun
from mirrorapp.coach.records import HoldRecord, Outcome, SessionRecord, SetRecord
from tests.coach.programmes import BERLIN, at, day, session


def book(trained: Collection[int], today: int, pains: dict[int, int] | None = None) -> Diary:
    return diary([session(each, pain=((pains or {}).get(each), None)) for each in trained],
                 at(today, 20))


def streak(trained: Collection[int], today: int) -> int:
    return schedule.standing(book(trained, today)).rhythm.streak


def rest_due(trained: Collection[int], today: int, pains: dict[int, int] | None = None) -> bool:
    return schedule.standing(book(trained, today, pains)).rhythm.rest_due


def test_a_rest_comes_after_six_days() -> None:
    assert not rest_due(range(1, 6), 6)
    assert rest_due(range(1, 7), 7)
    assert not rest_due(range(1, 7), 8)


def test_a_missed_day_is_the_rest_day() -> None:
    missed = [1, 2, 4, 5, 6, 7, 8]  # not on day 3
    assert not rest_due(missed[:-1], 8)
    assert not rest_due(missed, 9)
    assert rest_due([*missed, 9], 10)


def test_a_rest_keeps_the_streak_and_so_does_one_that_moved() -> None:
    assert streak(range(1, 7), 8) == 6              # rested on day 7
    assert streak([*range(1, 7), 8, 9], 10) == 8
    assert streak([1, 2, 4, 5], 6) == 4             # day 3 was the rest
    assert streak([1, 2, 4, 5, 6, 7, 8, 9, 11], 12) == 9


def test_two_missed_days_in_a_week_begin_a_new_streak() -> None:
    assert streak([1, 2, 4], 6) == 0                # days 3 and 5
    assert streak([1, 2, 4, 6], 7) == 1
    assert streak(range(1, 7), 9) == 6              # rested on 7, missed 8: one bad day
    assert streak(range(1, 7), 10) == 0
    assert streak([], 9) == 0


def relieved(day: int) -> dict[int, int]:
    return {each: 6 if each <= 7 else 1 for each in range(1, day)}


def test_less_pain_makes_it_four_days_spread_over_the_week() -> None:
    trained = [each for each in range(1, 29) if each % 7]
    assert schedule.per_week(book(trained, 28, relieved(28)), day(28)) == 6
    assert schedule.per_week(book(trained, 29, relieved(29)), day(29)) == 4
    asked = []
    for today in range(29, 50):
        if not rest_due(trained, today, relieved(today)):
            trained.append(today)
            asked.append(today)
    assert all(len([each for each in asked if start <= each < start + 7]) <= 4
               for start in range(29, 43))
    assert len(asked) == pytest.approx(12, abs=1)
    assert not any({each, each + 1, each + 2} <= set(asked) for each in asked)


@pytest.mark.parametrize(("first", "then", "days"), [(6, 1, 4), (4, 2, 4), (3, 2, 6), (6, 3, 6),
                                                     (0, 0, 6)])
def test_how_much_less_pain_is_less(first: int, then: int, days: int) -> None:
    pains = {each: first if each <= 7 else then for each in range(1, 29)}
    assert schedule.per_week(book(pains, 29, pains), day(29)) == days


def test_few_answers_change_nothing() -> None:
    pains = {1: 6, 20: 1, 22: 1}
    assert schedule.per_week(book(range(1, 28), 29, pains), day(29)) == 6


def test_adherence_counts_days_of_those_asked_for() -> None:
    def told(trained: Collection[int], today: int) -> int | None:
        found = book(trained, today)
        return adherence(found, schedule.standing(found))

    assert told([], 1) is None
    assert told(range(1, 7), 7) is None
    assert told(range(1, 7), 8) == 100
    assert told([1, 2, 4, 5, 6, 7], 8) == 100       # the rest moved
    assert told([1, 2, 3], 8) == 50
    assert told([1], 60) == 0
    assert told(range(1, 60), 59) == 100            # more than asked for is no more than all
    assert told([each for each in range(1, 57) if each % 7], 57) == 100


def test_next_day() -> None:
    def following(trained: Collection[int], today: int, skipped: Collection[date] = ()) -> date:
        found = book(trained, today)
        when = schedule.next_day(found, schedule.standing(found), skipped)
        assert when is not None
        return when

    assert following([], 1) == day(1)
    assert following([1], 1) == day(2)
    assert following(range(1, 7), 6) == day(8)
    assert following(range(1, 7), 7) == day(8)
    assert following([1], 2, {day(2), day(3)}) == day(4)
    nothing = book([], 1)
    always = {day(1) + timedelta(days=each) for each in range(100)}
    assert schedule.next_day(nothing, schedule.standing(nothing), always) is None


@pytest.mark.parametrize(("on", "clock", "utc"), [
    (date(2026, 3, 28), time(18), "17:00"), (date(2026, 3, 29), time(18), "16:00"),
    (date(2026, 10, 24), time(18), "16:00"), (date(2026, 10, 25), time(18), "17:00"),
    (date(2026, 3, 29), time(2, 30), "01:30"),      # leapt over: 03:30 in summer time
    (date(2026, 10, 25), time(2, 30), "00:30"),     # comes twice: the first
])
def test_due_is_a_local_time_whatever_the_clocks_do(on: date, clock: time, utc: str) -> None:
    due = schedule.at(on, clock, BERLIN)
    assert due.astimezone(UTC).strftime("%H:%M") == utc
    assert due.tzinfo is BERLIN
    assert due.date() == on


def test_a_session_belongs_to_the_day_on_which_it_began_there() -> None:
    late = session(3, hour=23.9)
    small = session(3, hour=24.1)
    found = diary([late, small], at(5))
    assert found.trained == {day(3), day(4)}
    utc = diary([session(3, started=datetime(2026, 1, 7, 23, 30, tzinfo=UTC))], at(5))
    assert utc.trained == {date(2026, 1, 7)}        # by the clock that it was written with


def test_who_flies_west_has_trained_today() -> None:
    tokyo, los_angeles = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")
    trained = session(1, started=datetime(2026, 5, 22, 8, tzinfo=tokyo))
    landed = datetime(2026, 5, 21, 20, tzinfo=los_angeles)
    assert diary([trained], landed).trained == {date(2026, 5, 21)}


def test_the_future_and_demos_and_doubles_do_not_count() -> None:
    real = session(2)
    found = diary([real, real, session(9), session(1, demo=True)], at(3))
    assert [each.record for each in found.entries] == [real]
    set_back = diary([session(3, hour=9.5)], at(3, 9))  # a clock set back by half an hour
    assert set_back.trained == {day(3)}


def test_a_change_of_clocks_costs_no_day() -> None:
    for first in (date(2026, 3, 24), date(2026, 10, 20)):
        history = [session(1, started=datetime.combine(first + timedelta(days=each), time(0, 10),
                                                       BERLIN)) for each in range(6)]
        found = diary(history, datetime.combine(first + timedelta(days=6), time(12), BERLIN))
        assert len(found.trained) == 6
        assert schedule.standing(found).rhythm.rest_due


def holding(held_s: float, outcome: Outcome | None) -> SessionRecord:
    return session(1, sets=(SetRecord("stretch", 0, hold=HoldRecord(120.0, held_s)),),
                   outcome=outcome)


def test_what_counts_as_training() -> None:
    assert well_begun(session(1))
    assert well_begun(session(1, outcome=Outcome.ABORTED))
    assert well_begun(session(1, outcome=None, ended=None))      # the power went
    assert not well_begun(session(1, sets=(), outcome=Outcome.ABORTED))
    assert not well_begun(session(1, sets=()))
    squats = SetRecord("squat-check", 5, touched=5)
    assert not well_begun(session(1, sets=(squats,), routine="weekly-check"))
    assert not well_begun(session(1, sets=(squats,), outcome=Outcome.ABORTED))
    own = session(1, sets=(SetRecord("my-check", 5, touched=5),), checks=(
        CheckResult("my-check", "deg"),))
    assert not well_begun(own)
    assert well_begun(session(1, sets=(squats, *session(1).sets)))
    assert well_begun(holding(30.0, Outcome.COMPLETED))
    assert not well_begun(holding(30.0, Outcome.ABORTED))
    assert not well_begun(holding(0.0, Outcome.COMPLETED))
