"""From an exercise to its sets, sides taking turns."""

import pytest

from mirrorapp.coach.tasks import BAND_S, CHANGE_S, FLOOR_S, in_a_row, of_exercise
from mirrorapp.events import Side
from mirrorapp.exercises import library


def test_sides_take_turns_and_rest_comes_before_the_next_round() -> None:
    exercise = library.load("hip-hike")
    tasks = of_exercise(exercise)
    assert [(each.set_number, each.side) for each in tasks] == [
        (1, Side.RIGHT), (1, Side.LEFT), (2, Side.RIGHT), (2, Side.LEFT)]
    assert [each.rest_s for each in tasks] == [0, 0, exercise.dose.rest_s, 0]
    assert [each.switched for each in tasks] == [False, True, False, True]
    assert [bool(each.steps) for each in tasks] == [True, False, False, False]
    assert {each.reps for each in tasks} == {10}


def test_both_at_once_has_no_sides() -> None:
    assert [each.side for each in of_exercise(library.load("squat"))] == [None, None]


@pytest.mark.parametrize("name", library.known())
def test_every_exercise_has_tasks_and_no_side_more_than_the_other(name: str) -> None:
    exercise = library.load(name)
    tasks = of_exercise(exercise)
    assert len(tasks) == exercise.dose.sets * (1 if exercise.sides.kind == "both" else 2)
    sides = [each.side for each in tasks if each.side is not None]
    assert sides.count(Side.LEFT) == sides.count(Side.RIGHT)
    if sides:
        assert sides[0] is exercise.sides.first
    for each in tasks:
        assert (each.hold_s > 0) is (exercise.dose.kind != "reps")
        assert (each.reps > 0) is (exercise.dose.kind == "reps")


def test_lighter_is_a_set_less_or_two_thirds_of_the_only_one() -> None:
    assert len(of_exercise(library.load("hip-hike"), lighter=True)) == 2
    stretch = of_exercise(library.load("seated-thigh-stretch"), lighter=True)
    assert [each.hold_s for each in stretch] == [pytest.approx(80), pytest.approx(80)]
    once = of_exercise(library.load("hip-hike"), lighter=True, sets_most=1)
    assert [each.reps for each in once] == [7, 7]


def test_what_is_timed_is_lighter_with_all_of_its_lines_or_with_fewer_rounds() -> None:
    roll = of_exercise(library.load("thigh-foam-roll"), lighter=True)
    assert [each.hold_s for each in roll] == [pytest.approx(120), pytest.approx(120)]
    assert roll[0].exercise is not None
    assert [each.seconds for each in roll[0].exercise.phases] == [pytest.approx(40)] * 3
    (feet,) = of_exercise(library.load("foot-doming"), lighter=True, sets_most=1)
    assert feet.hold_s == 49  # seven rounds of seven seconds, each as long as ever
    (one_of_two,) = of_exercise(library.load("foot-doming"), lighter=True)
    assert one_of_two.hold_s == 70


def test_what_a_side_is_owed_is_added_once_and_within_limits() -> None:
    stretch = library.load("seated-thigh-stretch")
    right, left = of_exercise(stretch, owed_s={Side.LEFT: 20.0, Side.RIGHT: 0.0})
    assert (right.hold_s, left.hold_s) == (120, 140)
    assert of_exercise(stretch, owed_s={Side.LEFT: 500.0})[1].hold_s == 150


def test_a_longer_hold_is_the_most_of_its_dose_where_nothing_else_is_asked() -> None:
    stretch = library.load("seated-thigh-stretch")
    assert [each.hold_s for each in of_exercise(stretch, longer=True)] == [150, 150]
    owing = of_exercise(stretch, longer=True, owed_s={Side.LEFT: 20.0, Side.RIGHT: 0.0})
    assert [each.hold_s for each in owing] == [120, 140]
    assert of_exercise(stretch, longer=True, lighter=True) == of_exercise(stretch, lighter=True)
    kneeling = library.load("half-kneeling-hip-flexor")
    assert of_exercise(kneeling, longer=True) == of_exercise(kneeling)


def test_a_lighter_session_asks_for_nothing_that_is_owed() -> None:
    stretch = library.load("seated-thigh-stretch")
    assert of_exercise(stretch, lighter=True, owed_s={Side.LEFT: 20.0}) == of_exercise(
        stretch, lighter=True)


def test_a_pause_for_breath_comes_before_every_exercise_but_the_first() -> None:
    two = in_a_row([of_exercise(library.load("squat")), of_exercise(library.load("hip-hike"))])
    assert two[0].rest_s == 0
    assert two[2].rest_s == CHANGE_S


def test_there_is_time_to_put_a_band_on_or_to_lie_down() -> None:
    clamshell, later, *_ = of_exercise(library.load("banded-clamshell"))
    assert clamshell.told_s() >= BAND_S
    assert later.told_s() >= FLOOR_S
    assert of_exercise(library.load("squat"))[0].told_s() < BAND_S
