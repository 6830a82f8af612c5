"""Where the user is and which way is up, by what calibration knows of the camera."""

from dataclasses import replace
from math import cos, radians, sin

import numpy as np

from mirrorapp.alignment.station import Rolled, Station, askew, rays
from mirrorapp.vision.pose import Landmark, Pose, Sighting

_ANKLE_M = 0.08
"""Height of the ankle joint above the floor, shoes and all."""
NEAR_M, FAR_M = 1.4, 3.6
"""Readings are tried from 1.8 to 3 m (docs/accuracy.md); a little more on either side is let be."""


def levelled(pose: Pose, camera: Rolled | None, sighting: Sighting) -> Pose:
    """The pose as a camera without roll would see it; as it is where nothing sure is known.

    A knee reads as much too far in as the camera is rolled; see docs/accuracy.md.
    """
    if camera is None or not askew(camera):
        return pose
    turn = radians(camera.roll_deg)
    middle = np.array([sighting.width_px / 2, sighting.height_px / 2])
    x, y = (pose.px[:, :2] - middle).T
    # + roll leans upright things to the left in the picture: turned back clockwise.
    level = np.stack([x * cos(turn) - y * sin(turn), y * cos(turn) + x * sin(turn)], axis=1)
    return replace(pose, px=np.column_stack([level + middle, pose.px[:, 2]]))


def distance_m(pose: Pose, station: Station | None, sighting: Sighting) -> float | None:
    """How far the user's feet are from the camera, along the floor; None where it can't be told."""
    if station is None:
        return None
    ankles = pose.px[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE], :2]
    foot = ankles[ankles[:, 1].argmax()]  # the other one may be lifted
    _, ahead, down = rays(station, foot, sighting.width_px, sighting.height_px)
    if down >= 0:
        return None
    return float(ahead * (station.height_m - _ANKLE_M) / -down)
