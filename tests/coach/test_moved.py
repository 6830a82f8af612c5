"""When several looks make a certainty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment.station import Station
from mirrorapp.camera.background import Change
from mirrorapp.coach import moved
from mirrorapp.coach.moved import MovedWatch, StanceWatch

STILL, SHIFTED = Change(0.1, 0.0, 0.1), Change(2.0, 0.0, 0.0)


def look(watch: MovedWatch, *changes: Change | None) -> list[bool]:
    """One look after another, each when it is due."""
    said, time_s = [], 0.0
    for change in changes:
        while not watch.due(time_s):
            time_s += 0.5
        said.append(watch.looked(time_s, change))
    return said


def test_several_looks_in_a_row_make_it_certain() -> None:
    assert look(MovedWatch(), *[SHIFTED] * moved.LOOKS) == [False] * (moved.LOOKS - 1) + [True]


@pytest.mark.parametrize("change", [Change(0.9, 0.3, 0.0), Change(0.0, 0.0, 0.6), STILL])
def test_what_is_within_the_limits_never_counts(change: Change) -> None:
    assert not any(look(MovedWatch(), *[change] * 20))


@pytest.mark.parametrize("change", [Change(0.0, 1.1, 0.0), Change(0.0, 0.0, -0.8)])
def test_what_is_beyond_counts(change: Change) -> None:
    assert look(MovedWatch(), *[change] * moved.LOOKS)[-1]


def test_a_look_that_sees_it_where_it_was_begins_anew() -> None:
    assert not any(look(MovedWatch(), SHIFTED, SHIFTED, SHIFTED, STILL, SHIFTED, SHIFTED, SHIFTED))


def test_looks_that_disagree_are_no_certainty() -> None:
    assert not any(look(MovedWatch(), *[SHIFTED, Change(-2.0, 0.0, 0.0)] * 10))


@given(st.integers(1, 5))
def test_what_can_not_be_told_neither_confirms_nor_denies(gaps: int) -> None:
    watch = MovedWatch()
    assert not any(look(watch, *[None] * gaps))
    assert look(watch, SHIFTED, None, SHIFTED, None, SHIFTED, SHIFTED)[-1]


def test_it_looks_seldom_and_again_soon_once_in_doubt() -> None:
    watch = MovedWatch()
    assert watch.due(5.0)
    watch.looked(5.0, STILL)
    assert not watch.due(5.0 + moved.EVERY_S - 0.1)
    assert watch.due(5.0 + moved.EVERY_S)
    watch.looked(25.0, SHIFTED)
    assert watch.due(25.0 + moved.AGAIN_S)


def test_a_clock_that_runs_back_looks_at_once() -> None:
    watch = MovedWatch()
    watch.due(100.0)
    watch.looked(100.0, STILL)
    assert watch.due(0.0)


def station(roll_deg: float) -> Station:
    return Station(1.4, 12.0, roll_deg, 102.0, 2.0, roll_deg_u=0.6)


def test_three_sets_that_lean_the_same_way_say_it_moved() -> None:
    watch = StanceWatch()
    assert [watch.stood(station(0.0), station(4.0)) for _ in range(3)] == [False, False, True]


def test_sets_that_lean_both_ways_are_people() -> None:
    watch = StanceWatch()
    assert not any(watch.stood(station(0.0), station(roll)) for roll in (4.0, -4.0) * 5)


def test_a_lean_within_the_uncertainty_is_none() -> None:
    watch = StanceWatch()
    assert not any(watch.stood(station(0.0), station(2.4)) for _ in range(9))
    assert not any(watch.stood(station(0.0), station(r)) for r in (4.0, 4.0, 0.0, 4.0, 4.0))
