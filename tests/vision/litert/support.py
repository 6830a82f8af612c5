"""A network that says what it is told to."""

from typing import Any

import numpy as np

from mirrorapp.vision.litert.networks import Network, Numbers
from mirrorapp.vision.litert.region import Region


def region(x_px: float, y_px: float, side_px: float, angle: float = 0.0, *,
           width_px: int, height_px: int) -> Region:
    """A square of so many px of a picture that large."""
    return Region(x_px / width_px, y_px / height_px, side_px / width_px, side_px / height_px, angle)


class Told(Network):
    """Like `Network`, whatever it is shown."""

    def __init__(self, side_px: int, *outputs: Any) -> None:
        self.side_px = side_px
        self.shown: Numbers | None = None
        self._outputs = [np.asarray(each, np.float32) if each is not None else None
                         for each in outputs]

    def run(self, picture: Numbers) -> None:
        assert picture.shape == (self.side_px, self.side_px, 3)
        assert picture.dtype == np.float32
        self.shown = picture

    def told(self, number: int) -> Numbers:
        output = self._outputs[number]
        assert output is not None
        return output
