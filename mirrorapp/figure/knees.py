"""Knees that touch: how far in they are follows from how thick a person's are."""

from collections.abc import Iterable

import numpy as np

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Contact, Joints
from mirrorapp.figure.stick import Posed, Size, pose

KNEES = "knees"
"""What a thickness is named by that is the distance of the joints of knees that touch."""
_MOST_DEG = 20.0


def touching(contacts: Iterable[Contact]) -> bool:
    """Whether both knees touch."""
    return any(each.place.endswith("_knee") and each.on == "knee" for each in contacts)


def together(joints: Joints, size: Size, apart_m: float) -> dict[str, float]:
    """The joints with both knees so far in that they are so far apart, or as near as they get;
    hips and ankles stay.
    """
    low, high = -_MOST_DEG, _MOST_DEG
    for _ in range(16):
        middle = (low + high) / 2
        wide = between_m(pose(_in(joints, middle), size, np.zeros(3))) > apart_m
        low, high = (middle, high) if wide else (low, middle)
    return _in(joints, (low + high) / 2)


def between_m(body: Posed) -> float:
    """How far apart the knees' joints are."""
    return float(np.linalg.norm(body.legs[Side.LEFT].knee - body.legs[Side.RIGHT].knee))


def _in(joints: Joints, deg: float) -> dict[str, float]:
    return {**joints, **{f"{side.value}_knee_in": deg for side in Side}}
