"""From how far the words on a screen can be read."""

from math import hypot, radians, tan

from mirrorapp.ui.theme import TYPE

AWAY_M = 2.0
"""Where the user stands."""
_CAPITAL = 0.727
"""The height of Inter's capital letters, as a part of the type size."""
_ARC_MINUTES = 14.0
"""Of a capital letter that is read without effort and without glasses."""
_MM_PER_INCH = 25.4


def legible_m(inches: float, window: tuple[float, float], kind: str = "body") -> float:
    """How many metres away a text of this `kind` can be read, on a screen with a diagonal of
    `inches` and the shape of `window` (width, height).
    """
    width, height = window
    height_mm = inches * _MM_PER_INCH * height / hypot(width, height)
    return height_mm * TYPE[kind] * _CAPITAL / tan(radians(_ARC_MINUTES / 60)) / 1000
