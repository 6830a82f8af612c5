"""The face and the hair of the guide's people, on the rest pose.

Distances are in metres and signed, positive inside; `scale` is as in `head`.
"""

from __future__ import annotations

import numpy as np

from mirrorapp.figure import head
from mirrorapp.figure.cut import Sheet
from mirrorapp.figure.refine import subdivided
from mirrorapp.figure.rotations import unit
from mirrorapp.figure.skeleton import Array, Body, Skeleton

HAIR_TOP_M, HAIR_SIDE_M = 0.017, 0.008
BUN_TOWARDS = np.array([0.0, 0.80, 0.55])
SMILE_M = np.array([0.0024, 0.0014, 0.0050])  # a corner of the mouth goes aside, back and up


def smiling_m(vertices_m: Array, skeleton: Skeleton, scale: float) -> Array:
    """Return the vertices (V, 3) with the corners of the mouth drawn up a little."""
    corner_m = skeleton.tails_m[skeleton.index("oris03.L")]
    x, y, z = ((vertices_m - corner_m * np.array([0.0, 1.0, 1.0])) / scale).T
    from_corner = np.hypot((np.abs(x) - corner_m[0] / scale - 0.004) / 0.011, z / 0.012)
    share = np.exp(-(from_corner**2)) * (np.abs(y) < 0.04)
    aside = np.stack([np.sign(x), np.ones_like(x), np.ones_like(x)], axis=1)
    return np.asarray(vertices_m + scale * share[:, None] * aside * SMILE_M)


def brows_m(body: Body, scale: float) -> Array:
    """Two arches above the eyes, thinner towards the temples."""
    eye_m = body.skeleton.head_m("eye.L")
    x, y, z = (body.vertices_m - eye_m * np.array([0.0, 1.0, 1.0])).T / scale
    aside = (np.abs(x) - 0.033) / 0.0190
    height = 0.0230 - 0.0002 * aside - 0.0026 * aside**2
    half = 0.0026 - 0.0005 * aside
    away = np.cbrt(np.abs(aside) ** 3 + np.abs((z - height) / half) ** 3)  # with blunt ends
    return np.asarray(np.where(y < 0.03, (1.0 - away) * 0.004 * scale, head.NOWHERE_M))


def hair_m(body: Body, scale: float) -> Array:
    """From a parting over the temples to the nape, and clear of the ears."""
    middle_m = body.skeleton.head_m("eye.L") * np.array([0.0, 1.0, 1.0])
    x, y, z = (body.vertices_m - middle_m).T / scale
    back = 0.01 * np.log1p(np.exp((y - 0.014) / 0.01))  # 0 on the forehead, then y, with no corner
    parting = 0.004 * np.exp(-(((x - 0.020) / 0.014) ** 2))
    hairline = 0.062 + parting - 5.0 * x**2 - 0.85 * back
    nape = -0.072 + 7.0 * x**2
    above_m = (z - np.maximum(hairline, nape)) * scale
    return np.asarray(np.minimum(above_m, head.off_ears_m(body, scale)))


def strands(sheet: Sheet, skeleton: Skeleton) -> Array:
    """Return a field (V,) that is positive on the lighter strands, which run to the bun."""
    middle_m = skeleton.head_m("eye.L") * np.array([0.0, 1.0, 1.0]) + np.array([0.0, 0.1, 0.02])
    side = np.array([1.0, 0.0, 0.0])
    out_m = sheet.vertices_m - middle_m
    aside_m, up_m = out_m @ side, out_m @ np.cross(side, unit(BUN_TOWARDS))
    angle = np.arctan2(aside_m, up_m)
    under_bun = np.exp(-((np.hypot(aside_m, up_m) / 0.030) ** 2))
    return np.asarray(np.sin(9.0 * angle + 0.5) + 0.6 * np.sin(16.0 * angle) - 0.55 - 4 * under_bun)


def hair_offset_m(sheet: Sheet, hair_m: Array, scale: float) -> Array:
    """Return how far (V,) the hair stands off the scalp: from its edge quickly to its fullness."""
    up = np.clip(sheet.normals[:, 2], 0.0, 1.0)
    full_m = HAIR_SIDE_M + (HAIR_TOP_M - HAIR_SIDE_M) * up
    return np.asarray(scale * full_m * (1.0 - np.exp(-np.maximum(hair_m, 0.0) / (0.016 * scale))))


def bun(sheet: Sheet, skeleton: Skeleton, scale: float) -> Sheet:
    """Return a knot of hair at the back of the crown of the head `sheet`."""
    middle_m = skeleton.head_m("eye.L") * np.array([0.0, 1.0, 1.0])
    middle_m += scale * np.array([0.0, 0.10, 0.02])
    towards = unit(BUN_TOWARDS)
    away_m = (sheet.vertices_m - middle_m) @ towards
    centre_m = middle_m + towards * (away_m.max() + 0.014 * scale)
    nearest = int(np.linalg.norm(sheet.vertices_m - centre_m, axis=1).argmin())
    return ball(centre_m, scale * np.array([0.036, 0.032, 0.034]), sheet.weights[nearest])


def ball(centre_m: Array, radii_m: Array, weights: Array) -> Sheet:
    """Return an ellipsoid, whose vertices all have the same `weights` (B,)."""
    axes = np.concatenate([np.eye(3), -np.eye(3)])
    faces = [(0, 1, 2), (1, 3, 2), (3, 4, 2), (4, 0, 2), (1, 0, 5), (3, 1, 5), (4, 3, 5), (0, 4, 5)]
    sheet = Sheet(axes, axes, np.tile(weights, (6, 1)), np.array(faces, np.int32), {})
    for _ in range(3):
        sheet = subdivided(sheet)
    directions = sheet.vertices_m / np.linalg.norm(sheet.vertices_m, axis=1, keepdims=True)
    normals = directions / radii_m
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return Sheet(centre_m + directions * radii_m, normals, sheet.weights, sheet.faces, {})


def eyeball(sheet: Sheet, scale: float) -> Sheet:
    """Return a round eyeball in the place of a coarse one, with fields for what lies on it."""
    used = np.unique(sheet.faces)
    centre_m = sheet.vertices_m[used].mean(axis=0)
    radius_m = float(np.linalg.norm(sheet.vertices_m[used] - centre_m, axis=1).mean())
    round_ball = ball(centre_m, np.full(3, radius_m), sheet.weights[used[0]])
    x, y, z = (round_ball.vertices_m - centre_m).T
    lid_m = z - 0.0058 * scale
    return round_ball.with_fields(
        front=-y,
        lid=lid_m,
        lash=lid_m + 0.0015 * scale,
        iris=np.where(y < 0, 0.0060 * scale - np.hypot(x, z), head.NOWHERE_M),
    )
