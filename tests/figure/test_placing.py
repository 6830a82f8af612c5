"""Where the things in use stand."""

import numpy as np
import pytest

from mirrorapp.exercises import library
from mirrorapp.figure import mesh
from mirrorapp.figure.clip import Clip
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.placing import props
from mirrorapp.figure.props import solid
from mirrorapp.figure.scenery import PropShape
from mirrorapp.figure.settle import posed_vertices
from mirrorapp.figure.skeleton import Array
from tests.tiers import one_in


@pytest.mark.parametrize("wrong", ["knee-bent", "too-upright", "back-round"])
def test_a_chair_stays_where_it_is_for_who_does_it_badly(wrong: str) -> None:
    guide = library.load("standing-leg-stretch").guide
    assert guide is not None
    chairs = []
    for motion in (Motion(guide), Motion(guide, wrong=frozenset({wrong}))):
        chair = props(motion, motion.at(1.0), {})[0]
        assert isinstance(chair, PropShape)
        chairs.append(chair.matrix)

    assert np.allclose(*chairs)


def test_who_sits_leaves_the_chair_back_free() -> None:
    guide = library.load("seated-thigh-stretch").guide
    assert guide is not None
    motion = Motion(guide)
    chair = props(motion, motion.at(0.0), {})[0]
    assert isinstance(chair, PropShape)
    ahead_m = chair.matrix[1, 3] - motion.at(0.0).hips[1]
    assert 0.0 < ahead_m < np.abs(solid("chair").vertices_m[:, 1]).max() - 0.1


ONE_LEGGED = [
    "hip-hike", "single-leg-squat", "single-leg-deadlift",  # on a step, on the floor, in a hinge
    *(pytest.param(each, marks=pytest.mark.full)
      for each in ("step-down", "step-up", "runners-march"))]


@pytest.mark.parametrize(("who", "flip"), [
    ("woman", False), pytest.param("man", True, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", ONE_LEGGED)
def test_who_stands_on_one_leg_touches_a_wall_and_nothing_goes_through_it(
        name: str, who: str, flip: bool) -> None:
    guide = library.load(name).guide
    assert guide is not None
    for wrong in ("", *(each.id for each in guide.wrong)):
        clip = Clip(guide, mesh.person(who), flip, wrong)
        for time_s in np.linspace(0.0, clip.cycle_s, 7):
            shown = clip.at(time_s)
            wall = next(each.matrix for each in shown.props
                        if isinstance(each, PropShape) and each.kind == "wall")
            skin_m = posed_vertices(clip.mesh, shown.matrices.astype(float))
            before_m = -(skin_m - wall[:, 3]) @ wall[:, 1]
            assert -0.012 < before_m.min() < 0.025, (wrong, time_s)


@pytest.mark.parametrize("who", ["woman", pytest.param("man", marks=pytest.mark.full)])
@pytest.mark.parametrize("name", [
    "step-up", *(pytest.param(each, marks=pytest.mark.full) for each in ("step-down", "hip-hike"))])
def test_nobody_passes_through_the_step(name: str, who: str) -> None:
    guide = library.load(name).guide
    assert guide is not None
    half_m = np.abs(solid("step").vertices_m).max(axis=0) * (1.0, 1.0, 0.5)
    for wrong in ("", *(each.id for each in guide.wrong)):
        clip = Clip(guide, mesh.person(who), wrong=wrong)
        for time_s in np.linspace(0.0, clip.cycle_s, 31)[::one_in(3)]:
            inside_m = half_m - np.abs(on_step_m(clip, time_s) - (0.0, 0.0, half_m[2]))
            assert inside_m.min(axis=1).max() < 0.012, (wrong, time_s)


@pytest.mark.parametrize("who", ["woman", "man"])
@pytest.mark.parametrize("name", ["step-up", "step-down", "hip-hike"])
def test_the_whole_foot_is_on_the_step(name: str, who: str) -> None:
    guide = library.load(name).guide
    assert guide is not None
    clip = Clip(guide, mesh.person(who))
    bones = clip.mesh.skeleton.bones
    strongest = clip.mesh.bones[np.arange(len(clip.mesh.bones)), clip.mesh.weights.argmax(axis=1)]
    foot = np.isin(strongest, [bones.index("foot.R"), bones.index("toe2-1.R")])
    edge_m = np.abs(solid("step").vertices_m).max(axis=0)[:2]

    assert (np.abs(on_step_m(clip, 0.0)[foot, :2]) < edge_m + 0.012).all()


def on_step_m(clip: Clip, time_s: float) -> Array:
    """The skin (N, 3) at a moment, from the middle of the step's underside."""
    shown = clip.at(time_s)
    step = next(each for each in shown.props
                if isinstance(each, PropShape) and each.kind == "step")
    return posed_vertices(clip.mesh, shown.matrices.astype(float)) - step.matrix[:, 3]
