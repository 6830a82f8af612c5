"""How large and how bright a text must be to be read from two metres, without reading glasses.

A screen's size in pixels says nothing of that: it takes its size in inches, too.
"""

from math import atan, degrees, hypot, pi, radians, tan
from typing import Final

from mirrorapp.ui.layout import upright

AWAY_MM: Final = 2000.0
LEAST_ARCMIN: Final = 14.0
"""How high a capital must be for the eye: letters of 5′ are just told with 20/20 eyesight, of 10′
with 20/40 (Snellen), and what is read in passing takes more."""
CAPITAL: Final = 0.727
"""How high a capital of Inter is, in parts of its type size (its OS/2 table: 2048 of 2816)."""
MM_PER_INCH: Final = 25.4

SMALLEST: Final = 0.0213
"""The least type size on a screen for near use, in parts of the sheet's height: what an upright
screen of 24 inches needs, so that a smaller one looks the same."""

# What a reader sees through two-way glass: the panel's light, and the room that is reflected.
PASSED: Final = 0.30
"""Of the panel's light: what two-way glass for smart mirrors is sold with."""
REFLECTED: Final = 0.70
"""Of the room's light: at most what is not passed; real glass keeps some for itself."""
WHITE_NITS: Final = 300.0
"""A plain desktop panel, cd/m²: data sheets say 250 to 350."""
BLACK_NITS: Final = 0.3
"""The same panel's black, at a contrast of 1000:1."""
ROOM_LUX: Final = 100.0
"""A living room in the evening: 50 to 150 lx; a kitchen's worktop has 300."""
ROOM_GREY: Final = 0.3
"""How much of that light comes back from what stands there: walls .5 to .7, dark clothes .1."""


def mm_per_px(inches: float, width_px: float, height_px: float) -> float:
    """How large a pixel of a screen with this diagonal is."""
    return inches * MM_PER_INCH / hypot(width_px, height_px)


def arc_minutes(high_mm: float, away_mm: float = AWAY_MM) -> float:
    """How high something is for the eye that looks straight at it."""
    return 60 * degrees(2 * atan(high_mm / 2 / away_mm))


def least_type_mm() -> float:
    """The type size whose capitals are just high enough: 8.1 mm of 11.2 mm."""
    return 2 * AWAY_MM * tan(radians(LEAST_ARCMIN / 60) / 2) / CAPITAL


def least_type_px(inches: float, width_px: float, height_px: float) -> float:
    """No text may be smaller on a window of that size that fills such a screen."""
    return min(_needed_px(inches, width_px, height_px),
               SMALLEST * upright(width_px, height_px).height)


def near_use(inches: float, width_px: float, height_px: float) -> bool:
    """Whether the screen is too small, or lies on its side, for texts to be read from 2 m."""
    return _needed_px(inches, width_px, height_px) > SMALLEST * upright(width_px, height_px).height


def legible_m(inches: float, width_px: float, height_px: float) -> float:
    """From how far the smallest text on such a window can be read."""
    smallest_mm = least_type_px(inches, width_px, height_px) * mm_per_px(
        inches, width_px, height_px)
    return AWAY_MM / 1000 * smallest_mm / least_type_mm()


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance 0-1 of sRGB 0-1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = map(linear, colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(channel: float) -> float:
    """One channel of sRGB 0-1 without its gamma (IEC 61966-2-1)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def contrast(colour: tuple[float, ...], on: tuple[float, ...] = (0.0, 0.0, 0.0)) -> float:
    """How many times as bright one colour is as the other (WCAG 2.2, "contrast ratio"), 1-21."""
    one, other = luminance(colour) + 0.05, luminance(on) + 0.05
    return max(one, other) / min(one, other)


def contrast_through_mirror(colour: tuple[float, ...]) -> float:
    """The same on black through two-way glass, in front of a lit room.

    (passed · panel + reflected · room) over (passed · panel's black + reflected · room), in cd/m²;
    the room as a matt surface: luminance = illuminance · grey / π.
    """
    room = REFLECTED * ROOM_LUX * ROOM_GREY / pi
    black = PASSED * BLACK_NITS + room
    return (PASSED * max(WHITE_NITS * luminance(colour), BLACK_NITS) + room) / black


def _needed_px(inches: float, width_px: float, height_px: float) -> float:
    return least_type_mm() / mm_per_px(inches, width_px, height_px)
