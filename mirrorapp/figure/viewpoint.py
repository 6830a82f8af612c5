"""The camera that looks at the figure, as matrices."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mirrorapp.figure.rotations import about_x, about_z
from mirrorapp.figure.scenery import View
from mirrorapp.figure.skeleton import Array

# To the person's left, and down.
_AIM_DEG = {
    "front": (0.0, 7.0), "left": (90.0, 7.0), "right": (-90.0, 7.0),
    "half_left": (42.0, 10.0), "half_right": (-42.0, 10.0), "above": (0.0, 62.0),
}
FIELD_DEG = 24.0  # from top to bottom: a long lens, which keeps near limbs from growing
MARGIN = 1.06
# The pool of light on the floor: half its width and depth, in parts of what fits in the picture.
_POOL, _POOL_DEPTH = 0.40, 0.27
# How far before and behind the centre things may lie; small, as the depth has 16 bits only.
REACH_M = 2.5


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """`eye` (3, 4) takes the world to the camera: x right, y up, z towards the viewer.

    `lens` (4, 4) takes that to OpenGL's clip space.
    """

    eye: Array
    lens: Array

    def project(self, points_m: Array) -> Array:
        """Return where points (..., 3) fall (..., 2): from −1, left and bottom, to 1."""
        seen_m = points_m @ self.eye[:, :3].T + self.eye[:, 3]
        clip = seen_m @ self.lens[:, :3].T + self.lens[:, 3]
        return np.asarray(clip[..., :2] / clip[..., 3:])


def look(view: View, aspect: float, *, mirrored: bool) -> Viewpoint:
    """Return the camera of `view` for a picture of `aspect` = width / height.

    `mirrored` swaps left and right as a mirror does. The swap is the camera's, so that the light,
    which is fixed to the camera, comes from the same side of the picture either way.
    """
    distance_m = shown_m(view, aspect) / 2 / math.tan(math.radians(FIELD_DEG) / 2)
    turn = _turn(view)
    eye = np.empty((3, 4))
    eye[:, :3] = turn
    eye[:, 3] = np.array([0.0, 0.0, -distance_m]) - turn @ np.array(view.centre_m)
    if mirrored:
        eye[0] = -eye[0]
    return Viewpoint(eye, _lens(distance_m, aspect))


def shown_m(view: View, aspect: float) -> float:
    """Return how much a picture of `aspect` = width / height shows from top to bottom."""
    return MARGIN * max(view.height_m, view.width_m / aspect)


def floor_matrix(view: View) -> Array:
    """Return where (3, 4) the level disc of radius 1 goes that is the floor of `view`.

    It lies below the centre, and is wider than deep as seen from there: its near edge would
    otherwise be cut off by the picture's.
    """
    yaw_deg, _ = _AIM_DEG[view.camera]
    size_m = max(view.height_m, view.width_m)
    matrix = np.zeros((3, 4))
    matrix[:, :3] = about_z(yaw_deg) @ np.diag([_POOL * size_m, _POOL_DEPTH * size_m, 1.0])
    matrix[:2, 3] = view.centre_m[:2]
    return matrix


def _turn(view: View) -> Array:
    yaw_deg, tilt_deg = _AIM_DEG[view.camera]
    upright = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
    return np.asarray(about_x(tilt_deg) @ upright @ about_z(-yaw_deg))


def _lens(distance_m: float, aspect: float) -> Array:
    near_m = max(distance_m - REACH_M, distance_m / 10)
    far_m = distance_m + REACH_M
    focal = 1.0 / math.tan(math.radians(FIELD_DEG) / 2)
    lens = np.zeros((4, 4))
    lens[0, 0], lens[1, 1] = focal / aspect, focal
    lens[2, 2] = (far_m + near_m) / (near_m - far_m)
    lens[2, 3] = 2 * far_m * near_m / (near_m - far_m)
    lens[3, 2] = -1.0
    return lens
