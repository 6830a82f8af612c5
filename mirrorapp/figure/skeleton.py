"""A skinned body: its data, forward kinematics and linear blend skinning, in numpy alone.

A pose is the position of the root bone and, for the bones that turn, a rotation *of the world*:
the 3 x 3 matrix that takes the bone's directions from the rest pose to the posed body. Bones that
are not named follow their parent. Poses written that way say where a limb points, whatever its
parents do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Skeleton:
    """Bones in the rest pose; a parent always comes before its children.

    `parents` (B,) holds indices, -1 for the root; `heads_m` and `tails_m` are (B, 3), in metres.
    """

    bones: tuple[str, ...]
    parents: Indices
    heads_m: Array
    tails_m: Array

    def index(self, bone: str) -> int:
        """Return the bone's index; raises ValueError for an unknown bone."""
        return self.bones.index(bone)

    def head_m(self, bone: str) -> Array:
        """Return the rest position (3,) of the joint at the bone's near end."""
        return np.asarray(self.heads_m[self.index(bone)], float)


@dataclass(frozen=True)
class PosedSkeleton:
    """A skeleton in a pose: world rotations (B, 3, 3) and joint positions (B, 3) in metres."""

    skeleton: Skeleton
    rotations: Array
    heads_m: Array

    def head_m(self, bone: str) -> Array:
        """Return the position (3,) of the joint at the bone's near end."""
        return np.asarray(self.heads_m[self.skeleton.index(bone)])

    def tail_m(self, bone: str) -> Array:
        """Return the position (3,) of the bone's far end."""
        return self.point_m(bone, self.skeleton.tails_m[self.skeleton.index(bone)])

    def point_m(self, bone: str, rest_m: Array) -> Array:
        """Return where a point (3,) of the rest pose goes that is fixed to the bone."""
        index = self.skeleton.index(bone)
        offset_m = rest_m - self.skeleton.heads_m[index]
        return np.asarray(self.heads_m[index] + self.rotations[index] @ offset_m)


@dataclass(frozen=True)
class Body:
    """A skeleton with the mesh it moves.

    `vertices_m` (V, 3) in the rest pose; `faces` (F, 3) counter-clockwise seen from outside, each
    of the group `group_names[face_groups[f]]`; `weights` (V, K) sum to 1 over the bones
    `weight_bones` (V, K).
    """

    skeleton: Skeleton
    vertices_m: Array
    faces: Indices
    face_groups: npt.NDArray[np.uint8]
    group_names: tuple[str, ...]
    weight_bones: Indices
    weights: Array

    def group_faces(self, group: str) -> Indices:
        """Return the triangles (N, 3) of a group; raises ValueError for an unknown one."""
        return np.asarray(self.faces[self.face_groups == self.group_names.index(group)])

    def save(self, path: Path) -> None:
        """Write the body to a compressed ``.npz``."""
        np.savez_compressed(
            path,
            bones=np.array(self.skeleton.bones),
            parents=self.skeleton.parents,
            heads_m=self.skeleton.heads_m.astype(np.float32),
            tails_m=self.skeleton.tails_m.astype(np.float32),
            vertices_m=self.vertices_m.astype(np.float32),
            faces=self.faces,
            face_groups=self.face_groups,
            group_names=np.array(self.group_names),
            weight_bones=self.weight_bones.astype(np.int16),
            weights=self.weights.astype(np.float32),
        )

    @classmethod
    def load(cls, path: Path) -> Body:
        """Read what `save` wrote; raises OSError or KeyError if it is no such file."""
        with np.load(path, allow_pickle=False) as data:
            skeleton = Skeleton(
                bones=tuple(str(bone) for bone in data["bones"]),
                parents=data["parents"].astype(np.int32),
                heads_m=data["heads_m"].astype(float),
                tails_m=data["tails_m"].astype(float),
            )
            return cls(
                skeleton=skeleton,
                vertices_m=data["vertices_m"].astype(float),
                faces=data["faces"].astype(np.int32),
                face_groups=data["face_groups"],
                group_names=tuple(str(name) for name in data["group_names"]),
                weight_bones=data["weight_bones"].astype(np.int32),
                weights=data["weights"].astype(float),
            )


def forward_kinematics(
    skeleton: Skeleton, root_m: Array, rotations: Mapping[str, Array]
) -> PosedSkeleton:
    """Pose a skeleton with its root joint at `root_m` (3,).

    `rotations` maps bones to world rotations (3, 3), see the top of this module.
    Raises ValueError if it names a bone that the skeleton has not.
    """
    unknown = set(rotations).difference(skeleton.bones)
    if unknown:
        raise ValueError(f"no such bones: {', '.join(sorted(unknown))}")
    posed_rotations = np.empty((len(skeleton.bones), 3, 3))
    posed_heads_m = np.empty((len(skeleton.bones), 3))
    for i, (bone, parent) in enumerate(zip(skeleton.bones, skeleton.parents, strict=True)):
        inherited = np.eye(3) if parent < 0 else posed_rotations[parent]
        posed_rotations[i] = rotations.get(bone, inherited)
        if parent < 0:
            posed_heads_m[i] = root_m
        else:
            offset_m = skeleton.heads_m[i] - skeleton.heads_m[parent]
            posed_heads_m[i] = posed_heads_m[parent] + inherited @ offset_m
    return PosedSkeleton(skeleton, posed_rotations, posed_heads_m)


def skin(body: Body, posed: PosedSkeleton) -> Array:
    """Return the posed vertices (V, 3) in metres, by linear blend skinning."""
    rest_heads_m = body.skeleton.heads_m
    shifts_m = posed.heads_m - np.einsum("bij,bj->bi", posed.rotations, rest_heads_m)
    per_bone = np.concatenate([posed.rotations, shifts_m[:, :, None]], axis=2)
    blended = np.einsum("vk,vkij->vij", body.weights, per_bone[body.weight_bones])
    turned_m = np.einsum("vij,vj->vi", blended[:, :, :3], body.vertices_m)
    return np.asarray(turned_m + blended[:, :, 3])


def vertex_normals(vertices_m: Array, faces: Indices) -> Array:
    """Return unit normals (V, 3), area-weighted over the faces; zero where no face is."""
    first, second, third = (vertices_m[faces[:, corner]] for corner in range(3))
    face_normals = np.cross(second - first, third - first)
    normals = np.zeros_like(vertices_m)
    for corner in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(
                faces[:, corner], face_normals[:, axis], len(vertices_m)
            )
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.maximum(lengths, 1e-12))
