from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.vision.litert.steadying import Steadying, _Filter
from tests.vision.support import standing

SIZE_PX = 500.0
moves = st.lists(st.tuples(st.floats(-500, 500), st.floats(0.001, 2.0)), min_size=1, max_size=20)


def test_the_first_look_is_taken_as_it_is() -> None:
    pose = standing()
    steady = Steadying().steady(pose, 1.0, SIZE_PX)
    assert np.array_equal(steady.px, pose.px)
    assert np.array_equal(steady.world_m, pose.world_m)
    assert np.array_equal(steady.visibility, pose.visibility)


@given(moves)
def test_what_is_filtered_never_leaves_the_span_of_old_and_new(
        steps: list[tuple[float, float]]) -> None:
    steadying, time_s = _Filter(0.05, 80.0), 0.0
    last = steadying.step(np.zeros(3), time_s, 1.0)
    for value, dt_s in steps:
        time_s += dt_s
        now = steadying.step(np.full(3, value), time_s, 1.0)
        assert (now >= np.minimum(last, value) - 1e-9).all()
        assert (now <= np.maximum(last, value) + 1e-9).all()
        last = now


def test_its_speed_is_that_of_what_comes_in() -> None:
    """By hand: 30 looks a second, 0.1 body lengths in one step, then none."""
    steadying = _Filter(0.05, 80.0)
    steadying.step(np.zeros(1), 0.0, 1.0)
    dt_s = 1 / 30

    def weight(hz: float) -> float:
        return 1 / (1 + 1 / (2 * np.pi * hz * dt_s))

    speed = weight(1.0) * 0.1 / dt_s
    first = weight(0.05 + 80 * speed) * 0.1
    assert steadying.step(np.array([0.1]), dt_s, 1.0)[0] == pytest.approx(first)
    speed *= 1 - weight(1.0)
    second = first + weight(0.05 + 80 * speed) * (0.1 - first)
    assert steadying.step(np.array([0.1]), 2 * dt_s, 1.0)[0] == pytest.approx(second)


def test_after_a_loss_places_begin_anew_and_how_well_they_are_seen_goes_on() -> None:
    steadying = Steadying()
    steadying.steady(standing(300.0, visibility=1.0), 1.0, SIZE_PX)
    steadying.lost()
    elsewhere = standing(500.0, visibility=0.5)
    steady = steadying.steady(elsewhere, 2.0, SIZE_PX)
    assert np.array_equal(steady.px, elsewhere.px)
    assert steady.visibility[0] == pytest.approx(1.0 - 0.1 * 0.5)


def test_presence_passes_at_once() -> None:
    steadying, pose = Steadying(), standing()
    steadying.steady(pose, 1.0, SIZE_PX)
    gone = replace(pose, presence=np.zeros_like(pose.presence))
    assert not steadying.steady(gone, 1.03, SIZE_PX).presence.any()


def test_a_body_without_length_is_left_as_it_is() -> None:
    steadying, pose = Steadying(), standing()
    steadying.steady(pose, 1.0, SIZE_PX)
    point = replace(pose, px=np.full_like(pose.px, 5.0))
    steady = steadying.steady(point, 1.03, 0.0)
    assert np.array_equal(steady.px, point.px)
