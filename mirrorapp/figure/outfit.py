"""Dress a body in layers with clean edges.

A layer is some of the body's triangles, pushed out a little along their normals, in one colour,
and cut along a line. Every vertex carries its signed distance to that line, and the renderer
drops each *pixel* on the far side: hems follow the line and not the triangles. The skin is a
layer too and ends a little way under the cloth, so that it cannot show through.

Distances are measured on the rest pose, so an outfit is made once and worn in every pose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mirrorapp.figure import head
from mirrorapp.figure.rotations import unit
from mirrorapp.figure.skeleton import Array, Body, Indices

UNDERLAP_M = 0.025  # how far skin reaches under cloth
FAR_M = 1.0  # a distance that no line of the outfit reaches
DRAWN_HEIGHT_M = 1.68  # the outfit was drawn on a body this tall, and scales with others

Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """Colours as sRGB, 0..1."""

    skin: Colour = (0.83, 0.63, 0.53)
    hair: Colour = (0.25, 0.17, 0.12)
    lips: Colour = (0.76, 0.52, 0.45)
    top: Colour = (0.86, 0.47, 0.38)
    leggings: Colour = (0.16, 0.20, 0.29)
    shoes: Colour = (0.87, 0.87, 0.86)
    soles: Colour = (0.62, 0.74, 0.71)
    eyes: Colour = (0.84, 0.82, 0.80)
    irises: Colour = (0.20, 0.14, 0.10)
    lashes: Colour = (0.16, 0.11, 0.09)


@dataclass(frozen=True)
class Layer:
    """Triangles `faces` (N, 3) of the body, with per-vertex `offset_m` (V,) and `keep_m` (V,).

    A pixel is drawn where the interpolated `keep_m` is positive. Along `strands` (V,) the colour
    varies a little, as that of combed hair does; where it is 0 the colour is plain.
    """

    faces: Indices
    offset_m: Array
    keep_m: Array
    colour: Colour
    gloss: float = 0.0
    strands: Array | None = None


@dataclass(frozen=True)
class _Regions:
    """Signed distances (V,) in metres on the rest pose, positive inside the garment."""

    top: Array
    neckline: Array
    leggings: Array
    shoes: Array
    soles: Array
    hair: Array


def dress(body: Body, palette: Palette | None = None, *, shorts: bool = False) -> Sequence[Layer]:
    """Return the layers of a person in a T-shirt, leggings or shorts, and trainers."""
    palette = palette or Palette()
    scale = float(body.vertices_m[:, 2].max()) / DRAWN_HEIGHT_M
    regions = _regions(body, scale, shorts=shorts)
    skin, tights = body.group_faces("body"), body.group_faces("helper-tights")
    covered_m = np.maximum.reduce([regions.top, regions.leggings, regions.shoes, regions.hair])
    count = len(body.vertices_m)
    flat = np.zeros(count)
    hair_m = np.clip(regions.hair * 0.45, -0.002, 0.016)
    shoes_m = _snug(regions.shoes, 0.006)
    layers = [
        Layer(skin, flat, UNDERLAP_M - covered_m, palette.skin, gloss=0.10),
        Layer(skin, flat + 0.0008, head.lips_m(body, scale), palette.lips, gloss=0.10),
        Layer(skin, flat + 0.0012, head.brows_m(body, scale), palette.hair),
        Layer(skin, hair_m, regions.hair, palette.hair, 0.05, head.strands(body)),
        Layer(tights, flat + 0.0015, regions.leggings, palette.leggings, gloss=0.02),
        Layer(tights, _snug(regions.neckline, 0.008), regions.top, palette.top),
        Layer(tights, shoes_m, np.minimum(regions.shoes, -regions.soles), palette.shoes),
        Layer(tights, shoes_m, regions.soles, palette.soles),
    ]
    return (*layers, *_eye_layers(body, palette, scale))


def _eye_layers(body: Body, palette: Palette, scale: float) -> list[Layer]:
    layers = []
    flat = np.zeros(len(body.vertices_m))
    for side in "lr":
        ball = body.group_faces(f"helper-{side}-eye")
        lid_m = head.lid_m(body, ball, scale)
        layers += [
            Layer(ball, flat, flat + FAR_M, palette.eyes, gloss=0.2),
            Layer(ball, flat + 0.0003, head.iris_m(body, ball), palette.irises, gloss=0.2),
            Layer(ball, flat + 0.0006, lid_m + 0.0012 * scale, palette.lashes),
            Layer(ball, flat + 0.0010, lid_m, palette.skin),
        ]
    return layers


def _regions(body: Body, scale: float, *, shorts: bool) -> _Regions:
    _, y, z = body.vertices_m.T
    skeleton = body.skeleton
    hip_z = skeleton.head_m("upperleg01.L")[2]
    arm = share_of(body, ("upperarm", "lowerarm", "wrist", "finger", "metacarpal"))
    on_arm_m = arm * FAR_M
    ankle_z = skeleton.head_m("foot.L")[2]
    shorts_z = skeleton.head_m("lowerleg01.L")[2] + 0.11 * scale
    hem_z = shorts_z if shorts else ankle_z + 0.065 * scale
    neck_m = neckline_m(body, scale)
    top_m = np.minimum.reduce(
        [
            z - (hip_z + 0.015 * scale) + on_arm_m,
            sleeve_m(body, arm),
            neck_m,
        ]
    )
    leggings_m = np.minimum(z - hem_z, hip_z + 0.12 * scale - z) - on_arm_m
    shoes_m = ankle_z + 0.012 * scale - z + 0.18 * (y - skeleton.head_m("foot.L")[1])
    soles_m = 0.020 * scale - z
    return _Regions(
        top=top_m,
        neckline=neck_m,
        leggings=leggings_m,
        shoes=shoes_m,
        soles=soles_m,
        hair=head.hair_m(body, scale),
    )


def _snug(inside_m: Array, loose_m: float) -> Array:
    """Return the offset (V,) of cloth that is loose but closes on the skin towards its edge."""
    return np.clip(0.3 * inside_m, 0.001, loose_m)


def share_of(body: Body, prefixes: tuple[str, ...]) -> Array:
    """Return how much of each vertex (V,) hangs on the bones that begin so, 0..1."""
    chosen = np.array([bone.startswith(prefixes) for bone in body.skeleton.bones])
    return np.asarray((body.weights * chosen[body.weight_bones]).sum(axis=1))


def sleeve_m(body: Body, arm: Array) -> Array:
    """Short sleeves: a plane across each upper arm, which only the arm's vertices heed."""
    keep_m = np.full(len(body.vertices_m), FAR_M)
    for side in "LR":
        shoulder_m = body.skeleton.head_m(f"upperarm01.{side}")
        elbow_m = body.skeleton.head_m(f"lowerarm01.{side}")
        along_m = (body.vertices_m - shoulder_m) @ unit(elbow_m - shoulder_m)
        hem_m = 0.50 * float(np.linalg.norm(elbow_m - shoulder_m))
        keep_m = np.minimum(keep_m, np.where(_same_side(body, side), hem_m - along_m, FAR_M))
    return np.asarray(keep_m + (1.0 - arm) * FAR_M)


def _same_side(body: Body, side: str) -> Array:
    x = body.vertices_m[:, 0]
    return np.asarray(x > 0 if side == "L" else x < 0)


def neckline_m(body: Body, scale: float) -> Array:
    """A round neck: outside an ellipsoid about the root of the neck."""
    centre_m = body.skeleton.head_m("neck01") + scale * np.array([0.0, -0.035, 0.030])
    radii_m = scale * np.array([0.092, 0.100, 0.080])
    away = np.linalg.norm((body.vertices_m - centre_m) / radii_m, axis=1)
    above_m = body.vertices_m[:, 2] - centre_m[2]  # no cloth at all up there
    return np.asarray((away - 1.0) * 0.08 * scale - np.maximum(above_m, 0.0) * 4.0)
