"""A leg with a planted foot: a two-link chain whose swivel gives the frontal-plane angle.

Between a hip and an ankle that are both given, a leg has one freedom left, the swivel of the knee
about the line that joins them; it is solved for the valgus asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mirrorapp.figure.rotations import about_y, about_z, aligned, unit
from mirrorapp.figure.skeleton import Array, PosedSkeleton, Skeleton

SIDES: Mapping[str, int] = {"L": 1, "R": -1}  # and the sign of that side's x
LATERAL = np.array([1.0, 0.0, 0.0])
FORWARD = np.array([0.0, -1.0, 0.0])

KNEE_SWIVEL_MAX_DEG = 80.0
SOLVER_STEPS = 50  # halvings: far below a millionth of a degree


@dataclass(frozen=True)
class LegJoints:
    """True joint centres of one leg, each (3,) in metres; `side` is "L" or "R"."""

    side: str
    hip_m: Array
    knee_m: Array
    ankle_m: Array
    second_toe_m: Array

    @property
    def valgus_deg(self) -> float:
        """Frontal-plane angle hip-knee-ankle, seen without perspective; + = knee medial."""
        return frontal_valgus_deg(self.side, self.hip_m, self.knee_m, self.ankle_m)

    @property
    def flexion_deg(self) -> float:
        """Knee flexion in space: 0 is straight."""
        thigh, shank = unit(self.knee_m - self.hip_m), unit(self.ankle_m - self.knee_m)
        return math.degrees(math.acos(float(np.clip(thigh @ shank, -1.0, 1.0))))


def leg_joints(posed: PosedSkeleton, side: str) -> LegJoints:
    """Return the true joints of one leg of a posed body."""
    return LegJoints(
        side=side,
        hip_m=posed.head_m(f"upperleg01.{side}"),
        knee_m=posed.head_m(f"lowerleg01.{side}"),
        ankle_m=posed.head_m(f"foot.{side}"),
        second_toe_m=posed.tail_m(f"toe2-3.{side}"),
    )


def frontal_valgus_deg(side: str, hip_m: Array, knee_m: Array, ankle_m: Array) -> float:
    """Return the angle by which the knee bends inwards between thigh and shank, in x and z."""
    thigh, shank = knee_m - hip_m, ankle_m - knee_m
    turn = math.atan2(
        thigh[0] * shank[2] - thigh[2] * shank[0], thigh[0] * shank[0] + thigh[2] * shank[2]
    )
    return SIDES[side] * math.degrees(turn)


def leg_lengths_m(skeleton: Skeleton, side: str) -> tuple[float, float]:
    """Return the lengths of thigh and shank, in metres."""
    hip_m, knee_m, ankle_m = (
        skeleton.head_m(f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot")
    )
    return float(np.linalg.norm(knee_m - hip_m)), float(np.linalg.norm(ankle_m - knee_m))


def planted_leg(
    skeleton: Skeleton,
    side: str,
    ends_m: tuple[Array, Array],
    valgus_deg: float,
    toe_out_deg: float,
    *,
    axis_deg: float = 0.0,
) -> dict[str, Array]:
    """Return the rotations of a leg between its hip and its ankle, `ends_m`, both (3,).

    The foot stays flat; `toe_out_deg` is that of the line from ankle to second toe. `axis_deg` is
    how much of the valgus is in the bones, as in a knock-kneed leg: the kneecap stays ahead.
    Raises ValueError if the leg is too short, or too straight for the valgus.
    """
    hip_m, ankle_m = ends_m
    knee_m = _knee_m(side, hip_m, ankle_m, leg_lengths_m(skeleton, side), valgus_deg)
    rest_hip_m, rest_knee_m, rest_ankle_m = (
        skeleton.head_m(f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot")
    )
    thigh, shank = unit(knee_m - hip_m), unit(ankle_m - knee_m)
    # The knee hinges across the plane of thigh and shank; a straight leg has no such plane.
    hinge = np.cross(thigh, about_y(SIDES[side] * axis_deg) @ shank) + 0.15 * LATERAL
    rest_toe_m = skeleton.tails_m[skeleton.index(f"toe2-3.{side}")] - rest_ankle_m
    rest_toe_out_deg = math.degrees(math.atan2(SIDES[side] * rest_toe_m[0], -rest_toe_m[1]))
    return {
        f"upperleg01.{side}": aligned(rest_knee_m - rest_hip_m, LATERAL, thigh, hinge),
        f"lowerleg01.{side}": aligned(rest_ankle_m - rest_knee_m, LATERAL, shank, hinge),
        f"foot.{side}": about_z(SIDES[side] * (toe_out_deg - rest_toe_out_deg)),
    }


def _knee_m(
    side: str, hip_m: Array, ankle_m: Array, lengths_m: tuple[float, float], valgus_deg: float
) -> Array:
    """Return the knee of a planted leg, swivelled inwards until the valgus is right."""
    thigh_m, shank_m = lengths_m
    reach_m = float(np.linalg.norm(ankle_m - hip_m))
    if reach_m > thigh_m + shank_m:
        raise ValueError("the leg does not reach its foot: bend the knee more, or sway less")
    down = (ankle_m - hip_m) / reach_m
    along_m = (thigh_m**2 - shank_m**2 + reach_m**2) / (2 * reach_m)
    radius_m = math.sqrt(max(thigh_m**2 - along_m**2, 0.0))
    ahead = unit(FORWARD - (FORWARD @ down) * down)
    inward = -SIDES[side] * LATERAL
    inward = unit(inward - (inward @ down) * down - (inward @ ahead) * ahead)

    def knee_m(swivel_deg: float) -> Array:
        swivel = math.radians(swivel_deg)
        aside = math.cos(swivel) * ahead + math.sin(swivel) * inward
        return np.asarray(hip_m + along_m * down + radius_m * aside)

    low, high = -KNEE_SWIVEL_MAX_DEG, KNEE_SWIVEL_MAX_DEG
    for _ in range(SOLVER_STEPS):
        middle = (low + high) / 2
        reached_deg = frontal_valgus_deg(side, hip_m, knee_m(middle), ankle_m)
        low, high = (middle, high) if reached_deg < valgus_deg else (low, middle)
    knee = knee_m(high)
    if not math.isclose(frontal_valgus_deg(side, hip_m, knee, ankle_m), valgus_deg, abs_tol=0.01):
        raise ValueError(f"no {valgus_deg:.1f} deg of valgus with the knee this straight")
    return knee
