"""The camera that looks at the figure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.figure.scenery import View
from mirrorapp.figure.viewpoint import floor_matrix, look

STANDPOINTS = ("front", "left", "right", "half_left", "half_right", "above")
LEFT, BACK, UP = np.eye(3)
metres = st.floats(-1.0, 1.0)


@given(st.sampled_from(STANDPOINTS), st.tuples(metres, metres, metres), st.floats(0.3, 2.0),
       st.floats(0.2, 2.0), st.booleans())
def test_the_centre_is_in_the_middle(standpoint, centre_m, height_m, aspect, mirrored):
    view = View(standpoint, centre_m, height_m)
    assert look(view, aspect, mirrored=mirrored).project(np.array(centre_m)) == (
        pytest.approx((0, 0), abs=1e-9))


@given(st.sampled_from(STANDPOINTS), st.lists(st.tuples(metres, metres, metres), min_size=1),
       st.floats(0.2, 2.0))
def test_a_mirror_flips_the_picture_and_nothing_else(standpoint, points_m, aspect):
    seen, mirrored = (look(View(standpoint), aspect, mirrored=way).project(np.array(points_m))
                      for way in (False, True))
    assert mirrored == pytest.approx(seen * (-1, 1), abs=1e-9)


@pytest.mark.parametrize(("standpoint", "nearer"), [
    ("front", -BACK), ("left", LEFT), ("right", -LEFT), ("half_left", LEFT - BACK),
    ("half_right", -LEFT - BACK), ("above", UP)])
def test_it_stands_where_its_name_says(standpoint, nearer):
    point = look(View(standpoint, (0.0, 0.0, 0.0)), 0.6, mirrored=False)
    assert (point.eye[:, :3] @ nearer)[2] > 0.5


def test_the_persons_left_is_on_the_right_and_in_a_mirror_on_the_left():
    for mirrored in (False, True):
        x, _ = look(View(), 0.6, mirrored=mirrored).project(LEFT)
        assert bool(x < 0) is mirrored


@given(st.floats(0.3, 2.0), st.floats(0.0, 2.5), st.floats(0.3, 2.0))
def test_what_must_fit_fits_and_not_much_more(height_m, width_m, aspect):
    view = View("front", (0.0, 0.0, 0.0), height_m, width_m)
    point = look(view, aspect, mirrored=True)
    top = point.project(height_m / 2 * UP)[1]
    side = abs(point.project(width_m / 2 * LEFT)[0])
    assert 0.85 < max(top, side) < 1.0


def test_a_person_is_between_the_nearest_and_the_farthest():
    point = look(View(), 0.6, mirrored=True)
    for place_m in (-0.9 * BACK, 0.9 * BACK, 1.8 * UP):
        clip = point.lens @ [*(point.eye @ [*place_m, 1.0]), 1.0]
        assert -1 < clip[2] / clip[3] < 1


@pytest.mark.parametrize("standpoint", STANDPOINTS)
def test_the_floor_is_wide_as_seen_and_within_the_picture(standpoint):
    view = View(standpoint, (0.3, -0.2, 0.8), 1.85)
    floor = floor_matrix(view)
    angles = np.linspace(0, 2 * np.pi, 60)
    rim = np.stack([np.cos(angles), np.sin(angles), np.zeros(60)], axis=1)
    rim_m = rim @ floor[:, :3].T + floor[:, 3]
    assert rim_m[:, 2] == pytest.approx(0)
    seen_m = rim_m @ look(view, 0.57, mirrored=False).eye[:, :3].T
    assert np.ptp(seen_m[:, 0]) > np.ptp(seen_m[:, 1])
