import math
from functools import partial

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.vision.litert.region import MARGIN, Box, Region, around, cut_out, first

from .support import region

square = partial(region, width_px=540, height_px=960)
px = st.floats(-3000, 3000)
angles = st.floats(-math.pi, math.pi)
SIZE = np.array((540, 960), np.float32)


def box(x: float, y: float, side: float, angle: float = 0.0) -> Box:
    return (x, y), (side, side), math.degrees(angle)


@given(px, px, st.floats(1, 3000), angles)
def test_the_points_it_was_made_of_are_in_its_middle_and_straight_above(
        x: float, y: float, reach: float, angle: float) -> None:
    points_px = np.array([(x, y), (x + reach * math.sin(angle), y - reach * math.cos(angle))])
    there = around((points_px / SIZE).astype(np.float32), SIZE)
    above = np.array([[0.5, 0.5], [0.5, 0.5 - 0.5 / MARGIN]], np.float32)
    assert there.to_picture(above) * SIZE == pytest.approx(points_px, abs=0.01)
    middle, sides, _ = there.box(SIZE)
    assert middle == pytest.approx((x, y), abs=0.01)
    assert sides == pytest.approx((2 * MARGIN * reach,) * 2, abs=0.01)


@given(angles)
def test_a_vector_keeps_its_length_and_turns_with_the_region(angle: float) -> None:
    turned = Region(0, 0, 1, 1, angle).turned(np.array([[0, -2]], np.float32))[0]
    assert turned == pytest.approx((2 * math.sin(angle), -2 * math.cos(angle)), abs=1e-6)


@pytest.mark.parametrize(("angle", "shown"), [
    (0.0, [[1, 2], [3, 4]]), (math.pi / 2, [[2, 4], [1, 3]]), (math.pi, [[4, 3], [2, 1]])])
def test_a_turned_region_shows_the_picture_turned_back(angle: float,
                                                       shown: list[list[int]]) -> None:
    picture = np.kron(np.array([[1, 2], [3, 4]], np.uint8), np.ones((8, 8), np.uint8))
    cut = cut_out(np.dstack([picture] * 3), box(8, 8, 16, angle), 16, cv2.BORDER_CONSTANT)
    assert cut[4::8, 4::8, 0].tolist() == shown


def test_what_lies_between_pixels_is_mixed_of_them() -> None:
    ramp = np.dstack([np.tile(np.arange(0, 64, 4, dtype=np.uint8), (16, 1))] * 3)
    cut = cut_out(ramp, box(8.25, 8, 16), 16, cv2.BORDER_REPLICATE)
    assert cut[3, 2:8, 0].tolist() == [9, 13, 17, 21, 25, 29]


def test_outside_of_the_picture_it_is_black_or_as_the_edge() -> None:
    white = np.full((40, 60, 4), 255, np.uint8)
    black = cut_out(white, box(30, 20, 60), 30, cv2.BORDER_CONSTANT)
    assert black.shape == (30, 30, 3)
    assert not black[:4].any()
    assert (black[6:24] == 255).all()
    assert (cut_out(white, box(30, 20, 60), 30, cv2.BORDER_REPLICATE) == 255).all()


@given(px, px, st.floats(1e-3, 1e9), angles)
def test_no_region_is_too_far_away_or_too_large(x: float, y: float, size: float,
                                                angle: float) -> None:
    cut = cut_out(np.full((20, 20, 3), 200, np.uint8), box(x, y, size, angle), 16,
                  cv2.BORDER_REPLICATE)
    assert (cut == 200).all()


@pytest.mark.parametrize(("other", "share"), [
    (square(0, 0, 10), 1.0), (square(5, 0, 10), 1 / 3), (square(0, -5, 10, angle=1.0), 1 / 3),
    (square(1, 1, 5), 1 / 4), (square(20, 0, 10), 0.0), (square(20, 20, 10), 0.0)])
def test_how_much_two_regions_have_in_common(other: Region, share: float) -> None:
    assert square(0, 0, 10).overlap(other) == pytest.approx(share)
    assert other.overlap(square(0, 0, 10)) == pytest.approx(share)


def test_regions_without_a_size_have_nothing_in_common() -> None:
    assert square(0, 0, 0).overlap(square(0, 0, 0)) == 0
    assert square(0, 0, 0).overlap(square(0, 0, 10)) == 0


def test_a_tracker_begins_with_the_first_one_but_with_the_last_of_one_place() -> None:
    one, there, far = square(0, 0, 10), square(1, 0, 10), square(30, 0, 10)
    assert first([]) is None
    assert first([one, far]) is one
    assert first([one, there]) is there
    assert first([one, far, there]) is far
