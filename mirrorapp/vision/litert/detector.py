"""Where in a whole picture somebody is.

What the numbers mean is MediaPipe's pose_detector_graph: SSD anchors on three grids, boxes and
four points in 224ths of the picture, overlapping ones weighed together by their scores.
"""

from collections.abc import Iterator
from itertools import repeat

import cv2
import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.litert.networks import Network
from mirrorapp.vision.litert.region import Region, around, cut_out, whole
from mirrorapp.vision.pose import Floats

LEAST_SCORE = 0.5
SAME_OVERLAP = 0.5  # intersection over union
_SIDE_PX = 224
_GRIDS = ((8, 2), (16, 2), (32, 6))
"""The step of each in pixels, and how many anchors stand at each of its places."""
_MOST_LOGIT = 100.0


def find(network: Network, picture: Pixels) -> list[Region]:
    """The regions of all in (h, w, 3 or 4) `picture`, whoever is clearest first."""
    height, width = picture.shape[:2]
    shown = whole(width, height)
    cut = cut_out(picture, shown, network.side_px, cv2.BORDER_CONSTANT)
    network.run(cut.astype(np.float32) / np.float32(127.5) - np.float32(1))
    return [around(*shown.to_picture(points))
            for points in _bodies(network.told(0), network.told(1)[:, 0])
            if np.isfinite(points).all()]


def _bodies(boxes: np.ndarray, logits: np.ndarray) -> Iterator[Floats]:
    """The two points (2, 2) of the best score, averaged with those of boxes that overlap it; then
    the same of the boxes that are left.
    """
    scores = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -_MOST_LOGIT, _MOST_LOGIT)))
    good = np.flatnonzero(scores >= LEAST_SCORE)
    scores, told = scores[good], boxes[good].astype(np.float64) / _SIDE_PX
    half = told[:, 2:4] / 2
    middles = told[:, :2] + _ANCHORS[good]
    points = told[:, 4:8].reshape(-1, 2, 2) + _ANCHORS[good, None]
    left = np.ones(len(good), bool)
    while left.any():
        best = int(np.where(left, scores, 0.0).argmax())
        same = left & (_overlap(middles - half, middles + half, best) > SAME_OVERLAP)
        same[best] = True  # a box without a size, or no numbers, overlaps nothing
        yield np.average(points[same], axis=0, weights=scores[same])
        left &= ~same


def _overlap(least: Floats, most: Floats, best: int) -> Floats:
    """Intersection over union of each box with one of them; (n, 2) corners, (n,) back."""
    both = np.clip(np.minimum(most, most[best]) - np.maximum(least, least[best]), 0, None)
    common, area = both.prod(axis=1), (most - least).prod(axis=1)
    overlap: Floats = common / (area + area[best] - common)
    return overlap


def _anchors() -> Floats:
    """The middle of each anchor (2254, 2), in parts of the picture (SsdAnchorsCalculator)."""
    every = []
    for step_px, count in _GRIDS:
        places = (np.arange(_SIDE_PX // step_px) + 0.5) * step_px / _SIDE_PX
        every += [(x, y) for y in places for x in places for _ in repeat(None, count)]
    return np.array(every)


_ANCHORS = _anchors()
