"""The square of a picture that the landmark network looks at, and how to get there and back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.pose import Floats

MARGIN = 1.25
"""RectTransformationCalculator's scale, in both of MediaPipe's pose graphs."""
_SAME_PLACE = 0.5  # intersection over union
_BITS = 5
_PARTS = 1 << _BITS  # of a pixel
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

    def overlap(self, other: "Region") -> float:
        """Intersection over union of both, as if neither was turned."""
        reach = (self.size + other.size) / 2
        least = min(self.size, other.size)
        across, down = (min(max(reach - abs(gap), 0.0), least)
                        for gap in (self.x - other.x, self.y - other.y))
        common = across * down
        union = self.size ** 2 + other.size ** 2 - common
        return common / union if union else 0.0

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


def first(regions: Sequence[Region]) -> Region | None:
    """Which of them a tracker begins with, None where there is none: the first one, but of those
    that are nearly the same place the last (AssociationNormRectCalculator).
    """
    kept: list[Region] = []
    for region in regions:
        kept = [each for each in kept if each.overlap(region) <= _SAME_PLACE]
        kept.append(region)
    return kept[0] if kept else None


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
    steps: Floats = np.arange(side_px, dtype=np.float64) - side_px / 2
    cos: Floats = math.cos(region.angle) * step * steps
    sin: Floats = math.sin(region.angle) * step * steps
    where, parts = _fixed(_places(_PARTS * region.x + cos, -sin),
                          _places(_PARTS * region.y + sin, cos))
    cut = cv2.remap(picture, where, parts, cv2.INTER_LINEAR, borderMode=border)
    rgb: NDArray[np.uint8] = cv2.cvtColor(cut, cv2.COLOR_RGBA2RGB) if cut.shape[2] == 4 else cut
    return rgb


def _places(row: Floats, column: Floats) -> NDArray[np.int32]:
    """The sum of each with each, in whole parts (rows, columns). What lies further out than
    OpenCV's numbers go is outside the picture all the same.
    """
    places = row + column[:, None]
    np.rint(places, out=places)
    return places.clip(-_FARTHEST, _FARTHEST, out=places).astype(np.int32)


def _fixed(x: NDArray[np.int32], y: NDArray[np.int32]
           ) -> tuple[NDArray[np.int16], NDArray[np.uint16]]:
    """OpenCV's fixed-point maps of places in parts: whole pixels, the index of the rest."""
    where = np.empty((*x.shape, 2), np.int16)
    where[..., 0], where[..., 1] = x >> _BITS, y >> _BITS
    return where, ((y & _PARTS - 1) << _BITS | x & _PARTS - 1).astype(np.uint16)
