"""What the guide's people show of themselves: skin, hair and eyes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mirrorapp.figure import face, head, wardrobe
from mirrorapp.figure.cut import Sheet, split, turned_in
from mirrorapp.figure.refine import subdivided
from mirrorapp.figure.seen import seen
from mirrorapp.figure.sitter import Piece, Sitter, painted
from mirrorapp.figure.skeleton import Array, Indices

UNDERLAP_M = 0.020  # how far skin reaches under cloth and hair
TUCK_M = 0.005  # how deep under them it goes
HAIR_DEPTH_M = 0.003


def skin_and_hair(sitter: Sitter) -> list[Piece]:
    """Return all skin that shows, and the hair.

    The head is refined, whose lines are fine; where it ends the shirt is over it.
    """
    scale = sitter.scale
    whole = sitter.sheet("body")
    smiling_m = face.smiling_m(whole.vertices_m, sitter.body.skeleton, scale)
    whole = replace(whole, vertices_m=smiling_m)
    faces = _without_insides(whole, sitter)
    on_head = (_head_share(whole, sitter)[faces] > 0).any(axis=1)
    refined = subdivided(whole.chosen(faces[on_head]))
    drawn = sitter.drawn(refined)
    refined = refined.with_fields(
        hair=face.hair_m(drawn, scale),
        lips=head.lips_m(drawn, scale),
        brows=face.brows_m(drawn, scale),
    )
    limbs = whole.chosen(faces[~on_head])
    limbs = limbs.with_fields(kneecap_skin=wardrobe.kneecap_m(sitter.worn(limbs), scale))
    return [
        *_hair(refined, sitter),
        *painted(_bared(refined, sitter), ("lips", "brows"), "skin"),
        *painted(_bared(limbs, sitter), ("kneecap_skin",), "skin"),
    ]


def eyes(sitter: Sitter) -> list[Piece]:
    """Return the fronts of both eyeballs, with lids half lowered: else the figure stares."""
    pieces = []
    for side in "lr":
        ball = face.eyeball(sitter.sheet(f"helper-{side}-eye"), sitter.scale)
        front, _ = split(ball, "front")
        lid, rest = split(front, "lid")
        pieces += [(lid, "skin"), *painted(rest, ("lash", "iris"), "eyes")]
    return pieces


def _head_share(sheet: Sheet, sitter: Sitter) -> Array:
    bones = [sitter.skeleton.index(bone) for bone in ("head", "neck01")]
    return np.asarray(sheet.weights[:, bones].sum(axis=1))


def _bared(sheet: Sheet, sitter: Sitter) -> Sheet:
    """Return the skin that no cloth and no hair covers, and a little more, tucked in."""
    worn, scale = sitter.worn(sheet), sitter.scale
    legwear_m = wardrobe.legwear_m(worn, scale, shorts=sitter.look.shorts)
    hair_m = sheet.fields.get("hair", legwear_m)
    covered_m = np.maximum.reduce([wardrobe.shirt_m(worn, scale), legwear_m, hair_m])
    tucked_m = sheet.vertices_m - sheet.normals * np.clip(0.25 * covered_m, 0, TUCK_M)[:, None]
    tucked = replace(sheet, vertices_m=tucked_m)
    bare, _ = split(tucked.with_fields(**sheet.fields, keep=UNDERLAP_M - covered_m), "keep")
    return bare


def _hair(scalp: Sheet, sitter: Sitter) -> list[Piece]:
    skeleton, scale = sitter.body.skeleton, sitter.scale
    hair, _ = split(scalp.pushed(face.hair_offset_m(scalp, scalp.fields["hair"], scale)), "hair")
    hair = turned_in(hair, HAIR_DEPTH_M)
    if not sitter.look.bun:
        return [(hair, "hair")]
    combed = hair.with_fields(strands=face.strands(hair, skeleton))
    return [*painted(combed, ("strands",), "hair"), (face.bun(hair, skeleton, scale), "hair")]


def _without_insides(sheet: Sheet, sitter: Sitter) -> Indices:
    """Return the faces without the mouth's and the nose's insides and what lies behind the eyes."""
    chin_z_m = sitter.skeleton.head_m("neck01")[2]
    on_head = (sheet.vertices_m[sheet.faces][:, :, 2] > chin_z_m).all(axis=1)
    of_head = sheet.faces[on_head]
    eyeballs = [sitter.body.group_faces(f"helper-{side}-eye") for side in "lr"]
    shows = np.ones(len(sheet.faces), bool)
    shows[on_head] = seen(sheet.vertices_m, np.concatenate([of_head, *eyeballs]))[: len(of_head)]
    return sheet.faces[shows]
