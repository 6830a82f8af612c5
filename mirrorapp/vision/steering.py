"""Gets the tracker back to somebody it has left for another person.

The tracker follows whoever it holds and can't be told whom. But it can be shown less: where the
one who is sought is seen elsewhere in the picture, everything but them is painted over until
the tracker has let go of the other one and holds them.
"""

import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.bystander import alone
from mirrorapp.vision.looks import ALIKE, apart
from mirrorapp.vision.pose import Floats, Pose

GIVE_UP_S = 1.0
"""They may have walked on: then they are looked for anew."""


class Steering:
    """Whom to get back to, and where they were seen."""

    def __init__(self) -> None:
        self._at: Pose | None = None
        self._since_s = -np.inf

    def shown(self, picture: Pixels, time_s: float, width_px: int, height_px: int) -> Pixels:
        """What the tracker is to see: the picture, or only the surroundings of the sought."""
        if self._at is None or not 0 <= time_s - self._since_s <= GIVE_UP_S:
            self._at = None
            return picture
        return alone(picture, self._at, width_px, height_px)

    def seen(self, time_s: float, held: Floats | None, other: Pose, looks: Floats,
             sought: Floats) -> None:
        """Beside the body that the tracker holds there is another; steer there if it is them.

        Where too little is seen of either to tell, the tracker is left alone.
        """
        if _difference(looks, sought) < ALIKE <= _difference(held, sought):
            self._at, self._since_s = other, time_s

    def note(self, held: Floats | None, sought: Floats | None) -> None:
        """What the tracker holds looks like `held`: steer no more if it is them, or nobody is."""
        if sought is None or _difference(held, sought) < ALIKE:
            self._at = None


def _difference(looks: Floats | None, sought: Floats) -> float:
    """How unlike the sought; NaN, which is neither less nor more, where it can't be told."""
    difference = None if looks is None else apart(looks, sought)
    return np.nan if difference is None else difference
