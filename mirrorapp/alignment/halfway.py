"""The legs by the first look, and half-way between two looks at them, see `vision.second`.

Only the knees' angles are read half-way, and on one leg the free hip. Depth, and with it counting,
how far the user is turned, and what is drawn are the first look's. So is what is read of knees on
one leg and of how pelvis and trunk are held on both: that was never tried on two looks.
"""

from mirrorapp.vision.pose import Floats, Pose, Sighting
from mirrorapp.vision.smoothing import PoseSmoother


class Halfway:
    """Keeps how far apart both looks were last, for the frames that were looked at once."""

    def __init__(self) -> None:
        self._off_px: Floats | None = None
        self._smooth = PoseSmoother()

    def __call__(self, sighting: Sighting) -> tuple[Pose | None, Pose | None]:
        """The smoothed pose by the first look, and the one with x and y half-way: the very same
        until there was a second look.
        """
        pose = sighting.pose
        if pose is None:
            return None, None
        if sighting.second is not None:
            self._off_px = (sighting.second - pose.px[:, :2]) / 2
        between_px = None
        if self._off_px is not None:
            between_px = pose.px.copy()
            between_px[:, :2] += self._off_px
        once, twice = self._smooth(sighting, between_px) or (None, None)
        return once, once if between_px is None else twice
