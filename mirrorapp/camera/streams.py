"""What to ask of the Pi camera's hardware: a sensor mode, and the small picture's size."""

from collections.abc import Mapping, Sequence
from typing import Any

LORES_LONG_SIDE_PX = 640
RATE_TOLERANCE = 0.98
"""Modes are told with rates such as 29.97."""


def lores_size_px(width_px: int, height_px: int) -> tuple[int, int]:
    """The same shape with 640 px on the long side, both even, never larger than the original."""
    scale = min(1.0, LORES_LONG_SIDE_PX / max(width_px, height_px))
    return round(width_px * scale / 2) * 2, round(height_px * scale / 2) * 2


def widest_mode(modes: Sequence[Mapping[str, Any]], size_px: tuple[int, int],
                rate_hz: float) -> dict[str, Any] | None:
    """The sensor mode that sees most, fast enough and large enough; of equals the smallest.

    Left alone, picamera2 takes the mode nearest in size, which on the Camera Modules 2 and 3
    shows only the middle of the view: too little for a whole body in a room. None, its own
    choice, where no mode fits.
    """
    fit = [mode for mode in modes
           if "crop_limits" in mode and mode["fps"] >= rate_hz * RATE_TOLERANCE
           and mode["size"][0] >= size_px[0] and mode["size"][1] >= size_px[1]]
    if not fit:
        return None
    best = max(fit, key=lambda mode: (_area(mode["crop_limits"][2:]), -_area(mode["size"]),
                                      mode["bit_depth"]))
    return {"output_size": best["size"], "bit_depth": best["bit_depth"]}


def _area(size: Sequence[int]) -> int:
    return size[0] * size[1]
