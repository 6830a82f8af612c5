"""What can be chosen is what is taught."""

import pytest

from mirrorapp.coach import minutes
from mirrorapp.coach.tasks import CHANGE_S, of_exercise
from mirrorapp.ui.shelf import Shelf
from tests.ui.states import SHELF, TAUGHT


def test_everything_that_is_taught_can_be_chosen_routines_first():
    ids = [item.id for item in SHELF.items]
    assert len(ids) == len(set(ids))
    assert set(ids) == {*TAUGHT.routines, *TAUGHT.exercises, *TAUGHT.checks}
    assert set(ids[:len(TAUGHT.routines)]) == set(TAUGHT.routines)


def test_a_routine_needs_what_its_exercises_need_each_thing_once():
    for item in SHELF.items:
        if item.id in TAUGHT.routines:
            asked = TAUGHT.routines[item.id].exercises
            assert len(item.kit) == len(set(item.kit))
            assert set(item.kit) == {kit for each in asked for kit in TAUGHT.exercises[each].kit}


def test_a_routine_is_pictured_by_one_of_its_own():
    items = {item.id: item for item in SHELF.items}
    for name, routine in TAUGHT.routines.items():
        assert items[name].face in (*routine.exercises, *routine.checks)
        assert SHELF.still(items[name].face)
    assert items["mobility"].face != items["stretch-full"].face


def test_a_check_with_a_band_needs_one():
    kits = {item.id: item.kit for item in SHELF.items}
    assert (kits["band-effect"], kits["ankle-gap"]) == (("band",), ())


def test_minutes_are_those_of_all_that_are_known():
    squat, hike = (minutes.of_tasks(of_exercise(TAUGHT.exercises[each]))
                   for each in ("squat", "hip-hike"))
    asked_once = (CHANGE_S - 2 * minutes.ANSWER_S) / 60
    assert SHELF.minutes(("squat", "hip-hike", "nothing")) == pytest.approx(
        squat + hike + asked_once)
    assert SHELF.minutes(("nothing",)) == 0


def test_a_lighter_day_and_a_beginner_s_take_less():
    one_set = minutes.of_tasks(of_exercise(TAUGHT.exercises["hip-hike"], sets_most=1))
    assert SHELF.minutes(("hip-hike",), lighter=True) == one_set
    assert SHELF.minutes(("hip-hike",), sets_most=1) == one_set
    assert SHELF.minutes(("hip-hike",)) > one_set + 1
    assert SHELF.sets_most["first-week"] == 1


def test_what_is_not_there_has_no_name_and_is_judged_by_its_knees():
    assert Shelf().name_of("squat") is None
    assert Shelf().knees("squat-check")
    assert not Shelf().directions("squat")
    assert SHELF.directions("banded-side-step")
    assert not SHELF.directions("hip-hike")
    assert not SHELF.knees("thigh-foam-roll")
