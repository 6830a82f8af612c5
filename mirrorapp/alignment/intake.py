"""What comes in, before anything is measured: numbers that can't be a body are nobody.

The camera and the pose model promise times that grow and landmarks that are finite. Whatever
breaks that promise must end in a refusal, never in a verdict.
"""

from dataclasses import replace
from math import dist, isfinite
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mirrorapp.alignment import geometry
from mirrorapp.events import Refusal
from mirrorapp.vision.pose import LANDMARK_COUNT, Floats, Landmark, Pose, Sighting
from mirrorapp.vision.recording import LONGEST_S, LONGEST_SIDE_PX
from mirrorapp.vision.second import agree

_LEAST_STEP_S = 1e-5
_FRAMES_AWAY = 4.0
_METRES_AWAY = 100.0
_SHARE = 0.5 + 1e-3, 0.5
"""So far at most from there: 0–1, and a little more."""
_HIPS_M_MIN = 0.01
"""The pose model's own hips are .21 to .24 m apart on whoever faces it, .02 m at the very least."""


class Taken(NamedTuple):
    """A sighting that can be worked on, or why it can't be.

    `refusal`: nothing is to be made of this one. `anew`: what was learnt before holds no longer.
    """

    sighting: Sighting
    refusal: Refusal | None = None
    anew: bool = False


class Intake:
    """Checks one sighting after another against itself and the one before."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._size: tuple[int, int] | None = None

    def take(self, sighting: Sighting) -> Taken:
        """Check one sighting. Times that do not go on are a cut; a new frame size is one too."""
        last_s, time_s = self._last_s, float(sighting.time_s)
        if not isfinite(time_s) or abs(time_s) > LONGEST_S:
            lost = replace(sighting, time_s=0.0 if last_s is None else last_s, pose=None)
            return Taken(lost, Refusal.CUT)
        pose = _body(sighting)
        second = _second(sighting, pose)
        if not (time_s is sighting.time_s and pose is sighting.pose and second is sighting.second):
            sighting = replace(sighting, time_s=time_s, pose=pose, second=second)
        self._last_s = time_s
        size = (sighting.width_px, sighting.height_px)
        before, self._size = self._size, size
        resized = before is not None and before != size
        if last_s is not None and (time_s - last_s < _LEAST_STEP_S or resized):
            return Taken(replace(sighting, pose=None), Refusal.CUT, time_s < last_s or resized)
        return Taken(sighting)


def _body(sighting: Sighting) -> Pose | None:
    """The body, if its numbers can be one's in a frame of this size."""
    pose, longest = sighting.pose, max(sighting.width_px, sighting.height_px)
    if pose is None or min(sighting.width_px, sighting.height_px) < 1 or longest > LONGEST_SIDE_PX:
        return None
    numbers = (_within(pose.px, (LANDMARK_COUNT, 3), _FRAMES_AWAY * longest)
               and _within(pose.world_m, (LANDMARK_COUNT, 3), _METRES_AWAY)
               and _within(pose.visibility, (LANDMARK_COUNT,), *_SHARE)
               and _within(pose.presence, (LANDMARK_COUNT,), *_SHARE))
    return pose if numbers and _has_hips(pose) else None


def _has_hips(pose: Pose) -> bool:
    """Without them nobody knows which way the body faces."""
    world = geometry.world(pose)
    return dist(world[Landmark.LEFT_HIP], world[Landmark.RIGHT_HIP]) >= _HIPS_M_MIN


def _second(sighting: Sighting, pose: Pose | None) -> Floats | None:
    """The second look, if its numbers can be the same body's."""
    second, away_px = sighting.second, _FRAMES_AWAY * max(sighting.width_px, sighting.height_px)
    if second is None or pose is None or not _within(second, (LANDMARK_COUNT, 2), away_px):
        return None
    return second if agree(pose, second) else None


def _within(array: NDArray[Any], shape: tuple[int, ...], most: float, around: float = 0.0) -> bool:
    """No further from there than `most`, which no NaN is: where there is one, it is the furthest.
    """
    return (isinstance(array, np.ndarray) and array.shape == shape and array.dtype.kind in "fiu"
            and bool(np.abs(array - around).max() <= most))
