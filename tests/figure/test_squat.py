import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.figure.legs import frontal_valgus_deg
from mirrorapp.figure.skeleton import Body, Skeleton, skin
from mirrorapp.figure.squat import SquatShape, pose_squat

flexions_deg = st.floats(20, 90)
valgus_deg = st.floats(-8, 18)
stances = st.floats(0.9, 1.8)


@given(flexion=flexions_deg, left=valgus_deg, right=valgus_deg, stance=stances)
def test_the_valgus_asked_for_is_the_valgus_of_the_joints(
    skeleton: Skeleton, flexion: float, left: float, right: float, stance: float
) -> None:
    squat = pose_squat(skeleton, SquatShape(flexion, left, right, stance=stance))
    assert squat.left.valgus_deg == pytest.approx(left, abs=0.02)
    assert squat.right.valgus_deg == pytest.approx(right, abs=0.02)
    assert squat.left.flexion_deg == pytest.approx(flexion, abs=0.02)
    assert squat.right.flexion_deg == pytest.approx(flexion, abs=0.02)


@given(
    flexion=flexions_deg,
    left=valgus_deg,
    sway_m=st.floats(-0.01, 0.01),
    upper=st.tuples(st.floats(-3, 3), st.floats(0, 1)),
)
def test_planted_feet_stay_planted(
    body: Body, flexion: float, left: float, sway_m: float, upper: tuple[float, float]
) -> None:
    standing = pose_squat(body.skeleton, SquatShape(flexion_deg=4))
    lean_deg, arms = upper
    shape = SquatShape(flexion, left, arms=arms, sway_m=sway_m, lean_deg=lean_deg)
    squat = pose_squat(body.skeleton, shape)
    on_feet = np.isin(
        body.weight_bones[:, 0],
        [body.skeleton.index(f"{bone}.{side}") for bone in ("foot", "toe2-3") for side in "LR"],
    )
    moved_m = skin(body, squat.posed)[on_feet] - skin(body, standing.posed)[on_feet]
    assert np.abs(moved_m).max() < 1e-9


@given(flexion=flexions_deg, valgus=valgus_deg)
def test_bones_keep_their_length(skeleton: Skeleton, flexion: float, valgus: float) -> None:
    leg = pose_squat(skeleton, SquatShape(flexion, valgus)).left
    rest_m = [skeleton.head_m(f"{bone}.L") for bone in ("upperleg01", "lowerleg01", "foot")]
    assert math.dist(leg.hip_m, leg.knee_m) == pytest.approx(math.dist(rest_m[0], rest_m[1]))
    assert math.dist(leg.knee_m, leg.ankle_m) == pytest.approx(math.dist(rest_m[1], rest_m[2]))


def test_a_knee_that_falls_in_goes_to_the_other_leg(skeleton: Skeleton) -> None:
    good = pose_squat(skeleton, SquatShape(60))
    caving = pose_squat(skeleton, SquatShape(60, valgus_left_deg=15, valgus_right_deg=15))
    assert caving.left.knee_m[0] < good.left.knee_m[0] - 0.03
    assert caving.right.knee_m[0] > good.right.knee_m[0] + 0.03


def test_the_feet_turn_out_as_asked(skeleton: Skeleton) -> None:
    squat = pose_squat(skeleton, SquatShape(40, toe_out_deg=12))
    for leg, sign in ((squat.left, 1), (squat.right, -1)):
        x, y, _ = leg.second_toe_m - leg.ankle_m
        assert math.degrees(math.atan2(sign * x, -y)) == pytest.approx(12, abs=0.01)


@pytest.mark.parametrize(("side", "sign"), [("L", 1), ("R", -1)])
def test_the_sign_of_valgus(side: str, sign: int) -> None:
    hip_m, ankle_m = np.array([sign * 0.1, 0, 0.9]), np.array([sign * 0.1, 0, 0.1])
    inside_m, outside_m = np.array([sign * 0.06, 0, 0.5]), np.array([sign * 0.14, 0, 0.5])
    assert frontal_valgus_deg(side, hip_m, inside_m, ankle_m) == pytest.approx(11.42, abs=0.01)
    assert frontal_valgus_deg(side, hip_m, outside_m, ankle_m) == pytest.approx(-11.42, abs=0.01)


def test_a_straight_leg_cannot_fall_in(skeleton: Skeleton) -> None:
    with pytest.raises(ValueError, match="of valgus with the knee this straight"):
        pose_squat(skeleton, SquatShape(flexion_deg=1, valgus_left_deg=10))


def test_a_straight_leg_cannot_sway(skeleton: Skeleton) -> None:
    with pytest.raises(ValueError, match="does not reach its foot"):
        pose_squat(skeleton, SquatShape(flexion_deg=0, sway_m=0.1))
