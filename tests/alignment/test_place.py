"""Which way is up, and how far away the user is, by what is known of the camera."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment import geometry, place
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.station import Station, project_px
from mirrorapp.events import Refusal, Side
from mirrorapp.vision.pose import Landmark, Pose, Sighting
from tests.bodies import HEIGHT, WIDTH, Body, squats

LEVEL = Station(1.4, 0.0, 0.0, 70.0, 2.0)


def rolled(sighting: Sighting, roll_deg: float) -> Sighting:
    """As a camera with so much roll sees it: upright things lean to the left."""
    assert sighting.pose is not None
    return replace(sighting, pose=place.levelled(
        sighting.pose, replace(LEVEL, roll_deg=-roll_deg), sighting))


def lean_deg(pose: Pose) -> float:
    """Of the line from the ankles to the shoulders, + = to the right."""
    p = geometry.points(pose)
    low = (p[Landmark.LEFT_ANKLE] + p[Landmark.RIGHT_ANKLE]) / 2
    high = (p[Landmark.LEFT_SHOULDER] + p[Landmark.RIGHT_SHOULDER]) / 2
    return float(np.degrees(np.arctan2(high[0] - low[0], low[1] - high[1])))


@given(st.floats(-20, 20))
def test_levelling_takes_the_roll_out(roll_deg: float) -> None:
    crooked = rolled(Body().sighting(0.0), roll_deg)
    assert crooked.pose is not None
    assert lean_deg(crooked.pose) == pytest.approx(-roll_deg, abs=1e-6)
    level = place.levelled(crooked.pose, replace(LEVEL, roll_deg=roll_deg), crooked)
    assert lean_deg(level) == pytest.approx(0.0, abs=1e-6)


def test_a_roll_within_its_uncertainty_is_left_alone() -> None:
    sighting = Body().sighting(0.0)
    unsure = replace(LEVEL, roll_deg=1.0, roll_deg_u=0.6)
    assert sighting.pose is not None
    assert place.levelled(sighting.pose, unsure, sighting) is sighting.pose
    assert place.levelled(sighting.pose, None, sighting) is sighting.pose


def read(sightings: list[Sighting], station: Station | None) -> Reading:
    aligner = Aligner(station=station)
    return max((aligner.read(each) for each in sightings), key=lambda r: r.depth or 0.0)


def test_a_crooked_camera_reads_as_a_straight_one_once_it_is_known() -> None:
    films = list(squats())
    crooked = [rolled(each, 8.0) for each in films]
    straight, known = read(films, None), read(crooked, replace(LEVEL, roll_deg=8.0))
    unknown = read(crooked, None)
    for side in Side:
        truth = straight.knees[side].movement_deg
        assert known.knees[side].movement_deg == pytest.approx(truth, abs=0.05)
        assert unknown.knees[side].movement_deg != pytest.approx(truth, abs=0.05)


def test_marks_are_drawn_where_the_legs_are_in_the_picture() -> None:
    crooked = [rolled(each, 8.0) for each in squats()]
    reading = read(crooked, replace(LEVEL, roll_deg=8.0))
    assert reading.pose is not None
    for side in Side:
        assert reading.knees[side].leg == geometry.leg(reading.pose, side)


def standing_at(distance_m: float, station: Station) -> Sighting:
    """Somebody whose ankles are so far from the camera."""
    feet = np.array([[x, distance_m, 0.08] for x in (0.12, -0.12)])
    (left, right) = project_px(station, feet, WIDTH, HEIGHT)
    body = Body(feet_y=float(left[1]), shank=float(left[0] - right[0]) / 0.7)
    return body.sighting(0.0)


@given(st.floats(1.2, 4.0), st.floats(0.8, 1.5), st.floats(0, 12))
def test_the_distance_comes_from_the_floor(distance_m: float, height_m: float, tilt_deg: float
                                           ) -> None:
    station = Station(height_m, tilt_deg, 0.0, 90.0, 2.0)
    sighting = standing_at(distance_m, station)
    assert sighting.pose is not None
    assert place.distance_m(sighting.pose, station, sighting) == pytest.approx(distance_m, rel=0.01)


def test_no_distance_is_told_of_feet_above_the_horizon_or_an_unknown_camera() -> None:
    sighting = Body(feet_y=500.0).sighting(0.0)
    assert sighting.pose is not None
    assert place.distance_m(sighting.pose, LEVEL, sighting) is None
    assert place.distance_m(sighting.pose, None, sighting) is None


@pytest.mark.parametrize(("distance_m", "refusal"), [
    (1.1, Refusal.TOO_NEAR), (2.2, None), (4.0, Refusal.TOO_FAR)])
def test_nobody_is_judged_from_where_it_was_not_tried(distance_m: float,
                                                      refusal: Refusal | None) -> None:
    # The figure's size in the picture stays: only the calibration says how far away it is.
    sighting = Body().sighting(0.0)
    down = (Body().feet_y - HEIGHT / 2) / (HEIGHT / 2) * np.tan(np.radians(35))
    station = Station(0.08 + distance_m * down, 0.0, 0.0, 70.0, 2.0)
    assert Aligner(station=station).read(sighting).refusal is refusal
