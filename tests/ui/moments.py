"""Moments to draw: the packaged people in simple poses."""

from collections.abc import Mapping

import numpy as np

from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.rotations import about_y
from mirrorapp.figure.scenery import Band, PropShape, Shown
from mirrorapp.figure.skeleton import Array, forward_kinematics

HANGING = {"upperarm01.L": about_y(38), "upperarm01.R": about_y(-38)}
LEFT_ARM_UP = HANGING | {"upperarm01.L": about_y(-100)}


def moment(mesh: Mesh, rotations: Mapping[str, Array] | None = None, *,
           props: tuple[PropShape | Band, ...] = (), lit: Mapping[str, float] | None = None,
           root_m: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Shown:
    """Return a moment in which bones are turned as said and the root is shifted by `root_m`."""
    skeleton = mesh.skeleton
    posed = forward_kinematics(skeleton, skeleton.heads_m[0] + root_m,
                               HANGING if rotations is None else rotations)
    shifts_m = posed.heads_m - np.einsum("bij,bj->bi", posed.rotations, skeleton.heads_m)
    matrices = np.concatenate([posed.rotations, shifts_m[:, :, None]], axis=2)
    return Shown(matrices.astype(np.float32), props, lit or {})


def at(x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Array:
    """Return the matrix (3, 4) of a thing that stands there, not turned."""
    return np.concatenate([np.eye(3), [[x], [y], [z]]], axis=1).astype(np.float32)


def skinned_m(mesh: Mesh, shown: Shown) -> Array:
    """Return the posed vertices (V, 3), worked out without a graphics card."""
    blended = np.einsum("vk,vkij->vij", mesh.weights, shown.matrices[mesh.bones])
    return np.einsum("vij,vj->vi", blended[:, :, :3], mesh.vertices_m) + blended[:, :, 3]
