"""Small meshes to build things from: rounded boxes, turned pieces, sheets that fade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mirrorapp.figure.skeleton import Array, Indices

Colour = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Solid:
    """Triangles `faces` (F, 3) over `vertices_m` (V, 3) with unit `normals` (V, 3).

    `colours` (V, 4) are sRGB and opacity, 0..1. `share` (V,) is how much of a vertex hangs on the
    first of two bones; a rigid thing hangs on it altogether. What is `plain` is not shaded.
    """

    vertices_m: Array
    normals: Array
    colours: Array
    faces: Indices
    share: Array
    plain: bool = False

    def moved(self, by_m: Sequence[float]) -> Solid:
        """Return it elsewhere."""
        return replace(self, vertices_m=self.vertices_m + np.asarray(by_m))


def solid(vertices_m: Array, normals: Array, faces: Indices, colour: Colour) -> Solid:
    """Return a rigid, opaque solid in one colour."""
    count = len(vertices_m)
    return Solid(vertices_m, normals, np.tile([*colour, 1.0], (count, 1)), faces, np.ones(count))


def joined(pieces: Sequence[Solid]) -> Solid:
    """Return rigid pieces as one; all of them are shaded alike."""
    starts = np.cumsum([0, *(len(piece.vertices_m) for piece in pieces)])
    faces = [piece.faces + start for piece, start in zip(pieces, starts, strict=False)]
    vertices_m, normals, colours, share = (
        np.concatenate([getattr(piece, name) for piece in pieces])
        for name in ("vertices_m", "normals", "colours", "share"))
    return Solid(vertices_m, normals, colours, np.concatenate(faces), share, pieces[0].plain)


def box(size_m: tuple[float, float, float], round_m: float, colour: Colour) -> Solid:
    """Return a box about the origin whose edges are rounded, so that they catch the light."""
    half_m = np.array(size_m) / 2
    sides = [_side(half_m, round_m, axis, sign) for axis in range(3) for sign in (-1.0, 1.0)]
    surface_m = np.concatenate(sides)
    inner_m = np.clip(surface_m, round_m - half_m, half_m - round_m)
    normals = surface_m - inner_m
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    count = len(sides[0])
    grid = _grid_faces(round(count**0.5), round(count**0.5))
    faces = np.concatenate([grid + count * side for side in range(6)])
    return solid(inner_m + round_m * normals, normals, faces, colour)


def _side(half_m: Array, round_m: float, axis: int, sign: float) -> Array:
    """Return the points (36, 3) of one side, closer together where it is going to be round."""
    first, second = (other for other in range(3) if other != axis)
    steps = np.array([1.0, 0.5, 0.0])
    across = [np.concatenate([round_m * (1 - steps) - half_m[other],
                              half_m[other] - round_m * (1 - steps[::-1])])
              for other in (first, second)]
    points_m = np.empty((6, 6, 3))
    points_m[..., axis] = sign * half_m[axis]
    points_m[..., first], points_m[..., second] = np.meshgrid(*across, indexing="ij")
    return points_m.reshape(-1, 3)


def turned(profile_m: Array, normals: Array, colour: Colour, sides: int = 40) -> Solid:
    """Return a profile (N, 2) of places on the x axis and radii, turned about that axis.

    `normals` (N, 2) are those of the profile, along the axis and away from it.
    """
    angles = np.linspace(0.0, 2 * np.pi, sides + 1)
    around = np.stack([np.zeros_like(angles), np.cos(angles), np.sin(angles)], axis=1)
    along = np.array([1.0, 0.0, 0.0])
    vertices_m, directions = (
        pair[:, None, :1] * along + pair[:, None, 1:] * around for pair in (profile_m, normals))
    faces = _grid_faces(len(profile_m), sides + 1)
    return solid(vertices_m.reshape(-1, 3), directions.reshape(-1, 3), faces, colour)


def strip(rings_m: Array, normals: Array, colour: Colour) -> Solid:
    """Return a closed strip of rings (R, N, 3) with `normals` (R, N, 3)."""
    closed_m, directions = (np.concatenate([each, each[:, :1]], axis=1)
                            for each in (rings_m, normals))
    rings, points, _ = closed_m.shape
    return solid(closed_m.reshape(-1, 3), directions.reshape(-1, 3), _grid_faces(rings, points),
                 colour)


def sheet(width_m: float, height_m: float, colour: Colour, opacity: float) -> Solid:
    """Return an upright sheet on the x axis that fades into nothing towards its edges."""
    across, up = np.linspace(-1.0, 1.0, 13), np.linspace(0.0, 1.0, 13)
    x, z = (each.ravel() for each in np.meshgrid(across, up, indexing="ij"))
    vertices_m = np.stack([x * width_m / 2, np.zeros_like(x), z * height_m], axis=1)
    flat = solid(vertices_m, np.tile([0.0, -1.0, 0.0], (len(x), 1)), _grid_faces(13, 13), colour)
    flat.colours[:, 3] = opacity * (1 - x**2) * (1 - z**2)
    return replace(flat, plain=True)


def disc(colour: Colour, opacity: float) -> Solid:
    """Return a level disc of radius 1 that fades into nothing towards its edge."""
    radii, angles = np.linspace(0.0, 1.0, 9), np.linspace(0.0, 2 * np.pi, 49)
    radius, angle = (each.ravel() for each in np.meshgrid(radii, angles, indexing="ij"))
    vertices_m = np.stack([radius * np.cos(angle), radius * np.sin(angle), 0 * radius], axis=1)
    level = solid(vertices_m, np.tile([0.0, 0.0, 1.0], (len(radius), 1)), _grid_faces(9, 49),
                  colour)
    level.colours[:, 3] = opacity * (1 - radius**2) ** 2
    return replace(level, plain=True)


def _grid_faces(rows: int, columns: int) -> Indices:
    """Return the triangles (F, 3) of a grid of points."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    right, below = corner + 1, corner + columns
    return np.concatenate([np.stack([corner, right, below], axis=1),
                           np.stack([right, below + 1, below], axis=1)]).astype(np.int32)
