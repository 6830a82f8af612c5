"""Which camera it is to be."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from mirrorapp.camera.base import Camera, CameraError
from mirrorapp.camera.live import LiveCamera
from mirrorapp.camera.picamera import PiCamera
from mirrorapp.camera.rehearsal import Rehearsal
from mirrorapp.camera.video import VideoFile
from mirrorapp.camera.webcam import Webcam
from mirrorapp.clock import Clock
from mirrorapp.config import CameraConfig

log = logging.getLogger(__name__)

Live = Callable[[CameraConfig, Clock], Camera]


class MakeVideo(Protocol):
    """Makes a camera of a file."""

    def __call__(self, path: Path, clock: Clock, *, realtime: bool, loop: bool,
                 rotate_deg: int) -> Camera: ...


class MakeRehearsal(Protocol):
    """Makes a camera of the packaged clip."""

    def __call__(self, clock: Clock, *, realtime: bool, loop: bool) -> Camera: ...


def choose(config: CameraConfig, clock: Clock, *, realtime: bool = True,
           loop: bool | None = None, patient: bool = False,
           picamera: Live = PiCamera, webcam: Live = Webcam,
           video: MakeVideo = VideoFile, rehearsal: MakeRehearsal = Rehearsal) -> Camera:
    """The camera that `config` asks for, opened. Raises `CameraError`.

    `auto` takes the Pi camera, else a webcam, else the rehearsal clip, and logs why; `live` one of
    the two, never the clip. A source that is named is had or refused, never replaced. Show the user
    the result's `name`: a clip must not pass for a live picture. `realtime` and `loop` are for
    recordings; by default the rehearsal loops and a video file does not. `patient` gives a camera
    that is not `auto` and no recording unopened: a patient `CameraFeed` waits for it.
    """
    def of_file() -> Camera:
        if config.file is None:
            raise CameraError("The camera is to be a video file, but none is named.",
                              "Set camera.file to the path of a video.")
        return video(config.file, clock, realtime=realtime, loop=bool(loop),
                     rotate_deg=config.rotate)

    makers: dict[str, Callable[[], Camera]] = {
        "picamera": lambda: picamera(config, clock),
        "webcam": lambda: webcam(config, clock),
        "live": lambda: LiveCamera((picamera(config, clock), webcam(config, clock))),
        "video": of_file,
        "rehearsal": lambda: rehearsal(clock, realtime=realtime, loop=loop is not False),
    }
    if config.source != "auto":
        camera = makers[config.source]()
        return camera if patient and not camera.recording else _opened(camera)
    for source in ("picamera", "webcam"):
        try:
            return _opened(makers[source]())
        except CameraError as error:
            log.info("no %s: %s %s", source, error.what, error.remedy)
    log.warning("no camera works: the rehearsal clip plays in its place")
    return _opened(makers["rehearsal"]())


def _opened(camera: Camera) -> Camera:
    camera.open()
    log.info("camera: %s", camera.name)
    return camera
