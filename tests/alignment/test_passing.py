"""What a knee read where it passed a depth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment.passing import Passing, at_depth

depths = st.lists(st.floats(0.0, 0.5), min_size=2, max_size=40)
numbers = st.floats(-30, 30)


def way(depths_: list[float], degrees: list[float], step_s: float = 0.1) -> list[Passing]:
    return [Passing(n * step_s, *pair)
            for n, pair in enumerate(zip(depths_, degrees, strict=True))]


@given(depths, numbers, st.floats(-100, 100), st.floats(0.0, 1.0))
def test_what_grows_evenly_with_depth_is_read_exactly(
        found: list[float], start: float, slope: float, share: float) -> None:
    depth = min(found) + share * (max(found) - min(found))
    read = at_depth(way(found, [start + slope * d for d in found]), depth)
    assert read == pytest.approx(start + slope * depth, abs=1e-6)


@given(st.lists(st.tuples(st.floats(0.0, 0.5), numbers), min_size=2, max_size=40),
       st.floats(0.0, 0.5))
def test_never_beyond_what_was_read_and_none_where_it_was_not_passed(
        found: list[tuple[float, float]], depth: float) -> None:
    read = at_depth(way([d for d, _ in found], [deg for _, deg in found]), depth)
    passed = min(d for d, _ in found) <= depth <= max(d for d, _ in found)
    assert (read is not None) is passed
    if read is not None:
        degrees = [deg for _, deg in found]
        assert min(degrees) - 1e-9 <= read <= max(degrees) + 1e-9


def test_down_and_up_count_alike() -> None:
    assert at_depth(way([0.0, 0.2, 0.2, 0.0], [0.0, 4.0, 8.0, 8.0]), 0.1) == 5.0


def test_what_was_not_seen_is_not_filled_in() -> None:
    assert at_depth(way([0.0, 0.2], [0.0, 4.0], step_s=0.6), 0.1) is None
    assert at_depth([], 0.1) is None


def test_two_readings_at_one_time_are_no_way() -> None:
    assert at_depth(way([0.0, 0.2], [0.0, 4.0], step_s=0.0), 0.1) is None
