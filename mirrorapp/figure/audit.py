"""Whether a guide shows what a body can do: nothing floats, sinks, slips, tears or falls over.

Found on a person's skin at many moments, of the movement done well and of each wrong way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure.knees import touching
from mirrorapp.figure.laid import laid, on_body
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.motion import SURFACE_M, Motion
from mirrorapp.figure.placing import props
from mirrorapp.figure.props import ROLLER_LENGTH_M, ROLLER_RADIUS_M, solid
from mirrorapp.figure.rig import Rig, matrices
from mirrorapp.figure.scenery import PropShape
from mirrorapp.figure.settle import gap_m, knees_gap_m, posed_vertices, settled
from mirrorapp.figure.skeleton import Array
from mirrorapp.figure.stick import Posed

MOMENTS = 24
SINKS_M, FLOATS_M, SLIPS_M = 0.03, 0.025, 0.015
"""Skin gives way, and a mat too; beyond that it is seen (app)."""
KNEES_APART_M = 0.01
"""What is seen between knees that are meant to touch (app)."""
LEANS_M = 0.06
"""So far beside what bears it the centre of mass may be; in walking it always is (app)."""
RANGES_DEG: Mapping[str, tuple[float, float]] = {
    "hip_flex": (-35, 135), "hip_out": (-35, 75), "hip_turn_in": (-90, 50), "knee_bend": (-5, 155),
    "ankle_flex": (-80, 40), "foot_out": (-25, 45), "shoulder_flex": (-70, 185),
    "shoulder_out": (-50, 185), "shoulder_turn_in": (-100, 100), "elbow_bend": (-5, 155),
    "knee_in": (-25, 25), "pelvis_tilt": (-60, 100), "trunk_lean": (-40, 85),
    "trunk_side": (-40, 40), "trunk_turn": (-60, 60), "head_nod": (-60, 60), "head_side": (-45, 45),
    "head_turn": (-80, 80)}
"""How far joints go: those of people who move easily, a little generous where angles add up (app).
A knee that lies on the floor with the foot stretched behind has an ankle of -80; the pelvis of
who sits on the floor and leans back on the hands tilts by -60."""
WRONG_DEG = 30.0
"""So much farther in a wrong way, which a figure may overdo (app)."""
_MASSES = {"trunk": 0.497, "head": 0.081, "thigh": 0.1, "shank": 0.0465, "foot": 0.0145,
           "upper": 0.028, "fore": 0.022}
"""Shares of the body's mass (Winter, Biomechanics and Motor Control of Human Movement)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in a guide: `key` as in its file, and in words."""

    key: str
    what: str

    def __str__(self) -> str:
        return f"guide.{self.key}: {self.what}"


def audit(guide: Guide, mesh: Mesh, *, flip: bool = False) -> list[Finding]:
    """All that is wrong with how a person of this mesh does it."""
    found = list(_out_of_range(guide))
    rig = Rig(mesh.skeleton)
    for wrong in ("", *(each.id for each in guide.wrong)):
        motion = settled(Motion(guide, rig.size, flip, frozenset({wrong} if wrong else ())), rig,
                         mesh)
        where = f"wrong {wrong!r}" if wrong else "frames"
        said: dict[str, float] = {}
        for what, by in (*_touching(motion, rig, mesh), *_moving(motion, rig, mesh, wrong=wrong)):
            said[what] = max(said.get(what, 0.0), by)
        found += [Finding(where, f"{what} {by * 100:.0f} cm") for what, by in said.items()]
    return found


def _out_of_range(guide: Guide) -> Iterable[Finding]:
    for number, frame in enumerate(guide.frames):
        said = guide.joints(frame)
        yield from _beyond(said, f"frames[{number + 1}].joints")
        for wrong in guide.wrong:
            added = guide.wrongs(frozenset({wrong.id}), number)
            badly = {name: said.get(name, 0.0) + deg for name, deg in added.items()}
            yield from _beyond(badly, f"wrong {wrong.id!r} at {frame.at:g}", WRONG_DEG)


def _beyond(joints: Mapping[str, float], key: str, more_deg: float = 0.0) -> Iterable[Finding]:
    for name, deg in joints.items():
        low, high = RANGES_DEG.get(name.removeprefix("left_").removeprefix("right_"),
                                   (-180.0, 180.0))
        bent_deg = deg
        if name.endswith("hip_flex") and deg > 0:
            bent_deg = _folded_deg(deg, joints.get(name.replace("flex", "out"), 0.0))
        if not low - more_deg <= bent_deg <= high + more_deg:
            yield Finding(f"{key}.{name}", f"{deg:g} is beyond {low:g} to {high:g}")


def _folded_deg(flex_deg: float, out_deg: float) -> float:
    """How far a hip is folded: the further aside the thigh points, the less."""
    return float(np.degrees(np.arccos(np.cos(np.radians(flex_deg)) * np.cos(np.radians(out_deg)))))


def _touching(motion: Motion, rig: Rig, mesh: Mesh) -> Iterable[tuple[str, float]]:
    """At the keyframes: what is said to touch does."""
    for number, frame in enumerate(motion.guide.frames):
        body = motion.at(frame.at)
        for contact in motion.contacts(number):
            if contact.on not in SURFACE_M or not motion.bears(contact):
                continue
            gap = gap_m(body, rig, mesh, contact)
            if gap > FLOATS_M:
                yield f"{contact.place} floats at {frame.at:g}", gap
            elif gap < -SINKS_M:
                yield f"{contact.place} sinks at {frame.at:g}", -gap
        if touching(motion.contacts(number)):
            gap = knees_gap_m(body, rig, mesh)
            if not -SINKS_M <= gap <= KNEES_APART_M:
                yield f"the knees {'part' if gap > 0 else 'overlap'} at {frame.at:g} by", abs(gap)
        yield from _apart(motion, body, number, frame.at)


def _apart(motion: Motion, body: Posed, number: int, at: float) -> Iterable[tuple[str, float]]:
    """Ankles and hands laid on a leg, that do not get there."""
    for contact in motion.contacts(number):
        if on_body(contact):
            side = Side(contact.place.partition("_")[0])
            limb = body.legs[side].ankle if contact.place.endswith("_ankle") else (
                body.arms[side].wrist)
            away = float(np.linalg.norm(limb - laid(body, contact)[0]))
            if away > FLOATS_M:
                yield f"{contact.place} is off the {contact.on} at {at:g} by", away


def _moving(motion: Motion, rig: Rig, mesh: Mesh, *, wrong: str) -> Iterable[tuple[str, float]]:
    """In between: nothing under the floor, nothing planted slips, nobody falls over."""
    things = props(motion, motion.at(0.0), {})
    step = next((each for each in things if isinstance(each, PropShape) and each.kind == "step"),
                None)
    for phase in np.linspace(0.0, 1.0, MOMENTS, endpoint=False):
        body = motion.at(float(phase))
        skin_m = posed_vertices(mesh, matrices(rig.pose(body)))
        lowest = float(skin_m[:, 2].min())
        yield from _at_wall(motion, body, float(phase), skin_m)
        if step is not None:
            yield from _in_step(skin_m - step.matrix[:, 3])
        if lowest < -SINKS_M:
            yield "sinks into the floor by", -lowest
        for place, held in motion.held(float(phase)).items():
            if held.hold >= 1.0:
                side, _, part = place.partition("_")
                own = Side(side)
                limb = body.arms[own].wrist if part == "hand" else body.legs[own].ankle
                if (away := float(np.linalg.norm(limb - held.at))) > SLIPS_M:
                    yield f"{place} does not reach where it stays by", away
        if not wrong and (off := _off_balance_m(motion, body, float(phase))) > LEANS_M:
            yield "would fall over: the weight is beside the feet by", off


def _in_step(skin_m: Array) -> Iterable[tuple[str, float]]:
    """Whether some of the skin (N, 3), from below the step's middle, is inside of it."""
    half_m = np.abs(solid("step").vertices_m).max(axis=0) * (1.0, 1.0, 0.5)
    inside_m = (half_m - np.abs(skin_m - (0.0, 0.0, half_m[2]))).min(axis=1)
    if (deepest := float(inside_m.max())) > SINKS_M:
        yield "passes through the step by", deepest


def _at_wall(motion: Motion, body: Posed, phase: float, skin_m: Array
             ) -> Iterable[tuple[str, float]]:
    """A roller that a thigh presses to a wall, and does not."""
    things = {each.kind: each.matrix for each in props(motion, body, motion.along(phase))
              if isinstance(each, PropShape)}
    if not {"roller", "wall"} <= things.keys():
        return
    axis, middle = things["roller"][:, 0], things["roller"][:, 3]
    along = (skin_m - middle) @ axis
    away = np.linalg.norm(skin_m - middle - along[:, None] * axis, axis=1) - ROLLER_RADIUS_M
    gap = float(away[np.abs(along) < ROLLER_LENGTH_M / 2].min())
    if not -SINKS_M <= gap <= FLOATS_M:
        yield ("the roller is off the body by" if gap > 0 else "the roller sinks in by"), abs(gap)


def _off_balance_m(motion: Motion, body: Posed, phase: float) -> float:
    """How far who stands on their feet alone has their weight beside them; a hand on a wall bears
    nothing."""
    held = motion.held(phase)
    feet = [Side(place.partition("_")[0]) for place in held if place.endswith("_foot")]
    if motion.guide.base != "standing" or motion.guide.travels or not feet or any(
            place.endswith("_hand") and each.up[2] > 0 for place, each in held.items()) or (
            "roller" in motion.guide.props):
        return 0.0
    soles = np.array([spot[:2] for side in feet for spot in (body.toe(side), body.heel(side))])
    return _beside_m(_centre_of_mass(body)[:2], soles)


def _beside_m(place: Array, soles: Array) -> float:
    """How far a place (2,) is from all the lines between some points (N, 2)."""
    nearest = np.inf
    for share in np.linspace(0.0, 1.0, 11):
        between = (1 - share) * soles[:, None] + share * soles[None]
        nearest = min(nearest, float(np.linalg.norm(between - place, axis=2).min()))
    return nearest


def _centre_of_mass(body: Posed) -> Array:
    chest = np.mean([arm.shoulder for arm in body.arms.values()], axis=0)
    parts = [(_MASSES["trunk"], (body.hips + chest) / 2), (_MASSES["head"], body.neck)]
    for side, leg in body.legs.items():
        arm = body.arms[side]
        parts += [(_MASSES["thigh"], 0.567 * leg.hip + 0.433 * leg.knee),
                  (_MASSES["shank"], 0.567 * leg.knee + 0.433 * leg.ankle),
                  (_MASSES["foot"], (leg.ankle + body.toe(side)) / 2),
                  (_MASSES["upper"], 0.564 * arm.shoulder + 0.436 * arm.elbow),
                  (_MASSES["fore"], (arm.elbow + arm.wrist) / 2)]
    return np.asarray(sum(mass * place for mass, place in parts) / sum(mass for mass, _ in parts))
