"""Let a body with a skin rest on what it touches: how thick it is where, pose by pose.

A stick body knows how high a hip is above a mat only on average. Here the skin is posed, and the
lowest of what bears is brought to the height of what it lies on.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Contact
from mirrorapp.figure.knees import KNEES, between_m, touching
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.motion import SURFACE_M, Motion, point, thick_m
from mirrorapp.figure.rig import Rig, matrices
from mirrorapp.figure.skeleton import Array
from mirrorapp.figure.stick import SIGN, Posed

_REACH_M = 0.10
"""How far from a knee, or along a thigh, the skin counts as the place that touches."""
_KNEE_M = 0.06
"""How far above and below its joint a knee's skin touches the other knee."""
_KNEE_TURNS = 4
_SINKS_M = 0.004
"""What bears gives way a little; drawn without it, a body seems to hover."""
_OF = {Side.LEFT: "L", Side.RIGHT: "R"}
_AROUND = ("knee", "thigh")
_BEARS = {"seat": ("root", "upperleg01"), "side": ("root", "upperleg01"),
          "knee": ("upperleg01", "lowerleg01"), "thigh": ("upperleg01",),
          "foot": ("foot", "toe2-1"), "toes": ("toe2-1",), "ankle": ("lowerleg01", "foot"),
          "hand": ("finger3-1", "finger3-2")}
"""By place: the bones whose skin it is."""
_RIGID = ("seat", "side", "knee", "thigh")
"""What the hips follow, see `motion`."""


def settled(motion: Motion, rig: Rig, mesh: Mesh) -> Motion:
    """The same motion with its thickness measured on a person's skin."""
    return replace(motion, thickness=tuple(
        dict(_thickness(motion, rig, mesh, number))
        for number in range(len(motion.guide.frames))))


def gap_m(body: Posed, rig: Rig, mesh: Mesh, contact: Contact) -> float:
    """How far above what it touches the lowest skin of a place is; negative: it sinks in."""
    place = contact.place
    side, part = _parts(place)
    chosen = _skin_of(mesh, "knee" if part == "thigh" and contact.along > 1 else part, side)
    vertices_m = posed_vertices(mesh, matrices(rig.pose(body)), chosen)
    if part in _AROUND:
        middle = point(body, place, contact.along)
        near = np.linalg.norm(vertices_m[:, :2] - middle[:2], axis=1) < _REACH_M
        vertices_m = vertices_m[near] if near.any() else vertices_m
    return float(vertices_m[:, 2].min() - SURFACE_M[contact.on])


def knees_gap_m(body: Posed, rig: Rig, mesh: Mesh) -> float:
    """How far the skin of one knee is beside the other's; negative: one is in the other."""
    reach_m = []
    for side, leg in body.legs.items():
        skin_m = posed_vertices(mesh, matrices(rig.pose(body)), _skin_of(mesh, "knee", _OF[side]))
        near = np.abs(skin_m[:, 2] - leg.knee[2]) < _KNEE_M
        reach_m.append(float((-SIGN[side] * skin_m[near, 0]).max()))
    return -sum(reach_m)


def posed_vertices(mesh: Mesh, posed: Array, chosen: npt.NDArray[np.intp] | slice = slice(None)
                   ) -> Array:
    """Some of the skin's vertices (N, 3) in metres, under bone matrices (B, 3, 4)."""
    blended = np.einsum("vk,vkij->vij", mesh.weights[chosen], posed[mesh.bones[chosen]])
    turned = np.einsum("vij,vj->vi", blended[:, :, :3], mesh.vertices_m[chosen])
    return np.asarray(turned + blended[:, :, 3])


def _thickness(motion: Motion, rig: Rig, mesh: Mesh, number: int) -> Iterable[tuple[str, float]]:
    body = motion.at(motion.guide.frames[number].at)
    if touching(motion.contacts(number)):
        yield KNEES, _knees_m(motion, rig, mesh, number)
    for contact in motion.contacts(number):
        part = _parts(contact.place)[1]
        if part in _RIGID and contact.on in SURFACE_M and motion.bears(contact):
            yield contact.place, (thick_m(contact.place, motion.size)
                                  - gap_m(body, rig, mesh, contact) - _SINKS_M)


def _knees_m(motion: Motion, rig: Rig, mesh: Mesh, number: int) -> float:
    """How far apart the joints of knees are that touch; what touches changes as they turn in."""
    apart_m = 0.0
    for _ in range(_KNEE_TURNS):
        body = motion.at(motion.guide.frames[number].at)
        apart_m = between_m(body) - knees_gap_m(body, rig, mesh)
        motion = replace(motion, thickness=tuple({KNEES: apart_m} for _ in motion.guide.frames))
    return apart_m


def _skin_of(mesh: Mesh, part: str, side: str) -> npt.NDArray[np.intp]:
    names = {bone if bone == "root" else f"{bone}.{each}" for bone in _BEARS[part]
             for each in (side or "LR")}
    bones = [mesh.skeleton.index(name) for name in sorted(names)]
    strongest = mesh.bones[np.arange(len(mesh.bones)), mesh.weights.argmax(axis=1)]
    return np.flatnonzero(np.isin(strongest, bones))


def _parts(place: str) -> tuple[str, str]:
    """The side as the skeleton names it ("" for the middle), and the part."""
    side, _, part = place.rpartition("_")
    return (_OF[Side(side)] if side else ""), part
