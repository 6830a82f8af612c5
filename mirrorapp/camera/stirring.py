"""Whether anything stirs in a picture: an empty room need not be looked at over and over."""

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorapp.camera.base import Frame

GLANCE_S = 10.0
"""However still it is, somebody may stand there."""
_CELLS_WIDE = 48
_STIRS = 8.0
"""Of 255: of a cell's mean. A sensor's noise is some 10 for each pixel at night, and a cell has
hundreds; what comes before the whole picture's shift is taken off is the light's doing."""


class Stirring:
    """Feed it every frame; it remembers the last that it let pass."""

    def __init__(self) -> None:
        self._last: NDArray[np.float32] | None = None
        self._passed_s = 0.0

    def passes(self, frame: Frame) -> bool:
        """Whether this is to be looked at: something differs, or `GLANCE_S` have gone by."""
        cells = _cells(frame)
        if (self._last is not None and frame.time_s - self._passed_s < GLANCE_S
                and not _differ(cells, self._last)):
            return False
        self._last, self._passed_s = cells, frame.time_s
        return True


def _cells(frame: Frame) -> NDArray[np.float32]:
    """Means of green, about square; one channel and every fourth pixel are enough."""
    high = max(1, round(_CELLS_WIDE * frame.height_px / frame.width_px))
    small = cv2.resize(frame.rgba[::2, ::2, 1].copy(), (_CELLS_WIDE, high),
                       interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _differ(cells: NDArray[np.float32], last: NDArray[np.float32]) -> bool:
    if cells.shape != last.shape:
        return True
    change = cells - last
    return bool(np.abs(change - np.median(change)).max() > _STIRS)
