"""A guide's keyframes as a moving body whose feet stay where they are put."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import BASES, Contact, Guide, mirrored, mirrored_contact
from mirrorapp.figure.stick import Planted, Posed, Size, pose
from mirrorapp.vision.pose import Floats

SURFACE_M = {"floor": 0.0, "mat": 0.01, "seat": 0.45, "step": 0.17}
"""How high what can be stood, knelt or sat on is; the rest is leaned against."""
_KNEE_M, _SEAT_M, _SIDE_M, _THIGH_M = 0.05, 0.10, 0.11, 0.08
BOTH_FEET = (Contact(place="left_foot"), Contact(place="right_foot"))
_FEET = {"left_foot": Side.LEFT, "right_foot": Side.RIGHT}


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """A keyframe made fast: where the hips are, and where what touches is (3,)."""

    joints: Mapping[str, float]
    root: Floats
    places: Mapping[str, Floats]


@dataclass(frozen=True)
class Motion:
    """One body doing one exercise. `flip`: on the other side than the guide is written for.

    `wrong`: which faults it makes, by their ids in the guide.
    """

    guide: Guide
    size: Size = field(default_factory=Size)
    flip: bool = False
    wrong: frozenset[str] = frozenset()

    def at(self, phase: float) -> Posed:
        """The body at a phase of the cycle, 0-1, standing at the origin."""
        before, after, share = self.guide.between(phase)
        a, b = self._keys[before], self._keys[after]
        joints = {name: (1 - share) * a.joints.get(name, 0.0) + share * b.joints.get(name, 0.0)
                  for name in {*a.joints, *b.joints}}
        root = (1 - share) * a.root + share * b.root
        free = pose(joints, self.size, root)
        stay = [place for place in a.places if place in b.places]
        if stay:
            shift = np.mean([(1 - share) * a.places[place] + share * b.places[place]
                             - _point(free, place) for place in stay], axis=0)
            root = root + shift
        return pose(joints, self.size, root, dict(_planted(a.places, b.places, share)))

    @cached_property
    def _keys(self) -> tuple[_Key, ...]:
        keys: list[_Key] = []
        for number, frame in enumerate(self.guide.frames):
            joints, added = self.guide.joints(frame), self.guide.wrongs(self.wrong, number)
            joints = {name: joints.get(name, 0.0) + added.get(name, 0.0)
                      for name in {*joints, *added}}
            contacts, aside_m = frame.contacts, frame.aside_m
            if self.flip:
                joints, aside_m = mirrored(joints), -aside_m
                contacts = tuple(mirrored_contact(each) for each in contacts)
            meant = np.array([aside_m, -frame.ahead_m, 0.0])
            last = keys[-1] if keys else self._before(contacts)
            keys.append(_key(joints, self.size, contacts, meant, last))
        return tuple(keys)

    def _before(self, contacts: Iterable[Contact]) -> _Key | None:
        """Who stands on one foot stood on both before: it stays where it was."""
        feet = {each.place for each in contacts} & set(_FEET)
        if self.guide.base != "standing" or len(feet) != 1:
            return None
        return _key(BASES["standing"], self.size, BOTH_FEET, np.zeros(3), None)

    @property
    def travelled(self) -> Floats:
        """How far one cycle leads (3,), in metres."""
        return np.asarray(self._keys[-1].root - self._keys[0].root) if self.guide.travels else (
            np.zeros(3))


def _key(joints: Mapping[str, float], size: Size, contacts: Iterable[Contact], meant: Floats,
         last: _Key | None) -> _Key:
    free = pose(joints, size, np.zeros(3))
    bearing: dict[str, float] = {each.place: SURFACE_M[each.on] + _height_m(each.place, size)
               for each in contacts if each.on in SURFACE_M and not each.place.endswith("_hand")}
    points = {place: _point(free, place) for place in bearing}
    root = meant.copy()
    stay = [place for place in bearing if last is not None and place in last.places]
    if last is not None and stay:
        root[:2] = np.mean([last.places[place][:2] - points[place][:2] for place in stay], axis=0)
    root[2] = (np.mean([bearing[place] - points[place][2] for place in bearing]) if bearing
               else -min(_lowest_m(free, side) for side in Side))
    places = {place: np.array([*(points[place] + root)[:2], bearing[place]])
              if last is None or place not in last.places
              else np.array([*last.places[place][:2], bearing[place]]) for place in bearing}
    return _Key(joints, root, places)


def _planted(before: Mapping[str, Floats], after: Mapping[str, Floats], share: float
             ) -> Iterable[tuple[Side, Planted]]:
    for place, side in _FEET.items():
        if place in before and place in after:
            yield side, Planted((1 - share) * before[place] + share * after[place])
        elif place in before and share < 1:
            yield side, Planted(before[place], 1 - share)
        elif place in after and share > 0:
            yield side, Planted(after[place], share)


def _lowest_m(body: Posed, side: Side) -> float:
    """The lowest of what of this side can touch the floor."""
    leg = body.legs[side]
    return float(min(body.toe(side)[2], body.heel(side)[2], leg.knee[2] - _KNEE_M,
                     leg.hip[2] - _SEAT_M))


def _height_m(place: str, size: Size) -> float:
    """How far above what it touches the point is that stands for a place."""
    if place.endswith("_foot"):
        return size.ankle * size.stature_m
    return {"knee": _KNEE_M, "seat": _SEAT_M, "side": _SIDE_M, "thigh": _THIGH_M,
            "toes": 0.01, "ankle": _KNEE_M}.get(place.rpartition("_")[2], 0.0)


def _point(body: Posed, place: str) -> Floats:
    if place == "seat":
        return body.hips
    side, part = Side(place.partition("_")[0]), place.partition("_")[2]
    leg = body.legs[side]
    return np.asarray({"foot": leg.ankle, "ankle": leg.ankle, "knee": leg.knee, "side": leg.hip,
                       "thigh": (leg.hip + leg.knee) / 2, "hand": body.arms[side][2],
                       "toes": body.toe(side)}[part])
