"""The landmarks of whoever is in a region.

What the numbers mean is MediaPipe's pose_landmarks_detector_graph: 39 points of which the last six
steer the tracker, moved to the middle of their heat maps where those are sure.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.litert.networks import Network, Numbers
from mirrorapp.vision.litert.region import Region, around, cut_out
from mirrorapp.vision.pose import LANDMARK_COUNT, Floats, Pose

LEAST_SCORE = 0.5
_POINTS, _MIDDLE, _EDGE = 39, 33, 34
_REACH = 3  # cells to either side of a point that its heat map is asked
_SURE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A body in pixels of the picture, and the region it will be looked for in next."""

    pose: Pose
    following: Region


def read(network: Network, picture: Pixels, region: Region) -> Reading | None:
    """Look at that region of (h, w, 3 or 4) `picture`; None where there is nobody."""
    cut = cut_out(picture, region, network.side_px, cv2.BORDER_REPLICATE)
    network.run(cut.astype(np.float32) / np.float32(255))
    if not network.told(1)[0] >= LEAST_SCORE:  # no number is no body either
        return None
    told = network.told(0).reshape(_POINTS, 5).astype(np.float64)
    world = network.told(3).reshape(_POINTS, 3)[:LANDMARK_COUNT].astype(np.float64)
    if not (np.isfinite(told).all() and np.isfinite(world).all()):
        return None
    points = region.to_picture(refined(told[:, :2] / network.side_px, network.told(2)))
    px = np.column_stack((points, told[:, 2] / network.side_px * region.size))
    world[:, :2] = region.turned(world[:, :2])
    seen = 1 / (1 + np.exp(-told[:LANDMARK_COUNT, 3:]))
    return Reading(Pose(px[:LANDMARK_COUNT], seen[:, 0], seen[:, 1], world),
                   around(points[_MIDDLE], points[_EDGE]))


def refined(points: Floats, heat: Numbers) -> Floats:
    """(n, 2) points in parts of the region, each moved to the middle of what is hot around it in
    its own map of (rows, columns, n) `heat` (RefineLandmarksFromHeatmapCalculator).
    """
    rows, columns, count = heat.shape
    size = np.array((columns, rows))
    cells = points * size
    inside = ((cells >= 0) & (cells < size)).all(axis=1)
    x, y = (cells.clip(0, size - 1).astype(np.intp).T[..., None]
            + np.arange(-_REACH, _REACH + 1))  # (n, reach) each
    asked = ((x >= 0) & (x < columns))[:, None, :] & ((y >= 0) & (y < rows))[:, :, None]
    near = heat[y.clip(0, rows - 1)[:, :, None], x.clip(0, columns - 1)[:, None, :],
                np.arange(count)[:, None, None]]
    weights = np.where(asked, 1 / (1 + np.exp(-near.astype(np.float64))), 0.0)
    hot = inside & (weights.max(axis=(1, 2)) >= _SURE)
    moved = points.copy()
    moved[hot, 0] = _middle(weights[hot].sum(axis=1), x[hot]) / columns
    moved[hot, 1] = _middle(weights[hot].sum(axis=2), y[hot]) / rows
    return moved


def _middle(weights: Floats, places: NDArray[np.intp]) -> Floats:
    """Of each of (n, reach) places, by their weights."""
    middle: Floats = np.vecdot(weights, places) / weights.sum(axis=1)
    return middle
