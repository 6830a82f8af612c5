"""Signals of somebody seen from the side: angles in the picture, of the leg that works.

In that plane the picture is trusted, as it is from the front; the leg further away counts only
where it is seen, too.
"""

import numpy as np

from mirrorapp.alignment import marks, side_view
from mirrorapp.events import Side
from mirrorapp.vision.pose import Floats, Pose


def hinge_deg(pose: Pose, side: Side) -> float:
    """From the line of the thigh to that of the trunk, + = folded forward, 0 in one line.

    Raises `Unseen`.
    """
    top, hips = marks.trunk(pose)
    hip, knee, _ = marks.leg(pose, side)
    return side_view.ahead(pose) * (_lean_deg(top - hips) - _lean_deg(hip - knee))


def knee_bend_deg(pose: Pose, side: Side) -> float:
    """Of this leg: 0 straight. Raises `Unseen`."""
    hip, knee, ankle = marks.leg(pose, side)
    turn = _lean_deg(hip - knee) - _lean_deg(knee - ankle)
    return abs((turn + 180.0) % 360.0 - 180.0)


def _lean_deg(up: Floats) -> float:
    """How far a line that goes up leans to the right in the picture, degrees."""
    return float(np.degrees(np.arctan2(up[0], -up[1])))
