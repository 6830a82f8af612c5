"""What the guide's people show of themselves: skin, hair and eyes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mirrorapp.figure import face, head, wardrobe
from mirrorapp.figure.cut import Sheet, split, turned_in
from mirrorapp.figure.refine import subdivided
from mirrorapp.figure.seen import seen
from mirrorapp.figure.sitter import Piece, Sitter, painted
from mirrorapp.figure.skeleton import Indices

UNDERLAP_M = 0.020  # how far skin reaches under cloth and hair
TUCK_M = 0.005  # how deep under them it goes
HAIR_DEPTH_M = 0.003


def skin_and_hair(sitter: Sitter) -> list[Piece]:
    """Return all skin that shows, and the hair; refined, for the lines on it are fine."""
    scale = sitter.scale
    whole = sitter.sheet("body")
    smiling_m = face.smiling_m(whole.vertices_m, sitter.body.skeleton, scale)
    whole = replace(whole, vertices_m=smiling_m)
    whole = subdivided(whole.chosen(_without_insides(whole, sitter)))
    drawn = sitter.drawn(whole)
    whole = whole.with_fields(
        hair=face.hair_m(drawn, scale),
        lips=head.lips_m(drawn, scale),
        brows=face.brows_m(drawn, scale),
        kneecap_skin=wardrobe.kneecap_m(drawn, scale),
    )
    bare = _bared(whole, sitter)
    return [*_hair(whole, sitter), *painted(bare, ("lips", "brows", "kneecap_skin"), "skin")]


def eyes(sitter: Sitter) -> list[Piece]:
    """Return the fronts of both eyeballs, with lids half lowered: else the figure stares."""
    pieces = []
    for side in "lr":
        ball = face.eyeball(sitter.sheet(f"helper-{side}-eye"), sitter.scale)
        front, _ = split(ball, "front")
        lid, rest = split(front, "lid")
        pieces += [(lid, "skin"), *painted(rest, ("lash", "iris"), "eyes")]
    return pieces


def _bared(sheet: Sheet, sitter: Sitter) -> Sheet:
    """Return the skin that no cloth and no hair covers, and a little more, tucked in."""
    worn, scale = sitter.worn(sheet), sitter.scale
    legwear_m = wardrobe.legwear_m(worn, scale, shorts=sitter.look.shorts)
    shirt_m = wardrobe.shirt_m(worn, scale)
    overlap_m = np.where((shirt_m > 0) & (legwear_m > 0), shirt_m + legwear_m, 0.0)  # the waist
    covered_m = np.maximum.reduce([shirt_m, legwear_m, overlap_m, sheet.fields["hair"]])
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
