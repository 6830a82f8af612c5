import numpy as np
import pytest

from mirrorapp.figure.mesh import Mesh, person
from mirrorapp.figure.muscles import NAMES, SOFT_M
from mirrorapp.figure.wardrobe import COLOURS

LEFT = np.array([1.0, 0.0, 0.0])


@pytest.fixture(params=["woman", "man"])
def mesh(request: pytest.FixtureRequest) -> Mesh:
    return person(request.param)


def under(mesh: Mesh, name: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.asarray(mesh.muscles == 1 + mesh.muscle_names.index(name)) & (mesh.glow > 0.5)


def test_every_muscle_glows_somewhere(mesh: Mesh) -> None:
    assert mesh.muscle_names == NAMES
    assert len(NAMES) == 14
    for name in NAMES:
        assert under(mesh, name).sum() >= 10, name


def test_a_muscle_is_on_its_own_side_and_mirrored(mesh: Mesh) -> None:
    for name in NAMES[::2]:
        left = mesh.vertices_m[under(mesh, name)]
        right = mesh.vertices_m[under(mesh, name.replace("left", "right"))]
        assert left[:, 0].min() > 0 > right[:, 0].max()
        mirror = np.array([-1.0, 1.0, 1.0])
        assert np.allclose(left.mean(axis=0), right.mean(axis=0) * mirror, atol=0.02)


@pytest.mark.parametrize(
    ("muscle", "below", "above"),
    [
        ("hip-side", "upperleg01", "spine03"),
        ("thigh-front", "lowerleg01", "upperleg01"),
        ("thigh-back", "lowerleg01", "upperleg01"),
        ("thigh-side", "lowerleg01", "upperleg01"),
    ],
)
def test_a_muscle_is_between_its_joints(mesh: Mesh, muscle: str, below: str, above: str) -> None:
    z_m = mesh.vertices_m[under(mesh, f"left_{muscle}"), 2].mean()
    low, high = (
        mesh.skeleton.head_m(bone if bone.startswith("spine") else f"{bone}.L")[2]
        for bone in (below, above)
    )
    assert low < z_m < high


def test_front_is_before_back(mesh: Mesh) -> None:
    for front, back in (("thigh-front", "thigh-back"), ("hip-front", "buttock")):
        front_y, back_y = (
            mesh.vertices_m[under(mesh, f"right_{name}"), 1].mean() for name in (front, back)
        )
        assert front_y < back_y - 0.05


def test_the_side_of_the_hip_reaches_from_before_the_joint_to_behind_it(mesh: Mesh) -> None:
    hip_m = mesh.skeleton.head_m("upperleg01.L")
    lit_m = mesh.vertices_m[under(mesh, "left_hip-side")] - hip_m
    turned_deg = np.degrees(np.arctan2(lit_m[:, 1], lit_m[:, 0]))  # 0 outwards, - to the front
    assert turned_deg.min() < -55
    assert turned_deg.max() > 35
    assert lit_m[:, 2].max() - lit_m[:, 2].min() > 0.12


def test_a_muscle_shines_through_the_shirt_above_it(mesh: Mesh) -> None:
    shirt = mesh.colours == list(COLOURS).index("top")
    for side in ("left", "right"):
        assert (under(mesh, f"{side}_hip-side") & shirt).any()
    highest_m = mesh.vertices_m[shirt & (mesh.glow > 0), 2].max()
    assert highest_m < mesh.skeleton.head_m("spine03")[2]


def test_the_glow_has_no_steps(mesh: Mesh) -> None:
    """From one vertex to the next it changes no faster than from the edge to the middle."""
    for part in mesh.parts:
        first, second = part[:, [0, 1]].T
        apart_m = np.linalg.norm(mesh.vertices_m[first] - mesh.vertices_m[second], axis=1)
        same = mesh.muscles[first] == mesh.muscles[second]
        change = np.abs(mesh.glow[first] - mesh.glow[second])[same]
        assert (change <= 0.01 + 2.5 * apart_m[same] / SOFT_M).mean() > 0.999


def test_no_hand_and_no_arm_glows(mesh: Mesh) -> None:
    arms = [number for number, bone in enumerate(mesh.skeleton.bones)
            if bone.startswith(("upperarm", "lowerarm", "wrist", "finger"))]
    carried = np.isin(mesh.bones, arms) * mesh.weights
    assert not mesh.glow[carried.sum(axis=1) > 0.5].any()
