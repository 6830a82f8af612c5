"""Refine a triangle mesh and round it."""

from __future__ import annotations

import numpy as np

from mirrorapp.figure.cut import Sheet
from mirrorapp.figure.skeleton import Array, Indices, vertex_normals


def subdivided(sheet: Sheet) -> Sheet:
    """Return the sheet with four triangles for each, rounded by Loop's rule (1987).

    Weights and fields are smoothed with the surface; a border keeps its old vertices.
    """
    faces = sheet.faces
    edges, of_face = _edges(faces)
    count = len(sheet.vertices_m)
    on_border = np.bincount(of_face.ravel(), minlength=len(edges)) == 1

    def smooth(values: Array) -> Array:
        flat = values.reshape(count, -1)
        across = np.zeros((len(edges), flat.shape[1]))
        for corner in range(3):  # edge `corner` of a face lies opposite to its corner + 2
            np.add.at(across, of_face[:, corner], flat[faces[:, (corner + 2) % 3]])
        ends = flat[edges[:, 0]] + flat[edges[:, 1]]
        middles = np.where(on_border[:, None], ends / 2, ends * 3 / 8 + across / 8)
        sums, degrees = np.zeros_like(flat), np.bincount(edges.ravel(), minlength=count)
        np.add.at(sums, edges[:, 0], flat[edges[:, 1]])
        np.add.at(sums, edges[:, 1], flat[edges[:, 0]])
        beta = np.where(degrees == 3, 3 / 16, 3 / 8 / np.maximum(degrees, 1))
        beta[np.unique(edges[on_border])] = 0.0
        moved = flat * (1 - degrees * beta)[:, None] + sums * beta[:, None]
        return np.concatenate([moved, middles]).reshape(-1, *values.shape[1:])

    a, b, c = faces.T
    ab, bc, ca = (count + of_face).T
    quarters = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    finer = np.concatenate([np.stack(quarter, 1) for quarter in quarters]).astype(np.int32)
    vertices_m = smooth(sheet.vertices_m)
    return Sheet(
        vertices_m=vertices_m,
        normals=vertex_normals(vertices_m, finer),
        weights=smooth(sheet.weights),
        faces=finer,
        fields={name: smooth(field) for name, field in sheet.fields.items()},
    )


def _edges(faces: Indices) -> tuple[Indices, Indices]:
    """Return the distinct edges (E, 2) and, for each face, those from each corner on (F, 3)."""
    every = np.stack([faces, np.roll(faces, -1, axis=1)], axis=2).reshape(-1, 2)
    edges, inverse = np.unique(np.sort(every, axis=1), axis=0, return_inverse=True)
    return edges.astype(np.int32), inverse.reshape(-1, 3).astype(np.int32)
