"""The square of a picture that the landmark network looks at, and how to get there and back."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.pose import Floats

MARGIN = 1.25
"""RectTransformationCalculator's scale, in both of MediaPipe's pose graphs."""
_PARTS = 32  # of a pixel
_FARTHEST = 32_000 * _PARTS


@dataclass(frozen=True, slots=True)
class Region:
    """A square of `size` px around (`x`, `y`), turned clockwise by `angle` rad."""

    x: float
    y: float
    size: float
    angle: float = 0.0

    def to_picture(self, points: Floats) -> Floats:
        """From (n, 2) parts of the square, 0-1 across and down it, to the picture's pixels."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        x, y = (points - 0.5).T * self.size
        return np.stack((x * cos - y * sin + self.x, x * sin + y * cos + self.y), axis=1)

    def turned(self, points: Floats) -> Floats:
        """(n, 2) vectors in the square's axes, in the picture's."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        x, y = points.T
        return np.stack((x * cos - y * sin, x * sin + y * cos), axis=1)


def around(middle: Floats, edge: Floats) -> Region:
    """The region of a body from two points (2,): the middle of its hips, and one above it as far
    away as any part of it may be (AlignmentPointsRectsCalculator).
    """
    across, down = (edge - middle).tolist()
    angle = math.atan2(across, -down)
    return Region(float(middle[0]), float(middle[1]), 2 * MARGIN * math.hypot(across, down), angle)


def whole(width_px: int, height_px: int) -> Region:
    """The smallest upright one that holds all of a picture."""
    return Region(width_px / 2, height_px / 2, float(max(width_px, height_px)))


def cut_out(picture: Pixels, region: Region, side_px: int, border: int) -> NDArray[np.uint8]:
    """What the region shows, as (side, side, 3) RGB; `border` is OpenCV's for what is outside.

    Where in the picture each pixel comes from is rounded to 1/32 px, as MediaPipe's OpenCV does
    and newer ones do not: a picture is thinned without smoothing here, so that half a grey level
    in a crop moves a landmark by a pixel.
    """
    step = region.size / side_px * _PARTS
    cos, sin = math.cos(region.angle) * step, math.sin(region.angle) * step
    steps = np.arange(side_px) - side_px / 2
    x = np.rint(_PARTS * region.x + (cos * steps)[None, :] - (sin * steps)[:, None])
    y = np.rint(_PARTS * region.y + (sin * steps)[None, :] + (cos * steps)[:, None])
    where, parts = _fixed(np.stack((x, y), axis=2))
    cut: NDArray[np.uint8] = cv2.remap(picture, where, parts, cv2.INTER_LINEAR, borderMode=border)
    return cut[..., :3]


def _fixed(places: Floats) -> tuple[NDArray[np.int16], NDArray[np.uint16]]:
    """OpenCV's fixed-point maps of (n, n, 2) places in parts: whole pixels, the index of the rest.

    What lies further out than its numbers go is outside the picture all the same.
    """
    parts = np.clip(places, -_FARTHEST, _FARTHEST).astype(np.int32)
    index = (parts & (_PARTS - 1)).astype(np.uint16)
    return (parts // _PARTS).astype(np.int16), index[..., 1] * _PARTS + index[..., 0]
