"""Is somebody else there? A trainer beside the user would take over the track unnoticed.

About once a second the user is painted over and the rest of the picture searched. Compared with
asking the model for two people this found the trainer in 20 of 20 frames of a clip with two
people, where two poses were found in 9; and in 80 frames of five clips with one user it called
neither a skeleton model nor somebody far behind a second person.
"""

import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.pose import Floats, Landmark, Pose

LOOK_EVERY_S = 1.0
SEEK_EVERY_S = 0.5
MARGIN = 0.08  # of the body's box, so that no hand or foot is left over
REACH = 0.25  # of it, where the body alone is shown: it moves meanwhile
GREY = 128

# A second person's numbers on that clip were >= 1.5, >= 0.81 and >= 0.87; those of things and
# of people far behind had a height below 0.7 or a visibility below 0.7.
LEAST_DISTANCE_TORSOS = 1.0
LEAST_HEIGHT_RATIO = 0.7
LEAST_VISIBILITY = 0.8

_TORSO = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


class Lookout:
    """Remembers when it was last looked around, and who was there.

    Whoever was there has gone once two looks in a row find nobody: one that bends down is missed.
    """

    def __init__(self) -> None:
        self._last_s = -np.inf
        self._others = 0
        self._missed = False

    def is_due(self, time_s: float, *, seeking: bool = False) -> bool:
        """Whether a second has passed, half of one while somebody is sought or missed, or time has
        run back.
        """
        soon = seeking or self._missed
        return not 0 <= time_s - self._last_s < (SEEK_EVERY_S if soon else LOOK_EVERY_S)

    def note(self, time_s: float, user: Pose | None, other: Pose | None) -> None:
        """Write down a look. With nobody in view the next frame is looked at again."""
        found = user is not None and other is not None and is_second(user, other)
        self._missed = bool(self._others) and not found and not self._missed
        self._others = int(found or self._missed)
        if user is not None:
            self._last_s = time_s

    def people(self, user: Pose | None) -> int:
        """How many there are: the user, if in view now, and the others of the last look."""
        return self._others + int(user is not None)


def without_user(picture: Pixels, user: Pose, width_px: int, height_px: int) -> Pixels:
    """A copy of the picture with a grey box over the user, who is given in frame pixels."""
    covered = picture.copy()
    covered[(*box_of(user, picture, width_px, height_px, MARGIN), slice(3))] = GREY
    return covered


def alone(picture: Pixels, user: Pose, width_px: int, height_px: int) -> Pixels:
    """A copy of the picture with all but the user, and a little about them, in grey."""
    box = box_of(user, picture, width_px, height_px, REACH)
    covered = np.full_like(picture, GREY)
    covered[box] = picture[box]
    return covered


def box_of(pose: Pose, picture: Pixels, width_px: int, height_px: int, margin: float
           ) -> tuple[slice, slice]:
    """Rows and columns of the picture that the body takes; `margin` in widths and heights."""
    low, high = pose.px[:, :2].min(axis=0), pose.px[:, :2].max(axis=0)
    spare = margin * (high - low)
    scale = np.array([picture.shape[1] / width_px, picture.shape[0] / height_px])
    edge = [picture.shape[1], picture.shape[0]]
    left, top = np.clip((low - spare) * scale, 0, edge).astype(int)
    right, bottom = np.clip((high + spare) * scale, 0, edge).astype(int)
    return slice(top, bottom), slice(left, right)


def is_second(user: Pose, other: Pose) -> bool:
    """Whether `other` is another person, about as near as the user, and clearly seen."""
    apart = np.linalg.norm(_middle(user) - _middle(other))
    torso = max(torso_px(user), torso_px(other))
    heights = sorted((float(np.ptp(user.px[:, 1])), float(np.ptp(other.px[:, 1]))))
    return bool(apart >= LEAST_DISTANCE_TORSOS * torso
                and heights[0] >= LEAST_HEIGHT_RATIO * heights[1]
                and other.visibility.mean() >= LEAST_VISIBILITY)


def _middle(pose: Pose) -> Floats:
    middle: Floats = pose.px[_TORSO, :2].mean(axis=0)
    return middle


def torso_px(pose: Pose) -> float:
    """From the middle of the shoulders to that of the hips."""
    points = pose.px[_TORSO, :2]
    return float(np.linalg.norm(points[:2].mean(axis=0) - points[2:].mean(axis=0)))
