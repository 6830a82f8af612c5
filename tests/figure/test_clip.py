"""A guide as a moving figure: what is to be drawn, and from where."""

import pytest

from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure import mesh
from mirrorapp.figure.clip import Clip
from mirrorapp.figure.settle import posed_vertices
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


@pytest.mark.parametrize(("name", "wrong"), [
    ("squat", "knee-in"), ("single-leg-squat", "hip-drop"), ("single-leg-deadlift", "knee-in")])
def test_a_wrong_way_of_the_legs_is_seen_much_larger(name: str, wrong: str) -> None:
    guide = guide_of(name)
    whole = guide.model_copy(update={"wrong": tuple(
        each.model_copy(update={"focus": None}) for each in guide.wrong)})
    close, far = (Clip(each, WOMAN, wrong=wrong) for each in (guide, whole))
    shanks = WOMAN.vertices_m[:, 2] < 0.5

    assert close.view.height_m < 0.63 * far.view.height_m
    assert Clip(guide, WOMAN).view.height_m > 1.6
    for time_s in (0.0, close.telling_s):
        skin = posed_vertices(WOMAN, close.at(time_s).matrices.astype(float), shanks)
        assert abs(look(close.view, 0.57, mirrored=True).project(skin)).max() < 1.0


def test_a_wrong_way_is_told_where_something_is_wrong() -> None:
    guide = guide_of("hip-hike")

    assert Clip(guide, WOMAN, wrong="trunk-lean").telling_s / guide.seconds in (0.75, 0.86)
    assert Clip(guide_of("step-up"), WOMAN, wrong="hip-drop").telling_s > 0.0


def test_of_a_wrong_way_the_moment_is_told_at_which_most_is_wrong() -> None:
    frames = [{"at": at, "joints": {"trunk_lean": lean}}
              for at, lean in ((0, 0), (0.25, 40), (0.5, 10), (0.75, 20))]
    guide = Guide.model_validate({
        "base": "standing", "seconds": 4, "telling": 0.5, "frames": frames, "wrong": [
            {"id": "bent", "at": [0.5], "joints": {"left_knee_bend": 40}},
            {"id": "bent", "at": [0.75], "joints": {"left_knee_bend": -60}},
            {"id": "round", "at": [0.5, 0.75], "joints": {"head_nod": 20}}]})

    assert Clip(guide, WOMAN, wrong="bent").telling_s == 3.0
    assert Clip(guide, WOMAN, wrong="round").telling_s == 3.0
    assert Clip(guide, WOMAN).telling_s == 2.0
    assert Clip(guide.model_copy(update={"telling": None}), WOMAN).telling_s == 1.0


def test_a_still_tells_what_is_to_be_done() -> None:
    for name, share in (("hip-hike", 0.75), ("seated-thigh-stretch", 0.8), ("squat", 0.4)):
        guide = guide_of(name)
        assert Clip(guide, WOMAN).telling_s == pytest.approx(share * guide.seconds)
