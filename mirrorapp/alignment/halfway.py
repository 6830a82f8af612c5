"""The legs half-way between two looks at them, see `vision.second`.

Only the knees' angles are read half-way, and on one leg the free hip. Depth, and with it counting,
how far the user is turned, and what is drawn are the first look's. So is what is read of knees on
one leg and of how pelvis and trunk are held on both: that was never tried on two looks.
"""

from dataclasses import replace

import numpy as np

from mirrorapp.vision.pose import Floats, Pose, Sighting
from mirrorapp.vision.smoothing import PoseSmoother


class Halfway:
    """Keeps how far apart both looks were last, for the frames that were looked at once."""

    def __init__(self) -> None:
        self._off_px: Floats | None = None
        self._smooth = PoseSmoother()

    def __call__(self, sighting: Sighting) -> Pose | None:
        """The smoothed pose with x and y half-way; the first look's until there was a second."""
        pose = sighting.pose
        if pose is None:
            return None
        if sighting.second is not None:
            self._off_px = (sighting.second - pose.px[:, :2]) / 2
        if self._off_px is not None:
            px = np.column_stack((pose.px[:, :2] + self._off_px, pose.px[:, 2]))
            pose = replace(pose, px=px)
        return self._smooth(replace(sighting, pose=pose)).pose
