"""Where the camera is and what it sees: the one description of it that others compute with.

Floor coordinates are used: x to the camera's right, y level and ahead of it, z up; the origin is
on the floor below the camera. Lengths in metres, pictures in pixels from the top left.
"""

from dataclasses import dataclass
from math import atan, cos, degrees, radians, sin, tan
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scalars = float | Floats


class Rolled(Protocol):
    """How askew a camera hangs: `roll_deg` as in `Station`, with its uncertainty (one sigma)."""

    @property
    def roll_deg(self) -> float: ...

    @property
    def roll_deg_u(self) -> float: ...


def askew(camera: Rolled | None) -> bool:
    """Whether it surely is: what is within its noise is left as it is."""
    return camera is not None and abs(camera.roll_deg) > 2 * camera.roll_deg_u


@dataclass(frozen=True, slots=True)
class Station:
    """How the camera stands to the floor mark; each value with its uncertainty (one sigma, `_u`).

    `height_m`: of the lens above the floor. `tilt_deg`: + looks down. `roll_deg`: + is turned
    clockwise as seen from behind the camera, so that upright things lean to the left in the
    picture. `vfov_deg`: vertical field of view of the upright picture. `distance_m`: from the
    camera to the floor mark, along the floor.
    """

    height_m: float
    tilt_deg: float
    roll_deg: float
    vfov_deg: float
    distance_m: float
    height_m_u: float = 0.0
    tilt_deg_u: float = 0.0
    roll_deg_u: float = 0.0
    vfov_deg_u: float = 0.0
    distance_m_u: float = 0.0


def focal_px(vfov_deg: float, height_px: int) -> float:
    """Focal length in pixels of an upright picture `height_px` high."""
    return height_px / 2 / tan(radians(vfov_deg) / 2)


def vfov_deg(focal: float, height_px: int) -> float:
    """The vertical field of view that a focal length in pixels means."""
    return degrees(2 * atan(height_px / 2 / focal))


def project_px(station: Station, points_m: Floats, width_px: int, height_px: int) -> Floats:
    """Where points (..., 3) in floor coordinates fall on the picture (..., 2).

    A point beside or behind the lens gives numbers that mean nothing.
    """
    right, down, deep = camera_axes(points_m, station.height_m, station.tilt_deg)
    x, y = rolled(right / deep, down / deep, station.roll_deg)
    focal = focal_px(station.vfov_deg, height_px)
    return np.stack([width_px / 2 + focal * x, height_px / 2 + focal * y], axis=-1)


def depth_m(station: Station, points_m: Floats) -> Floats:
    """How far points (..., 3) are from the camera along its line of sight (...,)."""
    return camera_axes(points_m, station.height_m, station.tilt_deg)[2]


def rays(station: Station, places_px: Floats, width_px: int, height_px: int) -> Floats:
    """The directions (..., 3) in floor coordinates in which places (..., 2) of the picture lie.

    Their part along the camera's line of sight is 1; they start at (0, 0, `height_m`).
    """
    focal = focal_px(station.vfov_deg, height_px)
    turn, tilt = radians(station.roll_deg), radians(station.tilt_deg)
    across = (places_px[..., 0] - width_px / 2) / focal
    below = (places_px[..., 1] - height_px / 2) / focal
    right = across * cos(turn) - below * sin(turn)
    down = below * cos(turn) + across * sin(turn)
    return np.stack([right, cos(tilt) - down * sin(tilt), -sin(tilt) - down * cos(tilt)], axis=-1)


def camera_axes(points_m: Floats, height_m: Scalars, tilt_deg: Scalars
                ) -> tuple[Floats, Floats, Floats]:
    """How far points (..., 3) are right of, below and along the line of sight of a camera (...,),
    before its roll.
    """
    tilt = np.radians(tilt_deg)
    down, level = np.sin(tilt), np.cos(tilt)
    ahead, up = points_m[..., 1], points_m[..., 2] - height_m
    return points_m[..., 0], -up * level - ahead * down, ahead * level - up * down


def rolled(right: Floats, below: Floats, roll_deg: Scalars) -> tuple[Floats, Floats]:
    """Across and down on the picture of a camera that is turned by this."""
    turn = np.radians(roll_deg)
    cosine, sine = np.cos(turn), np.sin(turn)
    return right * cosine + below * sine, below * cosine - right * sine
