"""A squat with planted feet and an exact frontal-plane angle at each knee, on two legs or one.

The pelvis is placed first, low enough for the flexion asked for; then each leg is planted under it
(`legs`). The foot does not move and the angles are the ones given, which is what makes the pose
fit to measure against.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mirrorapp.figure.arms import arm
from mirrorapp.figure.legs import (
    LATERAL,
    SIDES,
    LegJoints,
    leg_joints,
    leg_lengths_m,
    planted_leg,
)
from mirrorapp.figure.rotations import about_x, about_y, about_z, aligned, unit
from mirrorapp.figure.skeleton import Array, PosedSkeleton, Skeleton, forward_kinematics

# How a person shares a squat out between the joints, per degree of knee flexion or thigh lean.
SHANK_LEAN_SHARE = 0.42
SHANK_LEAN_MAX_DEG = 33.0  # where the ankle ends
TRUNK_LEAN_SHARE = 0.5
PELVIS_TILT_SHARE = 0.55  # of the trunk's lean
HEAD_LEAN_SHARE = 0.2  # of the trunk's lean: the eyes stay on the mirror

# On one leg: where its foot stands, in distances of its hip joint from the body's middle.
ONE_FOOT_ASIDE = 0.25


@dataclass(frozen=True)
class Held:
    """How the other leg is held, clear of the floor: directions of a left leg's thigh and shank."""

    thigh: tuple[float, float, float]
    shank: tuple[float, float, float]
    foot_deg: float


HELD_BEHIND = Held((0.08, -0.25, -1.0), (0.0, 1.0, -0.55), 50.0)
HELD_RAISED = Held((0.05, -1.0, -0.15), (0.0, 0.3, -1.0), 10.0)
HELD_IN_FRONT = Held((0.05, -1.0, -0.9), (0.0, -0.15, -1.0), 5.0)


@dataclass(frozen=True)
class SquatShape:
    """What to pose. Valgus is the frontal-plane angle hip-knee-ankle, + = the knee falls in."""

    flexion_deg: float = 3.0  # of the knee, in space; 0 is a straight leg
    valgus_left_deg: float = 0.0
    valgus_right_deg: float = 0.0
    axis_left_deg: float = 0.0  # of that valgus, what is in the bones: a knock-kneed leg
    axis_right_deg: float = 0.0
    stance: float = 1.0  # distance of the ankles over distance of the hip joints
    toe_out_deg: float = 7.0  # of the line from ankle to second toe, each foot
    toe_uneven_deg: float = 0.0  # by how much the left foot points out more than the right one
    arms: float = 0.0  # 0 relaxed at the sides .. 1 held in front of the chest
    sway_m: float = 0.0  # of the pelvis, to the person's own left
    lean_deg: float = 0.0  # of the trunk, to the person's own left
    pelvis_deg: float = 0.0  # of the pelvis, + = its own left side is higher
    head_turn_deg: float = 0.0  # to the person's own left


@dataclass(frozen=True)
class Squat:
    """The posed skeleton and its true leg joints."""

    posed: PosedSkeleton
    left: LegJoints
    right: LegJoints


def pose_squat(skeleton: Skeleton, shape: SquatShape) -> Squat:
    """Pose a skeleton with the "makehuman" rig.

    Raises ValueError where no leg can do it: a straight leg cannot fall in, and a swaying pelvis
    can take a straight leg off its foot.
    """
    shank_lean_deg = min(SHANK_LEAN_SHARE * shape.flexion_deg, SHANK_LEAN_MAX_DEG)
    trunk_lean_deg = TRUNK_LEAN_SHARE * (shape.flexion_deg - shank_lean_deg)
    rotations = _trunk(trunk_lean_deg, shape)
    root_m = _root_m(skeleton, shape, shank_lean_deg, rotations["root"])
    for side in SIDES:
        hip_m = root_m + rotations["root"] @ (
            skeleton.head_m(f"upperleg01.{side}") - skeleton.head_m("root")
        )
        ends_m = (hip_m, _ankle_m(skeleton, side, shape.stance))
        valgus_deg = shape.valgus_left_deg if side == "L" else shape.valgus_right_deg
        axis_deg = shape.axis_left_deg if side == "L" else shape.axis_right_deg
        toe_out_deg = shape.toe_out_deg + SIDES[side] * shape.toe_uneven_deg / 2
        rotations |= planted_leg(
            skeleton, side, ends_m, valgus_deg, toe_out_deg, axis_deg=axis_deg
        )
        rotations |= arm(skeleton, side, rotations["spine01"], shape.arms)
    posed = forward_kinematics(skeleton, root_m, rotations)
    return Squat(posed, left=leg_joints(posed, "L"), right=leg_joints(posed, "R"))


def pose_single_leg(
    skeleton: Skeleton, shape: SquatShape, side: str, held: Held = HELD_BEHIND
) -> Squat:
    """Pose a squat on the leg `side` ("L" or "R"), the other foot held off the floor.

    `stance` and `sway_m` of the shape are not used. Raises ValueError as `pose_squat` does.
    """
    shank_lean_deg = min(SHANK_LEAN_SHARE * shape.flexion_deg, SHANK_LEAN_MAX_DEG)
    rotations = _trunk(TRUNK_LEAN_SHARE * (shape.flexion_deg - shank_lean_deg), shape)
    ankle_m = _ankle_m(skeleton, side, ONE_FOOT_ASIDE)
    hip_offset_m = skeleton.head_m(f"upperleg01.{side}") - skeleton.head_m("root")
    offset_m = rotations["root"] @ hip_offset_m
    hip_m = _hip_over_m(skeleton, shape, shank_lean_deg, (ankle_m, float(offset_m[0])))
    left = side == "L"
    valgus_deg = shape.valgus_left_deg if left else shape.valgus_right_deg
    axis_deg = shape.axis_left_deg if left else shape.axis_right_deg
    rotations |= planted_leg(
        skeleton, side, (hip_m, ankle_m), valgus_deg, shape.toe_out_deg, axis_deg=axis_deg
    )
    rotations |= _held_leg(skeleton, "R" if left else "L", held)
    for each in SIDES:
        rotations |= arm(skeleton, each, rotations["spine01"], shape.arms)
    posed = forward_kinematics(skeleton, hip_m - offset_m, rotations)
    return Squat(posed, left=leg_joints(posed, "L"), right=leg_joints(posed, "R"))


def _held_leg(skeleton: Skeleton, side: str, held: Held) -> dict[str, Array]:
    mirror = np.array([SIDES[side], 1.0, 1.0])
    thigh, shank = (mirror * unit(np.array(part)) for part in (held.thigh, held.shank))
    hip_m, knee_m, ankle_m = (
        skeleton.head_m(f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot")
    )
    hinge = np.cross(thigh, shank)
    return {
        f"upperleg01.{side}": aligned(knee_m - hip_m, LATERAL, thigh, hinge),
        f"lowerleg01.{side}": aligned(ankle_m - knee_m, LATERAL, shank, hinge),
        f"foot.{side}": about_x(held.foot_deg),
    }


def _trunk(lean_deg: float, shape: SquatShape) -> dict[str, Array]:
    """Tilt the pelvis, bend the spine evenly above it, and keep the head up."""
    pelvis_deg = PELVIS_TILT_SHARE * lean_deg
    rotations = {"root": about_y(-shape.pelvis_deg) @ about_x(pelvis_deg)}
    for step, bone in enumerate(("spine05", "spine04", "spine03", "spine02", "spine01"), start=1):
        forward_deg = pelvis_deg + (lean_deg - pelvis_deg) * step / 5
        aside_deg = -shape.pelvis_deg + (shape.lean_deg + shape.pelvis_deg) * step / 5
        rotations[bone] = about_y(aside_deg) @ about_x(forward_deg)
    for share, bone in ((0.5, "neck01"), (1.0, "head")):
        forward_deg = lean_deg + (HEAD_LEAN_SHARE - 1) * lean_deg * share
        rotations[bone] = about_z(shape.head_turn_deg * share) @ about_x(forward_deg)
    return rotations


def _root_m(skeleton: Skeleton, shape: SquatShape, shank_lean_deg: float, pelvis: Array) -> Array:
    """Place the root so that a leg without sway has the flexion asked for."""
    ankle_m = _ankle_m(skeleton, "L", shape.stance)
    offset_m = pelvis @ (skeleton.head_m("upperleg01.L") - skeleton.head_m("root"))
    hip_m = _hip_over_m(skeleton, shape, shank_lean_deg, (ankle_m, float(offset_m[0])))
    return np.asarray(hip_m - offset_m + shape.sway_m * LATERAL)


def _hip_over_m(
    skeleton: Skeleton, shape: SquatShape, shank_lean_deg: float, foot: tuple[Array, float]
) -> Array:
    """Return the hip (3,) over `foot`: its ankle (3,), and the x that the hip shall have."""
    ankle_m, hip_x_m = foot
    thigh_m, shank_m = leg_lengths_m(skeleton, "L")
    flexion, shank_lean = math.radians(shape.flexion_deg), math.radians(shank_lean_deg)
    hip_back_m = thigh_m * math.sin(flexion - shank_lean) - shank_m * math.sin(shank_lean)
    reach_sq = thigh_m**2 + shank_m**2 + 2 * thigh_m * shank_m * math.cos(flexion)
    aside_m = float(ankle_m[0]) - hip_x_m
    up_m = math.sqrt(max(reach_sq - aside_m**2 - hip_back_m**2, 0.0))
    return np.asarray(ankle_m + np.array([-aside_m, hip_back_m, up_m]))


def _ankle_m(skeleton: Skeleton, side: str, stance: float) -> Array:
    """Return the planted ankle: it keeps the height it has in the rest pose, on flat feet."""
    half_hips_m = float(abs(skeleton.head_m("upperleg01.L")[0]))
    return np.array([SIDES[side] * half_hips_m * stance, 0.0, skeleton.head_m(f"foot.{side}")[2]])
