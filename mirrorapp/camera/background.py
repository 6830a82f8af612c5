"""Whether the camera has moved, told by what stands still behind the user.

Of a picture only corners and 32-byte descriptions of their surroundings are kept (ORB): no
picture can be made of them. The numbers were tried on real and rendered pictures that were
shifted, turned, dimmed and made noisy by known amounts (docs/calibration.md).
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorapp.camera.base import Pixels

CORNERS = 300
_LONG_SIDE_PX = 640
_BLUR_PX = 1.2
_QUALITY = 0.005
_APART_PX = 6
_PATCH_PX = 31
_FOUND = 500
_RATIO = 0.8
_FIT_PX = 2.0
_INLIERS_MIN = 30
_SHARE_MIN = 0.4
_SPREAD_MIN = 0.15
_NARROW_MIN = 0.06
_FURTHEST_DEG = 20.0
_BYTES = 32

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """`corners` (n, 2) from the picture's middle, in parts of its longer side; `marks` (n, 32)."""

    corners: NDArray[np.float32]
    marks: NDArray[np.uint8]

    def to_table(self) -> dict[str, Any]:
        """As it is stored."""
        return {"corners": [[round(float(x), 5), round(float(y), 5)] for x, y in self.corners],
                "marks": b64encode(self.marks.tobytes()).decode("ascii")}

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "Fingerprint":
        """From what was stored. Raises ValueError, KeyError or TypeError for anything else."""
        corners = np.array(table["corners"], dtype=np.float32).reshape(-1, 2)
        marks = np.frombuffer(b64decode(table["marks"], validate=True), np.uint8)
        return cls(corners, marks.reshape(len(corners), _BYTES))


@dataclass(frozen=True, slots=True)
class Change:
    """How far the picture has gone: the shift of its middle and its turn, in degrees.

    `across_deg` and `down_deg` are angles at the lens; `turn_deg` is clockwise in the picture.
    """

    across_deg: float
    down_deg: float
    turn_deg: float

    @property
    def shift_deg(self) -> float:
        return hypot(self.across_deg, self.down_deg)


def fingerprint(rgba: Pixels, people_px: Box | None) -> Fingerprint:
    """What stands still in a picture (height, width, 3 or 4).

    `people_px`: left, top, right and bottom of what is left out.
    """
    found = _corners(rgba, people_px, CORNERS)
    return Fingerprint(*found)


def compare(known: Fingerprint, rgba: Pixels, people_px: Box | None, focal_px: float
            ) -> Change | None:
    """How far a picture has gone from the known one; None where that can't be told.

    `focal_px`: of the full picture.
    """
    corners, marks = _corners(rgba, people_px, _FOUND)
    if min(len(corners), len(known.corners)) < _INLIERS_MIN:
        return None
    pairs = _pairs(known.marks, marks)
    if len(pairs) < _INLIERS_MIN:
        return None
    was = known.corners[pairs[:, 0]] * _LONG_SIDE_PX
    now = corners[pairs[:, 1]] * _LONG_SIDE_PX
    moved, inliers = cv2.estimateAffinePartial2D(
        was, now, method=cv2.RANSAC, ransacReprojThreshold=_FIT_PX, maxIters=1000)
    if moved is None or not _enough(was, inliers.ravel().astype(bool)):
        return None
    if _looks_still_too(was, now, int(inliers.sum())):
        moved = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    focal = focal_px / max(rgba.shape[:2]) * _LONG_SIDE_PX
    change = Change(degrees(atan2(moved[0, 2], focal)), degrees(atan2(moved[1, 2], focal)),
                    degrees(atan2(moved[1, 0], moved[0, 0])))
    return change if change.shift_deg <= _FURTHEST_DEG else None


def _corners(rgba: Pixels, people_px: Box | None, count: int
             ) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Corners and their marks, the strongest first.

    One channel is enough, and a quarter of the work. Corners are chosen by how they stand out in
    this very picture, so that a dim one has as many.
    """
    height, width = rgba.shape[:2]
    scale = _LONG_SIDE_PX / max(height, width)
    green = cv2.resize(cv2.extractChannel(rgba, 1), None, fx=scale, fy=scale,
                       interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(green, (0, 0), _BLUR_PX)
    mask = np.full(grey.shape, 255, np.uint8)
    if people_px is not None:
        left, top, right, bottom = (max(0, round(edge * scale)) for edge in people_px)
        mask[top:bottom, left:right] = 0
    places = cv2.goodFeaturesToTrack(grey, count, _QUALITY, _APART_PX, mask=mask)
    if places is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, _BYTES), np.uint8)
    # Upright marks: a camera that was knocked is not on its head.
    points = [cv2.KeyPoint(float(x), float(y), _PATCH_PX) for x, y in places.reshape(-1, 2)]
    points, marks = cv2.ORB.create(nfeatures=count, nlevels=1).compute(grey, points)
    if not points:
        return np.zeros((0, 2), np.float32), np.zeros((0, _BYTES), np.uint8)
    middle = np.array([grey.shape[1], grey.shape[0]]) / 2
    found = (np.array([each.pt for each in points]) - middle) / _LONG_SIDE_PX
    return found.astype(np.float32), np.asarray(marks, np.uint8)


def _pairs(known: NDArray[np.uint8], seen: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Which corner is which (n, 2); those that have a double are left out."""
    matches = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(known, seen, k=2)
    return np.array([(m.queryIdx, m.trainIdx) for m, *rest in matches
                     if rest and m.distance < _RATIO * rest[0].distance],
                    np.int64).reshape(-1, 2)


def _enough(was: NDArray[np.float32], inliers: NDArray[np.bool_]) -> bool:
    """Many, most of them, and from all over the picture.

    One chair that moved is not the room, and what lies on one line may slide along it.
    """
    count = int(inliers.sum())
    if count < _INLIERS_MIN or count < _SHARE_MIN * len(was):
        return False
    axes = np.linalg.eigvalsh(np.cov(was[inliers].T))
    least, most = np.sqrt(np.maximum(axes, 0)) / _LONG_SIDE_PX
    return bool(most >= _SPREAD_MIN and least >= _NARROW_MIN)


def _looks_still_too(was: NDArray[np.float32], now: NDArray[np.float32], inliers: int) -> bool:
    """Half as many corners are where they were: tiles repeat, a room that moved does not."""
    still = int((np.linalg.norm(now - was, axis=1) < _FIT_PX).sum())
    return still >= inliers / 2
