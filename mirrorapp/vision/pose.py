"""A body as the pose model sees it: 33 landmarks, in pixels and in metres."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mirrorapp.camera.base import Frame

Floats = NDArray[np.float64]
LANDMARK_COUNT = 33


class Landmark(IntEnum):
    """Index into the landmark arrays (MediaPipe Pose, BlazePose topology); left = the user's."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One body in one frame.

    `px` (33, 3): x to the right and y down from the frame's top left corner, z towards the
    camera negative, all in pixels of the full frame; `visibility` and `presence` (33,) 0–1;
    `world_m` (33, 3) metres around the middle of the hips. All finite.
    """

    px: Floats
    visibility: Floats
    presence: Floats
    world_m: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """What was seen in one frame: nobody (`pose` None), or somebody.

    `people` is how many the last look around found; it is looked for about once a second, and
    is 1 where nobody looked (a landmark recording). `blind`: nobody could look, the pose model
    is being started again; that nobody is seen then means nothing. `looks` is what the body
    looks like (see `looks`), None where there was no picture to look at. `second` (33, 2): where
    the landmarks are by a second look, in pixels (see `second`), None where nobody looked again.
    """

    time_s: float
    width_px: int
    height_px: int
    pose: Pose | None
    people: int = 1
    blind: bool = False
    looks: Floats | None = None
    second: Floats | None = None


class Estimator(Protocol):
    """Finds the body in a frame, while whoever asked does something else."""

    def open(self) -> None:
        """Load the model. Raises `VisionError`."""

    def ask(self, frame: Frame) -> None:
        """Have one frame looked at; the next may be asked about before this one is answered.
        Raises `VisionLost`: then nothing is answered any more that was asked before.
        """

    def answer(self) -> Sighting:
        """What is seen in the first frame that was asked about and not answered; blocks until it
        is. Raises `VisionLost`, as `ask`.
        """

    def seek(self, looks: Floats | None) -> None:
        """From now on get back to whoever looks like that, where they are there; None: no more."""

    def close(self) -> None:
        """Let go of the model. Safe to call twice."""
