"""Rotations as 3 x 3 matrices that turn column vectors (3,)."""

from __future__ import annotations

import math

import numpy as np

from mirrorapp.figure.skeleton import Array


def unit(vector: Array) -> Array:
    """Return the vector (3,) at length 1."""
    return np.asarray(vector / np.linalg.norm(vector))


def cross(first: Array, second: Array) -> Array:
    """Return the cross product of two vectors (3,); numpy's own, made for many, takes ten times as
    long for one pair.
    """
    (ax, ay, az), (bx, by, bz) = first.tolist(), second.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def about(axis: Array, angle_deg: float) -> Array:
    """Turn about an axis (3,) by the right-hand rule (Rodrigues' formula)."""
    x, y, z = unit(np.asarray(axis, float))
    across = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = math.radians(angle_deg)
    return np.asarray(np.eye(3) + math.sin(angle) * across
                      + (1 - math.cos(angle)) * (across @ across))


def about_x(angle_deg: float) -> Array:
    """Turn about the person's left: positive bends a standing body forward."""
    c, s = _cos_sin(angle_deg)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def about_y(angle_deg: float) -> Array:
    """Turn about the person's back: positive leans a standing body to its own left."""
    c, s = _cos_sin(angle_deg)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def about_z(angle_deg: float) -> Array:
    """Turn about the vertical: positive turns the person to their own left."""
    c, s = _cos_sin(angle_deg)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def _cos_sin(angle_deg: float) -> tuple[float, float]:
    angle = math.radians(angle_deg)
    return math.cos(angle), math.sin(angle)


def swung(start: Array, end: Array) -> Array:
    """Return the shortest turn from the direction `start` (3,) to `end`; they may not oppose."""
    axis = cross(start, end)
    if np.linalg.norm(axis) < 1e-12:
        return np.eye(3)
    return about(axis, math.degrees(math.atan2(float(np.linalg.norm(axis)), float(start @ end))))


def aligned(rest: Array, rest_side: Array, posed: Array, posed_side: Array) -> Array:
    """Return the turn from `rest` to `posed` that also brings the sideways directions together.

    The sideways directions (3,) need not be square to the others, only not parallel to them.
    """
    return np.asarray(_frame(posed, posed_side) @ _frame(rest, rest_side).T)


def _frame(along: Array, side: Array) -> Array:
    z = unit(along)
    x = unit(side - (side @ z) * z)
    return np.stack([x, cross(z, x), z], axis=1)


def framed(up: Array, left: Array) -> Array:
    """Return the rotation of a part whose own z is along `up` and whose x is towards `left`."""
    return _frame(up, left)


def halfway(first: Array, second: Array) -> Array:
    """Return the rotation in the middle between two; they may not be half a turn apart."""
    return partway(first, second, 0.5)


def partway(first: Array, second: Array, share: float) -> Array:
    """Return the rotation so far (0-1) on the way between two that are not half a turn apart."""
    left, _, right = np.linalg.svd((1 - share) * first + share * second)
    return np.asarray(left @ right)
