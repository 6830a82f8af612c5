"""The calibration screen's course."""

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.calibrating import ABANDONED_S, HOLD_S, Calibrating
from mirrorapp.coach.calibration_state import Stage
from mirrorapp.events import Refusal, Side
from tests.coach.test_standstill import FPS, reading
from tests.standing_bodies import SIZE_PX


def nobody(time_s: float) -> Reading:
    return Reading(time_s, *SIZE_PX, refusal=Refusal.NO_PERSON)


def test_it_waits_holds_and_hands_over_once() -> None:
    course = Calibrating(None)
    assert course.update(nobody(0.0)) is None
    assert course.state.stage is Stage.WAIT
    given = [course.update(reading(1 + nth / FPS)) for nth in range(round(HOLD_S * FPS) + 1)]
    assert [each is not None for each in given] == [False] * (len(given) - 1) + [True]


def test_it_says_why_it_waits_once_that_has_lasted() -> None:
    course = Calibrating(None)
    course.update(reading(0.0, refusal=Refusal.FEET_OUT))
    assert course.state.hint is None
    for nth in range(10):
        course.update(reading(nth / FPS, refusal=Refusal.FEET_OUT))
    assert course.state.hint is Refusal.FEET_OUT
    course.update(reading(1.1, square_up=Side.LEFT))
    assert course.state.hint is None
    assert course.state.square_up is Side.LEFT
    assert course.state.stage is Stage.WAIT


def test_again_keeps_the_height_and_nothing_else() -> None:
    course = Calibrating(180)
    for nth in range(20):
        course.update(reading(nth / FPS))
    course.again()
    assert course.state.height_cm == 180
    assert course.state.portion == 0.0
    assert course.state.stage is Stage.WAIT


def test_nobody_for_long_abandons_it() -> None:
    course = Calibrating(None)
    for second in range(int(ABANDONED_S)):
        course.update(nobody(float(second)))
    assert not course.abandoned
    course.update(nobody(ABANDONED_S))
    assert course.abandoned
