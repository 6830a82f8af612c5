"""Every guide that is packaged, on both people and both sides: nobody floats, sinks or falls."""

from itertools import pairwise

import numpy as np
import pytest

from mirrorapp.figure.audit import audit
from mirrorapp.figure.clip import Clip, clip_of
from mirrorapp.figure.mesh import person
from mirrorapp.figure.settle import posed_vertices
from tests.everything import EVERYTHING as KNOWN

GUIDED = {name: each for name, each in {**KNOWN.exercises, **KNOWN.checks}.items()
          if each.guide is not None}


FEW = ("squat", "banded-clamshell", "seated-thigh-stretch", "step-up")
"""On a seat, on a step, on the floor and on the feet: the others, the man and the other side with
FULL=1."""


@pytest.mark.parametrize(("who", "flip", "name"), [
    pytest.param(who, flip, name, marks=() if (who, flip) == ("woman", False) and name in FEW
                 else pytest.mark.full)
    for who in ("woman", "man") for flip in (False, True) for name in GUIDED])
def test_a_body_can_do_it(name: str, who: str, flip: bool) -> None:
    guide = GUIDED[name].guide
    assert guide is not None
    assert [str(each) for each in audit(guide, person(who), flip=flip)] == []  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=() if name in FEW else pytest.mark.full) for name in GUIDED])
def test_a_clip_runs_on_without_a_jump(name: str) -> None:
    """From one moment to the next, and from the end to the beginning of what loops."""
    clip = clip_of(GUIDED[name], person("woman"))
    moments = np.linspace(0.0, clip.cycle_s, 121)[:None if clip.guide.loop else -1]
    posed = [clip.at(float(time_s)).matrices.astype(float) for time_s in moments]
    skin = [posed_vertices(clip.mesh, each, slice(0, None, 40)) for each in posed]
    fastest = max(float(np.linalg.norm(b - a, axis=1).max()) for a, b in pairwise(skin))
    assert fastest / (clip.cycle_s / 120) < 5.0  # m/s


@pytest.mark.parametrize("name", GUIDED)
def test_all_of_it_fits_into_the_picture(name: str) -> None:
    clip = clip_of(GUIDED[name], person("man"))
    view = clip.view
    assert 0.1 < view.height_m < 2.6
    assert 0.1 < view.width_m < 2.6


def test_mirroring_is_one_switch_and_true() -> None:
    guide = GUIDED["single-leg-squat"].guide
    assert guide is not None
    one, other = (Clip(guide, person("woman"), flip) for flip in (False, True))
    mesh = one.mesh
    assert set(one.lit) == {f"right_{name}" for name in guide.muscles}
    assert set(other.lit) == {f"left_{name}" for name in guide.muscles}
    names = mesh.skeleton.bones
    swapped = [names.index(name.replace(".L", ".#").replace(".R", ".L").replace(".#", ".R"))
               for name in names]
    heads = [np.einsum("bij,bj->bi", clip.at(1.5).matrices[:, :, :3], mesh.skeleton.heads_m)
             + clip.at(1.5).matrices[:, :, 3] for clip in (one, other)]
    assert np.allclose(heads[0], heads[1][swapped] * (-1, 1, 1), atol=0.003)


def test_who_does_it_badly_has_no_muscle_lit() -> None:
    assert clip_of(GUIDED["squat"], person("woman"), wrong="knee-in").lit == {}


def test_without_a_guide_there_is_no_clip() -> None:
    bare = GUIDED["squat"].model_copy(update={"guide": None})
    with pytest.raises(ValueError, match="squat has no guide"):
        clip_of(bare, person("woman"))
