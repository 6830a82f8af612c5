"""Where the muscles that a guide points at lie under the skin: soft blobs about short lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mirrorapp.figure.rotations import unit
from mirrorapp.figure.skeleton import Array, Skeleton

CORE = 0.40  # the share of a blob's radius that glows in full
FACING = 0.0  # how far (as a cosine) the skin must face the muscle's way


@dataclass(frozen=True)
class _Blob:
    """A capsule about a line, on the side of the body that faces `towards`.

    The ends of the line are at the shares `along` of the way from the hip's centre to the
    knee's, each shifted by `aside_m` (outwards, back, up).
    """

    along: tuple[float, float]
    aside_m: tuple[tuple[float, float, float], tuple[float, float, float]]
    radius_m: float
    towards: tuple[float, float, float]


_BLOBS = {
    "hip-side": _Blob((0.0, 0.0), ((0.070, 0.0, 0.015), (0.055, 0.01, 0.055)), 0.066, (1, 0.2, 0)),
    "buttock": _Blob((0.0, 0.05), ((-0.03, 0.11, 0.05), (0.02, 0.09, 0.0)), 0.085, (0.1, 1, 0)),
    "hip-front": _Blob((0.0, 0.1), ((-0.01, -0.09, 0.04), (0.0, -0.08, 0.0)), 0.064, (0.1, -1, 0)),
    "thigh-front": _Blob((0.3, 0.8), ((0.0, -0.07, 0.0), (0.0, -0.05, 0.0)), 0.068, (0.0, -1, 0)),
    "thigh-back": _Blob((0.35, 0.85), ((0.0, 0.06, 0.0), (0.0, 0.04, 0.0)), 0.068, (0.0, 1, 0)),
    "thigh-side": _Blob((0.25, 0.9), ((0.085, 0.0, 0.0), (0.06, 0.0, 0.0)), 0.048, (1, 0, 0)),
}
NAMES = tuple(f"{side}_{name}" for name in (*_BLOBS, "foot") for side in ("left", "right"))


def muscle_glow(
    vertices_m: Array, normals: Array, skeleton: Skeleton, scale: float
) -> tuple[npt.NDArray[np.uint8], Array]:
    """Return for each vertex (V,) 0 or 1 + the index in `NAMES` of its muscle, and the glow 0..1.

    Where two muscles meet both fade out, so that either can be shown alone without an edge.
    """
    every = np.stack([_glow(name, vertices_m, normals, skeleton, scale) for name in NAMES])
    ordered = np.sort(every, axis=0)
    glow = np.clip(ordered[-1] - ordered[-2], 0.0, 1.0)
    return np.where(glow > 0, every.argmax(axis=0) + 1, 0).astype(np.uint8), glow


def _glow(name: str, vertices_m: Array, normals: Array, skeleton: Skeleton, scale: float) -> Array:
    side, muscle = name.split("_")
    sign = 1.0 if side == "left" else -1.0
    mirror = np.array([sign, 1.0, 1.0])
    letter = side[0].upper()
    if muscle == "foot":
        return _foot_glow(vertices_m, skeleton, letter, scale)
    blob = _BLOBS[muscle]
    hip_m, knee_m = skeleton.head_m(f"upperleg01.{letter}"), skeleton.head_m(f"lowerleg01.{letter}")
    start_m, end_m = (
        hip_m + share * (knee_m - hip_m) + scale * mirror * np.array(shift_m)
        for share, shift_m in zip(blob.along, blob.aside_m, strict=True)
    )
    near = 1.0 - _from_line_m(vertices_m, start_m, end_m) / (blob.radius_m * scale)
    facing = normals @ unit(mirror * np.array(blob.towards))
    same_side = np.clip(sign * vertices_m[:, 0] / 0.01, 0.0, 1.0)
    return _soft(near / (1 - CORE)) * _soft((facing - FACING) / 0.5) * same_side


def _foot_glow(vertices_m: Array, skeleton: Skeleton, letter: str, scale: float) -> Array:
    """The arch: from the heel to the balls of the toes."""
    ankle_m, ball_m = skeleton.head_m(f"foot.{letter}"), skeleton.head_m(f"toe2-1.{letter}")
    heel_m = np.array([ankle_m[0], ankle_m[1] + 0.02 * scale, ball_m[2]])
    near = 1.0 - _from_line_m(vertices_m, heel_m, ball_m) / (0.075 * scale)
    return _soft(near / (1 - CORE))


def _from_line_m(points_m: Array, start_m: Array, end_m: Array) -> Array:
    """Return the distances (V,) from the straight line between two points (3,)."""
    line_m = end_m - start_m
    share = np.clip((points_m - start_m) @ line_m / (line_m @ line_m), 0.0, 1.0)
    return np.asarray(np.linalg.norm(points_m - start_m - share[:, None] * line_m, axis=1))


def _soft(rise: Array) -> Array:
    """Go smoothly from 0 at 0 to 1 at 1."""
    t = np.clip(rise, 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t))
