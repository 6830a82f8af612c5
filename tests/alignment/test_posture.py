"""What pelvis, trunk and knee gap have done since standing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment import posture
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.posture import Measure, Posture
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose
from tests.bodies import Body, squats


def moved(pose: Pose, marks: tuple[Landmark, ...], x: float = 0.0, y: float = 0.0) -> Pose:
    px = pose.px.copy()
    px[list(marks), :2] += (x, y)
    return replace(pose, px=px)


HIPS = Landmark.LEFT_HIP, Landmark.RIGHT_HIP
SHOULDERS = Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER
STANDING = posture.measure(Body().pose())


def test_standing_straight_is_level_and_over_the_feet() -> None:
    assert STANDING.pelvis_tilt_deg == pytest.approx(0.0)
    assert STANDING.pelvis_shift == pytest.approx(0.0)
    assert STANDING.trunk_lean_deg == pytest.approx(0.0)


def test_left_is_the_users_own() -> None:
    # Facing the camera, the user's left is on the picture's right.
    body = Body().pose()
    shifted = posture.measure(moved(body, (*HIPS, *SHOULDERS), x=40))
    assert shifted.pelvis_shift > 0
    assert shifted.trunk_lean_deg == pytest.approx(0.0)
    assert posture.measure(moved(body, SHOULDERS, x=40)).trunk_lean_deg > 0
    assert posture.measure(moved(body, (Landmark.LEFT_HIP,), y=-20)).pelvis_tilt_deg > 0


def test_knees_that_come_together_make_the_gap_smaller() -> None:
    both = Body(depth=0.2, valgus=dict.fromkeys(Side, 20.0)).pose()
    assert posture.measure(both).kasr < posture.measure(Body(depth=0.2).pose()).kasr


def test_what_is_within_twice_its_uncertainty_is_not_sure() -> None:
    assert Measure(3.0, 1.0).sure
    assert Measure(-3.0, 1.0).sure
    assert not Measure(-1.9, 1.0).sure


@given(st.floats(-30, 30))
def test_a_pelvis_is_hardly_ever_surely_tilted(tilt_deg: float) -> None:
    now = STANDING._replace(pelvis_tilt_deg=tilt_deg)
    told = posture.carriage(now, STANDING, 0.0).pelvis_tilt_deg
    assert told.sure == (abs(tilt_deg) > 20.5) or abs(abs(tilt_deg) - 20.5) < 0.5


@given(st.floats(-13, 13), st.floats(-20, 20))
def test_turning_is_taken_out_of_the_lean(yaw_deg: float, lean_deg: float) -> None:
    now = STANDING._replace(trunk_lean_deg=lean_deg)
    facing, turned = (posture.carriage(now, STANDING, each).trunk_lean_deg.value
                      for each in (0.0, yaw_deg))
    assert facing - turned == pytest.approx(0.142 * yaw_deg)


def test_the_carriage_is_told_once_standing_was_seen() -> None:
    aligner = Aligner()
    readings = [aligner.read(each) for each in squats()]
    assert readings[0].carriage is None
    assert readings[-1].carriage is not None
    assert not readings[-1].carriage.trunk_lean_deg.sure


def test_ankles_on_one_spot_divide_by_nothing() -> None:
    feet = Body(stance=0.0).pose()
    assert isinstance(posture.measure(feet), Posture)
    assert posture.measure(feet).kasr < 20
