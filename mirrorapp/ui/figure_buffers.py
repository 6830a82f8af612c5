"""Meshes as the graphics card takes them: one row of numbers a vertex, uploaded once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from kivy.graphics import Mesh as Triangles

from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.solids import Solid

# As in `figure_shaders`. The finish is a vertex's muscle, how far it glows, and whether it is
# drawn in its plain colour.
FORMAT = [(b"v_place", 3, "float"), (b"v_normal", 3, "float"), (b"v_bones", 4, "float"),
          (b"v_weights", 4, "float"), (b"v_colour", 4, "float"), (b"v_finish", 3, "float")]
GAMMA = 2.2

Packed = npt.NDArray[np.float32]


def mesh_triangles(mesh: Mesh, *, coarse: bool) -> list[Triangles]:
    """Return the drawing of each part of a mesh, or of the coarse one that stands for all."""
    packed = packed_mesh(mesh)
    return [_triangles(packed, part) for part in ((mesh.coarse,) if coarse else mesh.parts)]


def solid_triangles(solid: Solid, bones: tuple[int, int]) -> Triangles:
    """Return the drawing of a solid that hangs on two bones of its program."""
    return _triangles(packed_solid(solid, bones), solid.faces)


def packed_mesh(mesh: Mesh) -> Packed:
    """Return the mesh's vertices (V, 21) in the order of `FORMAT`; colours become linear."""
    colours = np.ones((len(mesh.vertices_m), 4), np.float32)
    colours[:, :3] = mesh.palette[mesh.colours] ** GAMMA
    finish = np.column_stack([mesh.muscles, mesh.glow, np.zeros_like(mesh.glow)])
    return _packed(mesh.vertices_m, mesh.normals, mesh.bones, mesh.weights, colours, finish)


def packed_solid(solid: Solid, bones: tuple[int, int]) -> Packed:
    """Return the solid's vertices (V, 21) in the order of `FORMAT`; colours become linear."""
    count = len(solid.vertices_m)
    hung = np.tile([*bones, 0, 0], (count, 1))
    weights = np.column_stack([solid.share, 1 - solid.share, np.zeros((count, 2))])
    colours = np.column_stack([solid.colours[:, :3] ** GAMMA, solid.colours[:, 3]])
    finish = np.tile([0.0, 0.0, float(solid.plain)], (count, 1))
    return _packed(solid.vertices_m, solid.normals, hung, weights, colours, finish)


def _packed(*columns: npt.NDArray[np.generic]) -> Packed:
    return np.concatenate([np.asarray(column, np.float32) for column in columns], axis=1)


def _triangles(vertices: Packed, faces: npt.NDArray[np.integer]) -> Triangles:
    """Return the drawing of some faces, with only those vertices that they use."""
    used, corners = np.unique(faces, return_inverse=True)
    return Triangles(vertices=np.ascontiguousarray(vertices[used]).reshape(-1),
                     indices=corners.reshape(-1).astype(np.uint16), fmt=FORMAT, mode="triangles")
