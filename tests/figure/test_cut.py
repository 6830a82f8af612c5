import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.figure.cut import Sheet, border_edges, split, turned_in
from mirrorapp.figure.skeleton import Array
from tests.tiers import examples

UP = np.array([0.0, 0.0, 1.0])


def grid(size: int, **fields: Array) -> Sheet:
    """A flat square of 1 m x 1 m that looks up, of two triangles per cell."""
    steps = np.linspace(0.0, 1.0, size + 1)
    x, y = (axis.ravel() for axis in np.meshgrid(steps, steps))
    corner = np.arange((size + 1) ** 2).reshape(size + 1, size + 1)[:-1, :-1].ravel()
    right, above, across = corner + 1, corner + size + 1, corner + size + 2
    faces = np.concatenate(
        [np.stack([corner, right, across], 1), np.stack([corner, across, above], 1)]
    )
    weights = np.stack([x, 1 - x], axis=1)
    vertices_m = np.stack([x, y, np.zeros_like(x)], axis=1)
    return Sheet(vertices_m, np.tile(UP, (len(x), 1)), weights, faces.astype(np.int32), fields)


def normals_m2(sheet: Sheet) -> Array:
    """Twice each face's area along its normal."""
    first, second, third = (sheet.vertices_m[sheet.faces[:, corner]] for corner in range(3))
    return np.asarray(np.cross(second - first, third - first))


def area_m2(sheet: Sheet) -> float:
    return float(np.linalg.norm(normals_m2(sheet), axis=1).sum() / 2)


def circle(size: int, radius_m: float = 0.3) -> Sheet:
    sheet = grid(size)
    away_m = np.linalg.norm(sheet.vertices_m - [0.5, 0.5, 0.0], axis=1)
    return sheet.with_fields(keep=radius_m - away_m)


def test_a_cut_circle_has_a_round_rim_and_the_right_area() -> None:
    inside, outside = split(circle(24), "keep")
    rim = np.unique(border_edges(inside.faces))
    away_m = np.linalg.norm(inside.vertices_m[rim] - [0.5, 0.5, 0.0], axis=1)
    assert np.allclose(away_m, 0.3, atol=0.003)
    assert area_m2(inside) == pytest.approx(np.pi * 0.09, rel=0.01)
    assert area_m2(inside) + area_m2(outside) == pytest.approx(1.0)


def test_both_sides_of_a_cut_meet_point_for_point() -> None:
    inside, outside = split(circle(10), "keep")
    rim = inside.vertices_m[np.unique(border_edges(inside.faces))]
    gaps_m = np.linalg.norm(outside.vertices_m[:, None] - rim, axis=2).min(axis=0)
    assert (gaps_m == 0.0).all()


def test_what_a_vertex_carries_is_interpolated_at_the_line() -> None:
    sheet = grid(4)
    inside, _ = split(sheet.with_fields(keep=sheet.vertices_m[:, 0] - 0.4), "keep")
    assert inside.vertices_m[:, 0].min() == pytest.approx(0.4)
    assert np.allclose(inside.weights[:, 0], inside.vertices_m[:, 0])
    assert np.allclose(inside.weights.sum(axis=1), 1.0)
    assert np.allclose(inside.fields["keep"], inside.vertices_m[:, 0] - 0.4)


@pytest.mark.parametrize(("keep", "expected_m2"), [(1.0, (1.0, 0.0)), (-1.0, (0.0, 1.0))])
def test_a_line_beyond_the_sheet_cuts_nothing(
    keep: float, expected_m2: tuple[float, float]
) -> None:
    inside, outside = split(grid(3, keep=np.full(16, keep)), "keep")
    assert (area_m2(inside), area_m2(outside)) == pytest.approx(expected_m2)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.floats(-1.0, 1.0), min_size=16, max_size=16))
def test_any_cut_keeps_area_and_facing(keep: list[float]) -> None:
    pieces = split(grid(3, keep=np.array(keep)), "keep")
    assert sum(map(area_m2, pieces)) == pytest.approx(1.0)
    for piece in pieces:
        assert (normals_m2(piece)[:, 2] > 0).all()
        assert len(np.unique(piece.faces)) == len(piece.vertices_m)


def test_a_hem_turns_inwards_all_round_and_faces_outwards() -> None:
    disc, _ = split(circle(12), "keep")
    hemmed = turned_in(disc, 0.05)
    strip = hemmed.faces[len(disc.faces) :]
    rim = border_edges(hemmed.faces)
    assert len(rim) == len(border_edges(disc.faces))
    assert np.allclose(hemmed.vertices_m[np.unique(rim), 2], -0.05)
    middles_m = hemmed.vertices_m[strip].mean(axis=1) - [0.5, 0.5, 0.0]
    facing = normals_m2(hemmed)[len(disc.faces) :]
    assert ((middles_m * facing)[:, :2].sum(axis=1) > 0).all()
    assert np.allclose(np.linalg.norm(hemmed.normals, axis=1), 1.0)
