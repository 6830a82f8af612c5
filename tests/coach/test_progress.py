"""What has become of knees, pain and days: told only where it is sure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.results import Hindrance, Trend
from mirrorapp.coach import schedule
from mirrorapp.coach.adherence import adherence
from mirrorapp.coach.diary import diary
from mirrorapp.coach.knees import LEAST
from mirrorapp.coach.progress import CALENDAR_WEEKS, WEEKS, DayKind, progress
from mirrorapp.coach.records import SessionRecord, SetRecord
from mirrorapp.events import Side
from tests.coach.looking_back import FROM_TO_DEG, knees, lived, walked
from tests.coach.programmes import at, day, session
from tests.tiers import examples

L, R = Side.LEFT, Side.RIGHT
D = DayKind
DAYS = (1, 2, 3, 17, 18, 19)
"""Enough, and far enough apart."""


def squats(number: int, left_deg: float | None, right_deg: float | None = 0.0, *,
           name: str = "squat", depth: float = 0.18, reps: int = 5, **more: object
           ) -> SessionRecord:
    """A session of the programme's day `number` with squats that are all alike."""
    done = SetRecord(name, reps, (knees(left_deg, right_deg, depth),) * reps)
    return session(number, **{"sets": (done,), **more})


def test_nothing_done_is_nothing_to_see() -> None:
    told = progress((), at(1))
    assert (told.trained, told.pain, told.pain_change) == (0, (), None)
    assert all(knee.stretches == () for each in (told.knees, told.walks, told.stands)
               for knee in each.values())
    assert told.week is told.adherence is None
    assert set(told.days.values()) <= {D.PLANNED, D.REST}
    assert min(told.days) == told.today == told.since == day(1)


def test_twelve_weeks_tell_the_knee_that_got_better_and_not_the_other() -> None:
    history, now = lived(12)
    told = progress(history, now)
    assert told.trained > 40
    left, right = told.knees[L], told.knees[R]
    assert left.change is not None
    assert right.change is not None
    assert (left.change.trend, left.change.better) == (Trend.LESS, True)
    assert right.change.trend is Trend.SAME
    for side, knee in told.knees.items():
        assert len(knee.days) > 8
        assert knee.days[0].in_deg == pytest.approx(FROM_TO_DEG[side][0], abs=3)
        assert [each.day for each in knee.days] == sorted(each.day for each in knee.days)
    assert told.pain_change is not None
    assert told.pain_change.better


def test_a_day_is_the_median_of_what_was_judged_in_it() -> None:
    reps = tuple(knees(deg, None) for deg in (2.0, 9.0, 4.0, None))
    told = progress([session(1, sets=(SetRecord("squat", 4, reps),)),
                     squats(1, 4.0, None, name="squat-check", hour=19)], at(2))
    (one,) = told.knees[L].days
    assert (one.day, one.in_deg) == (day(1), 4.0)
    assert told.knees[R].days == ()


def test_what_does_not_compare_is_no_point() -> None:
    unjudged = tuple(replace(each, judged=False) for each in [knees(5.0, 5.0)] * 3)
    one_leg = tuple(replace(each, side=L) for each in [knees(5.0, 5.0)] * 3)
    told = progress([
        squats(1, 5.0, name="banded-squat"), squats(2, 5.0, name="single-leg-squat"),
        session(3, sets=(SetRecord("squat", 3, unjudged), SetRecord("squat", 3, one_leg))),
        squats(4, 5.0, demo=True)], at(5))
    assert told.knees[L].days == ()
    assert told.trained == 3


def test_only_beyond_the_noise_is_anything_said_to_change() -> None:
    def change_of(first: float, last: float, **more: float) -> tuple[Trend | None, bool | None]:
        history = [squats(n, first if n <= 3 else last, **(more if n > 3 else {})) for n in DAYS]
        change = progress(history, at(20)).knees[L].change
        assert change is not None
        return change.trend, change.better

    # 1.96 · √2 · 1.9° of docs/repeatability.md
    assert change_of(9.0, 9.0 - 5.2) == (Trend.SAME, None)
    assert change_of(9.0, 9.0 - 5.3) == (Trend.LESS, True)
    assert change_of(2.0, 2.0 + 5.3) == (Trend.MORE, False)
    assert change_of(2.0, -9.0) == (Trend.LESS, False)
    assert change_of(9.0, 0.0, depth=0.3) == (Trend.NOT_COMPARABLE, None)


def test_deeper_squats_say_why_they_do_not_compare() -> None:
    history = [squats(n, 9.0, depth=0.15 + 0.01 * n) for n in DAYS]
    change = progress(history, at(20)).knees[L].change
    assert change is not None
    assert change.why is Hindrance.DEPTH


def walks(number: int, left_deg: float | None, right_deg: float | None = 0.0, *, passes: int = 6
          ) -> SessionRecord:
    """A session with passes towards the mirror that are all alike."""
    rep = walked(left_deg, right_deg, 0.3 + 0.02 * number)
    return session(number, sets=(SetRecord("mini-walk", passes, (rep,) * passes),))


def test_walks_have_a_trend_of_their_own_and_are_no_squats() -> None:
    told = progress([walks(n, 9.0 if n <= 3 else 4.0, None) for n in DAYS], at(20))
    assert [each.in_deg for each in told.walks[L].days] == [9.0] * 3 + [4.0] * 3
    change = told.walks[L].change
    assert change is not None
    assert (change.trend, change.better) == (Trend.LESS, True)
    assert told.walks[R].days == ()
    assert told.walks[R].change is None
    assert all(knee.days == () for knee in told.knees.values())
    both = progress([squats(1, 5.0), walks(1, 9.0)], at(2))
    assert (both.knees[L].days[0].in_deg, both.walks[L].days[0].in_deg) == (5.0, 9.0)


def test_a_walk_has_changed_only_beyond_its_noise() -> None:
    def change_of(first: float, last: float) -> Trend | None:
        change = progress([walks(n, first if n <= 3 else last) for n in DAYS],
                          at(20)).walks[L].change
        return None if change is None else change.trend

    # 1.96 · √2 · 1.7° of docs/measurement.md
    assert change_of(9.0, 9.0 - 4.7) is Trend.SAME
    assert change_of(9.0, 9.0 - 4.8) is Trend.LESS
    assert change_of(1.0, 1.0 + 4.8) is Trend.MORE


def test_a_few_steps_are_no_day_of_walking() -> None:
    told = progress([walks(1, 9.0, passes=2), walks(2, 9.0, passes=3)], at(3))
    assert [each.day for each in told.walks[L].days] == [day(2)]


def test_days_that_differ_much_widen_the_noise() -> None:
    def high(values: list[float]) -> float:
        history = [squats(n, deg) for n, deg in enumerate(values, 1)]
        (stretch,) = progress(history, at(9)).knees[L].stretches
        assert stretch.noise_deg is not None
        return stretch.noise_deg[1] - stretch.noise_deg[0]

    assert high([5.0]) == pytest.approx(2 * 1.96 * 2**0.5 * 1.9)
    assert high([1.0, 5.0, 9.0, 5.0, 5.0, 1.0]) > high([5.0] * 6)
    assert high([5.0, 5.0, 80.0, 5.0, 5.0, 5.0]) == high([5.0] * 6), "one bad day is no noise"


def test_the_movement_is_told_and_not_how_the_leg_stands() -> None:
    """What a squat takes the axis for jumps from nothing to 3 degrees; the movement does not."""
    def stood(axis_deg: float) -> SetRecord:
        rep = knees(5.0, 5.0)
        return SetRecord("squat", 5, (replace(rep, left=replace(
            rep.left, valgus_deg=5.0 + axis_deg)),) * 5)

    told = progress([session(n, sets=(stood(0.0 if n < 17 else 6.0),)) for n in DAYS], at(20))
    assert [each.in_deg for each in told.knees[L].days] == [5.0] * 6
    assert told.knees[L].change is not None
    assert told.knees[L].change.trend is Trend.SAME


def test_what_was_kept_before_the_movement_was_is_no_point() -> None:
    rep = knees(5.0, 5.0)
    old = replace(rep, left=replace(rep.left, movement_deg=None))
    told = progress([session(1, sets=(SetRecord("squat", 3, (old,) * 3),))], at(2))
    assert told.knees[L].days == ()
    assert len(told.knees[R].days) == 1


def test_week_and_adherence_are_those_of_today() -> None:
    history, now = lived(12)
    told = progress(history, now)
    book = diary(history, now)
    assert told.week == (told.today - history[0].started.date()).days // 7 + 1
    assert told.adherence == adherence(book, schedule.standing(book))
    assert told.adherence is not None


def test_few_days_or_near_ones_change_nothing() -> None:
    for days in (DAYS[:5], range(1, 17)):
        told = progress([squats(n, 40.0 - 2 * n, pain=(max(0, 9 - n), None)) for n in days],
                        at(20))
        assert told.knees[L].change is None
        assert told.pain_change is None
        assert len(told.knees[L].days) == len(told.pain) == len(days)
    told = progress([squats(n, 40.0 - 2 * n, pain=(max(0, 9 - n), None)) for n in DAYS], at(20))
    assert told.knees[L].change is not None
    assert told.pain_change is not None


def test_pain_is_of_before_and_after_and_changes_by_two() -> None:
    pains = [(5, 6), (None, 5), (5, None), (4, 4), (4, 4), (4, 4)]
    history = [session(n, pain=each) for n, each in zip(DAYS, pains, strict=True)]
    told = progress([*history, session(20)], at(20))
    assert [(each.before, each.after) for each in told.pain] == pains
    assert told.pain_change is not None
    assert told.pain_change.trend is Trend.SAME
    history[3:] = [session(n, pain=(3, 3)) for n in DAYS[3:]]
    change = progress(history, at(20)).pain_change
    assert change is not None
    assert (change.trend, change.difference, change.better) == (Trend.LESS, -2, True)


def test_of_two_sessions_a_day_the_first_tells_before_and_the_last_after() -> None:
    told = progress([session(1, pain=(5, 4), hour=9), session(1, pain=(3, 2), hour=18)], at(2))
    assert [(each.before, each.after) for each in told.pain] == [(5, 2)]


def test_the_calendar_tells_four_kinds_of_days() -> None:
    history = [session(n) for n in (1, 2, 4, 7)]
    told = progress(history, at(8, 9), skipped={day(9)})
    kinds = [told.days[day(n)] for n in range(1, 10)]
    # The first day left out in a week is its rest day: the rest moves, and costs nothing.
    assert kinds == [D.DONE, D.DONE, D.REST, D.DONE, D.MISSED, D.MISSED, D.DONE, D.PLANNED, D.REST]
    assert progress(history, at(8, 9)).days[day(9)] is D.PLANNED
    assert day(0) not in told.days


def test_today_is_planned_until_it_is_done() -> None:
    history = [session(1)]
    assert progress(history, at(2, 9)).days[day(2)] is D.PLANNED
    assert progress([*history, session(2, hour=8)], at(2, 9)).days[day(2)] is D.DONE


def test_what_lies_further_back_is_left_out() -> None:
    history = [squats(n, 20.0, pain=(9, 9)) for n in (1, 2, 3)]
    history += [squats(7 * 20 + n, 2.0, pain=(1, 1)) for n in (1, 2, 3)]
    told = progress(history, at(7 * 20 + 4))
    assert told.since == told.today - timedelta(weeks=WEEKS)
    assert told.trained == len(told.pain) == len(told.knees[L].days) == 3
    assert told.knees[L].change is None
    assert min(told.days) >= told.today - timedelta(weeks=CALENDAR_WEEKS)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Auckland"])
def test_a_change_of_clocks_moves_no_day(zone: str) -> None:
    """The clocks go forward in March; every evening is its own day."""
    home = ZoneInfo(zone)
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(40)]
    history = [squats(1, 5.0, started=datetime(each.year, each.month, each.day, 23, 30,
                                               tzinfo=home)) for each in days]
    told = progress(history, datetime(2026, 4, 10, 9, tzinfo=home))
    assert [each.day for each in told.knees[L].days] == days
    assert all(told.days[each] is D.DONE for each in days if each in told.days)


SESSIONS = st.lists(st.builds(
    lambda minute, left, right, pain, name: squats(
        1, left, right, name=name, pain=(pain, None), reps=2,
        started=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minute)),
    st.integers(0, 60 * 24 * 100), st.none() | st.floats(-30, 30), st.none() | st.floats(-30, 30),
    st.none() | st.integers(0, 10), st.sampled_from(["squat", "squat-check", "hip-hike"])),
    max_size=30)


@given(SESSIONS, st.integers(0, 120))
@settings(max_examples=examples(200), deadline=None)
def test_whatever_was_done_adds_up(history: list[SessionRecord], days: int) -> None:
    """Gaps, wrong clocks, days in any order: what is shown lies within, in order, and is sure."""
    now = datetime(2026, 3, 1, 20, tzinfo=UTC) + timedelta(days=days)
    told = progress(history, now)
    assert told.since <= told.today == now.date()
    for knee in told.knees.values():
        shown = [each.day for each in knee.days]
        assert shown == sorted(set(shown))
        assert all(told.since <= each <= told.today for each in shown)
        assert len(knee.stretches) == (1 if shown else 0)
        assert all(each.noise_deg is not None for each in knee.stretches)
        if knee.change is not None and knee.change.better is not None:
            assert len(shown) >= 2 * LEAST
            assert abs(knee.change.difference) > knee.change.smallest > 5
    shown = [each.day for each in told.pain]
    assert shown == sorted(set(shown))
    assert sum(kind is D.DONE for kind in told.days.values()) <= told.trained
    assert max(told.days) == told.today + timedelta(days=6)
