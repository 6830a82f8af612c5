"""Sessions that were written down by a clock that was wrong: afterwards nothing sticks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.coach import ledger, safety
from mirrorapp.coach.diary import diary, disagrees
from mirrorapp.coach.interview import Interview
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.programme import today
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import Today
from mirrorapp.events import Side
from tests.coach.programmes import BERLIN, LADDERS, PLAN, ROUTINES, at, session
from tests.coach.test_ledger import hold
from tests.tiers import examples

OFF = st.one_of(st.integers(-20000, -1), st.integers(1, 20000), st.integers(-9, 9))
"""Days that the clock was off."""


def told(history: list[SessionRecord], now: datetime) -> Today:
    return today(history, PLAN, now, profile=Profile("p1"), ladders=LADDERS, routines=ROUTINES,
                 zone=BERLIN)


def in_order(history: list[SessionRecord]) -> bool:
    return all(one.started <= other.started for one, other in pairwise(history))


@settings(max_examples=examples(200))
@given(trained=st.sets(st.integers(1, 30), min_size=3, max_size=14).map(sorted), off=OFF,
       data=st.data(), hurt=st.booleans())
def test_one_session_of_a_wrong_clock_changes_nothing_for_good(
        trained: list[int], off: int, data: st.DataObject, hurt: bool) -> None:
    """Once another was written by the right one, everything is as if that session had not been,
    or where its day fits among the others, as if it had been on that day.
    """
    lived = [session(number, ["squat"], pain=(2, 2)) for number in trained]
    place = data.draw(st.integers(1, len(lived) - 2))
    lived[place] = replace(lived[place], pain=hurt,
                           started=lived[place].started + timedelta(days=off))
    now = at(trained[-1], 20)
    left = [lived] if in_order(lived) else [
        fewer for out in range(len(lived)) if in_order(fewer := lived[:out] + lived[out + 1:])]

    def book(history: list[SessionRecord]) -> tuple[object, ...]:
        return (told(history, now), diary(history, now).entries,
                safety.referrals(history, now, {}))

    assert book(lived) in [book(each) for each in left]
    assert not safety.lighter(lived), "it hurt, but another has been since"


@given(off=OFF, after=st.integers(0, 400))
def test_a_clearing_counts_whatever_the_clock_was(off: int, after: int) -> None:
    now = datetime(2026, 3, 2, 18, tzinfo=UTC)
    flagged = Profile("p1", screening=Screening(now + timedelta(days=off),
                                                frozenset({"surgery"})))
    asked = Interview(flagged, now + timedelta(days=after))
    asked.answer("yes")
    assert not asked.advice or not any(each.blocks for each in asked.advice)
    assert safety.questions(asked.profile) == ()


@pytest.mark.parametrize("year", [2000, 2026, 2031])
def test_the_session_after_one_that_hurt_is_lighter_and_only_that(year: int) -> None:
    hurt = session(1, started=datetime(year, 1, 6, 18, tzinfo=UTC), pain=(2, 8))
    before, after = [session(2), session(3)], session(4)
    assert safety.lighter([*before, hurt])
    assert not safety.lighter([*before, hurt, after])


@pytest.mark.parametrize("year", [2000, 2026, 2031])
def test_what_a_side_is_owed_is_paid_back_whatever_the_clock_was(year: int) -> None:
    started = datetime(year, 1, 6, 18, tzinfo=UTC)
    short = session(1, started=started, sets=(hold(Side.RIGHT, 120), hold(Side.LEFT, 90)))
    before = session(2, sets=(hold(Side.RIGHT, 30), hold(Side.LEFT, 120)))
    assert ledger.owed([before, short])["stretch"][Side.RIGHT] == 30, "60 at most, less 30"


def test_a_mirror_that_never_had_the_right_time_still_has_its_days() -> None:
    begun = datetime(2025, 5, 13, 18, tzinfo=UTC)
    history = [session(1, started=begun + timedelta(days=each)) for each in range(5)]
    assert len(diary(history, begun + timedelta(days=5)).entries) == 5


def test_a_first_session_at_the_date_of_the_memory_card_is_not_the_programmes_first() -> None:
    """A Pi that has not heard of the time yet takes the date at which its card was written."""
    early = session(1, started=datetime(2025, 5, 13, 18, tzinfo=UTC))
    assert told([early, session(1)], at(2)) == told([session(1)], at(2))


def test_who_flies_over_the_date_line_began_on_the_earlier_date() -> None:
    """Local days need not follow the instants."""
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-10))
    history = [replace(session(number, ["squat"]), started=started) for number, started in (
        (1, datetime(2026, 3, 2, 0, 30, tzinfo=east)), (2, datetime(2026, 3, 1, 12, tzinfo=west)))]
    now = datetime(2026, 3, 2, 9, tzinfo=west)
    assert diary(history, now).first == datetime(2026, 3, 1).date()
    told(history, now)


DAYS = [datetime(2026, 3, day, 18, tzinfo=UTC) for day in range(1, 13)]


@pytest.mark.parametrize("off", [
    timedelta(), timedelta(seconds=-20), timedelta(minutes=-59), timedelta(days=3),
    timedelta(days=3650)])
def test_a_clock_that_can_be_right_is_not_doubted(off: timedelta) -> None:
    assert disagrees(DAYS[-1] + off, DAYS) is None
    for hours in (-11, 13):
        there = timezone(timedelta(hours=hours))
        assert disagrees((DAYS[-1] + off).astimezone(there), DAYS) is None


def test_where_nobody_has_trained_no_clock_is_doubted() -> None:
    assert disagrees(DAYS[0], []) is None
    assert disagrees(DAYS[0], [datetime(1970, 1, 1, tzinfo=UTC)]) is None


@pytest.mark.parametrize("off", [timedelta(hours=3), timedelta(days=3), timedelta(days=3650)])
def test_one_before_the_last_session_is(off: timedelta) -> None:
    assert disagrees(DAYS[-1] - off, DAYS) == DAYS[-1]


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=3650)])
def test_a_session_of_a_clock_that_was_ahead_speaks_until_another_has_been(
        ahead: timedelta) -> None:
    lived = [*DAYS, DAYS[-1] + ahead]
    now = DAYS[-1] + timedelta(days=1)
    assert disagrees(now, lived) == lived[-1]
    assert disagrees(now + timedelta(hours=1), [*lived, now]) is None


@given(off=st.integers(1, 4000))
def test_who_trains_on_by_such_a_clock_hears_of_it_until_most_was_done_by_it(off: int) -> None:
    lived = [*DAYS]
    for _ in range(len(DAYS)):
        now = lived[-1] - timedelta(days=off) if len(lived) == len(DAYS) else lived[-1]
        now += timedelta(minutes=20)
        later = sum(each > now + timedelta(hours=1) for each in DAYS)
        written = len(lived) - len(DAYS)
        assert (disagrees(now, lived) is not None) == (later > written)
        lived.append(now)
