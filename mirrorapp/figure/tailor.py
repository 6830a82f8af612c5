"""Make the guide's people: dress a baked body in sheets, fold its bones, and join it all up."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import numpy as np

from mirrorapp.figure import head, wardrobe
from mirrorapp.figure.cut import Sheet, split, subdivided, turned_in
from mirrorapp.figure.fold import folded, folded_weights, strongest
from mirrorapp.figure.mesh import Mesh, in_parts
from mirrorapp.figure.muscles import NAMES, muscle_glow
from mirrorapp.figure.outfit import neckline_m
from mirrorapp.figure.seen import seen
from mirrorapp.figure.skeleton import Array, Body, Indices, Skeleton, vertex_normals
from mirrorapp.figure.thin import thinned

VERTICES = 15_000
UNDERLAP_M = 0.02  # how far skin reaches under cloth
SHIRT_LOOSE_M, LEGS_LOOSE_M, HAIR_MAX_M = 0.007, 0.002, 0.018

Piece = tuple[Sheet, str]  # and its colour


def tailored(body: Body, look: wardrobe.Look) -> Mesh:
    """Return the person that a baked `body` and a `look` make."""
    scale = wardrobe.scale_of(body)
    skeleton, targets = folded(body.skeleton)
    weights = folded_weights(body, targets)
    pieces = [
        *_clothes(body, weights, skeleton, look, scale),
        *_skin(body, weights, look, scale),
        *_eyes(body, weights, scale),
    ]
    sheets = thinned([sheet for sheet, _ in pieces], VERTICES)
    colours = [colour for _, colour in pieces]
    return _joined(list(zip(sheets, colours, strict=True)), skeleton, scale)


def _sheet(body: Body, weights: Array, group: str) -> Sheet:
    faces = body.group_faces(group)
    normals = vertex_normals(body.vertices_m, faces)
    return Sheet(body.vertices_m.astype(float), normals, weights, faces, {})


def _clothes(
    body: Body, weights: Array, skeleton: Skeleton, look: wardrobe.Look, scale: float
) -> list[Piece]:
    cloth = _sheet(body, weights, "helper-tights")
    cloth = subdivided(cloth.chosen(cloth.faces))
    worn = _as_body(cloth, skeleton)
    shirt_m = wardrobe.shirt_m(worn, scale)
    neck_m = neckline_m(worn, scale)
    legs_m = wardrobe.legwear_m(worn, scale, shorts=look.shorts)
    kneecap_m = wardrobe.kneecap_m(worn, scale)
    shirt, _ = split(
        cloth.with_fields(keep=shirt_m).pushed(np.clip(0.3 * neck_m, 0.001, SHIRT_LOOSE_M)), "keep"
    )
    legs, _ = split(cloth.with_fields(keep=legs_m, knee=kneecap_m).pushed(LEGS_LOOSE_M), "keep")
    knees, rest = split(legs, "knee")
    return [
        (turned_in(shirt, SHIRT_LOOSE_M + 0.004), "top"),
        (turned_in(rest, 0.006), "legs"),
        (knees, "kneecap"),
    ]


def _as_body(sheet: Sheet, skeleton: Skeleton) -> Body:
    """Return a sheet as a body, on which the garments' lines can be drawn."""
    count = len(sheet.vertices_m)
    return Body(
        skeleton=skeleton,
        vertices_m=sheet.vertices_m,
        faces=sheet.faces,
        face_groups=np.zeros(len(sheet.faces), np.uint8),
        group_names=("sheet",),
        weight_bones=np.tile(np.arange(len(skeleton.bones), dtype=np.int32), (count, 1)),
        weights=sheet.weights,
    )


def _skin(body: Body, weights: Array, look: wardrobe.Look, scale: float) -> list[Piece]:
    hair_m = head.hair_m(body, scale)
    worn_m = np.maximum(
        wardrobe.shirt_m(body, scale), wardrobe.legwear_m(body, scale, shorts=look.shorts)
    )
    covered_m = np.maximum(worn_m, hair_m)
    whole = _sheet(body, weights, "body").with_fields(
        covered=covered_m,
        keep=UNDERLAP_M - covered_m,
        hair=hair_m,
        lips=head.lips_m(body, scale),
        brows=head.brows_m(body, scale),
        knee=wardrobe.kneecap_m(body, scale),
    )
    whole = whole.chosen(_without_insides(whole, body, scale))
    hair, _ = split(whole.pushed(np.clip(whole.fields["hair"] * 0.45, 0.0, HAIR_MAX_M)), "hair")
    tucked_m = -np.clip(0.25 * whole.fields["covered"], 0.0, 0.005)
    skin, _ = split(replace(whole.pushed(tucked_m), normals=whole.normals), "keep")
    pieces = [(turned_in(hair, 0.003), "hair")]
    for field, colour in (("lips", "lips"), ("brows", "brows"), ("knee", "kneecap_skin")):
        patch, skin = split(skin, field)
        pieces.append((patch, colour))
    return [*pieces, (skin, "skin")]


def _without_insides(sheet: Sheet, body: Body, scale: float) -> Indices:
    """Return the faces without the mouth's and the nose's insides and what lies behind the eyes."""
    chin_z_m = body.skeleton.head_m("neck01")[2]
    on_head = (sheet.vertices_m[sheet.faces][:, :, 2] > chin_z_m).all(axis=1)
    shows = np.ones(len(sheet.faces), bool)
    eyes = [body.group_faces(f"helper-{side}-eye") for side in "lr"]
    of_head = np.concatenate([sheet.faces[on_head]])
    vertices_m = np.concatenate([sheet.vertices_m, body.vertices_m])
    blockers = np.concatenate([of_head, *(eye + len(sheet.vertices_m) for eye in eyes)])
    shows[on_head] = seen(vertices_m, blockers)[: len(of_head)]
    return sheet.faces[shows]


def _eyes(body: Body, weights: Array, scale: float) -> list[Piece]:
    pieces: list[Piece] = []
    for side in "lr":
        sheet = _sheet(body, weights, f"helper-{side}-eye")
        ball = subdivided(sheet.chosen(sheet.faces))
        centre_m = sheet.vertices_m[np.unique(sheet.faces)].mean(axis=0)
        radius_m = np.linalg.norm(sheet.vertices_m[np.unique(sheet.faces)] - centre_m, axis=1)
        out = ball.vertices_m - centre_m
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        vertices_m = centre_m + out * radius_m.mean()
        front_m = centre_m - np.array([0.0, radius_m.mean(), 0.0])
        lid_m = vertices_m[:, 2] - centre_m[2] - 0.0042 * scale
        ball = replace(ball, vertices_m=vertices_m, normals=out).with_fields(
            front=centre_m[1] - vertices_m[:, 1],
            iris=0.0062 * scale - np.linalg.norm(vertices_m - front_m, axis=1),
            lid=lid_m,
            lash=lid_m + 0.0014 * scale,
        )
        ball, _ = split(ball, "front")
        for field, colour in (("lid", "skin"), ("lash", "lashes"), ("iris", "irises")):
            patch, ball = split(ball, field)
            pieces.append((patch, colour))
        pieces.append((ball, "eyes"))
    return pieces


def _joined(pieces: list[Piece], skeleton: Skeleton, scale: float) -> Mesh:
    counts = [len(sheet.vertices_m) for sheet, _ in pieces]
    starts = [0, *accumulate(counts)]
    faces = np.concatenate(
        [sheet.faces + start for (sheet, _), start in zip(pieces, starts, strict=False)]
    )
    vertices_m, normals, weights = (
        np.concatenate([getattr(sheet, name) for sheet, _ in pieces])
        for name in ("vertices_m", "normals", "weights")
    )
    colours = np.repeat([wardrobe.PALETTE_ORDER.index(colour) for _, colour in pieces], counts)
    bones, strong = strongest(weights)
    muscles, glow = muscle_glow(vertices_m, normals, skeleton, scale)
    return Mesh(
        skeleton=skeleton,
        vertices_m=vertices_m.astype(np.float32),
        normals=normals.astype(np.float32),
        bones=bones.astype(np.uint8),
        weights=strong.astype(np.float32),
        colours=colours.astype(np.uint8),
        palette=np.array(list(wardrobe.COLOURS.values())),
        muscles=muscles,
        glow=glow.astype(np.float32),
        muscle_names=NAMES,
        parts=in_parts(faces),
    )
