"""Where in a whole picture somebody is.

What the numbers mean is MediaPipe's pose_detector_graph: SSD anchors on three grids, boxes and
four points in 224ths of the picture, overlapping ones weighed together by their scores.
"""

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


def find(network: Network, picture: Pixels) -> Region | None:
    """The region of whoever is clearest in (h, w, 3 or 4) `picture`, None for nobody."""
    height, width = picture.shape[:2]
    shown = whole(width, height)
    cut = cut_out(picture, shown, network.side_px, cv2.BORDER_CONSTANT)
    network.run(cut.astype(np.float32) / np.float32(127.5) - np.float32(1))
    points = _clearest(network.told(0), network.told(1)[:, 0])
    if points is None or not np.isfinite(points).all():
        return None
    return around(*shown.to_picture(points))


def _clearest(boxes: np.ndarray, logits: np.ndarray) -> Floats | None:
    """The two points (2, 2) of the best score, averaged with those of boxes that overlap it."""
    scores = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -_MOST_LOGIT, _MOST_LOGIT)))
    good = np.flatnonzero(scores >= LEAST_SCORE)
    if not good.size:
        return None
    scores, told = scores[good], boxes[good].astype(np.float64) / _SIDE_PX
    half = told[:, 2:4] / 2
    middles = told[:, :2] + _ANCHORS[good]
    overlap = _overlap(middles - half, middles + half, int(scores.argmax()))
    same = overlap > SAME_OVERLAP
    points = told[:, 4:8].reshape(-1, 2, 2) + _ANCHORS[good, None]
    averaged: Floats = np.average(points[same], axis=0, weights=scores[same])
    return averaged


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
