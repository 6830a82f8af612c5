"""What the guide's people wear: where each garment ends, on the rest pose.

All lines are signed distances (V,) in metres, positive inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mirrorapp.figure.outfit import DRAWN_HEIGHT_M, FAR_M, neckline_m, share_of, sleeve_m
from mirrorapp.figure.skeleton import Array, Body

ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
WAIST_OVERLAP_M = 0.03  # how far the legwear reaches up under the shirt

COLOURS = {
    "skin": (0.86, 0.66, 0.55),
    "kneecap_skin": (0.92, 0.74, 0.64),
    "lips": (0.78, 0.50, 0.45),
    "hair": (0.34, 0.23, 0.16),
    "brows": (0.34, 0.23, 0.16),
    "top": (0.20, 0.52, 0.62),
    "legs": (0.47, 0.54, 0.66),
    "kneecap": (0.64, 0.71, 0.81),
    "eyes": (0.90, 0.89, 0.87),
    "irises": (0.24, 0.16, 0.11),
    "lashes": (0.16, 0.11, 0.09),
}
PALETTE_ORDER = tuple(COLOURS)


@dataclass(frozen=True)
class Look:
    """One of the guide's people."""

    height_m: float
    sex: Literal["female", "male"]
    shorts: bool
    bun: bool
    weight: float = 0.42
    muscle: float = 0.58


LOOKS = {
    "woman": Look(1.68, "female", shorts=False, bun=True),
    "man": Look(1.80, "male", shorts=True, bun=False),
}


def scale_of(body: Body) -> float:
    """Return how much taller a body is than the one that the lines were drawn on."""
    return float(body.vertices_m[:, 2].max()) / DRAWN_HEIGHT_M


def waist_z_m(body: Body, scale: float) -> float:
    """The shirt's hem, at the crest of the pelvis: hip and buttock stay in sight."""
    return float(body.skeleton.head_m("upperleg01.L")[2]) + 0.075 * scale


def shirt_m(body: Body, scale: float) -> Array:
    """A T-shirt with a round neck and short sleeves."""
    arm = share_of(body, ARM)
    hem_m = body.vertices_m[:, 2] - waist_z_m(body, scale) + arm * FAR_M
    return np.asarray(np.minimum.reduce([hem_m, sleeve_m(body, arm), neckline_m(body, scale)]))


def legwear_m(body: Body, scale: float, *, shorts: bool) -> Array:
    """Leggings that end above the ankle, or shorts that end above the knee."""
    z = body.vertices_m[:, 2]
    knee_z, ankle_z = (body.skeleton.head_m(f"{bone}.L")[2] for bone in ("lowerleg01", "foot"))
    hem_z = knee_z + 0.10 * scale if shorts else ankle_z + 0.055 * scale
    waist_z = waist_z_m(body, scale) + WAIST_OVERLAP_M
    return np.asarray(np.minimum(z - hem_z, waist_z - z) - share_of(body, ARM) * FAR_M)


def kneecap_m(body: Body, scale: float) -> Array:
    """An oval in front of each knee."""
    keep_m = np.full(len(body.vertices_m), -FAR_M)
    for side in "LR":
        from_knee_m = body.vertices_m - body.skeleton.head_m(f"lowerleg01.{side}")
        x, _, z = from_knee_m.T
        away = np.hypot(x / (0.029 * scale), (z - 0.004 * scale) / (0.039 * scale))
        oval_m = (1.0 - away) * 0.03 * scale
        keep_m = np.maximum(keep_m, np.where(from_knee_m[:, 1] < 0, oval_m, -FAR_M))
    return keep_m
