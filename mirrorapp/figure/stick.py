"""A stick body with true proportions: joint angles in, joints in space out.

Person's coordinates in metres: x to their own left, y to their back, z up, as `figure` has them.
Rotations (3, 3) turn directions of the upright body into those of the posed one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Joints
from mirrorapp.figure import foot as feet
from mirrorapp.figure.rotations import (
    about_x,
    about_y,
    about_z,
    cross,
    framed,
    halfway,
    partway,
)
from mirrorapp.vision.pose import Floats

SIGN: Mapping[Side, float] = {Side.LEFT: 1.0, Side.RIGHT: -1.0}
_SWIVEL_MAX_DEG = 80.0
_REACH = 0.9995
_FORWARD = np.array([0.0, -1.0, 0.0])
_DOWN = np.array([0.0, 0.0, -1.0])
_STEEP = 0.2
_HINT = 0.15
"""How much a limb's angles say about its hinge; the more it is bent the less that matters."""
_RAISED_DEG, _LIFT = 40.0, 0.25
"""From where on the shoulder rises with the arm, and by how much (app; scapula and clavicle
together take about a third of an arm that is raised)."""


@dataclass(frozen=True, slots=True)
class Size:
    """Of a body, all but `stature_m` in statures: the mean of the project's rendered people.

    `hip`, `shoulder`: half the distance of the joints. `waist`, `loin`, `chest`: from the hips to
    where the trunk begins to bend, on to where it has bent wholly, and from there to the
    shoulders; `..._back`: how far each lies behind. `girdle`: from the inner end of the
    collarbone to the shoulder, aside and down; 0: the shoulder does not rise with the arm.
    """

    stature_m: float = 1.68
    thigh: float = 0.228
    shank: float = 0.253
    ankle: float = 0.045
    foot: float = 0.119
    hip: float = 0.065
    waist: float = 0.06
    loin: float = 0.0
    chest: float = 0.21
    waist_back: float = 0.0
    loin_back: float = 0.0
    chest_back: float = 0.0
    shoulder: float = 0.103
    girdle: float = 0.0
    girdle_down: float = 0.0
    upper_arm: float = 0.155
    forearm: float = 0.135
    neck: float = 0.115


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One leg's joints (3,) in metres, and its parts' rotations; a foot's has its shape in it."""

    hip: Floats
    knee: Floats
    ankle: Floats
    thigh: Floats
    shank: Floats
    foot: Floats
    toes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Arm:
    """One arm's joints (3,) in metres, and the rotations of its parts and of its collarbone."""

    shoulder: Floats
    elbow: Floats
    wrist: Floats
    girdle: Floats
    upper: Floats
    fore: Floats
    hand: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A body in a pose: its limbs, and its parts' rotations."""

    size: Size
    legs: Mapping[Side, Leg]
    arms: Mapping[Side, Arm]
    pelvis: Floats
    loin: Floats
    trunk: Floats
    head: Floats
    neck: Floats
    whole: Floats

    @property
    def hips(self) -> Floats:
        """The middle of both hips (3,)."""
        return np.asarray((self.legs[Side.LEFT].hip + self.legs[Side.RIGHT].hip) / 2)

    def toe(self, side: Side) -> Floats:
        """The second toe of one foot (3,)."""
        tall = self.size.stature_m
        leg = self.legs[side]
        return np.asarray(leg.ankle + leg.foot @ (
            0.0, -self.size.foot * tall, -0.8 * self.size.ankle * tall))

    def heel(self, side: Side) -> Floats:
        """The back of one foot (3,)."""
        tall = self.size.stature_m
        leg = self.legs[side]
        return np.asarray(leg.ankle + leg.foot @ (0.0, 0.03 * tall, -0.6 * self.size.ankle * tall))


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Where an ankle or a wrist (3,) is held, by so much of it (`hold` 0-1, less while it is being
    lifted). `flat`: the foot or the palm lies on what it touches, a foot by as much of it; a palm's
    back is to `up` (3,).
    """

    at: Floats
    hold: float = 1.0
    flat: bool = True
    up: Floats = field(default_factory=lambda: -_DOWN)


def pose(joints: Joints, size: Size, root: Floats, held: Mapping[str, Held] | None = None) -> Posed:
    """A body with the middle of its hips at `root` (3,).

    `held`: `left_foot`, `right_hand`, ... A limb that is held reaches from hip or shoulder; knee
    and elbow stay in the plane in which the angles bend them, and a knee falls in by `knee_in`.
    Out of reach, the limb is straight.
    """
    said = joints.get
    whole = (about_z(said("body_turn", 0.0)) @ about_y(said("body_side", 0.0))
             @ about_x(said("body_pitch", 0.0)))
    pelvis = (whole @ about_z(said("pelvis_turn", 0.0)) @ about_y(said("pelvis_side", 0.0))
              @ about_x(said("pelvis_tilt", 0.0)))
    trunk = (pelvis @ about_z(said("trunk_turn", 0.0)) @ about_y(said("trunk_side", 0.0))
             @ about_x(said("trunk_lean", 0.0)))
    head = (trunk @ about_z(said("head_turn", 0.0)) @ about_y(said("head_side", 0.0))
            @ about_x(said("head_nod", 0.0)))
    loin = halfway(pelvis, trunk)
    tall = size.stature_m
    chest = (root + pelvis @ (0.0, size.waist_back * tall, size.waist * tall)
             + loin @ (0.0, size.loin_back * tall, size.loin * tall)
             + trunk @ (0.0, size.chest_back * tall, size.chest * tall))
    held = held or {}
    return Posed(
        size, {side: _leg(joints, size, side, (root, whole, pelvis), held) for side in Side},
        {side: _arm(joints, size, side, (chest, whole, trunk), held) for side in Side},
        pelvis, loin, trunk, head, chest + trunk @ (0.0, 0.01 * tall, size.neck * tall), whole)


def _leg(joints: Joints, size: Size, side: Side, hips: tuple[Floats, Floats, Floats],
         held: Mapping[str, Held]) -> Leg:
    root, whole, pelvis = hips
    sign, tall = SIGN[side], size.stature_m
    own = {name: joints.get(f"{side.value}_{name}", 0.0) for name in (
        "hip_flex", "hip_out", "hip_turn_in", "knee_bend", "knee_in", "ankle_flex", "foot_out",
        "arch", "toes_curl")}
    hip = root + pelvis @ (sign * size.hip * tall, 0.0, 0.0)
    thigh = (pelvis @ about_x(-own["hip_flex"]) @ about_y(-sign * own["hip_out"])
             @ about_z(-sign * own["hip_turn_in"]))
    shank = thigh @ about_x(own["knee_bend"])
    knee = hip + thigh @ (0.0, 0.0, -size.thigh * tall)
    ankle = knee + shank @ (0.0, 0.0, -size.shank * tall)
    foot = toes = shank @ about_x(-own["ankle_flex"])
    place = held.get(f"{side.value}_foot") or held.get(f"{side.value}_ankle")
    if place is not None:
        ankle = ankle + place.hold * (place.at - ankle)
        if place.flat:
            turned = partway(foot, whole @ about_z(sign * own["foot_out"]), place.hold)
            arch, curl = place.hold * own["arch"], place.hold * own["toes_curl"]
            foot, toes = turned @ feet.shape(arch, curl), turned @ feet.toes(curl)
    if place is not None or own["knee_in"]:
        lengths = (size.thigh * tall, size.shank * tall)
        knee, ankle = _reach(hip, ankle, thigh @ _FORWARD, lengths, own["knee_in"] * sign)
        hinge = _hinge(knee - hip, ankle - knee, thigh[:, 0])
        thigh, shank = framed(hip - knee, hinge), framed(knee - ankle, hinge)
    return Leg(np.asarray(hip), knee, ankle, thigh, shank, foot, toes)


def _hinge(first: Floats, second: Floats, hint: Floats) -> Floats:
    """The axis (3,) about which two parts of a limb bend, to the person's left."""
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
    return np.asarray(cross(first, second) / lengths + _HINT * hint)


def _reach(hip: Floats, ankle: Floats, ahead: Floats, lengths: tuple[float, float],
           inward_deg: float = 0.0) -> tuple[Floats, Floats]:
    """Knee and ankle of a leg between two points, its knee towards `ahead`; or an arm's.

    `lengths`: of thigh and shank. `inward_deg`: + turns the knee to the person's right, in the
    frontal plane.
    """
    thigh, shank = lengths
    span = ankle - hip
    length = float(np.linalg.norm(span))
    reach = min(max(length, abs(thigh - shank) / _REACH), _REACH * (thigh + shank))
    down = span / max(length, 1e-9)
    along = (thigh**2 - shank**2 + reach**2) / (2 * reach)
    radius = max(thigh**2 - along**2, 0.0) ** 0.5
    ahead = _unit(ahead - (ahead @ down) * down)
    aside = cross(down, ahead)  # to the person's right
    end = hip + reach * down

    def knee(swivel: float) -> Floats:
        return np.asarray(hip + along * down + radius * (cos(swivel) * ahead + sin(swivel) * aside))

    if not inward_deg:
        return knee(0.0), end
    straight_deg = _bend_deg(hip, knee(0.0), end, aside)
    swivel = _swivel(lambda turn: _bend_deg(hip, knee(turn), end, aside) - straight_deg, inward_deg)
    return knee(swivel), end


def _swivel(bends_deg: Callable[[float], float], wanted_deg: float) -> float:
    """By how much to turn the knee about hip and ankle, radians; as far as it can be."""
    most = radians(_SWIVEL_MAX_DEG)
    low, high = (0.0, most) if wanted_deg > 0 else (-most, 0.0)
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if bends_deg(middle) < wanted_deg else (low, middle)
    return (low + high) / 2


def _bend_deg(hip: Floats, knee: Floats, ankle: Floats, aside: Floats) -> float:
    """The angle hip-knee-ankle in the plane of `aside` and the vertical, + = knee aside."""
    thigh, shank = knee - hip, ankle - knee
    lean = np.arctan2(thigh @ aside, -thigh[2]) - np.arctan2(shank @ aside, -shank[2])
    return float(np.degrees(lean))


def _arm(joints: Joints, size: Size, side: Side, chest: tuple[Floats, Floats, Floats],
         held: Mapping[str, Held]) -> Arm:
    middle, whole, trunk = chest
    sign, tall = SIGN[side], size.stature_m
    own = {name: joints.get(f"{side.value}_{name}", 0.0) for name in (
        "shoulder_flex", "shoulder_out", "shoulder_turn_in", "elbow_bend")}
    raised = about_x(-own["shoulder_flex"]) @ about_y(-sign * own["shoulder_out"])
    upper = trunk @ raised @ about_z(-sign * own["shoulder_turn_in"])
    girdle = trunk @ about_y(-sign * _lift_deg(raised @ _DOWN)) if size.girdle else trunk
    shoulder = (middle + trunk @ (sign * (size.shoulder - size.girdle) * tall, 0.0,
                                  size.girdle_down * tall)
                + girdle @ (sign * size.girdle * tall, 0.0, -size.girdle_down * tall))
    fore = upper @ about_x(-own["elbow_bend"])
    elbow = shoulder + upper @ (0.0, 0.0, -size.upper_arm * tall)
    wrist = elbow + fore @ (0.0, 0.0, -size.forearm * tall)
    hand = fore
    place = held.get(f"{side.value}_hand")
    if place is not None:
        ends = (shoulder, wrist + place.hold * (place.at - wrist))
        elbow, wrist = _reach(*ends, upper @ -_FORWARD,
                              (size.upper_arm * tall, size.forearm * tall))
        hinge = _hinge(wrist - elbow, elbow - shoulder, upper[:, 0])
        upper, fore = framed(shoulder - elbow, hinge), framed(elbow - wrist, hinge)
        flat = place.flat and place.hold > 0.5
        hand = _palm_down(fore @ _DOWN, whole, sign, place.up) if flat else fore
    return Arm(np.asarray(shoulder), elbow, wrist, girdle, upper, fore, hand)


def _lift_deg(arm: Floats) -> float:
    """How far the collarbone rises with an upper arm that points to `arm` (3,) from the trunk."""
    raised_deg = float(np.degrees(np.arccos(np.clip(-arm[2], -1.0, 1.0))))
    return _LIFT * max(0.0, raised_deg - _RAISED_DEG)


def _palm_down(fore: Floats, whole: Floats, sign: float, up: Floats) -> Floats:
    """The rotation of a hand that lies flat, its fingers on from the forearm (3,).

    A hanging hand's fingers point down and its palm to the body: laid flat, its back is `up` (3,).
    """
    ways = (fore, whole @ _FORWARD, whole @ -_DOWN)
    level = next(along for way in ways
                 if np.linalg.norm(along := way - (way @ up) * up) > _STEEP)
    back = -level / np.linalg.norm(level)
    aside = sign * up / np.linalg.norm(up)
    return np.stack([aside, cross(back, aside), back], axis=1)


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length) if length > 1e-9 else _FORWARD
