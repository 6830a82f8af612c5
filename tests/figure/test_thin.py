import numpy as np

from mirrorapp.figure.cut import border_edges, split
from mirrorapp.figure.face import ball
from mirrorapp.figure.refine import subdivided
from mirrorapp.figure.thin import thinned
from tests.figure.test_cut import area_m2, circle, grid, normals_m2

CENTRE_M, RADII_M = np.zeros(3), np.full(3, 0.1)


def test_a_plane_needs_no_vertices_but_its_rim() -> None:
    sheet = grid(8)
    (thin,) = thinned([sheet], 4)
    assert len(thin.vertices_m) <= len(np.unique(border_edges(sheet.faces))) + 1
    assert np.isclose(area_m2(thin), 1.0)
    assert (normals_m2(thin)[:, 2] > 0).all()


def test_a_ball_stays_round_and_closed() -> None:
    sheet = subdivided(ball(CENTRE_M, RADII_M, np.ones(1)))
    (thin,) = thinned([sheet], 200)
    assert len(thin.vertices_m) == 200
    assert len(thin.faces) == 2 * 200 - 4  # Euler: still one closed surface
    assert len(border_edges(thin.faces)) == 0
    middles_m = np.linalg.norm(thin.vertices_m[thin.faces].mean(axis=1), axis=1)
    assert middles_m.min() > 0.96 * middles_m.max()


def test_vertices_go_where_little_changes() -> None:
    sheet = grid(16)
    away_m = np.linalg.norm(sheet.vertices_m - [0.5, 0.5, 0.0], axis=1)
    sheet = sheet.with_fields(glow=np.clip(1 - away_m / 0.25, 0.0, 1.0))
    (thin,) = thinned([sheet], 150)
    lost = len(sheet.vertices_m) - len(thin.vertices_m)
    left_in_blob = np.count_nonzero(thin.fields["glow"])
    assert lost > 100
    assert left_in_blob > 0.9 * np.count_nonzero(sheet.fields["glow"])


def test_sheets_that_meet_go_on_meeting() -> None:
    pieces = list(split(circle(20), "keep"))
    before = sum(area_m2(piece) for piece in pieces)
    thin = thinned(pieces, 100)
    assert np.isclose(sum(area_m2(piece) for piece in thin), before)
    assert sum(len(piece.vertices_m) for piece in thin) < sum(len(p.vertices_m) for p in pieces)
