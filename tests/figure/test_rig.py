"""A stick body's pose on a skeleton: the joints of the limbs are the same, in any pose."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.events import Side
from mirrorapp.figure.audit import RANGES_DEG
from mirrorapp.figure.mesh import person
from mirrorapp.figure.rig import Rig, matrices
from mirrorapp.figure.skeleton import Array
from mirrorapp.figure.stick import Held, Posed, Size, pose
from tests.tiers import examples

LIMBS = {"upperleg01": "hip", "lowerleg01": "knee", "foot": "ankle"}, {
    "upperarm01": "shoulder", "lowerarm01": "elbow", "wrist": "wrist"}
SIDED = ("hip_flex", "hip_out", "hip_turn_in", "knee_bend", "ankle_flex", "shoulder_flex",
         "shoulder_out", "shoulder_turn_in", "elbow_bend")
WHOLE = ("body_turn", "body_side", "body_pitch", "pelvis_tilt", "pelvis_side", "trunk_lean",
         "trunk_side", "trunk_turn", "head_nod", "head_turn")
JOINTS = st.fixed_dictionaries({}, optional={
    name: st.floats(*RANGES_DEG.get(name.removeprefix("left_").removeprefix("right_"), (-90, 90)))
    for name in (*WHOLE, *(f"{side}_{one}" for side in ("left", "right") for one in SIDED))})


def apart_m(body: Posed, rig: Rig) -> float:
    """The farthest that a joint of a limb is from the stick body's (m)."""
    posed, worst = rig.pose(body), 0.0
    for side, of in ((Side.LEFT, "L"), (Side.RIGHT, "R")):
        for limb, names in ((body.legs[side], LIMBS[0]), (body.arms[side], LIMBS[1])):
            for bone, name in names.items():
                away = posed.head_m(f"{bone}.{of}") - getattr(limb, name)
                worst = max(worst, float(np.linalg.norm(away)))
    return worst


@pytest.fixture(params=["woman", "man"], scope="module")
def rig(request: pytest.FixtureRequest) -> Rig:
    return Rig(person(request.param).skeleton)


@settings(max_examples=examples(60))
@given(joints=JOINTS)
def test_limbs_are_where_the_stick_body_has_them(rig: Rig, joints: dict[str, float]) -> None:
    assert apart_m(pose(joints, rig.size, np.array([0.1, -0.2, 0.9])), rig) < 0.004


@settings(max_examples=examples(60))
@given(joints=JOINTS, at=st.tuples(*[st.floats(-0.6, 0.6)] * 3))
def test_what_is_held_is_reached_or_the_limb_is_straight(
        rig: Rig, joints: dict[str, float], at: tuple[float, float, float]) -> None:
    where = np.array(at) + np.array([0.0, 0.0, 0.9])
    body = pose(joints, rig.size, np.array([0.0, 0.0, 0.9]),
                {"left_hand": Held(where), "right_foot": Held(where)})
    arm, leg, tall = body.arms[Side.LEFT], body.legs[Side.RIGHT], rig.size.stature_m
    for near, far, lengths in (
            (arm.shoulder, arm.wrist, (rig.size.upper_arm, rig.size.forearm)),
            (leg.hip, leg.ankle, (rig.size.thigh, rig.size.shank))):
        span = float(np.linalg.norm(where - near)) / tall
        if abs(lengths[0] - lengths[1]) + 0.01 < span < sum(lengths) - 0.01:
            assert np.allclose(far, where, atol=1e-6)
        assert np.linalg.norm(far - near) <= tall * sum(lengths) + 1e-6
    assert apart_m(body, rig) < 0.012  # a forearm twists about a bone that is not quite straight


def test_the_size_is_the_skeletons(rig: Rig) -> None:
    joint, size = rig.skeleton.head_m, rig.size
    assert size.stature_m == pytest.approx(1.7, abs=0.15)
    assert size.thigh * size.stature_m == pytest.approx(
        float(np.linalg.norm(joint("lowerleg01.L") - joint("upperleg01.L"))))


def test_standing_upright_the_arms_hang_and_the_legs_are_straight(rig: Rig) -> None:
    posed = rig.pose(pose({}, rig.size, np.array([0.0, 0.0, 0.9])))
    for bones in (("upperarm01", "lowerarm01", "wrist"), ("upperleg01", "lowerleg01", "foot")):
        line = np.array([posed.head_m(f"{bone}.L") for bone in bones])
        assert np.ptp(line[:, :2], axis=0) == pytest.approx(0.0, abs=1e-6)
        assert (np.diff(line[:, 2]) < 0).all()


def test_a_flat_hand_has_its_palm_down(rig: Rig) -> None:
    reach = Held(np.array([0.25, -0.35, 0.75]))
    hand = pose({}, rig.size, np.array([0.0, 0.0, 0.9]), {"left_hand": reach}).arms[Side.LEFT].hand
    assert np.allclose(hand @ (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)), "its back is up"
    assert abs((hand @ (0.0, 0.0, -1.0))[2]) < 1e-9, "its fingers are level"


def test_matrices_move_the_rest_pose(rig: Rig) -> None:
    posed = rig.pose(pose({"body_turn": 30}, rig.size, np.array([0.0, 0.0, 1.0])))
    moved = matrices(posed)
    heads: Array = np.einsum("bij,bj->bi", moved[:, :, :3], rig.skeleton.heads_m) + moved[:, :, 3]
    assert np.allclose(heads, posed.heads_m)


def test_a_shoulder_rises_with_its_arm_and_only_where_there_is_a_girdle(rig: Rig) -> None:
    def shoulder(size: Size, deg: float) -> float:
        arms = pose({"left_shoulder_out": deg}, size, np.zeros(3)).arms
        return float(arms[Side.LEFT].shoulder[2])

    assert shoulder(rig.size, 170) > shoulder(rig.size, 0) + 0.02
    assert shoulder(rig.size, 30) == pytest.approx(shoulder(rig.size, 0))
    assert shoulder(Size(), 170) == pytest.approx(shoulder(Size(), 0))
