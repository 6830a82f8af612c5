import numpy as np
import pytest

from mirrorapp.figure.cut import Sheet, border_edges
from mirrorapp.figure.refine import subdivided
from mirrorapp.figure.skeleton import Indices
from tests.figure.test_cut import UP, area_m2, grid


def test_refining_keeps_a_plane_flat_and_its_rim_in_place() -> None:
    coarse = grid(2, height=np.zeros(9))
    fine = subdivided(coarse)
    assert len(fine.faces) == 4 * len(coarse.faces)
    assert area_m2(fine) == pytest.approx(1.0)
    assert np.allclose(fine.normals, UP)
    assert np.allclose(fine.weights.sum(axis=1), 1.0)
    assert fine.fields["height"].shape == (len(fine.vertices_m),)


def test_refining_rounds_an_octahedron() -> None:
    axes = np.concatenate([np.eye(3), -np.eye(3)])
    faces: Indices = np.array(
        [(0, 1, 2), (1, 3, 2), (3, 4, 2), (4, 0, 2), (1, 0, 5), (3, 1, 5), (4, 3, 5), (0, 4, 5)],
        np.int32,
    )
    sheet = Sheet(axes, axes, np.ones((6, 1)), faces, {})
    for _ in range(3):
        sheet = subdivided(sheet)
    radii_m = np.linalg.norm(sheet.vertices_m, axis=1)
    assert np.ptp(radii_m) < 0.2 * radii_m.mean()
    assert len(border_edges(sheet.faces)) == 0
