from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.vision.pose import Sighting
from mirrorapp.vision.smoothing import OneEuro, PoseSmoother, start, step

from .support import sighting, standing

CONSTANTS = OneEuro()
values = st.floats(-1e4, 1e4)
intervals = st.floats(1e-3, 0.5)


def moved(time_s: float, by_px: float) -> Sighting:
    pose = standing()
    return sighting(time_s, replace(pose, px=pose.px + np.array([by_px, 0, 0])))


def x_px(seen: Sighting) -> float:
    assert seen.pose is not None
    return float(seen.pose.px[0, 0])


def smooth_x_px(smoother: PoseSmoother, seen: Sighting) -> float:
    found = smoother(seen)
    assert found is not None
    return float(found[0].px[0, 0])


@given(st.lists(st.tuples(values, intervals), min_size=1, max_size=30), values)
def test_the_result_stays_between_what_was_seen(seen: list[tuple[float, float]],
                                                first: float) -> None:
    state, low, high = start(np.array([first])), first, first
    for value, dt_s in seen:
        state = step(state, np.array([value]), dt_s, np.array([1.0]), CONSTANTS)
        low, high = min(low, value), max(high, value)
        assert low - 1e-6 <= state.value[0] <= high + 1e-6


@given(st.lists(st.tuples(values, intervals), min_size=1, max_size=20), st.floats(-1e3, 1e3),
       st.floats(0.01, 100))
def test_neither_place_nor_scale_matters(seen: list[tuple[float, float]], shift: float,
                                         scale: float) -> None:
    one, other = start(np.array([0.0])), start(np.array([shift]))
    for value, dt_s in seen:
        one = step(one, np.array([value]), dt_s, np.array([1.0]), CONSTANTS)
        other = step(other, np.array([value * scale + shift]), dt_s, np.array([scale]), CONSTANTS)
    np.testing.assert_allclose(other.value, one.value * scale + shift, rtol=1e-6, atol=1e-4)


@given(values, st.lists(intervals, min_size=1, max_size=20))
def test_what_rests_is_left_alone(value: float, dts_s: list[float]) -> None:
    state = start(np.array([value]))
    for dt_s in dts_s:
        state = step(state, np.array([value]), dt_s, np.array([1.0]), CONSTANTS)
    assert state.value[0] == value


@pytest.mark.parametrize("rate_hz", [6, 15, 30, 60])
def test_jitter_at_rest_is_damped_at_any_rate(rate_hz: float) -> None:
    rng = np.random.default_rng(0)
    smoother = PoseSmoother()
    noise = rng.normal(0, 1, 400)
    out = [smooth_x_px(smoother, moved(i / rate_hz, n)) for i, n in enumerate(noise)]
    assert np.std(out[20:]) < (0.85 if rate_hz < 10 else 0.7) * np.std(noise)


@pytest.mark.parametrize("rate_hz", [6, 15, 30])
def test_a_movement_is_about_a_tenth_of_a_second_late_and_no_more(rate_hz: float) -> None:
    smoother, speed_px_s = PoseSmoother(), 60.0  # half a torso a second
    for index in range(rate_hz * 3):
        seen = moved(index / rate_hz, speed_px_s * index / rate_hz)
        found_px = smooth_x_px(smoother, seen)
    lag_s = (x_px(seen) - found_px) / speed_px_s
    assert 0 <= lag_s < 0.1


def test_a_gap_and_nobody_start_afresh() -> None:
    smoother = PoseSmoother()
    smoother(moved(0.0, 0))
    assert smooth_x_px(smoother, moved(0.6, 30)) == x_px(moved(0, 30))
    assert smoother(sighting(0.65, None)) is None
    assert smooth_x_px(smoother, moved(0.7, 0)) > x_px(moved(0, 0)), "a short blink goes on"
    assert smooth_x_px(smoother, moved(1.3, 10)) == x_px(moved(0, 10))


def test_a_cut_starts_afresh_and_a_quick_movement_does_not() -> None:
    smoother = PoseSmoother()
    smoother(moved(0.0, 0))
    assert smooth_x_px(smoother, moved(0.03, 200)) == x_px(moved(0, 200))
    assert smooth_x_px(smoother, moved(0.06, 210)) < x_px(moved(0, 210))


@pytest.mark.parametrize("time_s", [1.0, 0.5])
def test_time_that_does_not_go_on_starts_afresh(time_s: float) -> None:
    smoother = PoseSmoother()
    smoother(moved(1.0, 0))
    assert smooth_x_px(smoother, moved(time_s, 5)) == x_px(moved(0, 5))


def test_another_frame_size_starts_afresh() -> None:
    smoother = PoseSmoother()
    smoother(moved(0.0, 0))
    other = replace(moved(0.03, 5), width_px=1280)
    assert smooth_x_px(smoother, other) == x_px(other)


def test_visibility_and_the_original_stay_as_they_are() -> None:
    smoother, seen = PoseSmoother(), moved(0.03, 10)
    smoother(moved(0.0, 0))
    assert seen.pose is not None
    before = seen.pose.px.copy()
    found = smoother(seen)
    assert found is not None
    assert found[0].visibility is seen.pose.visibility
    np.testing.assert_array_equal(seen.pose.px, before)
    assert np.isfinite(found[0].px).all()


def test_another_look_at_the_same_body_is_smoothed_beside_it_by_its_own_torso() -> None:
    smoother, other, both = PoseSmoother(), PoseSmoother(), PoseSmoother()
    for time_s, by_px in ((0.0, 0.0), (0.03, 6.0), (0.06, 4.0)):
        seen, again = moved(time_s, by_px), moved(time_s, by_px / 2 + 3)
        assert seen.pose is not None
        assert again.pose is not None
        again = replace(again, pose=replace(again.pose, px=1.1 * again.pose.px))
        assert again.pose is not None
        first, second, found = smoother(seen), other(again), both(seen, again.pose.px)
        assert first is not None
        assert second is not None
        assert found is not None
        np.testing.assert_array_equal(found[0].px, first[0].px)
        np.testing.assert_array_equal(found[1].px, second[0].px)
        assert found[0].world_m is found[1].world_m
