"""The body around the knees: their gap, how the hips have shifted, how the trunk leans.

What is said of it is what has changed since standing. The numbers were fitted on 132 pictures of
ten rendered bodies that lean, tilt and shift by known amounts; docs/accuracy.md.
"""

from functools import lru_cache
from math import atan2, degrees
from typing import NamedTuple

from mirrorapp.alignment import geometry
from mirrorapp.alignment.geometry import Point
from mirrorapp.vision.pose import Landmark, Pose

L = Landmark
_KASR = (0.88, -0.072, 0.06)  # slope, constant, uncertainty
SHIFT, _SHIFT_OFF = 0.70, 0.02  # slope, uncertainty
_LEAN = (0.975, -0.142, 1.2)  # slope, degrees a degree of yaw, uncertainty
TILT = (0.44, 4.5)
"""Hardly read at all (r .35): a pelvis that seems tilted by 10 degrees may be level."""


class Measure(NamedTuple):
    """A value and its uncertainty, the root mean square of its error, in the same unit."""

    value: float
    uncertainty: float

    @property
    def sure(self) -> bool:
        """Whether it is beyond twice its uncertainty: else it may well be nothing."""
        return abs(self.value) > 2 * self.uncertainty


class Carriage(NamedTuple):
    """How somebody carries themselves, against their own standing.

    `kasr_change`: of the knee gap over the ankle gap, as a share of its standing value, − = knees
    together. `pelvis_tilt_deg`: + = the left hip is higher. `pelvis_shift`: of the hips over the
    feet, in shank lengths, + = to the left. `trunk_lean_deg`: + = to the left.
    """

    kasr_change: Measure
    pelvis_tilt_deg: Measure
    pelvis_shift: Measure
    trunk_lean_deg: Measure


class Posture(NamedTuple):
    """One body in one frame, as it looks in the picture; left is the user's own.

    `kasr`: knee gap over ankle gap. `pelvis_tilt_deg`: + = the left hip is higher.
    `pelvis_shift`: how far the hips are to the left of the ankles, in shank lengths.
    `trunk_lean_deg`: + = to the left.
    """

    kasr: float
    pelvis_tilt_deg: float
    pelvis_shift: float
    trunk_lean_deg: float


@lru_cache(maxsize=4)
def measure(pose: Pose) -> Posture:
    """Measure one body. On the picture of somebody who faces the camera, x grows to their left."""
    hips, shoulders = _pair(pose, L.LEFT_HIP, L.RIGHT_HIP), _pair(
        pose, L.LEFT_SHOULDER, L.RIGHT_SHOULDER)
    knees, ankles = _pair(pose, L.LEFT_KNEE, L.RIGHT_KNEE), _pair(
        pose, L.LEFT_ANKLE, L.RIGHT_ANKLE)
    shank = geometry.mean_shank_px(geometry.measure_legs(pose))
    middle, feet, top = (geometry.middle(*each) for each in (hips, ankles, shoulders))
    knee_gap, ankle_gap = (abs(a[0] - b[0]) / shank for a, b in (knees, ankles))
    return Posture(
        kasr=knee_gap / max(ankle_gap, 0.05),
        pelvis_tilt_deg=_deg(hips[1][1] - hips[0][1], hips[0][0] - hips[1][0]),
        pelvis_shift=(middle[0] - feet[0]) / shank,
        trunk_lean_deg=_deg(top[0] - middle[0], middle[1] - top[1]))


def carriage(now: Posture, standing: Posture, yaw_deg: float) -> Carriage:
    """What has changed since standing; `yaw_deg` is how far the user is turned by now."""
    kasr = now.kasr / max(standing.kasr, 0.1) - 1
    tilt = now.pelvis_tilt_deg - standing.pelvis_tilt_deg
    lean = now.trunk_lean_deg - standing.trunk_lean_deg
    return Carriage(
        kasr_change=Measure(_KASR[0] * kasr + _KASR[1], _KASR[2]),
        pelvis_tilt_deg=Measure(TILT[0] * tilt, TILT[1]),
        pelvis_shift=Measure(SHIFT * (now.pelvis_shift - standing.pelvis_shift), _SHIFT_OFF),
        trunk_lean_deg=Measure(_LEAN[0] * lean + _LEAN[1] * yaw_deg, _LEAN[2]))


def _pair(pose: Pose, left: Landmark, right: Landmark) -> tuple[Point, Point]:
    p = geometry.places(pose)
    return p[left], p[right]


def _deg(across: float, along: float) -> float:
    return degrees(atan2(across, along))
