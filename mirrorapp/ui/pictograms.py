"""Pictures of why nothing can be judged and what to do: lines in a unit square, y up.

A frame is what the camera sees, with the user as in a mirror. What is to be done is drawn as an
arrow, or as whatever has to change; what the camera can't see is faint. What has a direction is
drawn for a user who has to move or turn to their own left, which is left on the glass.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from types import MappingProxyType

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.results import Untold
from mirrorapp.events import Refusal, Side
from mirrorapp.ui.crop import centre_x
from mirrorapp.ui.geometry import Point

THICK, THIN = 0.030, 0.014
"""Half the width of a line."""
WIDE = 0.82
"""Of the square's width nothing is drawn outside so much of its middle."""


class Ink(Enum):
    """What a line is for: the user, their face, what can't be seen of them, what to do, and what
    is around.
    """

    BODY = "body"
    FACE = "face"
    UNSEEN = "unseen"
    TO_DO = "to_do"
    AROUND = "around"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through `points`; `filled`: the area that they enclose."""

    points: tuple[Point, ...]
    ink: Ink = Ink.BODY
    half: float = THICK
    closed: bool = False
    filled: bool = False


Picture = tuple[Stroke, ...]


def _circle(centre: Point, radius: float, ink: Ink = Ink.BODY, *, filled: bool = False,
            half: float = THICK) -> Stroke:
    around = (math.tau * step / 24 for step in range(24))
    return Stroke(tuple((centre[0] + radius * math.cos(turn), centre[1] + radius * math.sin(turn))
                        for turn in around), ink, half, closed=True, filled=filled)


def _frame(left: float = 0.16, right: float = 0.84, low: float = 0.03, high: float = 0.97
           ) -> Stroke:
    return Stroke(((left, low), (right, low), (right, high), (left, high)), Ink.AROUND, THIN,
                  closed=True)


def _person(x: float, foot: float, height: float, ink: Ink = Ink.BODY, *, apart: float = 1.0,
            face: bool = True) -> Picture:
    """From the front, from the soles up, and without a `face` from behind; `apart` is how far arms
    and feet are.
    """
    def at(dx: float, up: float) -> Point:
        return x + dx * apart * height, foot + up * height

    half = THICK * min(1.0, 0.35 + 0.75 * height)
    trunk = Stroke((at(-0.07, 0.72), at(0.07, 0.72), at(0.07, 0.44), at(-0.07, 0.44)), ink, half,
                   closed=True, filled=True)
    eyes = tuple(_circle((x + side * 0.032 * height, foot + 0.91 * height), 0.009 * height,
                         Ink.FACE, filled=True, half=0.004) for side in (-1, 1))
    return (_circle((x, foot + 0.90 * height), 0.075 * height, ink, filled=True, half=THIN),
            *(eyes if face and ink is Ink.BODY else ()), trunk,
            Stroke((at(-0.17, 0.46), at(-0.13, 0.74), at(0.13, 0.74), at(0.17, 0.46)), ink, half),
            Stroke((at(-0.07, 0.44), at(-0.08, 0.0)), ink, half),
            Stroke((at(0.07, 0.44), at(0.08, 0.0)), ink, half))


def _sideways(x: float, foot: float, height: float, ink: Ink = Ink.BODY) -> Picture:
    """From their side, facing right on the glass: a nose, one arm, feet that point."""
    half = THICK * min(1.0, 0.35 + 0.75 * height)

    def at(dx: float, up: float) -> Point:
        return x + dx * height, foot + up * height

    return (_circle(at(0, 0.90), 0.075 * height, ink, filled=True, half=THIN),
            Stroke((at(0.06, 0.90), at(0.125, 0.88)), ink, half * 0.6),
            Stroke((at(0, 0.74), at(0, 0.42)), ink, half * 1.7),
            Stroke((at(0, 0.42), at(-0.01, 0.02), at(0.09, 0.02)), ink, half),
            Stroke((at(0.02, 0.72), at(0.06, 0.58), at(0.13, 0.47)), ink, half * 0.7))


def _arrow(start: Point, tip: Point, size: float = 0.09) -> Picture:
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    head = [(tip[0] - size * math.cos(angle + turn), tip[1] - size * math.sin(angle + turn))
            for turn in (0.7, -0.7)]
    return (Stroke((start, tip), Ink.TO_DO), Stroke((head[0], tip, head[1]), Ink.TO_DO))


def _turn(degrees: float, y: float = 0.165) -> Picture:
    """An arrow along the floor around somebody's feet, towards the user's own left."""
    wide, flat, start = 0.27, 0.075, math.radians(-90 + degrees / 2)
    turns = [start - math.radians(degrees) * step / 20 for step in range(21)]
    path = tuple((0.5 + wide * math.cos(turn), y + flat * math.sin(turn)) for turn in turns)
    (x, last), (before_x, before) = path[-1], path[-3]
    angle = math.atan2(last - before, x - before_x)
    head = [(x - 0.09 * math.cos(angle + turn), last - 0.09 * math.sin(angle + turn))
            for turn in (0.7, -0.7)]
    return (Stroke(path, Ink.TO_DO), Stroke((head[0], (x, last), head[1]), Ink.TO_DO))


def _depth(*, closer: bool, x: float = 0.5, low: float = 0.05, high: float = 0.24) -> Picture:
    """An arrow on the floor, as it looks from the mirror: away gets narrow, closer gets wide."""
    wide, narrow = 0.065, 0.032
    neck = low + 0.5 * (high - low) if closer else high - 0.5 * (high - low)
    tip, end, head, shaft, tail = ((low, high, 2.1 * wide, wide, narrow) if closer
                                   else (high, low, 1.6 * wide, narrow, wide))
    shapes = (((x, tip), (x + head, neck), (x - head, neck)),
              ((x + shaft, neck), (x + tail, end), (x - tail, end), (x - shaft, neck)))
    return tuple(Stroke(each, Ink.TO_DO, THIN, closed=True, filled=True) for each in shapes)


def _cut(picture: Picture, low: float = 0.0, high: float = 1.0) -> Picture:
    """What of it is below `low` or above `high` can't be seen."""
    parts: list[Stroke] = []
    for each in picture:
        if each.filled:
            middle = sum(y for _, y in each.points) / len(each.points)
            parts.append(each if low <= middle <= high else replace(each, ink=Ink.UNSEEN))
            continue
        for first, last in pairwise(each.points):
            cuts = sorted({0.0, 1.0, *_crossings(first, last, (low, high))})
            for start, end in pairwise(cuts):
                piece = (_between(first, last, start), _between(first, last, end))
                seen = low <= _between(first, last, (start + end) / 2)[1] <= high
                parts.append(replace(each, points=piece, ink=each.ink if seen else Ink.UNSEEN))
    return tuple(parts)


def _crossings(first: Point, last: Point, levels: tuple[float, ...]) -> list[float]:
    rise = last[1] - first[1]
    parts = [(level - first[1]) / rise for level in levels if rise]
    return [each for each in parts if 0 < each < 1]


def _between(first: Point, last: Point, part: float) -> Point:
    return first[0] + part * (last[0] - first[0]), first[1] + part * (last[1] - first[1])


def _mark(ink: Ink) -> Stroke:
    """Where to stand."""
    turns = (math.tau * step / 24 for step in range(24))
    return Stroke(tuple((0.5 + 0.17 * math.cos(turn), 0.12 + 0.04 * math.sin(turn))
                        for turn in turns), ink, THIN, closed=True)


def _lamp(x: float, y: float) -> Picture:
    """One that shines."""
    rays = tuple(Stroke(tuple((x + far * math.cos(turn), y + far * math.sin(turn))
                              for far in (0.11, 0.17)), Ink.TO_DO, 0.8 * THICK)
                 for turn in (math.tau * step / 8 for step in range(8)))
    return (_circle((x, y), 0.065, Ink.TO_DO, filled=True), *rays)


_TURN_QUARTER, _TURN_A_LITTLE, _TURN_ROUND = 130.0, 75.0, 250.0

_FACE_THE_MIRROR = (_frame(), *_sideways(0.48, 0.17, 0.74), *_turn(_TURN_QUARTER))
_ALONE = (_frame(), *_person(0.38, 0.10, 0.78), *_person(0.70, 0.28, 0.46, Ink.UNSEEN),
          *_arrow((0.64, 0.16), (0.87, 0.16)))
_STILL = (_frame(), *_person(0.33, 0.13, 0.76, Ink.UNSEEN), *_person(0.67, 0.13, 0.76, Ink.UNSEEN),
          *_person(0.5, 0.13, 0.76), Stroke(((0.30, 0.10), (0.70, 0.10)), Ink.TO_DO))
_PICTURES: Mapping[Refusal, Picture] = MappingProxyType({
    Refusal.NO_PERSON: (_frame(), *_person(0.5, 0.12, 0.56, Ink.UNSEEN), _mark(Ink.TO_DO),
                        *_arrow((0.5, 0.92), (0.5, 0.75))),
    Refusal.SEVERAL_PEOPLE: _ALONE,
    Refusal.SIDE: _FACE_THE_MIRROR,
    Refusal.REAR: (_frame(), *_person(0.5, 0.17, 0.74, face=False), *_turn(_TURN_ROUND)),
    Refusal.TURNED: (_frame(), *_person(0.5, 0.17, 0.74, apart=0.62), *_turn(_TURN_A_LITTLE)),
    Refusal.FEET_OUT: (_frame(low=0.22), *_cut(_person(0.40, 0.04, 0.92), low=0.22),
                       *_depth(closer=False, x=0.70, low=0.27, high=0.52)),
    Refusal.HEAD_OUT: (_frame(high=0.80), *_cut(_person(0.40, 0.08, 0.92), high=0.80),
                       *_depth(closer=False, x=0.70, low=0.08, high=0.33)),
    Refusal.TOO_NEAR: (_frame(low=0.20, high=0.82),
                       *_cut(_person(0.40, 0.04, 0.94), low=0.20, high=0.82),
                       *_depth(closer=False, x=0.70, low=0.24, high=0.49)),
    Refusal.TOO_FAR: (_frame(), *_person(0.5, 0.45, 0.34), *_depth(closer=True, high=0.36)),
    Refusal.OFF_CENTRE: (_frame(), *_person(0.75, 0.12, 0.74), *_arrow((0.52, 0.45), (0.28, 0.45))),
    Refusal.LOW_VISIBILITY: (_frame(), *_person(0.42, 0.08, 0.66, Ink.UNSEEN), *_lamp(0.66, 0.80)),
    Refusal.IMPLAUSIBLE: (_frame(), *_cut(_person(0.44, 0.10, 0.78), low=0.46),
                          Stroke(((0.24, 0.08), (0.60, 0.08), (0.60, 0.42), (0.24, 0.42)),
                                 Ink.AROUND, THICK, closed=True),
                          *_arrow((0.64, 0.25), (0.87, 0.25))),
    Refusal.CUT: _STILL,
    Refusal.NOT_SIDE: (_frame(), *_person(0.5, 0.17, 0.74), *_turn(_TURN_QUARTER)),
})
_UNTOLD: Mapping[Untold, Picture] = MappingProxyType({
    Untold.NOT_SEEN: _PICTURES[Refusal.NO_PERSON],
    Untold.TURNED: _PICTURES[Refusal.TURNED],
    Untold.NOT_STILL: _STILL,
})
_ONE_WAY = frozenset({Refusal.OFF_CENTRE, Refusal.TURNED, Refusal.SIDE, Untold.TURNED})
"""What is mended in one direction and not in the other."""


def picture(why: Refusal | Untold, towards: Side | None = None) -> Picture:
    """What to show for it; nothing where words say it better than a picture could.

    `towards`: the user's own side to move or turn to. Where that matters and is not known, there
    is no arrow: a wrong one would be worse.
    """
    drawn = _PICTURES[why] if isinstance(why, Refusal) else _UNTOLD.get(why, ())
    if why not in _ONE_WAY or towards is Side.LEFT:
        return drawn
    if towards is None:
        return tuple(each for each in drawn if each.ink is not Ink.TO_DO)
    return tuple(replace(each, points=tuple((1 - x, y) for x, y in each.points)) for each in drawn)


def towards(why: Refusal | Untold, reading: Reading | None) -> Side | None:
    """The user's own side to move or turn to; None where that can't be told."""
    if reading is None:
        return None
    if why is not Refusal.OFF_CENTRE:
        if reading.square_up is not None or not reading.yaw_deg:
            return reading.square_up
        return Side.RIGHT if reading.yaw_deg > 0 else Side.LEFT
    if reading.pose is None:
        return None
    # The user's left is on the camera's right.
    return Side.RIGHT if centre_x(reading.pose) > reading.width_px / 2 else Side.LEFT
