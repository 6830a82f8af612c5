"""The things exercises need, as meshes."""

from typing import get_args

import numpy as np
import pytest

from mirrorapp.figure import props, solids
from mirrorapp.figure.mesh import person
from mirrorapp.figure.scenery import Prop
from mirrorapp.figure.solids import Solid

KINDS = get_args(Prop)
COLOUR = (0.5, 0.5, 0.5)
SHAPES = {
    "box": solids.box((0.3, 0.2, 0.1), 0.02, COLOUR),
    "thin box": solids.box((0.3, 0.2, 0.01), 0.004, COLOUR),
    "floor": props.floor(),
    **{kind: props.solid(kind) for kind in KINDS},
    **{place: props.band(person("woman"), place) for place in ("knees", "ankles")},
}


def size_m(solid: Solid) -> list[float]:
    return np.ptp(solid.vertices_m, axis=0).tolist()


@pytest.mark.parametrize("solid", SHAPES.values(), ids=SHAPES)
def test_every_shape_is_whole(solid):
    count = len(solid.vertices_m)
    assert len(solid.normals) == len(solid.colours) == len(solid.share) == count < 10_000
    assert np.linalg.norm(solid.normals, axis=1) == pytest.approx(1)
    assert set(np.unique(solid.faces)) <= set(range(count))
    assert ((solid.colours >= 0) & (solid.colours <= 1)).all()


@pytest.mark.parametrize("solid", [SHAPES[name] for name in ("box", "thin box", "roller")])
def test_normals_point_out_of_a_convex_shape(solid):
    middle = solid.vertices_m.mean(axis=0)
    assert (np.einsum("vi,vi->v", solid.normals, solid.vertices_m - middle) > 0).all()


@pytest.mark.parametrize(("kind", "wanted_m"), [
    ("step", (0.62, 0.37, 0.17)), ("mat", (0.60, 1.80, 0.01)), ("roller", (0.45, 0.15, 0.15))])
def test_things_have_their_size(kind, wanted_m):
    assert size_m(props.solid(kind)) == pytest.approx(wanted_m, abs=0.002)


@pytest.mark.parametrize("kind", ["chair", "step", "mat", "wall"])
def test_what_stands_stands_on_the_floor(kind):
    assert props.solid(kind).vertices_m[:, 2].min() == pytest.approx(0, abs=0.006)


def test_a_chair_has_its_seat_at_its_height_and_its_back_behind():
    places_m = props.solid("chair").vertices_m
    before = places_m[places_m[:, 1] < 0.1]
    assert before[:, 2].max() == pytest.approx(props.SEAT_M, abs=0.001)
    above = places_m[places_m[:, 2] > 0.5]
    assert len(above)
    assert (above[:, 1] > 0.15).all()


def test_a_wall_is_behind_who_leans_on_it():
    assert props.solid("wall").vertices_m[:, 1].min() >= 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_rigid_hangs_on_one_bone(kind):
    assert (props.solid(kind).share == 1).all()


def test_things_are_quiet():
    """Grey, so that no signal colour is among them, and darker than what is written."""
    for kind in KINDS:
        colours = props.solid(kind).colours[:, :3]
        assert np.ptp(colours, axis=1).max() < 0.07
        assert colours.max() < 0.6


def test_light_fades_towards_its_edges():
    for solid in (props.floor(), solids.sheet(1.0, 2.0, COLOUR, 0.8)):
        assert solid.plain
        far = np.abs(solid.vertices_m[:, 0]) > 0.999 * solid.vertices_m[:, 0].max()
        assert solid.colours[far, 3] == pytest.approx(0)
        assert solid.colours[:, 3].max() > 0.7


@pytest.mark.parametrize("name", ["woman", "man"])
@pytest.mark.parametrize("place", ["knees", "ankles"])
def test_a_band_lies_round_both_legs_close_to_the_skin(name, place):
    mesh = person(name)
    band = props.band(mesh, place)
    near, far = {"knees": ("upperleg01", "lowerleg01"), "ankles": ("lowerleg01", "foot")}[place]
    height_m = band.vertices_m[:, 2].mean()
    assert mesh.skeleton.head_m(f"{far}.L")[2] < height_m < mesh.skeleton.head_m(f"{near}.L")[2]
    level = np.abs(mesh.vertices_m[:, 2] - height_m) < 0.03
    on_leg = np.isin(mesh.bones[:, 0], [mesh.skeleton.index(f"{bone}.{side}")
                                        for bone in (near, far) for side in "LR"])
    legs_m = mesh.vertices_m[level & on_leg, :2]
    gaps_m = np.linalg.norm(band.vertices_m[:, None, :2] - legs_m, axis=2).min(axis=1)
    assert gaps_m.max() < 0.03
    assert np.abs(band.vertices_m[:, 0]).max() > np.abs(legs_m[:, 0]).max()
    assert set(band.share) == {0.0, 1.0}
    assert ((band.vertices_m[:, 0] > 0) == (band.share == 1)).all()


@pytest.mark.parametrize("place", ["knees", "ankles"])
def test_a_band_hangs_on_bones_of_the_mesh(place):
    left, right = props.band_bones(place)
    bones = person("woman").skeleton.bones
    assert left in bones
    assert right in bones
    assert left.endswith(".L")
    assert right == left[:-1] + "R"
