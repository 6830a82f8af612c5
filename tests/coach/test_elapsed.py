"""Time between readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.coach.elapsed import Absence, Countdown, Elapsed
from tests.coach.readings import nobody, reading


def test_jumps_gaps_and_steps_back_take_no_time() -> None:
    elapsed = Elapsed()
    assert [elapsed.step(at) for at in (5.0, 5.5, 5.0, 5.1, 60.0, 61.0)] == [
        0.0, 0.5, 0.0, pytest.approx(0.1), 0.0, 1.0]


def test_absence_grows_until_somebody_is_there() -> None:
    absence = Absence()
    for one in (nobody(0.0), nobody(1.0)):
        absence.update(one, 1.0)
    assert absence.away_s == 2.0
    absence.update(reading(2.0), 1.0)
    assert absence.away_s == 0.0


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=400))
def test_a_countdown_ticks_at_every_second_but_the_last(steps: list[float]) -> None:
    countdown = Countdown()
    countdown.begin(3.0)
    ticks = 0
    for step_s in steps:
        if countdown.over:
            break
        ticks += countdown.run(step_s)
    assert ticks <= 2
    if countdown.over and max(steps) < 0.5:
        assert ticks == 2
