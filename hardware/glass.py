"""What two-way glass does to the panel's light, to a touch and to the wall that carries it."""

from math import asin, log2, pi, radians, sin, sqrt, tan

FAINTEST = 0.36
"""Relative luminance of the faintest words on the mirror's screens."""
READABLE = 4.5
"""The contrast they need (WCAG 2.2, level AA)."""
PANEL_CONTRAST = 1000.0
"""White to black of a plain panel, as data sheets have it."""
ROOM_GREY = 0.3
"""How much of the room's light comes back from what stands in it, as docs/legible.md has it."""
GLASS_INDEX = 1.52
"""Refractive index of window glass."""
LENS_BEHIND_MM = 12.0
"""From the glass's back to the lens, as the printed bracket holds it."""
GLASS_KG_M2_MM = 2.5
"""Of window glass: 2500 kg/m³ (EN 572-1)."""
PANEL_KG_M2 = 19.0
"""A plain monitor without its foot. From memory: weigh yours."""
FRAME_KG_M = 0.85
"""A wooden frame, 18 by 94 mm of pine at 500 kg/m³. From memory: weigh yours."""
BOARD_KG_M2 = 3.6
"""The back board, 6 mm of plywood at 600 kg/m³. Ditto."""
OTHER_KG = 3.0
"""Touch frame, boards and battens across, Pi, cables, cleat. Ditto."""
ANCHOR_FACTOR = 4.0


def panel_nits(passed: float, room_lux: float) -> float:
    """How bright the panel must be, cd/m², for its faintest words to be read through the glass.

    `passed` in 0-1. All that is not passed is taken to be reflected, the worst that can be.
    """
    veil_nits = (1 - passed) * room_lux * ROOM_GREY / pi
    return (READABLE - 1) * veil_nits / passed / (FAINTEST - READABLE / PANEL_CONTRAST)


def stops(passed: float) -> float:
    """How much light a camera behind the glass loses; each stop is half."""
    return -log2(passed)


def touch_off_mm(eye_above_mm: float, eye_away_mm: float, beam_mm: float, glass_mm: float,
                 gap_mm: float) -> float:
    """How far above the picture a finger breaks the frame's beam, for an eye that much above it.

    `beam_mm`: from the glass to the beam; `gap_mm`: of air between glass and panel.
    """
    slope = eye_above_mm / eye_away_mm
    inside = tan(asin(sin_of(slope) / GLASS_INDEX))
    return (beam_mm + gap_mm) * slope + glass_mm * inside


def bar_most_mm(lens_above_mm: float, below_deg: float, glass_mm: float, step_mm: float) -> float:
    """How far above the picture a touch frame may reach before the camera sees it; 0 where it does
    in any case.

    `lens_above_mm`: from the picture's edge to the lens; `below_deg`: of the lowest ray, below the
    horizontal; `step_mm`: how far the frame stands out of the glass.
    """
    air, inside = (tan(each) for each in (
        radians(below_deg), asin(sin(radians(below_deg)) / GLASS_INDEX)))
    return max(lens_above_mm - (LENS_BEHIND_MM + step_mm) * air - glass_mm * inside, 0.0)


def sin_of(slope: float) -> float:
    """The sine of an angle whose tangent this is."""
    return slope / sqrt(1 + slope * slope)


def weight_kg(panel_mm: tuple[float, float], glass_mm: tuple[float, float],
              thick_mm: float) -> float:
    """All that hangs, from the width and height of panel and glass."""
    panel_m2, glass_m2 = (wide * high / 1e6 for wide, high in (panel_mm, glass_mm))
    frame_m = 2 * sum(glass_mm) / 1000
    sheets_kg_m2 = GLASS_KG_M2_MM * thick_mm + BOARD_KG_M2
    return PANEL_KG_M2 * panel_m2 + sheets_kg_m2 * glass_m2 + FRAME_KG_M * frame_m + OTHER_KG
