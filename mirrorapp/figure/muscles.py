"""Where the muscles that a guide points at lie under the skin: soft strokes on a map of the leg."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mirrorapp.figure.rotations import unit
from mirrorapp.figure.skeleton import Array, Skeleton

SOFT_M = 0.050  # from a muscle's edge inwards until it glows in full
ROUND_M = 0.09  # the radius of the leg that the map is unrolled from
REACH_M = 0.21  # what is farther from the leg's axis, as a hand, is no leg
PARTING = 1.5  # how steeply the glow fades towards the middle of the body
FOOT_RADIUS_M = 0.075

Place = tuple[float, float]


@dataclass(frozen=True)
class _Strokes:
    """Straight lines on the skin of the leg, each drawn with a brush of the same radius.

    A place is the angle about the line from the hip's centre to the knee's, in degrees (0 outwards,
    90 back, -90 front, 180 inwards), and the share of the way down it (negative above the hip).
    """

    lines: tuple[tuple[Place, Place], ...]
    radius_m: float


_TROCHANTER = (-30, 0.12)
_MUSCLES = {
    # A fan from the crest of the pelvis: in front the tensor of the fascia, then gluteus medius.
    "hip-side": _Strokes(tuple((crest, _TROCHANTER) for crest in (
        (-72, -0.09), (-40, -0.16), (-6, -0.17), (28, -0.16))), 0.080),
    "buttock": _Strokes((((125, -0.14), (64, 0.08)), ((100, 0.0), (126, 0.10))), 0.080),
    "hip-front": _Strokes((((-102, -0.08), (-111, 0.20)),), 0.062),
    "thigh-front": _Strokes((((-90, 0.33), (-95, 0.82)),), 0.062),
    "thigh-back": _Strokes((((80, 0.40), (82, 0.83)),), 0.086),
    "thigh-side": _Strokes((((-36, 0.40), (-38, 0.86)),), 0.062),
}
NAMES = tuple(f"{side}_{name}" for name in (*_MUSCLES, "foot") for side in ("left", "right"))


def muscle_glow(
    vertices_m: Array, skeleton: Skeleton, scale: float
) -> tuple[npt.NDArray[np.uint8], Array]:
    """Return for each vertex (V,) 0 or 1 + the index in `NAMES` of its muscle, and the glow 0..1.

    The glow rises evenly from a muscle's edge, so that it has none of the mesh's; who draws it
    rounds it off. Where two muscles meet both fade out: either can be shown alone.
    """
    every_m = np.stack([_depth_m(name, vertices_m, skeleton, scale) for name in NAMES])
    ordered_m = np.sort(every_m, axis=0)
    inside_m = ordered_m[-1] - np.maximum(ordered_m[-2], 0.0)
    glow = np.clip(inside_m / (SOFT_M * scale), 0.0, 1.0)
    return np.where(glow > 0, every_m.argmax(axis=0) + 1, 0).astype(np.uint8), glow


def _depth_m(name: str, vertices_m: Array, skeleton: Skeleton, scale: float) -> Array:
    """Return how far (V,) inside its edge a muscle has a vertex; negative outside."""
    side, muscle = name.split("_")
    sign, letter = (1.0, "L") if side == "left" else (-1.0, "R")
    if muscle == "foot":
        return _arch_depth_m(vertices_m, skeleton, letter, scale)
    hip_m, knee_m = skeleton.head_m(f"upperleg01.{letter}"), skeleton.head_m(f"lowerleg01.{letter}")
    map_m, away_m = _unrolled_m(vertices_m, hip_m, knee_m, sign, scale)
    unit_m = np.array([np.radians(1.0) * ROUND_M * scale, np.linalg.norm(knee_m - hip_m)])
    strokes = _MUSCLES[muscle]
    lines_m = np.array(strokes.lines) * unit_m
    beside_m = np.min([_from_line_m(map_m, start_m, end_m) for start_m, end_m in lines_m], axis=0)
    own_side_m = PARTING * sign * vertices_m[:, 0]
    return np.asarray(np.minimum.reduce(
        [strokes.radius_m * scale - beside_m, REACH_M * scale - away_m, own_side_m]))


def _unrolled_m(vertices_m: Array, hip_m: Array, knee_m: Array, sign: float, scale: float
                ) -> tuple[Array, Array]:
    """Return the places (V, 2) on the leg's map, round and down, and how far (V,) from its axis."""
    down = unit(knee_m - hip_m)
    back = unit(np.cross(down, np.array([-1.0, 0.0, 0.0])))
    out = sign * np.cross(down, back)
    from_hip_m = vertices_m - hip_m
    outwards_m, backwards_m = from_hip_m @ out, from_hip_m @ back
    around_m = np.arctan2(backwards_m, outwards_m) * ROUND_M * scale
    return np.column_stack([around_m, from_hip_m @ down]), np.hypot(outwards_m, backwards_m)


def _arch_depth_m(vertices_m: Array, skeleton: Skeleton, letter: str, scale: float) -> Array:
    """From the heel to the balls of the toes."""
    ankle_m, ball_m = skeleton.head_m(f"foot.{letter}"), skeleton.head_m(f"toe2-1.{letter}")
    heel_m = np.array([ankle_m[0], ankle_m[1] + 0.02 * scale, ball_m[2]])
    return np.asarray(FOOT_RADIUS_M * scale - _from_line_m(vertices_m, heel_m, ball_m))


def _from_line_m(points_m: Array, start_m: Array, end_m: Array) -> Array:
    """Return the distances (V,) of points (V, N) from the straight line between two (N,)."""
    line_m = end_m - start_m
    share = np.clip((points_m - start_m) @ line_m / (line_m @ line_m), 0.0, 1.0)
    return np.asarray(np.linalg.norm(points_m - start_m - share[:, None] * line_m, axis=1))
