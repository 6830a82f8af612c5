"""Where hair, lips, brows and eyes lie on the head.

All but `strands` return a signed distance (V,) in metres on the rest pose, positive inside.
`scale` is the body's height over the height the lines were drawn on.
"""

from __future__ import annotations

import numpy as np

from mirrorapp.figure.skeleton import Array, Body, Indices

NOWHERE_M = -1.0


def hair_m(body: Body, scale: float) -> Array:
    """A short cut: above a plane from the brow to the nape, and clear of the ears."""
    x, y, z = (body.vertices_m - body.skeleton.head_m("eye.L") * np.array([0.0, 1.0, 1.0])).T
    hairline_m = 0.064 * scale - 6.0 * x**2 / scale - 0.85 * np.maximum(y - 0.012 * scale, 0.0)
    lowest_m = np.maximum(hairline_m, -0.075 * scale)
    return np.asarray(np.minimum(z - lowest_m, off_ears_m(body, scale)))


def off_ears_m(body: Body, scale: float) -> Array:
    """Outside an ellipsoid about each ear; the ears are where the head is widest."""
    mirrored_m = body.vertices_m.copy()
    mirrored_m[:, 0] = np.abs(mirrored_m[:, 0])
    head_m = mirrored_m[mirrored_m[:, 2] > body.skeleton.head_m("head")[2]]
    ear_m = head_m[head_m[:, 0].argmax()]
    radii_m = scale * np.array([0.022, 0.032, 0.042])
    away = np.linalg.norm((mirrored_m - ear_m) / radii_m, axis=1)
    return np.asarray((away - 1.0) * 0.03 * scale)


def strands(body: Body) -> Array:
    """Return the angle (V,) in radians about an axis from brow to nape: hair combed back."""
    skeleton = body.skeleton
    axis_z_m = (skeleton.head_m("head")[2] + skeleton.head_m("eye.L")[2]) / 2
    return np.asarray(np.arctan2(body.vertices_m[:, 0], body.vertices_m[:, 2] - axis_z_m))


def lips_m(body: Body, scale: float) -> Array:
    """Around the mouth, between the lip bones, and up at the corners for a friendly face."""
    from_mouth_m = body.vertices_m - _mouth_m(body) + np.array([0.0, 0.0, 0.004 * scale])
    from_mouth_m[:, 2] -= 6.0 * from_mouth_m[:, 0] ** 2 / scale
    away = np.linalg.norm(from_mouth_m / (scale * np.array([0.022, 0.03, 0.0085])), axis=1)
    return np.asarray((1.0 - away) * 0.01)


def _mouth_m(body: Body) -> Array:
    skeleton = body.skeleton
    lips_m = [skeleton.tails_m[skeleton.index(bone)] for bone in ("oris01", "oris05")]
    return np.asarray(np.mean(lips_m, axis=0) * np.array([0.0, 1.0, 1.0]))


def brows_m(body: Body, scale: float) -> Array:
    """Two shallow arches above the eyes."""
    eye_m = body.skeleton.head_m("eye.L")
    x, y, z = (body.vertices_m - eye_m * np.array([0.0, 1.0, 1.0])).T
    aside_m = np.abs(x) - 0.033 * scale
    height_m = 0.0208 * scale - 0.04 * aside_m - 5.0 * aside_m**2 / scale
    keep_m = 0.0024 * scale - np.abs(z - height_m)
    inside_m = 0.019 * scale - np.abs(aside_m)
    return np.asarray(np.where(y < 0, np.minimum(keep_m, inside_m), NOWHERE_M))


def iris_m(body: Body, ball: Indices) -> Array:
    used = np.unique(ball)
    centre_m = body.vertices_m[used].mean(axis=0)
    front_m = centre_m * np.array([1.0, 0.0, 1.0])
    front_m[1] = body.vertices_m[used, 1].min()
    away_m = np.linalg.norm(body.vertices_m - front_m, axis=1)
    return np.asarray(0.0066 - away_m)


def lid_m(body: Body, ball: Indices, scale: float) -> Array:
    """The upper part of an eyeball: a lid half lowered, without which the figure stares."""
    centre_m = body.vertices_m[np.unique(ball)].mean(axis=0)
    return np.asarray(body.vertices_m[:, 2] - centre_m[2] - 0.0042 * scale)
