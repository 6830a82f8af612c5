"""Bodies that say something with their arms, as simulated eyes see them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from mirrorapp.exercises.guide import Base, Frame, Guide
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.stick import Size
from mirrorapp.simulate.eyes import Eyes, landmarks_m
from mirrorapp.vision.pose import Landmark, Pose


def both(**joints: float) -> dict[str, float]:
    """The same of both sides."""
    return {f"{side}_{name}": deg for side in ("left", "right") for name, deg in joints.items()}


FOLDED = {**both(shoulder_out=-10, shoulder_turn_in=75, elbow_bend=88),
          "left_shoulder_flex": 40, "right_shoulder_flex": 28}
BENT = {**both(hip_flex=66, knee_bend=75, ankle_flex=26), "pelvis_tilt": 17, "trunk_lean": 11}
UP = {"right_shoulder_flex": 172, "right_elbow_bend": 8}


def seen(joints: Mapping[str, float], base: Base = "standing") -> Pose:
    """A body in this pose, from the front."""
    guide = Guide(base=base, seconds=4, frames=(Frame(at=0, joints=joints),))
    pose = Eyes(noise=0.0).look(landmarks_m(Motion(guide, Size()).at(0.0)), 0.0).pose
    assert pose is not None
    return pose


@cache
def standing() -> Pose:
    """Arms hanging."""
    return seen({})


@cache
def hand_up() -> Pose:
    """The right one."""
    return seen(UP)


@cache
def arms_crossed() -> Pose:
    """Before the chest."""
    return seen(FOLDED)


def mirrored(pose: Pose, width_px: float = 720.0) -> Pose:
    """The mirror image: the left side is the right one."""
    order = [Landmark[_other(mark.name)] for mark in Landmark]
    px, world_m = pose.px[order].copy(), pose.world_m[order].copy()
    px[:, 0] = width_px - px[:, 0]
    world_m[:, 0] *= -1
    return replace(pose, px=px, world_m=world_m, visibility=pose.visibility[order],
                   presence=pose.presence[order])


def _other(name: str) -> str:
    if "LEFT" in name:
        return name.replace("LEFT", "RIGHT")
    return name.replace("RIGHT", "LEFT")
