"""Where the things in use stand: under, before or beside the body that uses them.

Nothing in a guide says where its chair is: it follows from who sits on it or reaches for it.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Contact
from mirrorapp.figure.motion import SURFACE_M, Motion, point
from mirrorapp.figure.rotations import about_z
from mirrorapp.figure.scenery import Band, Matrices, PropShape
from mirrorapp.figure.skeleton import Array
from mirrorapp.figure.stick import SIGN, Posed

_SAT_FORWARD_M = 0.05
"""So far before the middle of the seat the hips of who sits near its front are."""
_HANDS_IN_M = 0.06
"""So far beyond the wrists of who leans on a seat its middle is."""
_STEP_M = (0.62, 0.37)
_TOES_M, _MID_FOOT_M = 0.21, 0.09
_EDGE_M = 0.10
"""So far from the step's side the middle of a foot is whose other leg hangs beside it."""
_ROLLER_M = 0.075
_ASIDE_M = 0.052
_PALM_M = 0.03
"""So far beyond the wrist of who touches a wall it is."""


def props(motion: Motion, body: Posed, along: Mapping[str, float]) -> tuple[PropShape | Band, ...]:
    """What stands about a body. `along`: where on a thigh the roller just is, by place."""
    first = motion.at(0.0)
    found: list[PropShape | Band] = []
    for prop in motion.guide.props:
        if prop == "band":
            found.append(Band("knees"))
        elif prop == "mat":
            found.append(PropShape("mat", _mat(first)))
        elif prop == "chair":
            found.append(PropShape("chair", _chair(motion, first)))
        elif prop == "step":
            found.append(PropShape("step", _step(motion, first)))
        elif prop == "wall":
            found.append(PropShape("wall", _wall(motion, first)))
        else:
            found.append(PropShape("roller", _roller(motion, (first, body), along)))
    return tuple(found)


def _contacts(motion: Motion) -> Iterable[Contact]:
    for number in range(len(motion.guide.frames)):
        yield from motion.contacts(number)


def _mat(first: Posed) -> Matrices:
    """Under the middle of the body, along its length."""
    legs = first.legs.values()
    ends = np.array([first.neck, *(leg.ankle for leg in legs), *(leg.knee for leg in legs)])[:, :2]
    low, high = ends.min(axis=0), ends.max(axis=0)
    across = high[0] - low[0] > high[1] - low[1]
    return _at((*(low + high) / 2, 0.0), 90.0 if across else 0.0)


def _chair(motion: Motion, first: Posed) -> Matrices:
    """Under who sits on it, its back behind them; or before who leans on it, facing them."""
    turn = _heading_deg(first.whole)
    ahead = about_z(turn) @ (0.0, -1.0, 0.0)
    if any(each.place == "seat" and each.on == "seat" for each in _contacts(motion)):
        return _at(first.hips * (1.0, 1.0, 0.0) - _SAT_FORWARD_M * ahead, turn)
    last = motion.well.at(motion.guide.frames[-1].at)
    hands = np.mean([arm.wrist for arm in last.arms.values()], axis=0)
    return _at(hands * (1.0, 1.0, 0.0) + _HANDS_IN_M * ahead, turn + 180.0)


def _step(motion: Motion, first: Posed) -> Matrices:
    """Before who steps onto it; under who stands on it, the other leg free beside and before it."""
    contacts = list(_contacts(motion))
    side = next((Side(each.place.partition("_")[0]) for each in contacts if each.on == "step"),
                Side.RIGHT)
    on = [number for number, frame in enumerate(motion.guide.frames)
          if any(each.on == "step" for each in frame.contacts)]
    ankle = motion.at(motion.guide.frames[on[0] if on else 0].at).legs[side].ankle
    if any(each.on == "floor" and each.place.endswith("_foot") for each in contacts):
        return _at((first.hips[0], ankle[1] - _MID_FOOT_M, 0.0))
    return _at((ankle[0] + SIGN[side] * (_STEP_M[0] / 2 - _EDGE_M),
                ankle[1] - _TOES_M + _STEP_M[1] / 2, 0.0))


def _wall(motion: Motion, first: Posed) -> Matrices:
    """Beside the hand that touches it; or the leg that leans on it, a roller's width away."""
    for number, frame in enumerate(motion.guide.frames):
        for hand in (each.place for each in motion.contacts(number) if each.on == "wall"):
            side, wrist = Side(hand.partition("_")[0]), point(motion.at(frame.at), hand)
            return _at((wrist[0] + SIGN[side] * _PALM_M, wrist[1], 0.0), -90.0 * SIGN[side])
    side = _leaning(motion)
    return _at((_wall_m(first, side), first.hips[1], 0.0), -90.0 * SIGN[side])


def _roller(motion: Motion, bodies: tuple[Posed, Posed], along: Mapping[str, float]) -> Matrices:
    """Under a thigh, or between it and the wall."""
    first, body = bodies
    side = _leaning(motion)
    place = f"{side.value}_thigh"
    touched = point(body, place, along.get(place, 0.5))
    if "wall" in motion.guide.props:
        aside = _wall_m(first, side) - SIGN[side] * _ROLLER_M
        return _at((aside, touched[1], touched[2]), 90.0)
    leg = body.legs[side]
    heading = np.degrees(np.arctan2(leg.knee[1] - leg.hip[1], leg.knee[0] - leg.hip[0]))
    return _at((touched[0], touched[1], SURFACE_M["roller"] - _ROLLER_M), heading - 90.0)


def _wall_m(first: Posed, side: Side) -> float:
    """Where the wall is, to the person's left."""
    return float(first.legs[side].knee[0] + SIGN[side] * (2 * _ROLLER_M + _ASIDE_M))


def _leaning(motion: Motion) -> Side:
    """Whose thigh lies on the roller."""
    return next((Side(each.place.partition("_")[0]) for each in _contacts(motion)
                 if each.on == "roller"), Side.LEFT if motion.flip else Side.RIGHT)


def _heading_deg(turn: Array) -> float:
    ahead = turn @ (0.0, -1.0, 0.0)
    return float(np.degrees(np.arctan2(ahead[0], -ahead[1])))


def _at(place: tuple[float, float, float] | Array, turn_deg: float = 0.0) -> Matrices:
    """A thing put somewhere (3, 4), turned to its own left."""
    return np.column_stack([about_z(turn_deg), np.asarray(place, float)]).astype(np.float32)
