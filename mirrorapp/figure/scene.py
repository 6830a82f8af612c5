"""What surrounds the figure: the camera, the light and a plain room. Numpy alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mirrorapp.figure.rotations import about_x, about_z, unit
from mirrorapp.figure.skeleton import Array

NEAR_M, FAR_M = 0.1, 20.0
MAT_THICKNESS_M = 0.008  # the person stands on the mat, whose top is z = 0


@dataclass(frozen=True)
class Camera:
    """A pinhole camera that looks at a person standing at the origin.

    `yaw_deg` walks it around the person, to the person's own left; `tilt_deg` looks down;
    `lateral_m` shifts it along its own right; `roll_deg` turns it clockwise, seen from behind.
    """

    width_px: int = 540
    height_px: int = 960
    height_m: float = 1.40
    distance_m: float = 2.3
    tilt_deg: float = 11.0
    vfov_deg: float = 50.0
    yaw_deg: float = 0.0
    lateral_m: float = 0.0
    roll_deg: float = 0.0

    @property
    def eye_m(self) -> Array:
        """The camera's position (3,)."""
        return np.asarray(
            about_z(self.yaw_deg) @ np.array([self.lateral_m, -self.distance_m, self.height_m])
        )

    def view(self) -> Array:
        """Return the matrix (4, 4) from the world to the camera (x right, y up, z backwards)."""
        upright = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
        aimed = about_x(self.tilt_deg) @ upright @ about_z(-self.yaw_deg)
        turn = about_z(self.roll_deg) @ aimed  # its own z points backwards
        matrix = np.eye(4)
        matrix[:3, :3] = turn
        matrix[:3, 3] = -turn @ self.eye_m
        return matrix

    def projection(self) -> Array:
        """Return the perspective matrix (4, 4) to OpenGL's clip space."""
        focal = 1.0 / math.tan(math.radians(self.vfov_deg) / 2)
        matrix = np.zeros((4, 4))
        matrix[0, 0] = focal * self.height_px / self.width_px
        matrix[1, 1] = focal
        matrix[2, 2] = (FAR_M + NEAR_M) / (NEAR_M - FAR_M)
        matrix[2, 3] = 2 * FAR_M * NEAR_M / (NEAR_M - FAR_M)
        matrix[3, 2] = -1.0
        return matrix

    def project_px(self, points_m: Array) -> Array:
        """Return where points (..., 3) fall on the picture (..., 2), in pixels from top left."""
        homogeneous = np.concatenate([points_m, np.ones((*points_m.shape[:-1], 1))], axis=-1)
        clip = homogeneous @ (self.projection() @ self.view()).T
        plane = clip[..., :2] / clip[..., 3:]
        size_px = np.array([self.width_px, self.height_px])
        return np.asarray((plane * np.array([0.5, -0.5]) + 0.5) * size_px)


@dataclass(frozen=True)
class Light:
    """A soft lamp far away, and the glow of the room. Directions (3,) point *to* the light."""

    key_direction: tuple[float, float, float] = (-0.55, -0.75, 1.25)
    key: float = 0.64
    ambient: float = 0.79
    fill: float = 0.16

    def shadow_matrix(self) -> Array:
        """Return the matrix (4, 4) to the clip space of a map that holds the whole person."""
        towards = unit(np.array(self.key_direction))
        right = unit(np.cross(np.array([0.0, 0.0, 1.0]), towards))
        turn = np.stack([right, np.cross(towards, right), towards])
        matrix = np.eye(4)
        half_size_m = np.array([1.15, 1.15, 3.0])
        centre_m = np.array([0.0, 0.0, 0.85])
        matrix[:3, :3] = turn / half_size_m[:, None] * np.array([[1.0], [1.0], [-1.0]])
        matrix[:3, 3] = -matrix[:3, :3] @ centre_m
        return matrix


@dataclass(frozen=True)
class Surface:
    """A flat piece of the room: corners (4, 3) in metres, normal (3,), sRGB colour.

    `grain` is the strength of floorboards drawn on it.
    """

    corners_m: Array
    normal: tuple[float, float, float]
    colour: tuple[float, float, float]
    grain: float = 0.0


def room() -> tuple[Surface, ...]:
    """Return a light wall with a skirting board, a wooden floor and a mat to stand on."""
    floor_m, side_m, wall_m = -MAT_THICKNESS_M, 5.0, 1.35
    upright = (0.0, -1.0, 0.0)
    wall = _upright((-side_m, side_m), (floor_m, 4.0), wall_m)
    board = _upright((-side_m, side_m), (floor_m, 0.085), wall_m - 0.015)
    board_top = _level((-side_m, side_m), (wall_m - 0.015, wall_m), 0.085)
    mat_x_m, mat_y_m = (-0.36, 0.36), (-0.62, 0.62)
    floor = _level((-side_m, side_m), (-side_m, wall_m), floor_m)
    mat_front = _upright(mat_x_m, (floor_m, 0.0), mat_y_m[0])
    level = (0.0, 0.0, 1.0)
    return (
        Surface(wall, upright, (0.82, 0.82, 0.79)),
        Surface(board, upright, (0.90, 0.90, 0.88)),
        Surface(board_top, level, (0.90, 0.90, 0.88)),
        Surface(floor, level, (0.72, 0.62, 0.51), grain=1.0),
        Surface(_level(mat_x_m, mat_y_m, 0.0), level, (0.42, 0.53, 0.53)),
        Surface(mat_front, upright, (0.36, 0.46, 0.46)),
    )


def _level(x_m: tuple[float, float], y_m: tuple[float, float], z_m: float) -> Array:
    (left, right), (front, back) = x_m, y_m
    return np.array(
        [[left, front, z_m], [right, front, z_m], [right, back, z_m], [left, back, z_m]]
    )


def _upright(x_m: tuple[float, float], z_m: tuple[float, float], y_m: float) -> Array:
    (left, right), (low, high) = x_m, z_m
    return np.array([[left, y_m, low], [right, y_m, low], [right, y_m, high], [left, y_m, high]])
