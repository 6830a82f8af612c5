"""What a side is owed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach.ledger import owed, owed_by_exercise, owed_in
from mirrorapp.coach.records import HoldRecord, SessionRecord, SetRecord
from mirrorapp.events import Side
from mirrorapp.exercises.pacing import packaged
from tests.coach.programmes import rep, session

L, R = Side.LEFT, Side.RIGHT
CAP_S = packaged().owed.most_s


def hold(side: Side | None, held_s: float, name: str = "stretch") -> SetRecord:
    return SetRecord(name, 0, side=side, hold=HoldRecord(120.0, held_s))


def held(*sets: SetRecord, day: int = 1) -> SessionRecord:
    return session(day, sets=sets)


def test_the_side_that_came_short_is_owed_the_rest() -> None:
    assert owed([held(hold(R, 120), hold(L, 90))]) == {"stretch": {L: 30, R: 0}}
    assert owed([held(hold(R, 100), hold(L, 120))]) == {"stretch": {L: 0, R: 20}}
    assert owed([held(hold(R, 90), hold(L, 90))]) == {}
    assert owed([]) == {}


def test_extra_seconds_pay_it_back() -> None:
    short = held(hold(R, 120), hold(L, 90))
    assert owed([short, held(hold(R, 120), hold(L, 150), day=2)]) == {}
    assert owed([short, held(hold(R, 120), hold(L, 135), day=2)]) == {"stretch": {L: 15, R: 0}}
    assert owed([short, held(hold(R, 120), hold(L, 120), day=2)]) == {"stretch": {L: 30, R: 0}}


def test_no_more_than_a_cap_is_carried() -> None:
    never_left = [held(hold(R, 120), day=day) for day in (1, 2, 3)]
    assert owed(never_left) == {"stretch": {L: CAP_S, R: 0}}
    paid = [*never_left, held(hold(R, 120), hold(L, 120 + CAP_S), day=4)]
    assert owed(paid) == {}


def test_little_does_not_matter_but_adds_up() -> None:
    little = [held(hold(R, 120), hold(L, 117), day=day) for day in (1, 2)]
    assert owed(little[:1]) == {}
    assert owed(little) == {"stretch": {L: 6, R: 0}}


def test_each_exercise_has_its_own_and_a_session_their_sum() -> None:
    record = held(hold(R, 120), hold(L, 90), hold(R, 60, "roll"), hold(L, 80, "roll"))
    assert owed([record]) == {"stretch": {L: 30, R: 0}, "roll": {L: 0, R: 20}}
    assert owed_by_exercise(record) == owed([record])
    assert owed_in(record) == {L: 30, R: 20}
    assert owed_in(held()) == {L: 0, R: 0}


def test_several_sets_of_a_side_add_up() -> None:
    assert owed_in(held(hold(R, 45), hold(L, 45), hold(R, 45), hold(L, 20))) == {L: 25, R: 0}


def test_what_has_no_side_or_no_hold_owes_nothing() -> None:
    reps = SetRecord("hip-hike", 10, (rep(side=R),) * 5, side=R)
    assert owed([held(hold(None, 40), reps)]) == {}


def test_nothing_counts_twice_and_no_demo_at_all() -> None:
    record = held(hold(R, 120), hold(L, 90))
    assert owed([record, record]) == owed([record])
    assert owed([replace(record, demo=True)]) == {}


sessions = st.lists(st.lists(st.builds(
    hold, st.sampled_from([L, R, None]), st.floats(0, 150), st.sampled_from(["stretch", "roll"])),
    max_size=6).map(lambda sets: held(*sets)), max_size=8)


@given(history=sessions)
def test_only_one_side_is_owed_and_never_more_than_the_cap(history: list[SessionRecord]) -> None:
    for sides in owed(history).values():
        assert set(sides) == set(Side)
        assert min(sides.values()) == 0
        assert 0 < max(sides.values()) <= CAP_S


@given(history=sessions)
def test_left_and_right_are_treated_alike(history: list[SessionRecord]) -> None:
    mirrored = [replace(each, sets=tuple(
        replace(one, side=one.side.other if one.side else None) for one in each.sets))
        for each in history]
    assert owed(mirrored) == {name: {side: sides[side.other] for side in Side}
                              for name, sides in owed(history).items()}


@given(sets=st.lists(st.builds(hold, st.sampled_from([L, R]), st.floats(0, 150)), max_size=8))
def test_a_session_owes_just_the_difference(sets: list[SetRecord]) -> None:
    total = {side: sum(each.hold.held_s for each in sets if each.side is side and each.hold)
             for side in Side}
    short = owed_in(held(*sets))
    ahead = min(max(total[R] - total[L], -CAP_S), CAP_S)
    least = abs(total[R] - total[L]) >= packaged().owed.least_s
    assert short[L] - short[R] == pytest.approx(ahead if least else 0)
    assert min(short.values()) == 0
