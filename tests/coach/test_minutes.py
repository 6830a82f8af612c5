"""How long a session takes; against the simulated user: tests/simulate/test_minutes.py."""

import pytest

from mirrorapp.coach import minutes
from mirrorapp.coach.place import READ_S, READY_S
from mirrorapp.coach.plan import COUNT_IN_S
from mirrorapp.coach.tasks import STEP_S, Task, of_checks, of_exercise
from mirrorapp.exercises import checks, library
from mirrorapp.exercises.schema import Exercise
from tests.everything import EVERYTHING as ALL

BEGIN_S = READY_S + COUNT_IN_S
PAIN_S = 2 * minutes.ANSWER_S


def seconds(*tasks: Task) -> float:
    return 60 * minutes.of_tasks(tasks)


@pytest.mark.parametrize("name", ALL.routines)
def test_a_routine_tells_what_it_takes(name: str) -> None:
    assert not [*minutes.far_off(ALL.routines[name], ALL)]


def test_every_card_is_read() -> None:
    squat = library.load("squat")
    first, later = of_exercise(squat)
    assert seconds(later) == pytest.approx(PAIN_S + 30 + BEGIN_S + 10 * 5)
    cautions = (*squat.cautions, *squat.cautions)
    more = first.exercise.model_copy(update={"cautions": cautions}) if first.exercise else squat
    read_s = seconds(*of_exercise(more)) - seconds(*of_exercise(squat))
    assert read_s == pytest.approx(READ_S * len(squat.cautions))


def test_what_is_told_line_by_line_may_take_longer_than_its_cards() -> None:
    hold = of_checks((checks.load("standing-axis"),), library.load)[0]
    assert seconds(hold) == pytest.approx(
        PAIN_S + STEP_S * len(hold.steps) + BEGIN_S + hold.hold_s)


def test_breath_is_asked_about_once_an_exercise() -> None:
    stretch = library.load("standing-leg-stretch")
    leaving_s = stretch.phases[-1].seconds
    other = of_exercise(stretch)[1]
    one_s = seconds(other)
    assert one_s == pytest.approx(PAIN_S + minutes.ANSWER_S + BEGIN_S + 120 + leaving_s)
    assert seconds(other, other) == pytest.approx(2 * one_s - PAIN_S - minutes.ANSWER_S)


@pytest.mark.parametrize(("name", "work_s"), [("thigh-foam-roll", 180), ("foot-doming", 70)])
def test_what_is_timed_lasts_as_long_as_its_phases(name: str, work_s: float) -> None:
    last = of_exercise(library.load(name))[-1]
    assert seconds(last) == pytest.approx(
        PAIN_S + last.rest_s + last.told_s() + BEGIN_S + work_s)


def test_repetitions_without_a_tempo_have_the_slow_one() -> None:
    def last(exercise: Exercise) -> float:
        return seconds(of_exercise(exercise)[-1])
    squat = library.load("squat").model_copy(update={"guide": None})
    assert last(squat.model_copy(update={"phases": ()})) == last(squat)


def test_repetitions_go_no_faster_than_they_are_shown() -> None:
    steps = library.load("banded-side-step")
    assert steps.guide is not None
    assert sum(each.seconds for each in steps.phases) < steps.guide.seconds
    last = of_exercise(steps)[-1]
    assert seconds(last) == pytest.approx(PAIN_S + BEGIN_S + 10 * steps.guide.seconds)


@pytest.mark.parametrize(("off", "far"), [(0.9, False), (-0.9, False), (1.1, True), (-1.1, True)])
def test_a_routine_that_tells_another_time_is_told(off: float, *, far: bool) -> None:
    routine = ALL.routines["strength"]
    told = routine.model_copy(update={"minutes": minutes.of_routine(routine, ALL) + off})
    assert bool([*minutes.far_off(told, ALL)]) is far
