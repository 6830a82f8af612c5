"""Which beats of the screens come late; the clock stands still."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.camera.feed import Pace
from mirrorapp.ui.pulse import LATE, Pulse

FPS = 30


class Rig:
    def __init__(self) -> None:
        self.now_s = 5.0
        self.pulse = Pulse(lambda: FPS, lambda: self.now_s)

    def beat(self, *steps: float) -> float:
        """After each of these steps, in periods; the share that was late."""
        for step in steps:
            self.now_s += step / FPS
            self.pulse.beat()
        return self.pulse.late


def test_beats_in_time_are_not_late() -> None:
    assert Rig().beat(*[1.0] * 300) == 0


@given(st.integers(2, 20))
def test_it_is_the_share_of_those_that_came_late(one_in: int) -> None:
    late = Rig().beat(*([2.0] + [1.0] * (one_in - 1)) * 30)
    assert late == pytest.approx(1 / one_in, abs=0.04)


def test_a_few_beats_tell_nothing() -> None:
    assert Rig().beat(*[3.0] * 25) == 0


def test_what_is_long_past_is_forgotten() -> None:
    rig = Rig()
    assert rig.beat(*[2.0] * 60) == 1
    assert rig.beat(*[1.0] * 301) == 0


@pytest.mark.parametrize("pace", [Pace.SLOW, Pace.OFF])
def test_a_dark_glass_beats_slowly_on_purpose(pace: Pace) -> None:
    rig = Rig()
    for _ in range(100):
        rig.beat(6.0)
        rig.pulse.pace(pace)
    rig.pulse.pace(Pace.FULL)
    assert rig.beat(*[1.0] * 100) == 0


def test_a_little_late_is_in_time() -> None:
    assert Rig().beat(*[0.98 * LATE] * 100) == 0
