"""A baked body made ready to be dressed: at ease, with few bones and soft joints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mirrorapp.figure.cut import Sheet, split
from mirrorapp.figure.fold import folded, folded_weights, smoothed
from mirrorapp.figure.legs import SIDES
from mirrorapp.figure.rotations import about_y
from mirrorapp.figure.skeleton import (
    Array,
    Body,
    Skeleton,
    forward_kinematics,
    skin,
    vertex_normals,
)
from mirrorapp.figure.wardrobe import Look, scale_of

SHOULDER_DROP_DEG = 10.0  # the rig rests with its shoulders drawn up
SOFT_RADIUS_M, SOFT_ROUNDS = 0.11, 8

Piece = tuple[Sheet, str]  # a surface and its colour


@dataclass(frozen=True)
class Sitter:
    """The body with all its bones, the reduced `skeleton` with its `weights` (V, B), the look."""

    body: Body
    skeleton: Skeleton
    weights: Array
    look: Look
    scale: float

    @classmethod
    def of(cls, body: Body, look: Look) -> Sitter:
        """Return a baked body at ease and folded."""
        scale = scale_of(body)
        body = _at_ease(body)
        skeleton, targets = folded(body.skeleton)
        soft = softness(body.vertices_m, skeleton)
        weights = smoothed(folded_weights(body, targets), body.faces, soft, SOFT_ROUNDS)
        return cls(body, skeleton, weights, look, scale)

    def sheet(self, group: str) -> Sheet:
        """Return the surface of one group of the base mesh, with all the body's vertices."""
        faces = self.body.group_faces(group)
        vertices_m = self.body.vertices_m.astype(float)
        return Sheet(vertices_m, vertex_normals(vertices_m, faces), self.weights, faces, {})

    def worn(self, sheet: Sheet) -> Body:
        """Return a sheet as a body with the reduced skeleton, to draw garments' lines on."""
        return _as_body(sheet, self.skeleton)

    def drawn(self, sheet: Sheet) -> Body:
        """Return a sheet as a body with all the joints, to draw the face on; weights are none."""
        return _as_body(sheet, self.body.skeleton)


def softness(vertices_m: Array, skeleton: Skeleton) -> Array:
    """Return how much (V,) is to be smoothed, 0..1: all near hips and shoulders."""
    joints_m = [
        skeleton.head_m(f"{bone}.{side}") for bone in ("upperleg01", "upperarm01") for side in SIDES
    ]
    away_m = np.linalg.norm(vertices_m[:, None] - np.array(joints_m), axis=2).min(axis=1)
    return np.asarray(np.clip(2.0 - away_m / SOFT_RADIUS_M, 0.0, 1.0))


def painted(sheet: Sheet, colours: Sequence[str], ground: str) -> list[Piece]:
    """Cut out what has a colour of its own: where the field of that name is positive."""
    pieces = []
    for colour in colours:
        patch, sheet = split(sheet, colour)
        pieces.append((patch, colour))
    return [*pieces, (sheet, ground)]


def _at_ease(body: Body) -> Body:
    """Return the body with its shoulders dropped in the rest pose, the arms as they were."""
    skeleton = body.skeleton
    turns: dict[str, Array] = {}
    for side, sign in SIDES.items():
        turns |= {
            f"clavicle.{side}": about_y(sign * SHOULDER_DROP_DEG),
            f"upperarm01.{side}": np.eye(3),
        }
    posed = forward_kinematics(skeleton, skeleton.heads_m[0], turns)
    tails_m = np.array([posed.tail_m(bone) for bone in skeleton.bones])
    rest = replace(skeleton, heads_m=posed.heads_m, tails_m=tails_m)
    return replace(body, skeleton=rest, vertices_m=skin(body, posed))


def _as_body(sheet: Sheet, skeleton: Skeleton) -> Body:
    count, bones = sheet.weights.shape
    return Body(
        skeleton=skeleton,
        vertices_m=sheet.vertices_m,
        faces=sheet.faces,
        face_groups=np.zeros(len(sheet.faces), np.uint8),
        group_names=("sheet",),
        weight_bones=np.tile(np.arange(bones, dtype=np.int32), (count, 1)),
        weights=sheet.weights,
    )
