"""A second look at the same body: the picture the other way round.

The pose model does not see left and right alike, and errs differently each time: what it says of
a leg in the picture and in its mirror image differs by 1-3 % of the shank. The middle of the two
is nearer to the truth (docs/accuracy.md). A second look costs as much as the first, so it is
taken a few times a second, and never more often than every third frame: a slow machine loses at
most a quarter of its frames to it. In between the last difference holds.
"""

import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.bystander import alone, torso_px
from mirrorapp.vision.pose import Floats, Landmark, Pose

LOOK_EVERY_S, EVERY_FRAMES = 0.25, 3
MOST_APART_TORSOS = 0.2
"""Of hips, knees and ankles. On rendered bodies both looks are within .10; beyond that one of
them is wrong, or of somebody else."""

_LEGS = slice(Landmark.LEFT_HIP, Landmark.RIGHT_ANKLE + 1)


def _other_side(mark: Landmark) -> Landmark:
    side, _, rest = mark.name.partition("_")
    if side in ("LEFT", "RIGHT"):
        return Landmark[f"{'RIGHT' if side == 'LEFT' else 'LEFT'}_{rest}"]
    return {Landmark.MOUTH_LEFT: Landmark.MOUTH_RIGHT,
            Landmark.MOUTH_RIGHT: Landmark.MOUTH_LEFT}.get(mark, mark)


_OTHER_SIDE = [_other_side(mark) for mark in Landmark]


class SecondLook:
    """When to look again, at what, and whether it was the same body."""

    def __init__(self) -> None:
        self._last_s = -np.inf
        self._frames = 0
        self._agreed = True

    def is_due(self, time_s: float) -> bool:
        """Whether it has been a while, or time has run back; to be asked once a frame."""
        self._frames += 1
        since_s = time_s - self._last_s
        return not 0 <= since_s < np.inf or (
            since_s >= LOOK_EVERY_S and self._frames >= EVERY_FRAMES)

    def shown(self, picture: Pixels, user: Pose, width_px: int, height_px: int) -> Pixels:
        """The picture mirrored. The model may have gone astray: then it shows the user alone."""
        if not self._agreed:
            picture = alone(picture, user, width_px, height_px)
        return picture[:, ::-1]

    def note(self, time_s: float, user: Pose, seen: Pose | None, width_px: int) -> Floats | None:
        """What was seen in the mirrored picture, as (33, 2) pixels of the straight one.

        None where it is not the user's body as the first look found it.
        """
        self._last_s, self._frames = time_s, 0
        second = None if seen is None else turned_back(seen, width_px)
        self._agreed = second is not None and agree(user, second)
        return second if self._agreed else None


def turned_back(mirrored: Pose, width_px: int) -> Floats:
    """The landmarks' x and y (33, 2) where they are in the picture before it was mirrored."""
    back = mirrored.px[_OTHER_SIDE, :2].copy()
    back[:, 0] = width_px - back[:, 0]
    return back


def agree(user: Pose, second: Floats) -> bool:
    """Whether both looks found the same legs in the same place."""
    apart = np.linalg.norm(second[_LEGS] - user.px[_LEGS, :2], axis=1)
    return float(apart.max()) <= MOST_APART_TORSOS * torso_px(user)


