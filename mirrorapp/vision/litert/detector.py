"""Where in a whole picture somebody is.

What the numbers mean is MediaPipe's pose_detector_graph: SSD anchors on three grids, boxes and
four points in 224ths of the picture, overlapping ones weighed together by their scores.
"""

from collections.abc import Iterator
from itertools import repeat

import cv2
import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.litert.networks import Network, Numbers, sigmoid
from mirrorapp.vision.litert.region import MOST, Region, around, cut_out, size_of

LEAST_SCORE = 0.5
SAME_OVERLAP = 0.5  # intersection over union
_SIDE_PX = 224
_GRIDS = ((8, 2), (16, 2), (32, 6))
"""The step of each in pixels, and how many anchors stand at each of its places."""
_MOST_LOGIT = 100.0
_LEVEL = np.float32(2 / 255)


def find(network: Network, picture: Pixels) -> list[Region]:
    """The regions of all in (h, w, 3 or 4) `picture`, whoever is clearest first."""
    size = size_of(picture)
    width, height = size.tolist()
    longest = max(width, height)
    cut = cut_out(picture, ((width / 2, height / 2), (longest, longest), 0.0), network.side_px,
                  cv2.BORDER_CONSTANT)
    network.run(np.multiply(cut, _LEVEL, dtype=np.float32) - np.float32(1))
    beside = _beside(size)
    return [around((points - beside) / (1 - (beside + beside)), size)
            for points in _bodies(network.told(0), network.told(1)[:, 0])
            if np.abs(points).max() < MOST]


def _beside(size: Numbers) -> Numbers:
    """How much of the square, (2,) parts of it, is black on the left and above."""
    high = size[1] / size[0]
    filled = np.minimum(np.array((1 / high, high), np.float32), np.float32(1))
    return (np.float32(1) - filled) / np.float32(2)


def _bodies(boxes: Numbers, logits: Numbers) -> Iterator[Numbers]:
    """The two points (2, 2) of the best score, averaged with those of boxes that overlap it; then
    the same of the boxes that are left.
    """
    scores = sigmoid(np.clip(logits, -_MOST_LOGIT, _MOST_LOGIT))
    good = np.flatnonzero(scores >= LEAST_SCORE)
    good = good[np.argsort(-scores[good], kind="stable")]
    told, anchors = boxes[good] / np.float32(_SIDE_PX), _ANCHORS[good]
    half = told[:, 2:4] / np.float32(2)
    middles = told[:, :2] + anchors
    weights = np.ones((len(good), 5), np.float32)
    weights[:, :4] = (told[:, 4:8].reshape(-1, 2, 2) + anchors[:, None]).reshape(-1, 4)
    weights *= scores[good, None]
    left = np.ones(len(good), bool)
    while left.any():
        best = int(left.argmax())
        same = left & (_overlap(middles - half, middles + half, best) > SAME_OVERLAP)
        same[best] = True  # a box without a size, or no numbers, overlaps nothing
        total = weights[same].sum(axis=0)
        yield (total[:4] / total[4]).reshape(2, 2)
        left &= ~same


def _overlap(least: Numbers, most: Numbers, best: int) -> Numbers:
    """Intersection over union of each box with one of them; (n, 2) corners, (n,) back."""
    both = np.clip(np.minimum(most, most[best]) - np.maximum(least, least[best]), 0, None)
    common, area = both.prod(axis=1), (most - least).prod(axis=1)
    overlap: Numbers = common / (area + area[best] - common)
    return overlap


def _anchors() -> Numbers:
    """The middle of each anchor (2254, 2), in parts of the picture (SsdAnchorsCalculator)."""
    every = []
    for step_px, count in _GRIDS:
        places = (np.arange(_SIDE_PX // step_px) + 0.5) * step_px / _SIDE_PX
        every += [(x, y) for y in places for x in places for _ in repeat(None, count)]
    return np.array(every, np.float32)


_ANCHORS = _anchors()
