import numpy as np
import pytest

from mirrorapp.figure.mesh import Mesh, person
from mirrorapp.figure.muscles import NAMES

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
