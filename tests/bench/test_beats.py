import pytest

from mirrorapp.bench.beats import Beats, on_time


def test_a_beat_may_come_half_a_period_late() -> None:
    assert on_time([0.0, 0.03, 0.06, 0.20, 0.23], 30.0) == pytest.approx(3 / 4)


def test_of_nothing_nothing_is_on_time() -> None:
    assert on_time([], 30.0) == on_time([1.0], 30.0) == 0.0


def test_python_is_counted_from_the_beat_to_the_drawing() -> None:
    beats = Beats()
    beats.begin()
    sum(range(200_000))
    beats.draw()
    assert len(beats.at_s) == len(beats.python_ms) == 1
    assert beats.python_ms[0] > 0.1
    beats.clear()
    assert not beats.at_s
    assert not beats.python_ms


def test_its_clock_can_be_put_on() -> None:
    beats = Beats()
    before_s = beats.now_s()
    beats.ahead_s = 3600.0
    assert beats.now_s() - before_s >= 3600.0
