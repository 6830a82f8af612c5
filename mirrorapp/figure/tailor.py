"""Make the guide's people: dress a baked body in sheets, fold its bones, and join it all up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from mirrorapp.figure import face, head, wardrobe
from mirrorapp.figure.cut import Sheet, split, subdivided, turned_in
from mirrorapp.figure.fold import folded, folded_weights, smoothed, strongest
from mirrorapp.figure.legs import SIDES
from mirrorapp.figure.mesh import Mesh, in_parts
from mirrorapp.figure.muscles import NAMES, muscle_glow
from mirrorapp.figure.rotations import about_y
from mirrorapp.figure.seen import seen
from mirrorapp.figure.skeleton import (
    Array,
    Body,
    Indices,
    Skeleton,
    forward_kinematics,
    skin,
    vertex_normals,
)
from mirrorapp.figure.thin import thinned

VERTICES = 15_000
UNDERLAP_M = 0.02  # how far skin reaches under cloth
SHIRT_LOOSE_M, LEGS_LOOSE_M = 0.007, 0.002
SOFT_RADIUS_M, SOFT_ROUNDS = 0.11, 8
SHOULDER_DROP_DEG = 10.0  # the rig rests with its shoulders drawn up
DRAPE_ROUNDS = 4
TUCK_M = 0.005
HEM_DEPTH_M = 0.014  # how far a hem turns inwards: into the skin, whatever the gap

Piece = tuple[Sheet, str]  # and its colour


def tailored(body: Body, look: wardrobe.Look) -> Mesh:
    """Return the person that a baked `body` and a `look` make."""
    scale = wardrobe.scale_of(body)
    body = _at_ease(body)
    skeleton, targets = folded(body.skeleton)
    weights = smoothed(folded_weights(body, targets), body.faces, _soft(body), SOFT_ROUNDS)
    pieces = [
        *_clothes(body, weights, skeleton, look, scale),
        *_skin(body, weights, skeleton, look, scale),
        *_eyes(body, weights, scale),
    ]
    colours = [colour for _, colour in pieces]
    sheets = [
        sheet.with_fields(glow=muscle_glow(sheet.vertices_m, sheet.normals, skeleton, scale)[1])
        for sheet, _ in pieces
    ]
    return _joined(thinned(sheets, VERTICES), colours, skeleton, look, scale)


def _at_ease(body: Body) -> Body:
    """Return the body with its shoulders dropped in the rest pose, the arms as they were."""
    skeleton = body.skeleton
    turns: dict[str, Array] = {}
    for side, sign in SIDES.items():
        turns |= {
            f"clavicle.{side}": about_y(sign * SHOULDER_DROP_DEG),
            f"upperarm01.{side}": np.eye(3),
        }
    posed = forward_kinematics(skeleton, skeleton.heads_m[0], turns)
    tails_m = np.array([posed.tail_m(bone) for bone in skeleton.bones])
    rest = replace(skeleton, heads_m=posed.heads_m, tails_m=tails_m)
    return replace(body, skeleton=rest, vertices_m=skin(body, posed))


def _soft(body: Body) -> Array:
    """Return how much (V,) the weights are to be smoothed: near hips and shoulders."""
    joints_m = [
        body.skeleton.head_m(f"{bone}.{side}")
        for bone in ("upperleg01", "upperarm01")
        for side in "LR"
    ]
    away_m = np.linalg.norm(body.vertices_m[:, None] - np.array(joints_m), axis=2).min(axis=1)
    return np.asarray(np.clip(2.0 - away_m / SOFT_RADIUS_M, 0.0, 1.0))


def _sheet(body: Body, weights: Array, group: str) -> Sheet:
    faces = body.group_faces(group)
    normals = vertex_normals(body.vertices_m, faces)
    return Sheet(body.vertices_m.astype(float), normals, weights, faces, {})


def _clothes(
    body: Body, weights: Array, skeleton: Skeleton, look: wardrobe.Look, scale: float
) -> list[Piece]:
    cloth = _sheet(body, weights, "helper-tights")
    cloth = subdivided(_draped(cloth.chosen(cloth.faces), skeleton, scale))
    worn = _as_body(cloth, skeleton)
    shirt_m = wardrobe.shirt_m(worn, scale)
    neck_m = wardrobe.neckline_m(worn, scale)
    legs_m = wardrobe.legwear_m(worn, scale, shorts=look.shorts)
    kneecap_m = wardrobe.kneecap_m(worn, scale)
    shirt, _ = split(
        cloth.with_fields(keep=shirt_m).pushed(np.clip(0.3 * neck_m, 0.001, SHIRT_LOOSE_M)), "keep"
    )
    legs, _ = split(cloth.with_fields(keep=legs_m, kneecap=kneecap_m).pushed(LEGS_LOOSE_M), "keep")
    return [
        (turned_in(shirt, HEM_DEPTH_M), "top"),
        *_painted(turned_in(legs, HEM_DEPTH_M), ("kneecap",), "legs"),
    ]


def _draped(cloth: Sheet, skeleton: Skeleton, scale: float) -> Sheet:
    """Return the cloth with the shirt taut over hollows, by Taubin's smoothing (1995)."""
    on_shirt = np.clip(wardrobe.shirt_m(_as_body(cloth, skeleton), scale) / 0.03 + 1.0, 0.0, 1.0)
    vertices_m = cloth.vertices_m
    for _ in range(DRAPE_ROUNDS):
        for share in (0.50, -0.53):
            vertices_m = smoothed(vertices_m, cloth.faces, share * on_shirt, 1)
    return replace(cloth, vertices_m=vertices_m)


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


def _skin(
    body: Body, weights: Array, skeleton: Skeleton, look: wardrobe.Look, scale: float
) -> list[Piece]:
    """The head is refined, whose lines are fine; where it ends the shirt is over it."""
    whole = _sheet(body, weights, "body")
    smiling_m = face.smiling_m(whole.vertices_m, body.skeleton, scale)
    whole = replace(whole, vertices_m=smiling_m)
    faces = _without_insides(whole, body)
    on_head = (_head_share(whole, skeleton)[faces] > 0).any(axis=1)
    refined = subdivided(whole.chosen(faces[on_head]))
    drawn = _as_body(refined, body.skeleton)
    refined = refined.with_fields(
        hair=face.hair_m(drawn, scale),
        lips=head.lips_m(drawn, scale),
        brows=face.brows_m(drawn, scale),
    )
    rest = whole.chosen(faces[~on_head])
    limbs = rest.with_fields(kneecap_skin=wardrobe.kneecap_m(_as_body(rest, skeleton), scale))
    return [
        *_hair(refined, body.skeleton, look, scale),
        *_painted(_bared(refined, skeleton, look, scale), ("lips", "brows"), "skin"),
        *_painted(_bared(limbs, skeleton, look, scale), ("kneecap_skin",), "skin"),
    ]


def _head_share(sheet: Sheet, skeleton: Skeleton) -> Array:
    bones = [skeleton.index(bone) for bone in ("head", "neck01")]
    return np.asarray(sheet.weights[:, bones].sum(axis=1))


def _bared(sheet: Sheet, skeleton: Skeleton, look: wardrobe.Look, scale: float) -> Sheet:
    """Return the skin that no cloth and no hair covers, and a little more, tucked in."""
    worn = _as_body(sheet, skeleton)
    shirt_m = wardrobe.shirt_m(worn, scale)
    legwear_m = wardrobe.legwear_m(worn, scale, shorts=look.shorts)
    covered_m = np.maximum(shirt_m, legwear_m)
    covered_m = np.maximum(covered_m, sheet.fields.get("hair", covered_m))
    tucked_m = sheet.vertices_m - sheet.normals * np.clip(0.25 * covered_m, 0, TUCK_M)[:, None]
    sheet = replace(sheet, vertices_m=tucked_m)
    bare, _ = split(sheet.with_fields(**sheet.fields, keep=UNDERLAP_M - covered_m), "keep")
    return bare


def _hair(
    scalp: Sheet, skeleton: Skeleton, look: wardrobe.Look, scale: float
) -> list[Piece]:
    offset_m = face.hair_offset_m(scalp, scalp.fields["hair"], scale)
    hair, _ = split(scalp.pushed(offset_m), "hair")
    hair = turned_in(hair, 0.003)
    if not look.bun:
        return [(hair, "hair")]
    combed = hair.with_fields(strands=face.strands(hair, skeleton))
    return [*_painted(combed, ("strands",), "hair"), (face.bun(hair, skeleton, scale), "hair")]


def _painted(sheet: Sheet, colours: Sequence[str], ground: str) -> list[Piece]:
    """Cut out what has a colour of its own: where the field of that name is positive."""
    pieces = []
    for colour in colours:
        patch, sheet = split(sheet, colour)
        pieces.append((patch, colour))
    return [*pieces, (sheet, ground)]


def _without_insides(sheet: Sheet, body: Body) -> Indices:
    """Return the faces without the mouth's and the nose's insides and what lies behind the eyes."""
    chin_z_m = body.skeleton.head_m("neck01")[2]
    on_head = (sheet.vertices_m[sheet.faces][:, :, 2] > chin_z_m).all(axis=1)
    eyes = [body.group_faces(f"helper-{side}-eye") for side in "lr"]  # they hide what is behind
    shows = np.ones(len(sheet.faces), bool)
    shows[on_head] = seen(sheet.vertices_m, np.concatenate([sheet.faces[on_head], *eyes]))[
        : np.count_nonzero(on_head)
    ]
    return sheet.faces[shows]


def _eyes(body: Body, weights: Array, scale: float) -> list[Piece]:
    pieces = []
    for side in "lr":
        ball = face.eyeball(_sheet(body, weights, f"helper-{side}-eye"), scale)
        front, _ = split(ball, "front")
        lid, rest = split(front, "lid")
        pieces += [(lid, "skin"), *_painted(rest, ("lash", "iris"), "eyes")]
    return pieces


def _joined(
    sheets: Sequence[Sheet],
    colours: Sequence[str],
    skeleton: Skeleton,
    look: wardrobe.Look,
    scale: float,
) -> Mesh:
    counts = [len(sheet.vertices_m) for sheet in sheets]
    starts = [0, *accumulate(counts)]
    faces = [sheet.faces + start for sheet, start in zip(sheets, starts, strict=False)]
    vertices_m, normals, every_weight = (
        np.concatenate([getattr(sheet, name) for sheet in sheets])
        for name in ("vertices_m", "normals", "weights")
    )
    muscles, glow = muscle_glow(vertices_m, normals, skeleton, scale)
    hidden = np.repeat([colour == "top" for colour in colours], counts)
    bones, weights = strongest(every_weight)
    paints = [list(wardrobe.COLOURS).index(colour) for colour in colours]
    return Mesh(
        skeleton=skeleton,
        vertices_m=vertices_m.astype(np.float32),
        normals=normals.astype(np.float32),
        bones=bones.astype(np.uint8),
        weights=weights.astype(np.float32),
        colours=np.repeat(paints, counts).astype(np.uint8),
        palette=look.palette,
        muscles=np.where(hidden, 0, muscles).astype(np.uint8),
        glow=np.where(hidden, 0.0, glow).astype(np.float32),
        muscle_names=NAMES,
        parts=in_parts(np.concatenate(faces)),
    )
