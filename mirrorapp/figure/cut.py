"""Cut and hem triangle meshes whose vertices carry weights and fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from mirrorapp.figure.skeleton import Array, Indices, vertex_normals

SNAP = 0.03  # a line that passes so near a corner, as a share of the edge, goes through it


@dataclass(frozen=True)
class Sheet:
    """A surface: `vertices_m` (V, 3), unit `normals` (V, 3), `weights` (V, B), `faces` (F, 3).

    `fields` are further values (V,) by name, such as the signed distance to a hem.
    """

    vertices_m: Array
    normals: Array
    weights: Array
    faces: Indices
    fields: Mapping[str, Array]

    def pushed(self, offset_m: Array | float) -> Sheet:
        """Return the surface moved along its normals by `offset_m` (V,) or one distance."""
        moved_m = self.vertices_m + self.normals * np.reshape(offset_m, (-1, 1))
        return replace(self, vertices_m=moved_m, normals=vertex_normals(moved_m, self.faces))

    def with_fields(self, **fields: Array) -> Sheet:
        """Return the same surface with these fields instead."""
        return replace(self, fields=fields)

    def chosen(self, faces: Indices) -> Sheet:
        """Return the surface of some `faces` (N, 3), without the vertices that none uses."""
        used, inverse = np.unique(faces, return_inverse=True)
        return Sheet(
            vertices_m=self.vertices_m[used],
            normals=self.normals[used],
            weights=self.weights[used],
            faces=inverse.reshape(-1, 3).astype(np.int32),
            fields={name: field[used] for name, field in self.fields.items()},
        )


def split(sheet: Sheet, field: str) -> tuple[Sheet, Sheet]:
    """Cut along the line where a field is 0: return where it is positive, and the rest.

    Both have the same points on the line, so that no gap opens between them.
    """
    distance = snapped(sheet.fields[field], sheet.faces)
    crossings = _Crossings(len(distance), distance)
    inside: list[tuple[int, int, int]] = []
    outside: list[tuple[int, int, int]] = []
    signs = np.sign(distance)[sheet.faces]
    whole_in = (signs.min(axis=1) >= 0) & (signs.max(axis=1) > 0)
    whole_out = signs.max(axis=1) <= 0
    for face in sheet.faces[~(whole_in | whole_out)].tolist():
        inside += _clipped(face, distance, crossings)
        outside += _clipped(face, -distance, crossings)
    refined = crossings.applied(replace(sheet, fields={**sheet.fields, field: distance}))
    return (
        refined.chosen(_together(sheet.faces[whole_in], inside)),
        refined.chosen(_together(sheet.faces[whole_out], outside)),
    )


def snapped(distance: Array, faces: Indices) -> Array:
    """Return the field (V,) with 0 where its line passes close by a vertex: no sliver is cut."""
    snapped_m = distance.astype(float).copy()
    for start, end in ((0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2)):
        here, there = distance[faces[:, start]], distance[faces[:, end]]
        near = (np.sign(here) * np.sign(there) < 0) & (np.abs(here) < SNAP * np.abs(here - there))
        snapped_m[faces[near, start]] = 0.0
    return snapped_m


def _together(whole: Indices, cut: list[tuple[int, int, int]]) -> Indices:
    return np.concatenate([whole, np.array(cut, np.int32).reshape(-1, 3)])


class _Crossings:
    """The new vertices where edges cross the line, each made once."""

    def __init__(self, count: int, distance: Array) -> None:
        self._count = count
        self._distance = distance
        self._made: dict[tuple[int, int], int] = {}

    def between(self, first: int, second: int) -> int:
        edge = (min(first, second), max(first, second))
        return self._made.setdefault(edge, self._count + len(self._made))

    def applied(self, sheet: Sheet) -> Sheet:
        edges = np.array(list(self._made), np.int32).reshape(-1, 2)
        here, there = self._distance[edges[:, 0]], self._distance[edges[:, 1]]
        return extended(sheet, edges, here / (here - there))


def extended(sheet: Sheet, edges: Indices, shares: Array) -> Sheet:
    """Return the sheet with a further vertex on each edge (N, 2), at a share (N,) of its way."""

    def blend(values: Array) -> Array:
        along = shares.reshape(-1, *[1] * (values.ndim - 1))
        return np.concatenate(
            [values, values[edges[:, 0]] * (1 - along) + values[edges[:, 1]] * along]
        )

    normals = blend(sheet.normals)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return Sheet(
        vertices_m=blend(sheet.vertices_m),
        normals=normals / np.maximum(lengths, 1e-12),
        weights=blend(sheet.weights),
        faces=sheet.faces,
        fields={name: blend(field) for name, field in sheet.fields.items()},
    )


def _clipped(face: list[int], distance: Array, crossings: _Crossings) -> list[tuple[int, int, int]]:
    """Return the triangles of the part of a face where the distance is positive."""
    corners: list[int] = []
    for here, there in zip(face, [*face[1:], face[0]], strict=True):
        if distance[here] >= 0:
            corners.append(here)
        if np.sign(distance[here]) * np.sign(distance[there]) < 0:
            corners.append(crossings.between(here, there))
    if not any(distance[corner] > 0 for corner in face):
        return []
    return [(corners[0], corners[i], corners[i + 1]) for i in range(1, len(corners) - 1)]


def border_edges(faces: Indices) -> Indices:
    """Return the edges (N, 2) that belong to one face alone, in that face's direction."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    low, high = edges.min(axis=1).astype(np.int64), edges.max(axis=1).astype(np.int64)
    _, first, counts = np.unique(
        low * (int(high.max(initial=0)) + 1) + high, return_index=True, return_counts=True
    )
    return np.asarray(edges[np.sort(first[counts == 1])], np.int32)


def turned_in(sheet: Sheet, depth_m: float) -> Sheet:
    """Return the sheet with its borders turned inwards by `depth_m`, as cloth is at a hem."""
    edges = border_edges(sheet.faces)
    rim = np.unique(edges)
    inner = np.full(len(sheet.vertices_m), -1, np.int32)
    inner[rim] = len(sheet.vertices_m) + np.arange(len(rim))
    start, end = edges.T
    strip = np.concatenate(
        [np.stack([end, start, inner[start]], 1), np.stack([end, inner[start], inner[end]], 1)]
    ).astype(np.int32)
    doubled = extended(sheet, np.stack([rim, rim], 1), np.zeros(len(rim)))
    vertices_m = doubled.vertices_m.copy()
    vertices_m[inner[rim]] -= depth_m * sheet.normals[rim]
    normals = doubled.normals.copy()
    normals[inner[rim]] = vertex_normals(vertices_m, strip)[inner[rim]]
    return replace(
        doubled,
        vertices_m=vertices_m,
        normals=normals,
        faces=np.concatenate([sheet.faces, strip]),
    )
