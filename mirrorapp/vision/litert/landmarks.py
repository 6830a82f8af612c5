"""The landmarks of whoever is in a region.

What the numbers mean is MediaPipe's pose_landmarks_detector_graph: 39 points of which the last six
steer the tracker, moved to the middle of their heat maps where those are sure.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.litert.networks import Network, Numbers, sigmoid
from mirrorapp.vision.litert.region import MOST, Region, around, cut_out, size_of
from mirrorapp.vision.pose import LANDMARK_COUNT, Pose

LEAST_SCORE = 0.5
_POINTS, _MIDDLE, _EDGE = 39, 33, 34
_REACH = 3  # cells to either side of a point that its heat map is asked
_SURE = 0.5
_LEVEL = np.float32(1 / 255)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A body in pixels of the picture, and the region it will be looked for in next."""

    pose: Pose
    following: Region


def read(network: Network, picture: Pixels, region: Region) -> Reading | None:
    """Look at that region of (h, w, 3 or 4) `picture`; None where there is nobody, or no region."""
    if not region.width:
        return None
    size = size_of(picture)
    cut = cut_out(picture, region.box(size), network.side_px, cv2.BORDER_REPLICATE)
    network.run(np.multiply(cut, _LEVEL, dtype=np.float32))
    if not network.told(1)[0] >= LEAST_SCORE:  # no number is no body either
        return None
    told = network.told(0).reshape(_POINTS, 5)
    world = network.told(3).reshape(_POINTS, 3)[:LANDMARK_COUNT]
    if not (np.abs(told).max() < MOST and np.abs(world).max() < MOST):
        return None
    places = told[:, :3] / np.float32(network.side_px)
    points = region.to_picture(refined(places[:, :2], network.told(2)))
    px = np.column_stack((points, places[:, 2] * region.width)).astype(np.float64)
    px *= size[[0, 1, 0]]
    seen = sigmoid(told[:LANDMARK_COUNT, 3:]).astype(np.float64)
    metres = np.column_stack((region.turned(world[:, :2]), world[:, 2])).astype(np.float64)
    return Reading(Pose(px[:LANDMARK_COUNT], seen[:, 0], seen[:, 1], metres),
                   around(points[[_MIDDLE, _EDGE]], size))


def refined(points: Numbers, heat: Numbers) -> Numbers:
    """(n, 2) points in parts of the region, each moved to the middle of what is hot around it in
    its own map of (rows, columns, n) `heat` (RefineLandmarksFromHeatmapCalculator).
    """
    rows, columns, count = heat.shape
    size = np.array((columns, rows), np.float32)
    cells = (points * size).clip(-1, size).astype(np.intp)  # what is less than one out is in
    inside = ((cells >= 0) & (cells < size)).all(axis=1)
    reach = np.arange(-_REACH, _REACH + 1)
    x, y = cells[:, 0] + reach[None, :, None], cells[:, 1] + reach[:, None, None]
    asked = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)  # (reach, reach, n)
    near = heat[y.clip(0, rows - 1), x.clip(0, columns - 1), np.arange(count)]
    weights = np.where(asked, sigmoid(near), np.float32(0))
    hot = inside & (weights.max(axis=(0, 1)) >= _SURE)
    sums = np.stack((_sum(weights * x.astype(np.float32)), _sum(weights * y.astype(np.float32))),
                    axis=1)
    with np.errstate(invalid="ignore"):  # nothing at all is hot: it is not moved
        middle = sums / size / _sum(weights)[:, None]
    return np.where(hot[:, None], middle, points)


def _sum(weights: Numbers) -> Numbers:
    """Of (reach, reach, n), for each of n, in MediaPipe's order: one after the other."""
    total: Numbers = weights.reshape(-1, weights.shape[2]).sum(axis=0)
    return total
