"""Fewer triangles of the same vertices, for where a figure is small on the glass.

Sheets that were cut from one another are joined where they meet, so that seams and hems can lose
vertices, too: along themselves alone, and on both sides of a seam at once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mirrorapp.figure.skeleton import Array, Indices
from mirrorapp.figure.thin import Collapse

VERTICES = 4_000

Numbers = npt.NDArray[np.integer]


def coarser(places: Numbers, carried: Array, faces: Indices, sheets: Numbers,
            vertices: int = VERTICES) -> Indices:
    """Return triangles (N, 3) of about so many `vertices`, each one of those that there are.

    `places` (V, 3) of the vertices, in whole steps: where two are the same, sheets meet. `carried`
    (V, C) should stay as it is; `faces` (F, 3), and which of the `sheets` (V,) a vertex is of.
    """
    _, first, inverse = np.unique(places, axis=0, return_index=True, return_inverse=True)
    owners = sheets[faces[:, 0]].astype(np.int32)
    point: Indices = inverse.reshape(-1).astype(np.int32)
    collapse = _AlongSeams(places[first].astype(float), carried[first],
                           point[faces], owners)
    collapse.run(vertices)
    alive = collapse.alive()
    known, vertex = np.unique(_key(point, sheets), return_index=True)
    wanted = _key(collapse.faces()[alive], owners[alive, None])
    return np.asarray(vertex[np.searchsorted(known, wanted)], np.int32)


def _key(points: Indices, sheets: Numbers) -> Numbers:
    """Return a number of its own for each point of each sheet."""
    return np.asarray(points.astype(np.int64) * 256 + sheets)


class _AlongSeams(Collapse):
    """Lets a vertex on a seam or a border move along it, and on no other way."""

    def __init__(self, points: Array, carried: Array, faces: Indices, owners: Indices) -> None:
        super().__init__(points, carried, faces)
        self._owners: list[int] = owners.tolist()
        for number, face in enumerate(self._faces):
            for here, there in zip(face, [*face[1:], face[0]], strict=True):
                if self._on_seam(here, there):
                    self._hold(number, here, there)

    def _on_seam(self, here: int, there: int) -> bool:
        """Whether an edge ends a sheet."""
        both = self._around[here] & self._around[there]
        return len(both) != 2 or len({self._owners[face] for face in both}) > 1

    def _hold(self, number: int, here: int, there: int) -> None:
        """Count what is beside a seam as away from it: the plane on its face's edge."""
        first, second, third = self._points[self._faces[number]]
        along = self._points[there] - self._points[here]
        side = np.cross(along, np.cross(second - first, third - first))
        side /= max(float(np.linalg.norm(side)), 1e-20)
        plane = np.append(side, -side @ self._points[here])
        for vertex in (here, there):
            self._quadrics[vertex] += np.outer(plane, plane)

    def _goals(self, vertex: int) -> set[int]:
        others = self._neighbours(vertex)
        seam = {other for other in others if self._on_seam(vertex, other)}
        if seam and len(seam) != 2:
            return set()  # where seams meet, or one ends
        mine = self._sheets(vertex)
        return {other for other in seam or others if mine <= self._sheets(other)}

    def _sheets(self, vertex: int) -> set[int]:
        return {self._owners[face] for face in self._around[vertex]}
