import numpy as np
import pytest

from mirrorapp.figure.coarse import coarser
from mirrorapp.figure.cut import Sheet, border_edges, split
from mirrorapp.figure.face import ball
from mirrorapp.figure.mesh import STEP_M, person
from mirrorapp.figure.skeleton import Array, Indices
from mirrorapp.figure.tailor import coarsened
from tests.figure.test_cut import area_m2, circle


def joined(*sheets: Sheet) -> tuple[Array, Array, Indices, Indices]:
    """Several sheets as `coarser` takes them, and where the vertices are (V, 3)."""
    starts = np.cumsum([0, *(len(sheet.vertices_m) for sheet in sheets)])
    faces = np.concatenate([sheet.faces + start
                            for sheet, start in zip(sheets, starts, strict=False)])
    owners = np.repeat(np.arange(len(sheets)), [len(sheet.vertices_m) for sheet in sheets])
    return (np.concatenate([sheet.vertices_m for sheet in sheets]),
            np.concatenate([sheet.weights for sheet in sheets]),
            faces.astype(np.int32), owners.astype(np.int32))


def made(*sheets: Sheet, vertices: int) -> list[Sheet]:
    """The sheets with their coarser triangles."""
    vertices_m, weights, faces, owners = joined(*sheets)
    places = np.round(vertices_m / STEP_M).astype(np.int32)
    coarse = coarser(places, weights, faces, owners, vertices)
    assert (owners[coarse] == owners[coarse[:, :1]]).all(), "none reaches from sheet to sheet"
    everything = Sheet(vertices_m, np.zeros_like(vertices_m), weights, faces, {})
    return [everything.chosen(coarse[owners[coarse[:, 0]] == owner])
            for owner in range(len(sheets))]


def test_a_seam_is_thinned_on_both_sides_at_once() -> None:
    inside, outside = split(circle(24), "keep")
    thin_inside, thin_outside = made(inside, outside, vertices=60)
    rim = np.unique(border_edges(thin_inside.faces))
    assert 8 < len(rim) < 0.7 * len(np.unique(border_edges(inside.faces)))
    away_m = np.linalg.norm(thin_inside.vertices_m[rim] - [0.5, 0.5, 0.0], axis=1)
    assert np.allclose(away_m, 0.3, atol=0.003), "what is on the seam stays on it"
    assert area_m2(thin_inside) == pytest.approx(np.pi * 0.09, rel=0.03)
    assert area_m2(thin_inside) + area_m2(thin_outside) == pytest.approx(1.0), "no gap opens"


def test_a_ball_stays_closed() -> None:
    (thin,) = made(ball(np.zeros(3), np.full(3, 0.1), np.ones(1)), vertices=60)
    assert len(thin.vertices_m) == 60
    assert len(border_edges(thin.faces)) == 0


def test_a_corner_where_seams_meet_stays() -> None:
    left, right = split(circle(12, radius_m=0.8), "keep")
    corners = [(0.0, 0.0), (1.0, 1.0)]
    thin = made(left, right, vertices=8)
    for corner in corners:
        assert any((np.abs(sheet.vertices_m[:, :2] - corner).max(axis=1) < 1e-9).any()
                   for sheet in thin)


@pytest.mark.full
@pytest.mark.parametrize("name", ["woman", "man"])
def test_what_is_packaged_follows_from_the_rest(name: str) -> None:
    mesh = person(name)
    assert np.array_equal(coarsened(mesh).coarse, mesh.coarse)
