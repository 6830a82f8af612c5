"""A guide as a moving figure: what is to be drawn, and from where."""

import pytest

from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure import mesh
from mirrorapp.figure.clip import Clip
from mirrorapp.figure.viewpoint import look

WOMAN = mesh.person("woman")


def guide_of(name: str) -> Guide:
    guide = library.load(name).guide
    assert guide is not None
    return guide


def test_a_wrong_way_is_seen_from_where_it_shows() -> None:
    guide = guide_of("single-leg-deadlift")

    assert Clip(guide, WOMAN).view.camera == "right"
    assert Clip(guide, WOMAN, wrong="knee-in").view.camera == "front"
    assert Clip(guide, WOMAN, flip=True, wrong="knee-bent").view.camera == "left"


@pytest.mark.parametrize("share", [0.0, 0.2, 0.4])
def test_who_comes_nearer_stays_in_the_picture(share: float) -> None:
    clip = Clip(guide_of("mini-walk"), WOMAN)
    viewpoint = look(clip.view, 0.75, mirrored=True)
    heads, moved = WOMAN.skeleton.heads_m, clip.at(share * clip.cycle_s).matrices
    bones = (moved[:, :, :3] @ heads[:, :, None])[..., 0] + moved[:, :, 3]

    assert abs(viewpoint.project(bones)).max() < 0.97


def test_a_close_up_of_the_feet_has_all_of_them_and_little_else() -> None:
    guide = guide_of("foot-doming")
    close, whole = (Clip(each, WOMAN).view for each in (
        guide, guide.model_copy(update={"focus": None})))

    assert close.height_m < whole.height_m / 4
    assert close.centre_m[2] < 0.2
    assert look(close, 0.75, mirrored=True).project(
        WOMAN.vertices_m[WOMAN.vertices_m[:, 2] < 0.03]).max() < 1.0
