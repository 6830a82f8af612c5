"""Arms that hang relaxed or are held before the chest, with half-closed hands."""

from __future__ import annotations

import numpy as np

from mirrorapp.figure.legs import SIDES
from mirrorapp.figure.rotations import about, swung, unit
from mirrorapp.figure.skeleton import Array, Skeleton

# Directions of the upper arm and the forearm of the left side.
RELAXED = (np.array([0.17, 0.06, -1.0]), np.array([0.08, -0.16, -1.0]))
IN_FRONT = (np.array([0.24, -0.50, -0.85]), np.array([-0.42, -0.62, 0.65]))
FINGER_CURL_DEG = (14.0, 30.0, 42.0)  # from the rest pose, knuckle to fingertip


def arm(skeleton: Skeleton, side: str, chest: Array, raised: float) -> dict[str, Array]:
    """Return the rotations of one arm, which leans with the `chest`, a rotation (3, 3).

    `raised` is 0 relaxed .. 1 in front.
    """
    mirror = np.array([SIDES[side], 1.0, 1.0])
    shoulder_m, elbow_m, wrist_m = (
        skeleton.head_m(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")
    )
    upper, fore = (
        mirror * ((1 - raised) * unit(relaxed) + raised * unit(front))
        for relaxed, front in zip(RELAXED, IN_FRONT, strict=True)
    )
    upper_turn = swung(elbow_m - shoulder_m, upper)
    # From the turned upper arm on, so that the forearm bends at the elbow and does not twist.
    fore_turn = swung(upper_turn @ (wrist_m - elbow_m), fore) @ upper_turn
    rotations = {
        f"upperarm01.{side}": chest @ upper_turn,
        f"lowerarm01.{side}": chest @ fore_turn,
    }
    return rotations | _fingers(skeleton, side, rotations[f"lowerarm01.{side}"])


def _fingers(skeleton: Skeleton, side: str, hand: Array) -> dict[str, Array]:
    """Curl the four fingers of a hand; the thumb stays."""
    if f"finger2-1.{side}" not in skeleton.bones:
        return {}
    knuckles = skeleton.head_m(f"finger2-1.{side}") - skeleton.head_m(f"finger5-1.{side}")
    return {
        f"finger{finger}-{joint}.{side}": hand @ about(knuckles, SIDES[side] * curl_deg)
        for finger in (2, 3, 4, 5)
        for joint, curl_deg in enumerate(FINGER_CURL_DEG, start=1)
    }
