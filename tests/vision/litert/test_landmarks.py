from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.vision.litert import landmarks
from mirrorapp.vision.litert.landmarks import refined

from .support import Told, region

COLD, HOT = -20.0, 8.0
PICTURE = np.zeros((400, 600, 3), np.uint8)
REGION = region(300, 200, 200, width_px=600, height_px=400)


def moved_cells(maps: np.ndarray, *cells: tuple[float, float]) -> np.ndarray:
    """Where points in these (column, row) cells go."""
    return refined(np.array(cells, np.float32) / np.float32(64), maps) * 64


def heat(*hot: tuple[int, int]) -> np.ndarray:
    """One map of 64 x 64 that is hot in these (row, column) cells."""
    grid = np.full((64, 64, 1), COLD, np.float32)
    for row, column in hot:
        grid[row, column] = HOT
    return grid


def test_a_point_goes_to_where_its_map_is_hot() -> None:
    assert moved_cells(heat((31, 22)), (20, 30))[0] == pytest.approx((22, 31), abs=1e-4)


def test_between_two_hot_cells_it_is_the_middle() -> None:
    moved = moved_cells(heat((30, 20), (30, 22)), (20, 30))
    assert moved[0] == pytest.approx((21, 30), abs=1e-4)


@pytest.mark.parametrize("hot", [(), ((40, 20),), ((30, 24),)])
def test_what_is_cold_or_far_away_moves_nothing(hot: tuple[tuple[int, int], ...]) -> None:
    assert moved_cells(heat(*hot), (20.5, 30.5)).tolist() == [[20.5, 30.5]]


@pytest.mark.parametrize(("point", "hot", "cell"), [
    ((0.0, 0.0), (2, 1), (1, 2)), ((63.9, 63.9), (61, 63), (63, 61)),
    ((0.5, 40.0), (40, 2), (2, 40)), ((-0.9, 40.0), (40, 2), (2, 40))])
def test_at_the_edge_only_what_is_in_the_map_counts(
        point: tuple[float, float], hot: tuple[int, int], cell: tuple[int, int]) -> None:
    assert moved_cells(heat(hot), point)[0] == pytest.approx(cell, abs=1e-4)


def test_each_point_has_a_map_of_its_own() -> None:
    maps = np.concatenate([heat((31, 22)), heat(), heat((10, 10))], axis=2)
    moved = moved_cells(maps, (20, 30), (20, 30), (11, 9))
    assert moved == pytest.approx(np.array([[22, 31], [20, 30], [10, 10]]), abs=1e-4)


@given(st.floats(-64, 128), st.floats(-64, 128))
def test_a_point_is_moved_by_less_than_four_cells(x: float, y: float) -> None:
    everywhere = np.full((64, 64, 1), HOT, np.float32)
    assert np.abs(moved_cells(everywhere, (x, y)) - (x, y)).max() <= 4 + 1e-3


def test_where_nothing_is_hot_at_all_no_point_is_moved() -> None:
    """So cold that float32 has no number for it."""
    points = np.full((39, 2), 0.5, np.float32)
    heat = np.full((64, 64, 39), -200.0, np.float32)
    np.testing.assert_array_equal(landmarks.refined(points, heat), points)


def test_numbers_become_pixels_of_the_picture() -> None:
    points = np.full((39, 5), 0.0)
    points[:, :3] = 128.0, 64.0, 32.0
    points[34, :2] = 128.0, 0.0
    world = np.tile([0.1, 0.2, 0.3], (39, 1))
    network = Told(256, points.ravel(), [0.9], np.full((64, 64, 39), COLD), world.ravel())
    reading = landmarks.read(network, PICTURE, REGION)
    assert reading is not None
    assert reading.pose.px[0] == pytest.approx((300, 150, 25))
    assert reading.pose.world_m[0] == pytest.approx((0.1, 0.2, 0.3))
    assert reading.pose.visibility[0] == reading.pose.presence[0] == 0.5
    assert (reading.following.x, reading.following.y) == pytest.approx((300 / 600, 150 / 400))
    assert reading.following.width == pytest.approx(2 * 1.25 * 50 / 600)


@pytest.mark.parametrize("sure", [0.0, 0.49, float("nan")])
def test_where_nobody_is_nobody_is_read(sure: float) -> None:
    network = Told(256, np.ones(195), [sure], np.zeros((64, 64, 39)), np.ones(117))
    assert landmarks.read(network, PICTURE, REGION) is None


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), 1e30])
def test_numbers_that_no_place_has_are_nobody(odd: float) -> None:
    for place in (0, 3):
        told: list[Any] = [np.ones(195), [0.9], np.zeros((64, 64, 39)), np.ones(117)]
        told[place] = np.full(len(told[place]), odd)
        network = Told(256, *told)
        assert landmarks.read(network, PICTURE, REGION) is None


def test_in_a_region_without_a_size_is_nobody() -> None:
    network = Told(256, np.ones(195), [0.9], np.zeros((64, 64, 39)), np.ones(117))
    reading = landmarks.read(network, PICTURE, REGION)
    assert reading is not None
    assert landmarks.read(network, PICTURE, reading.following) is None
