"""A stick body with true proportions: joint angles in, joints in space out.

Person's coordinates in metres: x to their own left, y to their back, z up, as `figure` has them.
Rotations turn directions of the upright body into those of the posed one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Joints
from mirrorapp.vision.pose import Floats

_SIGN = {Side.LEFT: 1.0, Side.RIGHT: -1.0}
_SWIVEL_MAX_DEG = 80.0
_REACH = 0.9995
_FORWARD = np.array([0.0, -1.0, 0.0])


@dataclass(frozen=True, slots=True)
class Size:
    """Of a body, all but `stature_m` in statures: the mean of the project's rendered people.

    `hip`, `shoulder`: half the distance of the joints. `waist`, `chest`: from the hips to where
    the trunk begins to bend, and from there to the shoulders.
    """

    stature_m: float = 1.68
    thigh: float = 0.228
    shank: float = 0.253
    ankle: float = 0.045
    foot: float = 0.119
    hip: float = 0.065
    waist: float = 0.06
    chest: float = 0.21
    shoulder: float = 0.103
    upper_arm: float = 0.155
    forearm: float = 0.135
    neck: float = 0.115


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One leg's joints (3,) in metres, and which way its foot points (rotation (3, 3))."""

    hip: Floats
    knee: Floats
    ankle: Floats
    foot: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A body in a pose: its legs, arms (shoulder, elbow, wrist), and its parts' rotations."""

    size: Size
    legs: Mapping[Side, Leg]
    arms: Mapping[Side, tuple[Floats, Floats, Floats]]
    pelvis: Floats
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
class Planted:
    """Where an ankle (3,) is held, by so much of it (`hold` 0-1): a foot that is being lifted."""

    ankle: Floats
    hold: float = 1.0


def pose(joints: Joints, size: Size, root: Floats,
         planted: Mapping[Side, Planted] | None = None) -> Posed:
    """A body with the middle of its hips at `root` (3,).

    A planted foot lies flat, and its leg reaches for it from the hip; the knee stays in the plane
    in which the angles bend it, and falls in by `knee_in`. Out of reach, the leg is straight.
    """
    said = joints.get
    whole = (_about_z(said("body_turn", 0.0)) @ _about_y(said("body_side", 0.0))
             @ _about_x(said("body_pitch", 0.0)))
    pelvis = (whole @ _about_z(said("pelvis_turn", 0.0)) @ _about_y(said("pelvis_side", 0.0))
              @ _about_x(said("pelvis_tilt", 0.0)))
    trunk = (pelvis @ _about_z(said("trunk_turn", 0.0)) @ _about_y(said("trunk_side", 0.0))
             @ _about_x(said("trunk_lean", 0.0)))
    head = (trunk @ _about_z(said("head_turn", 0.0)) @ _about_y(said("head_side", 0.0))
            @ _about_x(said("head_nod", 0.0)))
    tall = size.stature_m
    waist = root + pelvis @ (0.0, 0.0, size.waist * tall)
    chest = waist + trunk @ (0.0, 0.0, size.chest * tall)
    held = planted or {}
    return Posed(
        size, {side: _leg(joints, size, side, (root, whole, pelvis), held.get(side))
               for side in Side},
        {side: _arm(joints, size, side, chest, trunk) for side in Side},
        pelvis, trunk, head, chest + trunk @ (0.0, 0.01 * tall, size.neck * tall), whole)


def _leg(joints: Joints, size: Size, side: Side, hips: tuple[Floats, Floats, Floats],
         planted: Planted | None) -> Leg:
    root, whole, pelvis = hips
    sign, tall = _SIGN[side], size.stature_m
    own = {name: joints.get(f"{side.value}_{name}", 0.0) for name in (
        "hip_flex", "hip_out", "hip_turn_in", "knee_bend", "knee_in", "ankle_flex", "foot_out")}
    hip = root + pelvis @ (sign * size.hip * tall, 0.0, 0.0)
    thigh = (pelvis @ _about_x(-own["hip_flex"]) @ _about_y(-sign * own["hip_out"])
             @ _about_z(-sign * own["hip_turn_in"]))
    shank = thigh @ _about_x(own["knee_bend"])
    knee = hip + thigh @ (0.0, 0.0, -size.thigh * tall)
    ankle = knee + shank @ (0.0, 0.0, -size.shank * tall)
    foot = shank @ _about_x(-own["ankle_flex"])
    if planted is not None:
        ankle = ankle + planted.hold * (planted.ankle - ankle)
        flat = whole @ _about_z(sign * own["foot_out"])
        foot = flat if planted.hold > 0.5 else foot
    if planted is not None or own["knee_in"]:
        knee, ankle = _reach(hip, ankle, thigh @ _FORWARD, size, own["knee_in"] * sign)
    return Leg(np.asarray(hip), knee, ankle, foot)


def _reach(hip: Floats, ankle: Floats, ahead: Floats, size: Size, inward_deg: float
           ) -> tuple[Floats, Floats]:
    """Knee and ankle of a leg between two points, its knee towards `ahead`.

    `inward_deg`: + turns the knee to the person's right, in the frontal plane.
    """
    thigh, shank = size.thigh * size.stature_m, size.shank * size.stature_m
    span = ankle - hip
    length = float(np.linalg.norm(span))
    reach = min(max(length, abs(thigh - shank) / _REACH), _REACH * (thigh + shank))
    down = span / max(length, 1e-9)
    along = (thigh**2 - shank**2 + reach**2) / (2 * reach)
    radius = max(thigh**2 - along**2, 0.0) ** 0.5
    ahead = _unit(ahead - (ahead @ down) * down)
    aside = np.cross(down, ahead)  # to the person's right
    end = hip + reach * down

    def knee(swivel: float) -> Floats:
        return np.asarray(hip + along * down + radius * (cos(swivel) * ahead + sin(swivel) * aside))

    if not inward_deg:
        return knee(0.0), end
    swivel = _swivel(lambda turn: _bend_deg(hip, knee(turn), end, aside) - _bend_deg(
        hip, knee(0.0), end, aside), inward_deg)
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


def _arm(joints: Joints, size: Size, side: Side, chest: Floats, trunk: Floats
         ) -> tuple[Floats, Floats, Floats]:
    sign, tall = _SIGN[side], size.stature_m
    own = {name: joints.get(f"{side.value}_{name}", 0.0) for name in (
        "shoulder_flex", "shoulder_out", "shoulder_turn_in", "elbow_bend")}
    upper = (trunk @ _about_x(-own["shoulder_flex"]) @ _about_y(-sign * own["shoulder_out"])
             @ _about_z(-sign * own["shoulder_turn_in"]))
    fore = upper @ _about_x(-own["elbow_bend"])
    shoulder = chest + trunk @ (sign * size.shoulder * tall, 0.0, 0.0)
    elbow = shoulder + upper @ (0.0, 0.0, -size.upper_arm * tall)
    return shoulder, elbow, elbow + fore @ (0.0, 0.0, -size.forearm * tall)


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length) if length > 1e-9 else _FORWARD


def _about_x(deg: float) -> Floats:
    c, s = cos(radians(deg)), sin(radians(deg))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def _about_y(deg: float) -> Floats:
    c, s = cos(radians(deg)), sin(radians(deg))
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def _about_z(deg: float) -> Floats:
    c, s = cos(radians(deg)), sin(radians(deg))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
