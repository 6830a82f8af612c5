"""Cut the guide's clothes from the base mesh's tights: smooth, loose and hemmed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mirrorapp.figure import wardrobe
from mirrorapp.figure.cut import Sheet, split, turned_in
from mirrorapp.figure.fold import smoothed
from mirrorapp.figure.legs import SIDES
from mirrorapp.figure.refine import subdivided
from mirrorapp.figure.sitter import Piece, Sitter, painted
from mirrorapp.figure.skeleton import Array

SHIRT_LOOSE_M, LEGS_LOOSE_M = 0.007, 0.002
HEM_DEPTH_M = 0.014  # how far a hem turns inwards: into the skin, whatever the gap
DRAPE_ROUNDS = 12
CALM_M, HEM_DRAG = 0.07, 0.25  # over so much below the waist, down to this share of the weight


def clothes(sitter: Sitter) -> list[Piece]:
    """Return the shirt and the legwear, whose upper edge lies under the shirt."""
    scale = sitter.scale
    tights = sitter.sheet("helper-tights")
    cloth = subdivided(_draped(tights.chosen(tights.faces), sitter))
    cloth = replace(cloth, weights=_with_calm_hem(cloth.weights, cloth.vertices_m, sitter))
    worn = sitter.worn(cloth)
    neck_m = wardrobe.neckline_m(worn, scale)
    shirt = cloth.with_fields(keep=wardrobe.shirt_m(worn, scale))
    shirt, _ = split(shirt.pushed(np.clip(0.3 * neck_m, 0.001, SHIRT_LOOSE_M)), "keep")
    legwear = cloth.with_fields(
        keep=wardrobe.legwear_m(worn, scale, shorts=sitter.look.shorts),
        kneecap=wardrobe.kneecap_m(worn, scale),
    )
    legwear, _ = split(legwear.pushed(LEGS_LOOSE_M), "keep")
    return [
        (turned_in(shirt, HEM_DEPTH_M), "top"),
        *painted(turned_in(legwear, HEM_DEPTH_M), ("kneecap",), "legs"),
    ]


def _draped(cloth: Sheet, sitter: Sitter) -> Sheet:
    """Return the cloth with the shirt taut over hollows, by Taubin's smoothing (1995)."""
    shirt_m = wardrobe.shirt_m(sitter.worn(cloth), sitter.scale)
    on_shirt = np.clip(shirt_m / 0.03 + 1.0, 0.0, 1.0)
    vertices_m = cloth.vertices_m
    for _ in range(DRAPE_ROUNDS):
        for share in (0.50, -0.53):
            vertices_m = smoothed(vertices_m, cloth.faces, share * on_shirt, 1)
    return replace(cloth, vertices_m=vertices_m)


def _with_calm_hem(weights: Array, vertices_m: Array, sitter: Sitter) -> Array:
    """Return the weights (V, B) with less of the thighs' at the waist.

    Else a raised thigh would drag the shirt's hem along.
    """
    skeleton = sitter.skeleton
    below_m = wardrobe.waist_z_m(skeleton, sitter.scale) - vertices_m[:, 2]
    dragged = np.clip(below_m / (CALM_M * sitter.scale), HEM_DRAG, 1.0)
    calm = weights.copy()
    for side in SIDES:
        thigh = skeleton.index(f"upperleg01.{side}")
        calm[:, skeleton.index("root")] += (1.0 - dragged) * weights[:, thigh]
        calm[:, thigh] *= dragged
    return calm
