"""The camera that looks at whoever is here, whichever kind it is: the Pi's own, else a webcam."""

import logging
from collections.abc import Sequence

from mirrorapp.camera.base import Camera, CameraError, CameraMissing, Frame

log = logging.getLogger(__name__)

NONE_SEEN = "No camera is seen."
PLUG_IN = "Switch off, check both ends of the ribbon cable, or plug a webcam in."


class LiveCamera:
    """The first of `cameras` that opens, and from then on that one alone: another camera sees from
    another place, and does not take its place unasked. `name` is "" until there is one.
    """

    recording = False

    def __init__(self, cameras: Sequence[Camera]) -> None:
        self.name = ""
        self._cameras = tuple(cameras)

    def open(self) -> None:
        """Start the one that is there; nothing where it runs. Raises `CameraError`.

        Of several refusals the first is raised that is about a camera which is there.
        """
        refusals: list[CameraError] = []
        for camera in self._cameras:
            try:
                camera.open()
            except CameraError as error:
                refusals.append(error)
            else:
                self._take(camera)
                return
        raise _told(refusals)

    def read(self) -> Frame:
        """Wait for the next frame. Raises `CameraLost`."""
        return self._cameras[0].read()

    def skip(self) -> bool:
        """See `Camera`. Raises `CameraLost`."""
        return self._cameras[0].skip()

    def close(self) -> None:
        for camera in self._cameras:
            camera.close()

    def _take(self, camera: Camera) -> None:
        if not self.name:
            log.info("camera: %s", camera.name)
        self._cameras, self.name = (camera,), camera.name


def _told(refusals: Sequence[CameraError]) -> CameraError:
    if len(refusals) == 1:  # of the one that was there
        return refusals[0]
    there = (each for each in refusals if not isinstance(each, CameraMissing))
    return next(there, CameraMissing(NONE_SEEN, PLUG_IN))
