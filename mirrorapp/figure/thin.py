"""Spend a mesh's vertices where they show: edge collapse by quadric error.

After Garland and Heckbert, "Surface simplification using quadric error metrics" (1997). A vertex
only ever moves onto a neighbour, so that normals, weights and fields stay those of real vertices;
vertices on a border stay, so that sheets that were cut from one another still meet.
"""

from __future__ import annotations

import heapq

import numpy as np

from mirrorapp.figure.cut import Sheet, border_edges
from mirrorapp.figure.skeleton import Array, Indices

TURN_MAX = 0.5  # the cosine by which a triangle may turn
CHANGE_COST = 0.05  # of a weight or a field by 1, as a share of the edge's length


def thinned(sheets: list[Sheet], vertices: int) -> list[Sheet]:
    """Return the sheets with so many `vertices` in all, or as few as their borders allow.

    All must have the same fields. Where these or the weights change, vertices are spared.
    """
    starts = np.cumsum([0, *(len(sheet.vertices_m) for sheet in sheets)])
    faces = np.concatenate(
        [sheet.faces + start for sheet, start in zip(sheets, starts, strict=False)]
    )
    carried = [np.column_stack([sheet.weights, *sheet.fields.values()]) for sheet in sheets]
    collapse = Collapse(
        np.concatenate([sheet.vertices_m for sheet in sheets]), np.concatenate(carried), faces
    )
    collapse.run(vertices)
    owners = np.repeat(np.arange(len(sheets)), [len(sheet.faces) for sheet in sheets])
    left, alive = collapse.faces(), collapse.alive()
    return [
        sheet.chosen(left[alive & (owners == owner)] - starts[owner])
        for owner, sheet in enumerate(sheets)
    ]


class Collapse:
    """A mesh that loses one vertex at a time, the one that matters least first.

    `vertices_m` (V, 3), what each has `carried` (V, N) that should stay, and `faces` (F, 3).
    """

    def __init__(self, vertices_m: Array, carried: Array, faces: Indices) -> None:
        self._points = vertices_m
        self._carried = carried
        self._faces: list[list[int]] = faces.tolist()
        self._alive = [True] * len(faces)
        self._around: list[set[int]] = [set() for _ in vertices_m]
        for number, face in enumerate(self._faces):
            for corner in face:
                self._around[corner].add(number)
        self._quadrics = _quadrics(vertices_m, faces)
        self._rim = set(np.unique(border_edges(faces)).tolist())
        self._versions = [0] * len(vertices_m)
        self._heap: list[tuple[float, int, int, int]] = []

    def faces(self) -> Indices:
        """Return all triangles (F, 3), also those that are not alive."""
        return np.array(self._faces, np.int32)

    def alive(self) -> Array:
        """Return which triangles (F,) are left."""
        return np.array(self._alive)

    def run(self, vertices: int) -> None:
        """Go on until so many `vertices` are left, or none can go."""
        left = sum(bool(faces) for faces in self._around)
        for vertex in range(len(self._points)):
            self._offer(vertex)
        while left > vertices and self._heap:
            _, vertex, onto, version = heapq.heappop(self._heap)
            if version == self._versions[vertex] and self._collapse(vertex, onto):
                left -= 1

    def _neighbours(self, vertex: int) -> set[int]:
        return {corner for face in self._around[vertex] for corner in self._faces[face]} - {vertex}

    def _goals(self, vertex: int) -> set[int]:
        """Return the neighbours that a vertex may move onto."""
        return set() if vertex in self._rim else self._neighbours(vertex)

    def _offer(self, vertex: int) -> None:
        """Put a vertex' possible moves into the queue, in place of those that were there."""
        self._versions[vertex] += 1
        others = sorted(self._goals(vertex))
        if not others:
            return
        ends = np.concatenate([self._points[others], np.ones((len(others), 1))], axis=1)
        errors = np.einsum("ni,ij,nj->n", ends, self._quadrics[vertex], ends)
        edges_m = self._points[others] - self._points[vertex]
        change = np.abs(self._carried[others] - self._carried[vertex]).sum(axis=1)
        errors += (CHANGE_COST * change) ** 2 * (edges_m**2).sum(axis=1)
        errors += 1e-12 * (edges_m**2).sum(axis=1)  # short edges first where it is flat
        for error, other in zip(errors.tolist(), others, strict=True):
            heapq.heappush(self._heap, (error, vertex, other, self._versions[vertex]))

    def _collapse(self, vertex: int, onto: int) -> bool:
        """Move a vertex onto its neighbour unless that would fold or pinch the surface."""
        lost = self._around[vertex] & self._around[onto]
        shared = self._neighbours(vertex) & self._neighbours(onto)
        moved = sorted(self._around[vertex] - lost)
        pinched = len(lost) > 2 or len(shared) != len(lost)
        if pinched or not moved or not self._keeps_facing(moved, vertex, onto):
            return False
        for face in lost:
            self._alive[face] = False
            for corner in self._faces[face]:
                self._around[corner].discard(face)
        for face in moved:
            self._faces[face] = [onto if at == vertex else at for at in self._faces[face]]
            self._around[onto].add(face)
        self._around[vertex] = set()
        self._quadrics[onto] += self._quadrics[vertex]
        for touched in sorted(self._neighbours(onto) | {onto}):
            self._offer(touched)
        return True

    def _keeps_facing(self, faces: list[int], vertex: int, onto: int) -> bool:
        corners = np.array([self._faces[face] for face in faces])
        after = np.where(corners == vertex, onto, corners)
        old, new = self._directions(corners), self._directions(after)
        lengths = np.linalg.norm(old, axis=1) * np.linalg.norm(new, axis=1)
        return bool(((old * new).sum(axis=1) > TURN_MAX * lengths).all())

    def _directions(self, corners: Indices) -> Array:
        first, second, third = (self._points[corners[:, corner]] for corner in range(3))
        return np.cross(second - first, third - first)


def _quadrics(vertices_m: Array, faces: Indices) -> Array:
    """Return for each vertex the matrix (4, 4) of squared distances to its faces' planes."""
    first, second, third = (vertices_m[faces[:, corner]] for corner in range(3))
    normals = np.cross(second - first, third - first)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-20)
    planes = np.concatenate([normals, -(normals * first).sum(axis=1, keepdims=True)], axis=1)
    products = planes[:, :, None] * planes[:, None, :]
    quadrics = np.zeros((len(vertices_m), 4, 4))
    for corner in range(3):
        np.add.at(quadrics, faces[:, corner], products)
    return quadrics
