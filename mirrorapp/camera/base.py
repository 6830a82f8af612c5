"""What a camera is: something that opens, gives frames with their capture time, and closes."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mirrorapp.events import MirrorError

Pixels = NDArray[np.uint8]
REHEARSAL = "rehearsal clip"
"""The name of the clip that comes with the mirror, as a camera."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture, not mirrored, as the camera saw it.

    `rgba` is (height, width, 4) for the screen. `lores` is the same view, smaller, as
    (height, width, 3) RGB for the pose model where the camera makes one by itself.
    `time_s` is when the picture was taken, on the camera's own steady clock.
    """

    index: int
    time_s: float
    rgba: Pixels
    lores: Pixels | None = None

    @property
    def width_px(self) -> int:
        return int(self.rgba.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.rgba.shape[0])


class CameraError(MirrorError):
    """No camera here, or it does not open."""


class CameraMissing(CameraError):
    """None of this kind is here."""


class CameraLost(CameraError):
    """The camera was there and is gone; open it again to see whether it is back."""


class EndOfRecording(Exception):
    """A recording has no more frames."""


class BreaksOff(EndOfRecording, CameraError):
    """A recording has no more frames, and told of more."""


class Camera(Protocol):
    """Every camera, real or not, is one of these.

    `name` is what the log and the screen call it. `recording` is true where frames come from a
    file: then none may be skipped, and time is the file's.
    """

    name: str
    recording: bool

    def open(self) -> None:
        """Get ready to read; does nothing where it is open. Raises `CameraError`."""

    def read(self) -> Frame:
        """Wait for the next frame. Raises `CameraLost` or `EndOfRecording`."""

    def skip(self) -> bool:
        """Let the next frame go by unread, so that the one after it is new; whether one did. False
        at once where none has to: old ones go by themselves, or none may. Raises `CameraLost`.
        """

    def close(self) -> None:
        """Give the device back. Safe to call twice, and from another thread."""
