"""Which part of the window is laid out: an upright sheet, whatever the window's shape."""

from typing import Final

from mirrorapp.ui.projection import Box

NARROWEST: Final = 9 / 16
"""Width over height that every text and touch has been made for."""
WIDEST: Final = 0.66


def upright(width_px: float, height_px: float) -> Box:
    """The largest upright sheet in the middle of a window; beside it the glass stays black."""
    height = min(height_px, width_px / NARROWEST)
    width = min(width_px, height_px * WIDEST)
    return Box(round((width_px - width) / 2), round((height_px - height) / 2), round(width),
               round(height))
