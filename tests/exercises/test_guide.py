"""Motion as data: what a guide may say, and what it may not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirrorapp.exercises.guide import BASES, JOINTS, Guide, mirrored

FEET = [{"place": "left_foot"}, {"place": "right_foot"}]


def guide(**said: Any) -> Guide:
    return Guide.model_validate({"base": "standing", "seconds": 4, "frames": [
        {"at": 0, "contacts": FEET}, {"at": 0.5, "joints": {"left_knee_bend": 60}}]} | said)


def test_a_frame_says_what_differs_from_its_base() -> None:
    bent = guide().joints(guide().frames[1])

    assert bent["left_knee_bend"] == 60
    assert bent["right_knee_bend"] == BASES["standing"]["right_knee_bend"]


@pytest.mark.parametrize(("said", "told"), [
    ({"base": "flying"}, "standing"),
    ({"frames": []}, "at least 1"),
    ({"frames": [{"at": 0.2}]}, "begin at 0"),
    ({"frames": [{"at": 0}, {"at": 0.5}, {"at": 0.5}]}, "one after the other"),
    ({"frames": [{"at": 0}, {"at": 1}]}, "leave out at = 1"),
    ({"frames": [{"at": 0}, {"at": 0.5}], "travels": True}, "ends with a frame at = 1"),
    ({"frames": [{"at": 0, "joints": {"left_wing": 3}}]}, "left_wing"),
    ({"frames": [{"at": 0, "joints": {"left_knee_bend": 400}}]}, "180"),
    ({"frames": [{"at": 0, "contacts": [{"place": "nose"}]}]}, "left_foot"),
    ({"wrong": [{"id": "knee-in", "joints": {"knee_in": 3}}]}, "knee_in")])
def test_what_no_body_can_do_is_refused(said: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        guide(**said)


def test_a_loop_comes_back_to_its_first_frame() -> None:
    assert guide().between(0.75)[:2] == (1, 0)
    assert guide().between(0.75)[2] == pytest.approx(0.5)
    assert guide(loop=False).between(0.75)[:2] == (1, 1)


@pytest.mark.parametrize(("passing", "speed"), [(False, 0.0), (True, 1.0)])
def test_a_frame_that_is_passed_is_no_stop(passing: bool, speed: float) -> None:
    """On both of its sides; where nothing else is said, one stops at every frame."""
    moves = guide(frames=[{"at": 0}, {"at": 0.5, "passing": passing}])
    just = 1e-6

    assert 1 - moves.between(0.5 - just)[2] == pytest.approx(2 * just * speed, abs=just / 10)
    assert moves.between(0.5 + just)[2] == pytest.approx(2 * just * speed, abs=just / 10)
    assert moves.between(just)[2] == pytest.approx(0.0, abs=just / 10)


@given(st.floats(0, 0.98), st.booleans(), st.booleans())
def test_between_two_frames_nothing_goes_back(share: float, one: bool, other: bool) -> None:
    moves = guide(frames=[{"at": 0, "passing": one}, {"at": 0.5, "passing": other}])

    assert 0 <= moves.between(share / 2)[2] <= moves.between(share / 2 + 0.005)[2] <= 1


def test_mirrored_twice_is_the_same() -> None:
    joints = {name: float(nth) for nth, name in enumerate(sorted(JOINTS))}

    assert mirrored(joints) != joints
    assert mirrored(mirrored(joints)) == joints


def test_a_fault_adds_to_all_but_the_first_frame_or_where_it_says() -> None:
    wrong = {"id": "knee-in", "joints": {"left_knee_in": 15}}
    everywhere, there = guide(wrong=[wrong]), guide(wrong=[wrong | {"at": [0.0]}])
    ids = frozenset({"knee-in"})

    assert [everywhere.wrongs(ids, n) for n in (0, 1)] == [{}, {"left_knee_in": 15}]
    assert [there.wrongs(ids, n) for n in (0, 1)] == [{"left_knee_in": 15}, {}]


def test_a_fault_may_let_go_of_what_touches_where_it_is_made() -> None:
    wrong = {"id": "heel-up", "joints": {}, "at": [0.0], "lets_go": ["left_foot"]}
    ids = frozenset({"heel-up"})

    assert [each.place for each in guide(wrong=[wrong]).touching(ids, 0)] == ["right_foot"]
    assert len(guide(wrong=[wrong]).touching(frozenset(), 0)) == 2
    assert len(guide(wrong=[wrong | {"at": [0.5]}]).touching(ids, 0)) == 2


@pytest.mark.parametrize(("said", "why"), [
    ({"muscles": ["unicorn"]}, "Input should be 'hip-side'"),
    ({"props": ["band", "band"]}, "each thing once"),
    ({"props": ["roller"]}, "a roller wants a contact"),
    ({"seconds": 0.001}, "greater than or equal to 0.5"),
    ({"wrong": [{"id": "knee-in", "joints": {"left_knee_in": 9}, "at": [0.33]}]},
     "at names frames"),
    ({"wrong": [{"id": "knee-in", "joints": {}}]}, "nothing is done otherwise"),
    ({"frames": [{"at": 0, "contacts": [{"place": "seat", "on": "left_shin"}]}]},
     "on left_shin there may be: hand"),
    ({"frames": [{"at": 0, "contacts": [{"place": "left_foot", "on": "knee"}]}]},
     "on knee there may be: ankle, knee")])
def test_what_cannot_be_shown_is_refused(said: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        guide(**said)
