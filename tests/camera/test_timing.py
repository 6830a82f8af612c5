"""Frame times: steady whatever the stamps are."""

import math
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mirrorapp.camera.timing import MIN_STEP_S, FileTime, LiveTime, boottime_s, usable_rate_hz
from mirrorapp.clock import ManualClock

anything = st.floats(allow_nan=True, allow_infinity=True)


def test_boottime_runs_on() -> None:
    earlier_s = boottime_s()
    assert boottime_s() >= earlier_s > 0


def test_live_time_is_the_stamps_age_off_the_mirrors_own_clock() -> None:
    times = LiveTime(ManualClock(1000.0), (lambda: 52.0,))
    assert times.of(51.96) == pytest.approx(999.96)


def test_stamp_of_the_second_kernel_clock_is_recognised() -> None:
    times = LiveTime(ManualClock(1000.0), (lambda: 5052.0, lambda: 52.0))
    assert times.of(51.9) == pytest.approx(999.9)


@pytest.mark.parametrize("stamp_s", [None, 0.0, 52.1, 40.0, math.nan, math.inf])
def test_no_stamp_or_one_of_another_clock_means_the_present(stamp_s: float | None) -> None:
    assert LiveTime(ManualClock(1000.0), (lambda: 52.0,)).of(stamp_s) == 1000.0


@given(st.lists(st.tuples(st.floats(0, 1), st.none() | anything), max_size=50))
def test_live_times_always_increase(steps: list[tuple[float, float | None]]) -> None:
    clock = ManualClock(100.0)
    times = LiveTime(clock, (clock.monotonic_s,))
    seen_s = []
    for step_s, stamp_s in steps:
        clock.sleep(step_s)
        seen_s.append(times.of(stamp_s))
    assert all(later > earlier for earlier, later in pairwise(seen_s))


def test_good_stamps_are_kept_and_counted_from_the_first() -> None:
    times = FileTime(30.0)
    assert [times.of(stamp) for stamp in (1.4, 1.45, 1.7)] == pytest.approx([0.0, 0.05, 0.3])


def test_repeated_and_backward_stamps_go_on_by_the_files_rate() -> None:
    times = FileTime(10.0)
    mended = [times.of(stamp) for stamp in (0.0, 0.1, 0.1, 0.05, math.nan)]
    assert mended == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4])


def test_without_a_rate_the_last_good_interval_is_the_step() -> None:
    times = FileTime(None)
    assert [times.of(s) for s in (0.0, 0.04, 0.04)] == pytest.approx([0.0, 0.04, 0.08])


def test_over_the_seam_of_a_loop_time_goes_on() -> None:
    times = FileTime(10.0)
    first = [times.of(stamp) for stamp in (0.5, 0.6)]
    times.rewind()
    second = [times.of(stamp) for stamp in (0.5, 0.6)]
    assert first + second == pytest.approx([0.0, 0.1, 0.2, 0.3])


@given(st.one_of(st.none(), st.floats(1, 1000)), st.lists(anything | st.just("rewind")))
@example(30.0, [-9.2e15, 0.03, 0.06])
def test_file_times_always_increase(rate_hz: float | None, stamps: list[float | str]) -> None:
    times = FileTime(rate_hz)
    seen_s = []
    for stamp in stamps:
        if isinstance(stamp, str):
            times.rewind()
        else:
            seen_s.append(times.of(stamp))
    assert all(math.isfinite(time_s) for time_s in seen_s)
    assert all(later - earlier >= MIN_STEP_S * 0.9 for earlier, later in pairwise(seen_s))


@pytest.mark.parametrize(("rate_hz", "usable"), [
    (30.0, 30.0), (0.5, 0.5), (0.0, None), (-1.0, None), (math.nan, None), (math.inf, None),
    (90000.0, None)])
def test_rates_no_camera_has_are_not_believed(rate_hz: float, usable: float | None) -> None:
    assert usable_rate_hz(rate_hz) == usable
