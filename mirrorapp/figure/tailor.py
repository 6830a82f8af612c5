"""Make the guide's people: dress a baked body, spend vertices where they show, join it all up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from mirrorapp.figure.bare import eyes, skin_and_hair
from mirrorapp.figure.clothes import clothes
from mirrorapp.figure.coarse import coarser
from mirrorapp.figure.cut import Sheet
from mirrorapp.figure.fold import smoothed, strongest
from mirrorapp.figure.mesh import STEP_M, Mesh, in_parts, whole_weights
from mirrorapp.figure.muscles import NAMES, muscle_glow
from mirrorapp.figure.sitter import SOFT_ROUNDS, Sitter, softness
from mirrorapp.figure.skeleton import Body
from mirrorapp.figure.thin import thinned
from mirrorapp.figure.wardrobe import COLOURS, Look

VERTICES = 15_900
GLOW_COUNTS = 4.0  # times as much as weights, where vertices are spent


def tailored(body: Body, look: Look) -> Mesh:
    """Return the person that a baked `body` and a `look` make."""
    sitter = Sitter.of(body, look)
    pieces = [*clothes(sitter), *skin_and_hair(sitter), *eyes(sitter)]
    thin = thinned([_finished(sheet, sitter) for sheet, _ in pieces], VERTICES)
    sheets = [_without_slivers(sheet) for sheet in thin]
    return coarsened(_joined(sheets, [colour for _, colour in pieces], sitter))


def coarsened(mesh: Mesh) -> Mesh:
    """Return the mesh with its coarse triangles; they follow from what is stored of the rest."""
    rows = np.arange(len(mesh.vertices_m))
    weights = np.zeros((len(rows), len(mesh.skeleton.bones)))
    np.add.at(weights, (rows[:, None], mesh.bones), whole_weights(mesh.weights) / 255)
    glow = np.zeros((len(rows), 1 + len(mesh.muscle_names)))
    glow[rows, mesh.muscles] = GLOW_COUNTS * np.round(mesh.glow * 255) / 255
    places = np.round(mesh.vertices_m / STEP_M).astype(np.int32)
    faces = np.concatenate(mesh.parts).astype(np.int32)
    coarse = coarser(places, np.column_stack([weights, glow[:, 1:]]), faces, mesh.colours)
    return replace(mesh, coarse=coarse.astype(np.uint16))


def _finished(sheet: Sheet, sitter: Sitter) -> Sheet:
    """Return the sheet with its glow, and its folds at hips and armpits shaded as if shallow.

    Folds open when the limb is raised, and normals that follow the bones know nothing of it.
    """
    soft = softness(sheet.vertices_m, sitter.skeleton)
    normals = smoothed(sheet.normals, sheet.faces, soft, 2 * SOFT_ROUNDS)
    normals = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    _, glow = muscle_glow(sheet.vertices_m, sitter.skeleton, sitter.scale)
    return replace(sheet, normals=normals).with_fields(glow=GLOW_COUNTS * glow)


def _without_slivers(sheet: Sheet) -> Sheet:
    """Return the sheet without the triangles that are empty once their corners are rounded."""
    first, second, third = np.moveaxis(np.round(sheet.vertices_m / STEP_M)[sheet.faces], 1, 0)
    doubled_areas = np.linalg.norm(np.cross(second - first, third - first), axis=1)
    return sheet.chosen(sheet.faces[doubled_areas > 0])


def _joined(sheets: Sequence[Sheet], colours: Sequence[str], sitter: Sitter) -> Mesh:
    counts = [len(sheet.vertices_m) for sheet in sheets]
    starts = [0, *accumulate(counts)]
    faces = [sheet.faces + start for sheet, start in zip(sheets, starts, strict=False)]
    vertices_m, normals, every_weight = (
        np.concatenate([getattr(sheet, name) for sheet in sheets])
        for name in ("vertices_m", "normals", "weights")
    )
    muscles, glow = muscle_glow(vertices_m, sitter.skeleton, sitter.scale)
    bones, weights = strongest(every_weight)
    paints = [list(COLOURS).index(colour) for colour in colours]
    return Mesh(
        skeleton=sitter.skeleton,
        vertices_m=vertices_m.astype(np.float32),
        normals=normals.astype(np.float32),
        bones=bones.astype(np.uint8),
        weights=weights.astype(np.float32),
        colours=np.repeat(paints, counts).astype(np.uint8),
        palette=sitter.look.palette,
        muscles=muscles,
        glow=glow.astype(np.float32),
        muscle_names=NAMES,
        parts=in_parts(np.concatenate(faces)),
        coarse=np.empty((0, 3), np.uint16),
    )
