"""How the shape of a planted foot changes: its arch rises, or its toes grip.

Two links, from the heel to the top of the arch and on to the ball, that get steeper: the foot
gets shorter and higher, and the toes stay long. Toes that grip lift the ball instead.
"""

from math import cos, radians, sin

import numpy as np

from mirrorapp.figure.rotations import about_x
from mirrorapp.vision.pose import Floats

_SLOPE_DEG = 35.0
"""Of both links at rest (app)."""
_TOES = 0.36
"""How long the toes are, by the way from the ankle to the ball: what the guide's people have."""


def shape(arch_deg: float, curl_deg: float) -> Floats:
    """What happens to directions of a foot that points to -y (3, 3)."""
    lifted = _TOES * sin(radians(curl_deg))
    shorter = cos(radians(_SLOPE_DEG + arch_deg)) / cos(radians(_SLOPE_DEG))
    return np.array([[1.0, 0.0, 0.0], [0.0, shorter, 0.0], [0.0, -lifted, higher(arch_deg)]])


def toes(curl_deg: float) -> Floats:
    """What happens to directions of its toes (3, 3)."""
    return about_x(curl_deg)


def higher(arch_deg: float) -> float:
    """How many times as high as at rest the ankle is."""
    return sin(radians(_SLOPE_DEG + arch_deg)) / sin(radians(_SLOPE_DEG))
