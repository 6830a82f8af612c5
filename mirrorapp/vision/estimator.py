"""The pose model itself, one picture at a time. It belongs into `sandbox.SandboxedEstimator`."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mirrorapp.camera.base import Frame, Pixels
from mirrorapp.vision import finders
from mirrorapp.vision.bystander import Lookout, without_user
from mirrorapp.vision.errors import VisionError, VisionLost
from mirrorapp.vision.finders import Finder, Finders
from mirrorapp.vision.looks import looks_of
from mirrorapp.vision.pose import Floats, Pose, Sighting
from mirrorapp.vision.second import SecondLook
from mirrorapp.vision.steering import Steering

if TYPE_CHECKING:
    from mirrorapp.config import Runtime  # pydantic is nothing that the worker needs

# Larger pictures are thinned by whole steps. Measured: halving a 1920 px picture moves the leg
# landmarks by 0.25-0.4 % of the body's height and saves no inference time, so it is left whole.
LONGEST_PX = 1920
LONGEST_STEP_MS = 3_600_000

Size = tuple[int, int]  # of the frame: width and height in px


def picture_of(frame: Frame) -> Pixels:
    """What the model looks at: (h, w, 3) RGB or (h, w, 4) RGBA, at most `LONGEST_PX` long."""
    whole = frame.rgba if frame.lores is None else frame.lores
    step = math.ceil(max(whole.shape[:2]) / LONGEST_PX)
    return whole[step // 2 :: step, step // 2 :: step] if step > 1 else whole


class PoseEstimator:
    """Finds the body, tracking it from frame to frame (an `Estimator`). Close it."""

    def __init__(self, model_path: Path, runtime: "Runtime") -> None:
        self._model_path, self._runtime = model_path, runtime
        self._loaded: Finders | None = None
        self._look_anew()
        self._sought: Floats | None = None

    def prepare(self) -> None:
        """Do of `open` what takes its time and not its memory. Raises `VisionError`."""
        with _told():
            finders.prepare(self._runtime)

    def open(self) -> None:
        """Load the model, 0.1-0.3 s. Raises `VisionError`."""
        self.close()
        with _told():
            self._loaded = finders.load(self._model_path, self._runtime)
        self._look_anew()

    def _look_anew(self) -> None:
        self._clock = _Timestamps()
        self._time_ms = 0
        self._lookout = Lookout()
        self._steering = Steering()
        self._second = SecondLook()

    def warm_up(self) -> None:
        """Take the slow first look, without the tracker's noticing."""
        self._finders.searcher.find(np.zeros((256, 256, 3), np.uint8), 0)

    def estimate(self, frame: Frame) -> Sighting:
        """Look at one frame. Raises `VisionLost`."""
        return self.look(picture_of(frame), frame.time_s, frame.width_px, frame.height_px,
                         self._sought)

    def seek(self, looks: Floats | None) -> None:
        """Get back to whoever looks like that."""
        self._sought = looks

    def look(self, picture: Pixels, time_s: float, width_px: int, height_px: int,
             sought: Floats | None = None) -> Sighting:
        """Find the body in `picture`, which shows a frame of width_px x height_px.

        The landmarks are in pixels of that frame, whatever the picture's own size. The tracker
        is brought back to whoever looks like `sought`. Raises `VisionLost`.
        """
        size = width_px, height_px
        self._time_ms = self._clock.at(time_s)
        try:
            shown = self._steering.shown(picture, time_s, *size)
            pose = self._found(self._finders.tracker, shown, size)
            looks = None if pose is None else looks_of(picture, pose, *size)
            if self._lookout.is_due(time_s, seeking=sought is not None):
                other = self._other(picture, pose, size)
                self._lookout.note(time_s, pose, other)
                if sought is not None and other is not None:
                    self._steering.seen(time_s, looks, other,
                                        looks_of(picture, other, *size), sought)
            self._steering.note(looks, sought)
            second = self._look_again(shown, pose, time_s, size)
        except (RuntimeError, ValueError) as error:
            raise VisionLost(f"The pose model stopped: {error}.", "It is started again.") from error
        return Sighting(time_s, *size, pose, self._lookout.people(pose), looks=looks,
                        second=second)

    def close(self) -> None:
        loaded, self._loaded = self._loaded, None
        if loaded is not None:
            loaded.close()

    @property
    def _finders(self) -> Finders:
        if self._loaded is None:
            raise VisionLost("The pose model is not running.", "It is started again.")
        return self._loaded

    def _look_again(self, picture: Pixels, pose: Pose | None, time_s: float,
                    size: Size) -> Floats | None:
        """Where the landmarks are by the mirrored picture, if it is time to ask."""
        if pose is None or not self._second.is_due(time_s):
            return None
        shown = self._second.shown(picture, pose, *size)
        seen = self._found(self._finders.mirrored, shown, size)
        return self._second.note(time_s, pose, seen, size[0])

    def _other(self, picture: Pixels, pose: Pose | None, size: Size) -> Pose | None:
        """Whoever is found once the user is painted over."""
        if pose is None:
            return None
        covered = without_user(picture, pose, *size)
        return self._found(self._finders.searcher, covered, size)

    def _found(self, finder: Finder, picture: Pixels, size: Size) -> Pose | None:
        """Whoever is in the picture, in pixels of the frame that it shows."""
        pose = finder.find(picture, self._time_ms)
        if pose is None:
            return None
        across, down = size[0] / picture.shape[1], size[1] / picture.shape[0]
        return replace(pose, px=pose.px * (across, down, across))


@contextmanager
def _told() -> Iterator[None]:
    """What keeps a model from being loaded, as a `VisionError`."""
    try:
        yield
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise VisionError(f"The pose model does not load: {error}.",
                          "See the log, or make the model anew: make model.") from error


class _Timestamps:
    """Milliseconds that always grow, as a tracker wants, whatever the frames' times do."""

    def __init__(self) -> None:
        self._last_ms = 0  # MediaPipe's filters take no notice of a look at 0
        self._offset_ms = 0

    def at(self, time_s: float) -> int:
        now_ms = self._last_ms + 1
        if math.isfinite(time_s):
            now_ms = round(time_s * 1000) + self._offset_ms
            if not 0 < now_ms - self._last_ms < LONGEST_STEP_MS:
                self._offset_ms += self._last_ms + 1 - now_ms
                now_ms = self._last_ms + 1
        self._last_ms = now_ms
        return now_ms
