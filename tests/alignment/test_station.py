"""The camera's projection, against the renderer's own camera."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment.station import (
    Station,
    depth_m,
    focal_px,
    project_px,
    rays,
    vfov_deg,
)
from mirrorapp.figure.scene import Camera

SIZE = (720, 1280)
places = st.builds(Station, st.floats(0.5, 2.2), st.floats(-10, 30), st.floats(-20, 20),
                   st.floats(35, 110), st.floats(1.0, 4.0))
points = st.tuples(st.floats(-0.8, 0.8), st.floats(-0.4, 0.4), st.floats(0.0, 2.0))


@given(station=places, point=points)
def test_it_projects_as_the_renderers_camera(station: Station, point: tuple[float, ...]) -> None:
    camera = Camera(*SIZE, station.height_m, station.distance_m, station.tilt_deg,
                    station.vfov_deg, 0.0, 0.0, station.roll_deg)
    here = np.array(point) + np.array([0.0, station.distance_m, 0.0])
    assert project_px(station, here, *SIZE) == pytest.approx(
        camera.project_px(np.array(point)), abs=1e-6)


@given(station=places, point=points)
def test_a_ray_leads_back_to_the_point(station: Station, point: tuple[float, ...]) -> None:
    here = np.array(point) + np.array([0.0, station.distance_m, 0.0])
    ray = rays(station, project_px(station, here, *SIZE), *SIZE)
    back = ray * depth_m(station, here) + np.array([0.0, 0.0, station.height_m])
    assert back == pytest.approx(here, abs=1e-9)


@given(fov=st.floats(20, 120), height=st.integers(240, 4000))
def test_focal_length_and_field_of_view_are_one(fov: float, height: int) -> None:
    assert vfov_deg(focal_px(fov, height), height) == pytest.approx(fov)
