"""The gap between the inner ankles of somebody who stands with the knees together.

The pose model's ankles are the middles of the joints, so that an ankle's width has to come off;
by how much was fitted on rendered people with their knees together (docs/repeatability.md).
"""

from dataclasses import dataclass

from mirrorapp.alignment import geometry
from mirrorapp.vision.pose import Landmark, Pose

_GAIN, _ANKLE_SHANKS = 0.858, 0.161
UNCERTAINTY_SHANKS = 0.022
"""Root mean square error on bodies that were left out of the fit."""
_KNEES_BY_KNEES, _KNEES_BY_HIPS, _KNEES_CONSTANT = 0.480, -0.512, 0.102
_TOGETHER_SHANKS = 0.043
"""What the fitted gap between the knees reads at most while they touch (20 of 20 rendered people;
of those with 3 cm between the knees, 9 of 10 read more)."""
_AHEAD_SHANKS = 0.12
"""One foot 10 cm ahead of the other looks .13 lower from 2.3 m, with the camera at 1.4 m."""
SHANK_OF_STATURE = 0.246
"""Drillis and Contini 1966, as in Winter's Biomechanics; .246 to .261 on rendered bodies."""


@dataclass(frozen=True, slots=True)
class Ankles:
    """In shank lengths: the gap between the inner ankles, and between the knees, + = apart.

    `ahead`: how much lower in the picture one ankle is than the other.
    """

    gap: float
    knee_gap: float
    ahead: float

    @property
    def knees_together(self) -> bool:
        return self.knee_gap <= _TOGETHER_SHANKS

    @property
    def one_foot_ahead(self) -> bool:
        return self.ahead > _AHEAD_SHANKS


def measure(pose: Pose) -> Ankles:
    """Both gaps, from one pose seen from the front."""
    legs = geometry.measure_legs(pose).values()
    shank_px = sum(each.shank_px for each in legs) / 2
    p = geometry.points(pose)
    ankles = (p[Landmark.LEFT_ANKLE] - p[Landmark.RIGHT_ANKLE]) / shank_px
    knees = (p[Landmark.LEFT_KNEE, 0] - p[Landmark.RIGHT_KNEE, 0]) / shank_px
    hips = (p[Landmark.LEFT_HIP, 0] - p[Landmark.RIGHT_HIP, 0]) / shank_px
    return Ankles(
        gap=float(_GAIN * ankles[0] - _ANKLE_SHANKS),
        knee_gap=float(_KNEES_BY_KNEES * knees + _KNEES_BY_HIPS * hips + _KNEES_CONSTANT),
        ahead=float(abs(ankles[1])))


def centimetres(shanks: float, height_cm: float) -> float:
    """A length in shank lengths on somebody so tall."""
    return shanks * SHANK_OF_STATURE * height_cm
