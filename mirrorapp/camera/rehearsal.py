"""The clip that comes with the mirror: to try everything without a camera."""

from pathlib import Path

from mirrorapp.camera.base import REHEARSAL, CameraError
from mirrorapp.camera.video import VideoFile
from mirrorapp.clock import Clock

CLIP = Path(__file__).with_name("rehearsal.mp4")


class Rehearsal(VideoFile):
    """A rendered figure does squats; for ever, or once (`loop=False`) for the guest demo."""

    def __init__(self, clock: Clock, *, realtime: bool = True, loop: bool = True,
                 clip: Path = CLIP) -> None:
        super().__init__(clip, clock, realtime=realtime, loop=loop)
        self.name = REHEARSAL
        self._clip = clip

    def open(self) -> None:
        """Start the clip. Raises `CameraError` where the installation lacks it."""
        if not self._clip.is_file():
            raise CameraError("The rehearsal clip is missing from this installation.",
                              "Install mirrorapp again.")
        super().open()
