"""A video file as a camera: the same frames at the same times, as often as it is read."""

import logging
from math import isfinite
from pathlib import Path
from threading import Lock
from typing import Any

import cv2

from mirrorapp.camera.base import (
    BreaksOff,
    CameraError,
    CameraLost,
    EndOfRecording,
    Frame,
    Pixels,
)
from mirrorapp.camera.memory import Pictures
from mirrorapp.camera.opencv import quiet, rgba_from_bgr
from mirrorapp.camera.timing import MIN_STEP_S, FileTime, usable_rate_hz
from mirrorapp.clock import Clock

LOG = logging.getLogger(__name__)

MAX_LATE_S = 0.25
"""Later than this the file's clock is set anew: better a pause than a fast-forward."""
CUT_OFF_SHARE = 0.95
"""A file that ends before this share of what it tells of itself is cut off; such tellings are
estimates now and then."""


class VideoFile:
    """Plays a video file; rotation noted in the file is heeded, then `rotate_deg` added.

    Frame times are the file's own, counted from its first frame, and always increase. With
    `realtime` a frame is given out no earlier than its time has come on `clock`; none is left
    out. With `loop` the file starts over at its end, and index and time go on. A file that ends
    before it should is played as far as it goes; the log says so, and its end is a `BreaksOff`.
    """

    recording = True

    def __init__(self, path: Path, clock: Clock, *, realtime: bool, loop: bool = False,
                 rotate_deg: int = 0) -> None:
        self.name = f"video {path.name}"
        self._path = path
        self._clock = clock
        self._realtime = realtime
        self._loop = loop
        self._rotate_deg = rotate_deg
        self._lock = Lock()  # OpenCV must not be told to release while it reads
        self._capture: Any = None
        self._time = FileTime(None)
        self._pictures = Pictures()
        self._index = 0
        self._origin_s: float | None = None
        self._last_s = 0.0
        self._ended = False

    def open(self) -> None:
        """Start at the file's first frame; nothing where it is open. Raises `CameraError`."""
        with self._lock, quiet():
            if self._capture is not None:
                return
            self._require_file()
            self._require_name()
            self._time = FileTime(self._rate_hz())
            self._capture = self._start()
            self._index = 0
            self._origin_s = None
            self._ended = False

    def _require_name(self) -> None:
        """OpenCV would crash on a name that is no text."""
        try:
            str(self._path).encode()
        except UnicodeEncodeError:
            raise CameraError("The video's name has letters that this system can't read.",
                              "Rename the file, and try again.") from None

    def read(self) -> Frame:
        """The next frame. Raises `EndOfRecording`, or `CameraLost` where the file is gone."""
        with self._lock:
            bgr = self._next()
            time_s = self._time.of(self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
            frame = Frame(self._index, time_s,
                          rgba_from_bgr(bgr, self._rotate_deg, self._pictures))
            self._index += 1
            self._last_s = time_s
        if self._realtime:
            self._wait_for(time_s)
        return frame

    def skip(self) -> bool:
        """No frame may."""
        return False

    def close(self) -> None:
        with self._lock:
            if self._capture is not None:
                self._capture.release()
            self._capture = None

    def _next(self) -> Pixels:
        if self._capture is None:
            raise CameraLost(f"The {self.name} is closed.", "Open it again.")
        ok, bgr = self._capture.read()
        cut_off = None
        if not ok and not self._ended:
            self._ended = True
            cut_off = self._cut_off()
            if cut_off is not None:
                LOG.warning("%s", cut_off)
        if not ok and self._loop:
            self._capture.release()
            with quiet():
                self._capture = self._start()
            self._time.rewind()
            ok, bgr = self._capture.read()
            if not ok:
                raise CameraLost(f"The {self.name} can't be read any more.",
                                 "Check that the file is still there and plays elsewhere.")
        if not ok:
            raise cut_off or EndOfRecording
        frame: Pixels = bgr
        return frame

    def _cut_off(self) -> BreaksOff | None:
        """What to say where the file told of more than it holds."""
        rate_hz = usable_rate_hz(self._capture.get(cv2.CAP_PROP_FPS))
        if rate_hz is None:
            return None
        frames = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        if not isfinite(frames) or self._index + 1 >= CUT_OFF_SHARE * frames:
            return None
        told_s, seen_s = frames / rate_hz, self._last_s + 1 / rate_hz
        if seen_s >= CUT_OFF_SHARE * told_s:
            return None
        return BreaksOff(f"The {self.name} breaks off after {seen_s:.1f} of {told_s:.1f} seconds.",
                         "Record or copy it again.")

    def _wait_for(self, time_s: float) -> None:
        now_s = self._clock.monotonic_s()
        if self._origin_s is None or now_s - self._origin_s - time_s > MAX_LATE_S:
            self._origin_s = now_s - time_s
        self._clock.sleep(max(0.0, self._origin_s + time_s - now_s))

    def _require_file(self) -> None:
        """Say what is wrong with the path before OpenCV says merely no."""
        try:
            if not self._path.exists():
                raise CameraError(f"The video {self._path} does not exist.", "Check the path.")
            if not self._path.is_file():
                raise CameraError(f"The video {self._path} is not a file.",
                                  "Give the path of one video file.")
            with self._path.open("rb") as file:
                empty = not file.read(1)
        except OSError as error:
            raise CameraError(f"The video {self._path} can't be read: {error.strerror}.",
                              "Check the file's permissions.") from None
        if empty:
            raise CameraError(f"The video {self._path} is empty.", "Record or copy it again.")

    def _start(self) -> Any:
        # Resolved, so that no name is taken for an address or a pattern of names.
        capture = cv2.VideoCapture(str(self._path.resolve()), cv2.CAP_FFMPEG)
        capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
        return capture

    def _rate_hz(self) -> float | None:
        """The file's frame rate; None where only its frames' own times tell it.

        Decodes two frames to find out, so a file that opens but shows nothing is found here.
        """
        capture = self._start()
        try:
            if not capture.isOpened() or not capture.read()[0]:
                raise CameraError(f"The video {self._path} is damaged, or not a video.",
                                  "Use an MP4, MOV, MKV, AVI or WebM file that plays elsewhere.")
            rate_hz = usable_rate_hz(capture.get(cv2.CAP_PROP_FPS))
            first_ms = capture.get(cv2.CAP_PROP_POS_MSEC)
            if rate_hz is None and capture.read()[0]:
                step_s = (capture.get(cv2.CAP_PROP_POS_MSEC) - first_ms) / 1000
                if not step_s >= MIN_STEP_S:
                    raise CameraError(
                        f"The video {self._path} tells neither its frame rate nor the times of "
                        "its frames.", "Convert it to MP4 with a constant frame rate.")
            return rate_hz
        finally:
            capture.release()
