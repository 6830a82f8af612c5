"""A USB webcam, through V4L2."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import cv2

from mirrorapp.camera.base import CameraError, CameraLost, CameraMissing, Frame, Pixels
from mirrorapp.camera.memory import Pictures
from mirrorapp.camera.opencv import quiet, rgba_from_bgr
from mirrorapp.camera.timing import LiveTime
from mirrorapp.camera.v4l2 import DEV, SYSFS, Device, webcams
from mirrorapp.clock import Clock
from mirrorapp.config import CameraConfig

SILENCE_S = 3.0
"""A webcam that gives no frame for so long is lost."""
RETRY_S = 0.05
BUFFERS = 2
"""One is filled while one is read. With a single one the driver drops every picture that begins
before the last was decoded, and more than two could only keep old ones."""
LET_GO = "Close other programs that use it, or plug it in again."


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that a webcam needs."""

    def isOpened(self) -> bool: ...  # noqa: N802
    def set(self, key: int, value: float, /) -> bool: ...
    def get(self, key: int, /) -> float: ...
    def grab(self) -> bool: ...
    def retrieve(self) -> tuple[bool, Any]: ...
    def release(self) -> None: ...


def v4l2_capture(number: int) -> Capture:
    """OpenCV's own reader of /dev/videoN."""
    capture: Capture = cv2.VideoCapture(number, cv2.CAP_V4L2)
    return capture


class Webcam:
    """The webcam with the configured number, or the first that works where there is no such.

    Once opened it stays with that model: pulled out and plugged in again, it is found under
    whatever number it then has, and no other camera takes its place unasked.
    """

    recording = False

    def __init__(self, config: CameraConfig, clock: Clock, *,
                 capture: Callable[[int], Capture] = v4l2_capture,
                 sysfs: Path = SYSFS, dev: Path = DEV,
                 kernel_clock: Callable[[], float] = time.monotonic) -> None:
        self.name = "webcam"
        self._config = config
        self._clock = clock
        self._new_capture = capture
        self._sysfs, self._dev = sysfs, dev
        self._time = LiveTime(clock, (kernel_clock,))
        self._pictures = Pictures()
        self._lock = Lock()  # OpenCV must not be told to release while it reads
        self._capture: Capture | None = None
        self._device: Device | None = None
        self._index = 0

    def open(self) -> None:
        """Start the webcam and see a first frame; nothing where it runs. Raises `CameraError`."""
        with self._lock:
            if self._capture is not None:
                return
            refusals: list[CameraError] = []
            for device in self._candidates():
                try:
                    self._capture = self._start(device)
                except CameraError as error:
                    refusals.append(error)
                else:
                    self._device = device
                    self.name = f"webcam {device.name}".strip()
                    return
            raise refusals[0]

    def read(self) -> Frame:
        """Wait for the next frame, at most `SILENCE_S`. Raises `CameraLost`."""
        with self._lock:
            if self._capture is None or self._device is None:
                raise CameraLost(f"The {self.name} is closed.", "Open it again.")
            bgr, time_s = self._grab(self._capture, self._device)
            rgba = rgba_from_bgr(bgr, self._config.rotate, self._pictures)
            frame = Frame(self._index, time_s, rgba)
            self._index += 1
            return frame

    def skip(self) -> bool:
        """Its buffers would else hold what was before it was last read."""
        with self._lock:
            return self._capture is not None and self._capture.grab()

    def close(self) -> None:
        with self._lock:
            if self._capture is not None:
                self._capture.release()
            self._capture = None

    def _candidates(self) -> list[Device]:
        """What to try, in that order; never empty. Raises `CameraError`."""
        found = webcams(self._sysfs, self._dev)
        if self._device is not None:
            return self._same(found, self._device)
        if not found:
            raise CameraMissing("No webcam is plugged in.", "Plug one in, and check its cable.")
        wanted = self._config.device
        if wanted == 0:  # not set: any will do
            return found
        chosen = [device for device in found if device.number == wanted]
        if not chosen:
            there = ", ".join(f"{each.number} ({each.name})" for each in found)
            raise CameraError(f"There is no webcam number {wanted}.",
                              f"Set camera.device to one of these: {there}.")
        return chosen

    @staticmethod
    def _same(found: list[Device], known: Device) -> list[Device]:
        same = [device for device in found if device.name == known.name]
        if not same:
            raise CameraError(f"The webcam {known.name} is unplugged.", "Plug it in again.")
        return sorted(same, key=lambda device: device.number != known.number)

    def _start(self, device: Device) -> Capture:
        if not os.access(device.node, os.R_OK | os.W_OK):
            raise CameraError(f"The webcam {device.name} may not be used by this user.",
                              "Add the user to the group video, and log in again.")
        with quiet():
            capture = self._new_capture(device.number)
            try:
                _require_open(capture, device)
                self._configure(capture)
                self._grab(capture, device)
            except BaseException:
                capture.release()
                raise
        return capture

    def _configure(self, capture: Capture) -> None:
        """Ask for what is wanted; a webcam that can't gives its nearest, which will do."""
        # Motion JPEG first: uncompressed, USB 2 carries 720 lines at only 10 pictures a second.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, self._config.width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, self._config.height)
        capture.set(cv2.CAP_PROP_FPS, self._config.fps)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, BUFFERS)

    def _grab(self, capture: Capture, device: Device) -> tuple[Pixels, float]:
        """The next whole picture and its time; a broken one in between is passed over."""
        deadline_s = self._clock.monotonic_s() + SILENCE_S
        while True:
            if capture.grab():
                time_s = self._time.of(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
                ok, bgr = capture.retrieve()
                if ok:
                    return bgr, time_s
            if not device.node.exists():
                raise CameraLost(f"The webcam {device.name} is unplugged.", "Plug it in again.")
            if self._clock.monotonic_s() >= deadline_s:
                raise CameraLost(f"The webcam {device.name} gives no picture.",
                                 LET_GO)
            self._clock.sleep(RETRY_S)


def _require_open(capture: Capture, device: Device) -> None:
    if not capture.isOpened():
        raise CameraError(f"The webcam {device.name} does not open.", LET_GO)
