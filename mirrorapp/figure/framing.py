"""How much of a moving figure a picture shows: all of it, its legs or its feet."""

from collections.abc import Iterable, Sequence
from typing import cast

import numpy as np

from mirrorapp.exercises.guide import Focus
from mirrorapp.figure.scenery import Band, PropShape, Standpoint, View
from mirrorapp.figure.skeleton import Array
from mirrorapp.figure.stick import Posed

_ROOM_M = 0.10
"""What is left free around a figure, for its skin and hair."""
_FEET_ROOM_M = 0.07
"""And around feet alone."""
_WAIST_M = 0.06
"""So far above the hips legs alone are cut off, with the room above: at the crest of the pelvis."""
_BELOW_M = 0.04
"""And so far below the floor: seen from close by, a foot before the middle is lower."""
_THING_M = 0.2
"""So far around the middle of a chair or a step it is seen."""
_NEARER = 0.3
"""Who comes nearer looks larger and lower: by so much of the way."""


def framed(corners_m: Sequence[Array], things: Iterable[PropShape | Band], standpoint: Standpoint,
           focus: Focus | None, nearer_m: float) -> View:
    """The view with room for all of a movement. `corners_m`: moment by moment, see `corners`;
    `nearer_m`: how far the figure comes towards the mirror."""
    low, high = (pick(np.concatenate(corners_m), axis=0) for pick in (np.min, np.max))
    low[2] = -_BELOW_M if focus == "legs" else 0.0
    for each in things:
        if isinstance(each, PropShape) and each.kind in ("chair", "step"):
            at = each.matrix[:, 3]
            low = np.minimum(low, at - _THING_M)
            high = np.maximum(high, at + _THING_M)
    room = high - low + 2 * (_FEET_ROOM_M if focus == "feet" else _ROOM_M)
    width = {"front": room[0], "above": room[0], "left": room[1], "right": room[1]}.get(
        standpoint, float(np.hypot(room[0], room[1])) * 0.85)
    height = room[1] if standpoint == "above" else (
        room[2] + _NEARER * nearer_m * (standpoint == "front"))
    middle = cast("tuple[float, float, float]", tuple(((low + high) / 2).tolist()))
    return View(standpoint, middle, float(height), float(width))


def corners(body: Posed, focus: Focus | None) -> Array:
    """The places (N, 3) of a body between which all lies that is to be seen of it."""
    feet = [place for side, leg in body.legs.items()
            for place in (leg.ankle, body.toe(side), body.heel(side))]
    if focus == "feet":
        return np.array(feet)
    legs = [*feet, *(place for leg in body.legs.values() for place in (leg.hip, leg.knee))]
    if focus == "legs":
        return np.array([*legs, body.hips + body.pelvis @ (0.0, 0.0, _WAIST_M)])
    arms = [place for arm in body.arms.values() for place in (
        arm.shoulder, arm.elbow, arm.wrist, arm.wrist + arm.hand @ (0.0, 0.0, -0.1))]
    return np.array([*legs, *arms, body.neck, body.neck + body.head @ (0, 0, 0.1)])
