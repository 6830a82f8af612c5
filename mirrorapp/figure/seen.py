"""Which triangles of a closed body can be seen at all: the inside of the mouth cannot."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mirrorapp.figure.rotations import about_x, about_z
from mirrorapp.figure.skeleton import Array, Indices

PIXEL_M = 0.0015
DEEP_M = 0.004  # so far behind the nearest surface a point counts as hidden
SAMPLES = 8  # per side of a triangle: no farther apart than pixels on sides up to 12 mm
VIEWS_DEG = [(turn, tilt) for tilt in (-60, -30, 0, 30, 60) for turn in range(0, 360, 30)]


def seen(vertices_m: Array, faces: Indices) -> npt.NDArray[np.bool_]:
    """Return which faces (F,) show from far away in some direction (depth maps, all numpy)."""
    weights = [(i, j, SAMPLES - i - j) for i in range(SAMPLES + 1) for j in range(SAMPLES + 1 - i)]
    shares = np.array(weights) / SAMPLES
    points_m = np.einsum("sk,fkc->fsc", shares, vertices_m[faces])
    visible = np.zeros(len(faces), bool)
    for turn_deg, tilt_deg in VIEWS_DEG:
        looked_at = points_m @ (about_x(tilt_deg) @ about_z(turn_deg)).T
        place = np.round(looked_at[..., [0, 2]] / PIXEL_M).astype(int)
        place -= place.min(axis=(0, 1))
        pixel = place[..., 0] * (place[..., 1].max() + 1) + place[..., 1]
        nearest_m = np.full(pixel.max() + 1, np.inf)
        np.minimum.at(nearest_m, pixel, looked_at[..., 1])
        visible |= (looked_at[..., 1] < nearest_m[pixel] + DEEP_M).any(axis=1)
    return visible
