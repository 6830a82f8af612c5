"""The things exercises need: chair, step, mat, foam roller, wall and band, and the lit floor."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from mirrorapp.figure import solids
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.scenery import Place, Prop
from mirrorapp.figure.skeleton import Array, Indices
from mirrorapp.figure.solids import Solid

SEAT_M = 0.45
STEP_M = 0.17
MAT_M = 0.01
ROLLER_RADIUS_M, ROLLER_LENGTH_M = 0.075, 0.45

_LIGHT = (0.40, 0.43, 0.45)
_MIDDLE = (0.30, 0.33, 0.35)
_DARK = (0.24, 0.27, 0.29)
_FLOOR = (0.208, 0.235, 0.251)
_BAND = (0.68, 0.72, 0.74)

# Bones of the left leg, and how far along its lower half a band lies: from the joint at its far
# end, in parts of the bone.
_LEGS = {"knees": ("upperleg01", "lowerleg01"), "ankles": ("lowerleg01", "foot")}
_ABOVE = {"knees": 0.20, "ankles": 0.17}
_BAND_HEIGHT_M, _BAND_OFF_M = 0.050, 0.005
# Its rings from below: how high, in halves; how far off the skin; how much the surface leans up.
_PROFILE = ((-1.0, 0.5, -1.0), (-0.9, 1.0, -0.2), (0.9, 1.0, 0.2), (1.0, 0.5, 1.0))


@cache
def solid(kind: Prop) -> Solid:
    """Return a rigid thing at rest on the floor, about the origin.

    The chair's back is to the back (+y); the mat's length lies along y; the roller lies along x,
    its axis through the origin; the wall's face is y = 0, what leans on it is before it (−y).
    """
    return {"chair": _chair, "step": _step, "mat": _mat, "roller": _roller, "wall": _wall}[kind]()


@cache
def floor() -> Solid:
    """Return the pool of light on the floor, of radius 1."""
    return solids.disc(_FLOOR, 1.0)


def band_bones(place: Place) -> tuple[str, str]:
    """Return the two bones that a band hangs on, left and right."""
    bone = _LEGS[place][0]
    return f"{bone}.L", f"{bone}.R"


def band(mesh: Mesh, place: Place) -> Solid:
    """Return a band round both legs of `mesh`, in its rest pose.

    It runs where a tape would that is pulled tight round both: its section is their convex hull.
    """
    around_m, height_m = _section(mesh, place)
    outline_m, out = _hull(around_m)
    rings = [_ring(outline_m, out, height_m, profile) for profile in _PROFILE]
    strip = solids.strip(np.stack([ring for ring, _ in rings]),
                         np.stack([normals for _, normals in rings]), _BAND)
    # Nothing in between hangs on both legs: there it is straight, however far it is stretched.
    return replace(strip, share=(strip.vertices_m[:, 0] > 0).astype(float))


def _section(mesh: Mesh, place: Place) -> tuple[Array, float]:
    """Return where (N, 2) the skin of both legs is cut over the band's height, and its middle."""
    near, far = _LEGS[place]
    skeleton = mesh.skeleton
    of_legs = [skeleton.index(f"{bone}.{side}") for bone in (near, far) for side in "LR"]
    on_leg = (mesh.weights * np.isin(mesh.bones, of_legs)).sum(axis=1) > 0.5
    top_m, end_m = (skeleton.head_m(f"{bone}.L")[2] for bone in (near, far))
    height_m = float(end_m + _ABOVE[place] * (top_m - end_m))
    faces = np.concatenate(mesh.parts)
    faces = faces[on_leg[faces].all(axis=1)]
    cuts = [_cut(mesh, faces, height_m + up * _BAND_HEIGHT_M / 2) for up in (-1.0, 0.0, 1.0)]
    return np.concatenate(cuts), height_m


def _cut(mesh: Mesh, faces: Indices, height_m: float) -> Array:
    """Return where (N, 2) the edges of some faces pass a height."""
    starts, ends = (mesh.vertices_m[faces[:, corners].ravel()].astype(float)
                    for corners in ([0, 1, 2], [1, 2, 0]))
    through = (starts[:, 2] < height_m) != (ends[:, 2] < height_m)
    starts, ends = starts[through], ends[through]
    along = (height_m - starts[:, 2:]) / (ends[:, 2:] - starts[:, 2:])
    return np.asarray((starts + along * (ends - starts))[:, :2])


def _hull(points_m: Array) -> tuple[Array, Array]:
    """Return the corners (N, 2) of a convex hull, counter-clockwise, and their normals (N, 2).

    A corner is where the points reach farthest in some direction.
    """
    angles = np.linspace(0.0, 2 * np.pi, 72, endpoint=False)
    farthest = np.argmax(points_m @ np.stack([np.cos(angles), np.sin(angles)]), axis=0)
    corners_m = points_m[farthest[farthest != np.roll(farthest, 1)]]
    along = np.roll(corners_m, -1, axis=0) - np.roll(corners_m, 1, axis=0)
    out = np.stack([along[:, 1], -along[:, 0]], axis=1)
    return corners_m, out / np.linalg.norm(out, axis=1, keepdims=True)


def _ring(outline_m: Array, out: Array, height_m: float,
          profile: tuple[float, float, float]) -> tuple[Array, Array]:
    """Return one ring (N, 3) of the band and its normals (N, 3); `profile` is of `_PROFILE`."""
    up, off, lean = profile
    count = len(outline_m)
    ring_m = np.column_stack([outline_m + out * _BAND_OFF_M * off,
                              np.full(count, height_m + up * _BAND_HEIGHT_M / 2)])
    normals = np.column_stack([out, np.full(count, lean)])
    return ring_m, normals / np.linalg.norm(normals, axis=1, keepdims=True)


def _chair() -> Solid:
    seat_m, thick_m, leg_m = 0.43, 0.035, 0.030
    at_m = seat_m / 2 - 0.03
    legs = [solids.box((leg_m, leg_m, SEAT_M - 0.01), 0.008, _DARK)
            .moved((x * at_m, y * at_m, SEAT_M / 2)) for x in (-1, 1) for y in (-1, 1)]
    posts = [solids.box((leg_m, leg_m, 0.42), 0.008, _DARK)
             .moved((x * at_m, at_m + 0.02, SEAT_M + 0.19)) for x in (-1, 1)]
    seat = solids.box((seat_m, seat_m, thick_m), 0.012, _LIGHT).moved((0, 0, SEAT_M - thick_m / 2))
    back = solids.box((seat_m, 0.025, 0.20), 0.011, _LIGHT).moved((0, at_m + 0.02, SEAT_M + 0.30))
    return solids.joined([*legs, *posts, seat, back])


def _step() -> Solid:
    body = solids.box((0.60, 0.35, STEP_M - 0.03), 0.010, _DARK).moved((0, 0, (STEP_M - 0.03) / 2))
    tread = solids.box((0.62, 0.37, 0.035), 0.010, _LIGHT).moved((0, 0, STEP_M - 0.0175))
    return solids.joined([body, tread])


def _mat() -> Solid:
    return solids.box((0.60, 1.80, MAT_M), MAT_M * 0.45, _MIDDLE).moved((0, 0, MAT_M / 2))


def _roller() -> Solid:
    """Return a cylinder with rounded rims."""
    round_m, half_m = 0.018, ROLLER_LENGTH_M / 2
    turn = np.linspace(0.0, np.pi / 2, 6)
    rim = np.stack([half_m - round_m + round_m * np.cos(turn),
                    ROLLER_RADIUS_M - round_m + round_m * np.sin(turn)], axis=1)
    out = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    right_m = np.concatenate([[[half_m, 0.0]], rim])
    facing = np.concatenate([[[1.0, 0.0]], out])
    flip = np.array([-1.0, 1.0])
    return solids.turned(np.concatenate([right_m, right_m[::-1] * flip]),
                         np.concatenate([facing, facing[::-1] * flip]), _MIDDLE)


def _wall() -> Solid:
    """Return a dim sheet with a bright edge on both sides, by which it is seen from its side."""
    sheet = solids.sheet(1.7, 2.1, _FLOOR, 0.8)
    edges = [replace(solids.box((0.012, 0.024, 2.1), 0.004, _DARK), plain=True)
             .moved((x, 0.012, 1.05)) for x in (-0.62, 0.62)]
    return solids.joined([sheet, *edges])
