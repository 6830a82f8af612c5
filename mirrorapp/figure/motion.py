"""A guide's keyframes as a moving body: what touches something stays where it touches.

Where the hips are follows from what bears them: what cannot give way (seat, knee, thigh, side of
the body) before the feet, whose legs reach for them. An ankle laid on the other leg, and then a
hand laid on a leg, are reached for at the end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import BASES, Contact, Guide, mirrored, mirrored_contact
from mirrorapp.figure import foot
from mirrorapp.figure.knees import KNEES, together
from mirrorapp.figure.laid import laid, on_body
from mirrorapp.figure.stick import SIGN, Held, Posed, Size, pose
from mirrorapp.vision.pose import Floats

SURFACE_M = {"floor": 0.0, "mat": 0.01, "seat": 0.45, "step": 0.17, "roller": 0.15}
"""How high what can be stood, knelt, sat or leaned on is; a wall is not lain on."""
_THICK_M = {"knee": 0.05, "seat": 0.10, "side": 0.11, "thigh": 0.08, "hand": 0.03, "toes": 0.01,
            "ankle": 0.05}
"""How far above what it touches the point is that stands for a place, of somebody in between."""
BOTH_FEET = (Contact(place="left_foot"), Contact(place="right_foot"))
_REACHING = ("_foot", "_hand", "_ankle")

Thickness = Mapping[str, float]
"""By place: how far above what it touches the point is that stands for it, in metres."""


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """A keyframe made fast: where the hips are, and where what touches is (3,)."""

    joints: Mapping[str, float]
    root: Floats
    places: Mapping[str, Floats]
    laid: Mapping[str, Contact]
    on_wall: frozenset[str]


@dataclass(frozen=True)
class Motion:
    """One body doing one exercise. `flip`: on the other side than the guide is written for.

    `wrong`: which faults it makes, by their ids in the guide. `thickness`: for each frame, what
    was measured on a body with a skin (`settle`); what it leaves out is somebody's in between.
    """

    guide: Guide
    size: Size = field(default_factory=Size)
    flip: bool = False
    wrong: frozenset[str] = frozenset()
    thickness: tuple[Thickness, ...] = ()

    def at(self, phase: float) -> Posed:
        """The body at a phase of the cycle, 0-1, standing at the origin."""
        before, after, share = self.guide.between(phase)
        a, b = self._keys[before], self._keys[after]
        joints = _blend(a.joints, b.joints, share)
        root = (1 - share) * a.root + share * b.root
        free = pose(joints, self.size, root)
        along = self.along(phase)
        stay = _bearing(place for place in a.places if place in b.places)
        if stay:
            shift = np.mean([(1 - share) * a.places[place] + share * b.places[place]
                             - point(free, place, along.get(place, 0.5)) for place in stay], axis=0)
            root = root + shift
        held = self.held(phase)
        body = pose(joints, self.size, root, held)
        for part in ("_ankle", "_hand"):
            on_leg = dict(_laid(body, (a, b), share, part))
            if on_leg:
                held |= on_leg
                body = pose(joints, self.size, root, held)
        return body

    def held(self, phase: float) -> dict[str, Held]:
        """Where feet and hands are kept at a phase of the cycle, by place."""
        before, after, share = self.guide.between(phase)
        a, b = self._keys[before], self._keys[after]
        return dict(_held(a.places, b.places, share, a.on_wall | b.on_wall))

    def along(self, phase: float) -> Mapping[str, float]:
        """Where on a thigh it touches, by place, at a phase of the cycle."""
        before, after, share = self.guide.between(phase)
        a, b = (_along(self.contacts(number)) for number in (before, after))
        return _blend(a, b, share)

    def contacts(self, number: int) -> tuple[Contact, ...]:
        """What touches in a frame, on the side on which it is done."""
        contacts = self.guide.touching(self.wrong, number)
        return tuple(map(mirrored_contact, contacts)) if self.flip else contacts

    @cached_property
    def well(self) -> "Motion":
        """The same done well."""
        return replace(self, wrong=frozenset()) if self.wrong else self

    @cached_property
    def _keys(self) -> tuple[_Key, ...]:
        keys: list[_Key] = []
        for number, frame in enumerate(self.guide.frames):
            joints, added = self.guide.joints(frame), self.guide.wrongs(self.wrong, number)
            joints = {name: joints.get(name, 0.0) + added.get(name, 0.0)
                      for name in {*joints, *added}}
            joints = mirrored(joints) if self.flip else joints
            contacts = self.contacts(number)
            meant = np.array([-frame.aside_m if self.flip else frame.aside_m, -frame.ahead_m, 0.0])
            last = keys[-1] if keys else self._before(contacts)
            thickness = self.thickness[number] if self.thickness else {}
            if KNEES in thickness:
                joints = together(joints, self.size, thickness[KNEES])
            touching = [each for each in contacts if self.bears(each)]
            keys.append(_key(joints, self.size, touching, (meant, last), thickness))
        return tuple(keys)

    def bears(self, contact: Contact) -> bool:
        """Whether something lies on what it touches: nobody lies on a roller at a wall."""
        return contact.on != "roller" or "wall" not in self.guide.props

    def _before(self, contacts: Iterable[Contact]) -> _Key | None:
        """Who stands on one foot stood on both before: it stays where it was."""
        feet = [each for each in contacts if each.place.endswith("_foot")]
        if self.guide.base != "standing" or len(feet) != 1:
            return None
        return _key(BASES["standing"], self.size, BOTH_FEET, (np.zeros(3), None), {})

    @property
    def travelled(self) -> Floats:
        """How far one cycle leads (3,), in metres."""
        return np.asarray(self._keys[-1].root - self._keys[0].root) if self.guide.travels else (
            np.zeros(3))


def point(body: Posed, place: str, along: float = 0.5) -> Floats:
    """The point (3,) of a body that stands for a place; `along`: from hip to knee, of a thigh."""
    if place == "seat":
        return body.hips
    side, part = Side(place.partition("_")[0]), place.partition("_")[2]
    leg = body.legs[side]
    return np.asarray({"foot": leg.ankle, "ankle": leg.ankle, "knee": leg.knee, "side": leg.hip,
                       "thigh": leg.hip + along * (leg.knee - leg.hip),
                       "hand": body.arms[side].wrist, "toes": body.toe(side)}[part])


def _key(joints: Mapping[str, float], size: Size, contacts: Iterable[Contact],
         before: tuple[Floats, _Key | None], thickness: Thickness) -> _Key:
    meant, last = before
    free = pose(joints, size, np.zeros(3))
    on: dict[str, Contact] = {each.place: each for each in contacts}
    heights = {place: SURFACE_M[each.on] + thickness.get(
        place, thick_m(place, size) * _arched(place, joints))
               for place, each in on.items() if each.on in SURFACE_M}
    points = {place: point(free, place, on[place].along) for place in heights}
    known = last.places if last is not None else {}
    bearing = _bearing(heights)
    stay = [place for place in bearing if place in known and on[place].on != "roller"]
    root = meant.copy()
    if stay:
        root[:2] = np.mean([known[place][:2] - points[place][:2] for place in stay], axis=0)
    root[2] = (np.mean([heights[place] - points[place][2] for place in bearing]) if bearing
               else -min(_lowest_m(free, side) for side in Side))
    places = {place: points[place] + root for place in heights}
    places |= {place: at for place, at in known.items() if place in heights
               and on[place].on != "roller"}
    places = {place: np.array([*at[:2], heights[place]]) for place, at in places.items()}
    on_wall = frozenset(place for place, each in on.items() if each.on == "wall")
    places |= {place: known.get(place, point(free, place) + root) for place in on_wall}
    return _Key(joints, root, places, {place: each for place, each in on.items() if on_body(each)},
                on_wall)


def _arched(place: str, joints: Mapping[str, float]) -> float:
    """How many times as high as a flat one a planted foot is."""
    side, _, part = place.partition("_")
    return foot.higher(joints.get(f"{side}_arch", 0.0)) if part == "foot" else 1.0


def _along(contacts: Iterable[Contact]) -> dict[str, float]:
    return {each.place: each.along for each in contacts if each.place.endswith("_thigh")}


def _bearing(places: Iterable[str]) -> list[str]:
    """Which of some places decide where the hips are."""
    places = [place for place in places if not place.endswith("_hand")]
    rigid = [place for place in places if not place.endswith(_REACHING)]
    return rigid or places


def _held(before: Mapping[str, Floats], after: Mapping[str, Floats], share: float,
          on_wall: frozenset[str]) -> Iterable[tuple[str, Held]]:
    for place in {*before, *after}:
        if not place.endswith(_REACHING):
            continue
        up = _off_wall(place) if place in on_wall else np.array([0.0, 0.0, 1.0])
        if place in before and place in after:
            yield place, Held((1 - share) * before[place] + share * after[place], up=up)
        elif place in before and share < 1:
            yield place, Held(before[place], 1 - share, up=up)
        elif place in after and share > 0:
            yield place, Held(after[place], share, up=up)


def _off_wall(place: str) -> Floats:
    """Which way (3,) leads off a wall beside who touches it."""
    return np.array([-SIGN[Side(place.partition("_")[0])], 0.0, 0.0])


def _laid(body: Posed, keys: tuple[_Key, _Key], share: float, part: str
          ) -> Iterable[tuple[str, Held]]:
    """Ankles or hands that lie on a leg of a body."""
    shares = (1 - share, share)
    for place in {*keys[0].laid, *keys[1].laid}:
        if not place.endswith(part):
            continue
        lies = [(weight, *laid(body, key.laid[place])) for key, weight in zip(
            keys, shares, strict=True) if place in key.laid and weight > 0]
        hold = sum(weight for weight, _, _ in lies)
        if hold > 0:
            at, up = (sum(each[0] * each[nth] for each in lies) / hold for nth in (1, 2))
            yield place, Held(np.asarray(at), hold, flat=part == "_hand", up=np.asarray(up))


def _blend(a: Mapping[str, float], b: Mapping[str, float], share: float) -> dict[str, float]:
    return {name: (1 - share) * a.get(name, 0.0) + share * b.get(name, 0.0)
            for name in {*a, *b}}


def _lowest_m(body: Posed, side: Side) -> float:
    """The lowest of what of this side can touch the floor."""
    leg = body.legs[side]
    return float(min(body.toe(side)[2], body.heel(side)[2], leg.knee[2] - _THICK_M["knee"],
                     leg.hip[2] - _THICK_M["seat"]))


def thick_m(place: str, size: Size) -> float:
    """How far above what it touches a place's point is on somebody in between."""
    part = place.rpartition("_")[2]
    return size.ankle * size.stature_m if part == "foot" else _THICK_M[part]
