"""The square of a picture that the landmark network looks at, and how to get there and back.

All of it is in MediaPipe's numbers, float32 in parts of the picture, in MediaPipe's order, and the
square is cut as MediaPipe's OpenCV does it. What a tracker sees in one picture decides where it
looks in the next, and a picture is thinned without smoothing here: one pixel that is a grey level
off moves landmarks by some pixels a few frames later.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.litert.networks import Numbers
from mirrorapp.vision.pose import Floats

MARGIN = 1.25
"""RectTransformationCalculator's scale, in both of MediaPipe's pose graphs."""
MOST = 1e6
"""No number of a network's that is larger is any place."""
_SAME_PLACE = 0.5  # intersection over union
_PARTS = 32  # of a pixel
_BLOCK = 64  # px of a row that OpenCV counts from one place

Box = tuple[tuple[float, float], tuple[float, float], float]
"""OpenCV's rotated rectangle: its middle and its sides in px, degrees clockwise."""


@dataclass(frozen=True, slots=True)
class Region:
    """A square around (`x`, `y`), as wide and as high as it is in parts of the picture, turned
    clockwise by `angle` rad. Each of the numbers is one of float32.
    """

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0

    def to_picture(self, points: Numbers) -> Numbers:
        """From (n, 2) parts of the square, 0-1 across and down it, to parts of the picture."""
        x, y = self.turned(points - np.float32(0.5)).T
        return np.stack((x * self.width + self.x, y * self.height + self.y), axis=1)

    def turned(self, points: Numbers) -> Numbers:
        """(n, 2) vectors in the square's axes, in the picture's."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        x, y = points.T
        return np.stack((cos * x - sin * y, sin * x + cos * y), axis=1)

    def box(self, size: Numbers) -> Box:
        """The same in px of a picture of that `size`."""
        across, down = size
        return ((float(self.x * across), float(self.y * down)),
                (float(self.width * across), float(self.height * down)),
                float(np.float32(180) * self.angle) / math.pi)

    def overlap(self, other: "Region") -> float:
        """Intersection over union of both, as if neither was turned."""
        common = (_shared(self.x - other.x, self.width, other.width)
                  * _shared(self.y - other.y, self.height, other.height))
        union = self.width * self.height + other.width * other.height - common
        return common / union if union else 0.0


def _shared(gap: float, one: float, other: float) -> float:
    """How long two lengths are side by side, whose middles are so far from each other."""
    return min(max((one + other) / 2 - abs(gap), 0.0), one, other)


def around(points: Numbers, size: Numbers) -> Region:
    """The region of a body from (2, 2) points in parts of a picture of that `size`: the middle of
    its hips, and one above it as far away as any part of it may be
    (AlignmentPointsRectsCalculator, RectTransformationCalculator).
    """
    middle_px, edge_px = points * size
    across, down = edge_px - middle_px
    sides = np.float32(2) * np.sqrt(across * across + down * down) / size
    width, height = (sides * size).max() / size * np.float32(MARGIN)
    x, y = middle_px / size
    angle = float(np.float32(math.pi / 2) - np.float32(math.atan2(-down, across)))
    turns = math.floor((angle + math.pi) / (2 * math.pi))
    return Region(float(x), float(y), float(width), float(height),
                  float(np.float32(angle - 2 * math.pi * turns)))


def first(regions: Sequence[Region]) -> Region | None:
    """Which of them a tracker begins with, None where there is none: the first one, but of those
    that are nearly the same place the last (AssociationNormRectCalculator).
    """
    kept: list[Region] = []
    for region in regions:
        kept = [each for each in kept if each.overlap(region) <= _SAME_PLACE]
        kept.append(region)
    return kept[0] if kept else None


def size_of(picture: Pixels) -> Numbers:
    """How wide and how high it is (2,), in px."""
    return np.array(picture.shape[1::-1], np.float32)


def cut_out(picture: Pixels, box: Box, side_px: int, border: int) -> NDArray[np.uint8]:
    """What the box shows, as (side, side, 3) RGB; `border` is OpenCV's for what is outside.

    The same to the last bit as from MediaPipe's OpenCV: where in the picture a pixel comes from is
    rounded to 1/32 px, which the warpPerspective of the one here does not do.
    """
    square = np.array([(0, side_px), (0, 0), (side_px, 0), (side_px, side_px)], np.float32)
    _, back = cv2.invert(cv2.getPerspectiveTransform(cv2.boxPoints(box), square))
    x, y, depth = (_along(row, side_px) for row in back)
    np.divide(_PARTS, depth, out=depth)
    maps = cv2.convertMaps(_rounded(x, depth), _rounded(y, depth), cv2.CV_16SC2)
    cut = cv2.remap(picture, *maps, cv2.INTER_LINEAR, borderMode=border)
    rgb: NDArray[np.uint8] = cv2.cvtColor(cut, cv2.COLOR_RGBA2RGB) if cut.shape[2] == 4 else cut
    return rgb


def _along(row: Floats, side_px: int) -> Floats:
    """What a row of the matrix makes of each place in a square, (side, side). Halves of a part are
    frequent, and so are their sums: they are taken in OpenCV's order, by blocks.
    """
    across, down, start = row
    blocks = across * np.arange(0, side_px, _BLOCK) + (down * np.arange(side_px))[:, None] + start
    sums: Floats = blocks[..., None] + across * np.arange(_BLOCK)
    return sums.reshape(side_px, -1)[:, :side_px]


def _rounded(places: Floats, scale: Floats) -> Numbers:
    """In pixels, rounded to a part."""
    places *= scale
    rounded = np.rint(places, out=np.empty(places.shape, np.float32), casting="same_kind")
    rounded /= _PARTS
    return rounded
