"""A stick body's pose put on a skeleton of the "makehuman" rig, whole or reduced.

A skeleton rests with its arms held away and its legs apart; a stick body's zero is upright with
the arms hanging. Each bone's way from the one to the other is worked out once from its joints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mirrorapp.events import Side
from mirrorapp.figure.rotations import about_y, about_z, aligned, halfway, swung
from mirrorapp.figure.skeleton import Array, PosedSkeleton, Skeleton, forward_kinematics
from mirrorapp.figure.stick import SIGN, Arm, Leg, Posed, Size

_LEFT, _DOWN = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, -1.0])
_OF = {Side.LEFT: "L", Side.RIGHT: "R"}
_CURL_DEG = (12.0, 30.0)
"""How far the fingers are bent from rest at their first two joints, in a hand that is not laid
flat."""


@dataclass(frozen=True)
class Rig:
    """One skeleton, ready to be posed."""

    skeleton: Skeleton

    @cached_property
    def size(self) -> Size:
        """The stick body with this skeleton's measures: their limbs' joints are the same."""
        joint = self.skeleton.head_m
        tall = self.skeleton.tails_m[self.skeleton.index("head")][2]
        hips, shoulder = self._hips_m, joint("upperarm01.L")
        toe = self.skeleton.tails_m[self._toe_tip("L")] - joint("foot.L")
        lengths = {"thigh": ("upperleg01.L", "lowerleg01.L"), "shank": ("lowerleg01.L", "foot.L"),
                   "upper_arm": ("upperarm01.L", "lowerarm01.L"),
                   "forearm": ("lowerarm01.L", "wrist.L")}
        waist, loin, collar = joint("spine04"), joint("spine03"), joint("clavicle.L")
        chest = np.array([0.0, shoulder[1], shoulder[2]])
        aside = {"hip": joint("upperleg01.L")[0], "shoulder": shoulder[0],
                 "girdle": shoulder[0] - collar[0], "girdle_down": collar[2] - shoulder[2],
                 "ankle": joint("foot.L")[2], "foot": float(np.hypot(toe[0], toe[1])),
                 "waist": (waist - hips)[2], "waist_back": (waist - hips)[1],
                 "loin": (loin - waist)[2], "loin_back": (loin - waist)[1],
                 "chest": (chest - loin)[2], "chest_back": (chest - loin)[1],
                 "neck": (joint("head") - chest)[2] + 0.05 * tall}
        for name, (near, far) in lengths.items():
            aside[name] = float(np.linalg.norm(joint(far) - joint(near)))
        return Size(float(tall), **{name: float(value / tall) for name, value in aside.items()})

    def pose(self, body: Posed) -> PosedSkeleton:
        """The skeleton as the stick body stands, which has to be of this `size`."""
        turns = {"root": body.pelvis, "spine04": body.loin, "spine03": body.trunk,
                 "neck01": halfway(body.trunk, body.head), "head": body.head}
        for side in Side:
            turns |= dict(self._leg(body.legs[side], _OF[side]))
            turns |= dict(self._arm(body.arms[side], side))
        root_m = body.hips + body.pelvis @ (self.skeleton.head_m("root") - self._hips_m)
        known = {bone: turn for bone, turn in turns.items() if bone in self.skeleton.bones}
        return forward_kinematics(self.skeleton, root_m, known)

    def _leg(self, leg: Leg, side: str) -> Iterable[tuple[str, Array]]:
        to = self._to_zero
        yield f"upperleg01.{side}", leg.thigh @ to[f"upperleg01.{side}"]
        yield f"lowerleg01.{side}", leg.shank @ to[f"lowerleg01.{side}"]
        yield f"foot.{side}", leg.foot @ to[f"foot.{side}"]
        yield f"toe2-1.{side}", leg.toes @ to[f"foot.{side}"]

    def _arm(self, arm: Arm, side: Side) -> Iterable[tuple[str, Array]]:
        to, of = self._to_zero, _OF[side]
        hanging = arm.hand is arm.fore
        hand = arm.hand @ to[f"lowerarm01.{of}"]
        upper, fore = arm.upper @ to[f"upperarm01.{of}"], arm.fore @ to[f"lowerarm01.{of}"]
        yield f"clavicle.{of}", arm.girdle
        twists = f"upperarm02.{of}" in self.skeleton.bones
        yield f"upperarm01.{of}", halfway(self._untwisted(arm, of), upper) if twists else upper
        yield f"upperarm02.{of}", upper
        yield f"lowerarm01.{of}", fore
        half = about_z(_twist_deg(arm.fore.T @ arm.hand) / 2)
        yield f"lowerarm02.{of}", arm.fore @ half @ to[f"lowerarm01.{of}"]
        yield f"wrist.{of}", hand
        # A hanging hand's fingers bend towards the body; a flat one's are straight.
        for joint, deg in enumerate(_CURL_DEG, start=1):
            turn = about_y(SIGN[side] * deg) if hanging else self._straight(side, joint)
            finger_turn = arm.hand @ turn @ to[f"lowerarm01.{of}"]
            yield from ((f"finger{finger}-{joint}.{of}", finger_turn) for finger in (2, 3, 4, 5))
        if not hanging:
            yield f"finger1-1.{of}", arm.hand @ self._thumb_aside(of) @ to[f"lowerarm01.{of}"]

    def _straight(self, side: Side, joint: int) -> Array:
        """The turn (3, 3) of a hanging hand that stretches a joint of its fingers, palm to back."""
        of = _OF[side]
        index = self.skeleton.index(f"finger3-{joint}.{of}")
        points = self.skeleton.tails_m[index] - self.skeleton.heads_m[index]
        zero = self._to_zero[f"lowerarm01.{of}"] @ points
        return about_y(-float(np.degrees(np.arctan2(-zero[0], -zero[2]))))

    def _thumb_aside(self, side: str) -> Array:
        """The turn (3, 3) of a hanging hand's thumb that brings it beside the palm."""
        tip = next(name for name in ("finger1-3", "finger1-1") if f"{name}.{side}"
                   in self.skeleton.bones)
        points = self.skeleton.tails_m[self.skeleton.index(f"{tip}.{side}")] - self.skeleton.head_m(
            f"finger1-1.{side}")
        zero = self._to_zero[f"lowerarm01.{side}"] @ points
        return swung(zero, zero * (0.0, 1.0, 1.0))

    def _untwisted(self, arm: Arm, side: str) -> Array:
        """The upper arm swung to where it points by the shortest way from the collarbone."""
        rest = self.skeleton.head_m(f"lowerarm01.{side}") - self.skeleton.head_m(
            f"upperarm01.{side}")
        return arm.girdle @ aligned(rest, np.array([0.0, 1.0, 0.0]),
                                    arm.girdle.T @ arm.upper @ _DOWN, np.array([0.0, 1.0, 0.0]))

    @cached_property
    def _hips_m(self) -> Array:
        """The middle of both hip joints at rest (3,)."""
        left, right = (self.skeleton.head_m(f"upperleg01.{side}") for side in "LR")
        return np.asarray((left + right) / 2)

    def _toe_tip(self, side: str) -> int:
        """The last bone of the second toe that the skeleton has."""
        names = [f"toe2-{joint}.{side}" for joint in (3, 2, 1)]
        return self.skeleton.index(next(name for name in names if name in self.skeleton.bones))

    @cached_property
    def _to_zero(self) -> Mapping[str, Array]:
        """By bone: the turn (3, 3) from rest to the stick body's zero."""
        joint = self.skeleton.head_m
        found: dict[str, Array] = {}
        for side in "LR":
            hip, knee, ankle = (joint(f"{name}.{side}") for name in (
                "upperleg01", "lowerleg01", "foot"))
            found[f"upperleg01.{side}"] = aligned(knee - hip, _LEFT, _DOWN, _LEFT)
            found[f"lowerleg01.{side}"] = aligned(ankle - knee, _LEFT, _DOWN, _LEFT)
            toe = self.skeleton.tails_m[self._toe_tip(side)] - ankle
            found[f"foot.{side}"] = about_z(-np.degrees(np.arctan2(toe[0], -toe[1])))
            upper = joint(f"lowerarm01.{side}") - joint(f"upperarm01.{side}")
            fore = joint(f"wrist.{side}") - joint(f"lowerarm01.{side}")
            # The elbow is a little bent at rest, which tells its hinge.
            hinge = np.cross(fore, upper)
            found[f"upperarm01.{side}"] = aligned(upper, hinge, _DOWN, _LEFT)
            found[f"lowerarm01.{side}"] = aligned(fore, hinge, _DOWN, _LEFT)
        return found


def _twist_deg(turn: Array) -> float:
    """How much of a turn is about its own z (swing and twist, as quaternions are parted)."""
    return float(np.degrees(np.arctan2(turn[1, 0] - turn[0, 1], turn[0, 0] + turn[1, 1])))


def matrices(posed: PosedSkeleton) -> Array:
    """What each bone does to a point at rest: (B, 3, 4), rotation and shift in metres."""
    shifts = posed.heads_m - np.einsum("bij,bj->bi", posed.rotations, posed.skeleton.heads_m)
    return np.concatenate([posed.rotations, shifts[:, :, None]], axis=2)
