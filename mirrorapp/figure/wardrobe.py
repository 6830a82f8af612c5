"""What the guide's people wear: where each garment ends, on the rest pose.

All lines are signed distances (V,) in metres, positive inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from mirrorapp.figure.outfit import DRAWN_HEIGHT_M, FAR_M, share_of, sleeve_m
from mirrorapp.figure.rotations import unit
from mirrorapp.figure.skeleton import Array, Body, Skeleton

ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
WAIST_OVERLAP_M = 0.03  # how far the legwear reaches up under the shirt

Colour = tuple[float, float, float]
COLOURS: Mapping[str, Colour] = {
    "skin": (0.86, 0.66, 0.55),
    "kneecap_skin": (0.92, 0.74, 0.64),
    "lips": (0.79, 0.56, 0.49),
    "hair": (0.36, 0.24, 0.16),
    "strands": (0.39, 0.265, 0.18),
    "brows": (0.32, 0.22, 0.15),
    "top": (0.20, 0.52, 0.62),
    "legs": (0.47, 0.54, 0.66),
    "kneecap": (0.64, 0.71, 0.81),
    "eyes": (0.86, 0.85, 0.83),
    "iris": (0.24, 0.16, 0.11),
    "lash": (0.16, 0.11, 0.09),
}


@dataclass(frozen=True)
class Look:
    """One of the guide's people."""

    height_m: float
    sex: Literal["female", "male"]
    shorts: bool
    bun: bool
    muscle: float
    weight: float = 0.42
    colours: Mapping[str, Colour] = field(default_factory=dict)

    @property
    def palette(self) -> Array:
        """Colours (P, 3), sRGB 0..1, in the order of `COLOURS`."""
        return np.array(list({**COLOURS, **self.colours}.values()))


_DARKER = {
    "skin": (0.80, 0.60, 0.48),
    "kneecap_skin": (0.88, 0.70, 0.59),
    "lips": (0.71, 0.49, 0.41),
    "hair": (0.33, 0.25, 0.20),
    "brows": (0.27, 0.20, 0.16),
}
LOOKS = {
    "woman": Look(1.68, "female", shorts=False, bun=True, muscle=0.45),
    "man": Look(1.80, "male", shorts=True, bun=False, muscle=0.55, colours=_DARKER),
}


def scale_of(body: Body) -> float:
    """Return how much taller a body is than the one that the lines were drawn on."""
    return float(body.vertices_m[:, 2].max()) / DRAWN_HEIGHT_M


def waist_z_m(skeleton: Skeleton, scale: float) -> float:
    """The shirt's hem, at the crest of the pelvis: hip and buttock stay in sight."""
    return float(skeleton.head_m("upperleg01.L")[2]) + 0.075 * scale


def shirt_m(body: Body, scale: float) -> Array:
    """A T-shirt with a round neck and short sleeves."""
    arm = share_of(body, ARM)
    hem_m = body.vertices_m[:, 2] - waist_z_m(body.skeleton, scale) + arm * FAR_M
    return np.asarray(np.minimum.reduce([hem_m, sleeve_m(body, arm), neckline_m(body, scale)]))


def neckline_m(body: Body, scale: float) -> Array:
    """A round neck: outside an oval tube with a rounded end, which leans forward with the neck."""
    centre_m = body.skeleton.head_m("neck01") + scale * np.array([0.0, -0.026, 0.015])
    axis = unit(np.array([0.0, -0.40, 1.0]))
    from_centre_m = body.vertices_m - centre_m
    along_m = from_centre_m @ axis
    back_m = from_centre_m @ np.cross(axis, np.array([1.0, 0.0, 0.0]))
    depth = np.minimum(along_m, 0.0) / (0.075 * scale)
    oval_m = np.stack([from_centre_m[:, 0] / 0.083, back_m / 0.076]) / scale
    away = np.linalg.norm([*oval_m, depth], axis=0)
    return np.asarray(np.minimum((away - 1.0) * 0.078 * scale, 0.06 * scale - along_m))


def legwear_m(body: Body, scale: float, *, shorts: bool) -> Array:
    """Leggings that end above the ankle, or shorts that end above the knee."""
    z = body.vertices_m[:, 2]
    knee_z, ankle_z = (body.skeleton.head_m(f"{bone}.L")[2] for bone in ("lowerleg01", "foot"))
    hem_z = knee_z + 0.10 * scale if shorts else ankle_z + 0.055 * scale
    waist_z = waist_z_m(body.skeleton, scale) + WAIST_OVERLAP_M
    return np.asarray(np.minimum(z - hem_z, waist_z - z) - share_of(body, ARM) * FAR_M)


def kneecap_m(body: Body, scale: float) -> Array:
    """An oval in front of each knee."""
    keep_m = np.full(len(body.vertices_m), -FAR_M)
    for side in "LR":
        from_knee_m = body.vertices_m - body.skeleton.head_m(f"lowerleg01.{side}")
        x, _, z = from_knee_m.T
        away = np.hypot(x / (0.029 * scale), (z + 0.006 * scale) / (0.039 * scale))
        oval_m = (1.0 - away) * 0.03 * scale
        keep_m = np.maximum(keep_m, np.where(from_knee_m[:, 1] < 0, oval_m, -FAR_M))
    return keep_m
