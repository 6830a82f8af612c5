"""A foot that domes gets shorter and higher; its toes stay long."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure import foot, mesh
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.rig import Rig, matrices
from mirrorapp.figure.settle import posed_vertices
from mirrorapp.figure.skeleton import Array
from mirrorapp.figure.stick import Posed


def planted(**joints: float) -> Motion:
    guide = Guide.model_validate({"base": "standing", "seconds": 2, "frames": [
        {"at": 0, "contacts": [{"place": "left_foot"}, {"place": "right_foot"}],
         "joints": joints}]})
    return Motion(guide, Rig(mesh.person("woman").skeleton).size)


def test_a_foot_at_rest_is_left_as_it_is() -> None:
    assert np.allclose(foot.shape(0.0, 0.0), np.eye(3))
    assert np.allclose(foot.toes(0.0), np.eye(3))
    assert foot.higher(0.0) == pytest.approx(1.0)


@given(st.floats(0.5, 15.0))
def test_an_arch_that_rises_makes_the_foot_shorter_and_higher(arch_deg: float) -> None:
    ahead, up = np.array([0.0, -1.0, 0.0]), np.array([0.0, 0.0, 1.0])

    assert np.linalg.norm(foot.shape(arch_deg, 0.0) @ ahead) < 1.0
    assert np.linalg.norm(foot.shape(arch_deg, 0.0) @ up) == pytest.approx(foot.higher(arch_deg))
    assert foot.higher(arch_deg) > 1.0


def test_the_ball_comes_to_the_heel_and_both_stay_on_the_floor() -> None:
    flat, domed = planted().at(0.0), planted(left_arch=8.0).at(0.0)
    left, right = Side.LEFT, Side.RIGHT

    def length_m(body: Posed, side: Side) -> float:
        return float(np.linalg.norm(body.toe(side) - body.heel(side)))

    assert length_m(domed, left) < 0.95 * length_m(flat, left)
    assert length_m(domed, right) == pytest.approx(length_m(flat, right))
    skin_m = [skin_of(body) for body in (flat, domed)]
    assert abs(skin_m[1][:, 2].min() - skin_m[0][:, 2].min()) < 0.004


def test_a_foot_is_lifted_little_by_little() -> None:
    """Its toes hang once it is in the air, and no moment turns it more than its share."""
    guide = Guide.model_validate({"base": "standing", "seconds": 2, "frames": [
        {"at": 0, "contacts": [{"place": "left_foot"}, {"place": "right_foot"}]},
        {"at": 0.5, "contacts": [{"place": "right_foot"}],
         "joints": {"left_knee_bend": 60, "left_ankle_flex": -20}}]})
    motion = Motion(guide)
    up = [motion.at(phase).legs[Side.LEFT].foot[2, 1] for phase in np.linspace(0.0, 0.5, 41)]

    assert up[0] == pytest.approx(0.0)
    assert up[-1] > 0.9
    assert np.abs(np.diff(up)).max() < 0.1


def test_toes_that_grip_lift_the_ball() -> None:
    flat, gripping = (skin_of(planted(**joints).at(0.0)) for joints in (
        {}, {"left_toes_curl": 20.0, "right_toes_curl": 20.0}))
    person = mesh.person("woman")
    strongest = person.bones[np.arange(len(person.bones)), person.weights.argmax(axis=1)]
    ball = (strongest == person.skeleton.index("foot.L")) & (person.vertices_m[:, 1] < -0.13) & (
        person.vertices_m[:, 2] < 0.02)

    assert ball.any()
    assert (gripping[ball, 2] - flat[ball, 2]).mean() > 0.01
    assert gripping[:, 2].min() > flat[:, 2].min() - 0.015


def skin_of(body: Posed) -> Array:
    person = mesh.person("woman")
    return posed_vertices(person, matrices(Rig(person.skeleton).pose(body)))
