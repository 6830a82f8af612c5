"""What the figure's drawing shows, measured on still pictures of it."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from mirrorapp.figure.mesh import Mesh, person
from mirrorapp.figure.rotations import about_y, about_z
from mirrorapp.figure.scenery import Band, PropShape, View
from mirrorapp.figure.viewpoint import look
from tests.ui.conftest import Pixels
from tests.ui.moments import HANGING, LEFT_ARM_UP, at, moment, skinned_m

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("window")]
SIZE = (200, 350)
NEAR = (400, 700)  # too near for the coarse triangles
GREEN, BLUE, GREY = (0.1, 0.9, 0.1), (0.1, 0.1, 0.9), (0.5, 0.5, 0.5)


def snap(mesh: Mesh, shown, view: View | None = None, size=SIZE, *, mirrored=True) -> Pixels:
    from mirrorapp.ui.stills import snapshot

    return snapshot(mesh, shown, view or View(), size, mirrored=mirrored)


def solid(picture: Pixels) -> Pixels:
    """The figure and its things, without the pool of light on the floor."""
    return (picture[..., 3] == 255) & (picture[..., :3].max(axis=-1) > 70)


def greenish(picture: Pixels) -> Pixels:
    red, green, blue = np.moveaxis(picture[..., :3].astype(int), -1, 0)
    return solid(picture) & (green > red + 60) & (green > blue + 60)


def bluish(picture: Pixels) -> Pixels:
    red, green, blue = np.moveaxis(picture[..., :3].astype(int), -1, 0)
    return solid(picture) & (blue > red + 60) & (blue > green + 60)


def arms_told_apart(mesh: Mesh) -> Mesh:
    """The same person, grey, with a green left and a blue right arm."""
    on = {side: np.isin(mesh.bones[:, 0], [
        index for index, bone in enumerate(mesh.skeleton.bones)
        if bone.startswith(("upperarm", "lowerarm", "wrist", "finger")) and bone.endswith(side)])
        for side in "LR"}
    colours = np.where(on["L"], 1, np.where(on["R"], 2, 0)).astype(np.uint8)
    return replace(mesh, colours=colours, palette=np.array([GREY, GREEN, BLUE]))


@pytest.mark.parametrize("name", ["woman", "man"])
@pytest.mark.parametrize("size", [SIZE, (181, 321)])
def test_the_figure_stands_where_its_skin_is(name, size):
    mesh = person(name)
    shown = moment(mesh, LEFT_ARM_UP)
    view = View(height_m=2.2, width_m=1.5, centre_m=(0.0, 0.0, 1.0))
    picture = snap(mesh, shown, view, size)
    assert picture.shape == (size[1], size[0], 4)
    assert picture.dtype == np.uint8
    rows, columns = np.nonzero(solid(picture))
    used = np.unique(np.concatenate(mesh.parts))
    plane = look(view, size[0] / size[1], mirrored=True).project(skinned_m(mesh, shown)[used])
    places = (plane * (0.5, -0.5) + 0.5) * size
    for found, wanted in ((columns, places[:, 0]), (rows, places[:, 1])):
        assert found.min() == pytest.approx(wanted.min(), abs=1.6)
        assert found.max() + 1 == pytest.approx(wanted.max(), abs=1.6)


def test_nothing_is_around_it():
    picture = snap(person("woman"), moment(person("woman")))
    upper = picture[:len(picture) // 2]
    assert not upper[:, :30].any()
    assert not upper[:, -30:].any()
    assert not picture[:10].any()


def test_the_edges_are_smooth_and_keep_their_colour():
    picture = snap(person("woman"), moment(person("woman")))
    upper = picture[:len(picture) // 2]
    edge = (upper[..., 3] > 60) & (upper[..., 3] < 200)
    assert edge.sum() > 50
    inside = upper[solid(upper)][:, :3].mean()
    assert upper[edge][:, :3].mean() > 0.8 * inside, "darkened by what is not there"


def test_a_mirror_swaps_left_and_right():
    mesh = person("woman")
    shown, view = moment(mesh, LEFT_ARM_UP), View(height_m=2.2, width_m=1.4)
    mirrored, seen = (snap(mesh, shown, view, mirrored=way) for way in (True, False))
    assert (mirrored[..., 3] != seen[:, ::-1, 3]).mean() < 0.001
    half = SIZE[0] // 2
    above_head = slice(0, int(np.nonzero(solid(mirrored).any(axis=1))[0][0]) + 40)
    left, right = solid(mirrored)[above_head, :half - 20], solid(mirrored)[above_head, half + 20:]
    assert left.sum() > 30 > right.sum()


def test_the_light_comes_from_the_same_side_either_way():
    mesh = person("woman")
    for mirrored in (True, False):
        picture = snap(mesh, moment(mesh), mirrored=mirrored)
        half = SIZE[0] // 2
        left, right = picture[:, :half], picture[:, half:]
        assert left[solid(left)][:, :3].mean() > right[solid(right)][:, :3].mean() + 3


@pytest.mark.parametrize(("side", "near", "far"),
                         [("left", greenish, bluish), ("right", bluish, greenish)])
def test_the_near_arm_hides_the_trunk_and_that_the_far_arm(side, near, far):
    mesh = arms_told_apart(person("woman"))
    picture = snap(mesh, moment(mesh), View(side))
    assert near(picture).sum() > 300
    upper_arms = slice(int(0.25 * SIZE[1]), int(0.38 * SIZE[1]))
    assert not far(picture)[upper_arms].any()


def test_a_thing_hides_what_is_behind_it_and_not_what_is_before_it():
    mesh = arms_told_apart(person("woman"))
    mesh = replace(mesh, colours=np.ones_like(mesh.colours))
    before, behind = (
        greenish(snap(mesh, moment(mesh, props=(PropShape("step", at(y=y)),)))).sum()
        for y in (-0.6, 0.6))
    alone = greenish(snap(mesh, moment(mesh))).sum()
    assert behind == pytest.approx(alone, abs=5)
    assert before < alone - 100


def test_a_lit_muscle_shines_on_its_own_side_only():
    mesh = person("woman")
    dark = snap(mesh, moment(mesh)).astype(int)
    bright = snap(mesh, moment(mesh, lit={"right_thigh-front": 1.0, "no such": 1.0})).astype(int)
    rows, columns = np.nonzero((dark != bright).any(axis=-1))
    assert len(rows) > 200
    assert columns.min() >= SIZE[0] // 2, "the user's right is on the right of a mirror"
    assert 0.45 * SIZE[1] < rows.min() < rows.max() < 0.8 * SIZE[1]
    change = (bright - dark)[rows, columns].mean(axis=0)
    assert change[:3].sum() > 0, "brighter"
    assert change[0] > change[1] > change[2], "and warmer"
    assert change[3] == 0


def test_every_muscle_shines():
    from mirrorapp.ui.figure_gl import Painter

    mesh = person("man")
    painter = Painter(mesh, (60, 105))
    shines = np.zeros(len(mesh.muscle_names), bool)
    for turn_deg in (0, 90, 180, 270):
        turned = HANGING | {"root": about_z(turn_deg)}
        pictures = []
        for lit in ({}, *({name: 1.0} for name in mesh.muscle_names)):
            painter.show(moment(mesh, turned, lit=lit), View(), mirrored=True)
            painter.fbo.draw()
            pictures.append(painter.fbo.pixels)
        shines |= [picture != pictures[0] for picture in pictures[1:]]
    assert shines.all()


def test_a_band_reaches_from_leg_to_leg():
    mesh = person("woman")
    apart = HANGING | {"upperleg01.L": about_y(-12), "upperleg01.R": about_y(12)}
    bare = snap(mesh, moment(mesh, apart))
    banded = snap(mesh, moment(mesh, apart, props=(Band("ankles"),)))
    middle = slice(SIZE[0] // 2 - 3, SIZE[0] // 2 + 3)
    assert not solid(bare)[:, middle][SIZE[1] * 2 // 3:].any()
    rows = np.nonzero(solid(banded)[:, middle].all(axis=1))[0]
    assert len(rows[rows > SIZE[1] * 3 // 4]) >= 4


def test_the_same_faces_in_one_part_and_in_many_look_the_same():
    mesh = person("woman")
    faces = np.concatenate(mesh.parts)
    assert len(mesh.parts) == 2
    few = faces[:3000]
    pictures = [snap(replace(mesh, parts=parts), moment(mesh), size=NEAR)
                for parts in ((few,), (few[:100], few[100:900], few[900:]))]
    assert np.array_equal(*pictures)
    assert solid(pictures[0]).any()


def test_a_still_becomes_a_file_that_others_read():
    from mirrorapp.ui.pixels import png

    picture = snap(person("woman"), moment(person("woman")))
    for channels in (3, 4):
        kept = picture[..., :channels]
        read = cv2.imdecode(np.frombuffer(png(kept), np.uint8), cv2.IMREAD_UNCHANGED)
        order = (2, 1, 0, 3)[:channels]
        assert np.array_equal(read[..., order], kept)


def test_a_card_that_refuses_is_said(monkeypatch):
    from mirrorapp.ui import figure_shaders
    from mirrorapp.ui.figure_gl import FigureError

    monkeypatch.setattr(figure_shaders, "SKIN_FRAGMENT", "no program")
    with pytest.raises(FigureError, match="refuses"):
        snap(person("woman"), moment(person("woman")))
