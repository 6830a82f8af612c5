"""The pose model itself: MediaPipe's Pose Landmarker, one picture at a time.

It belongs into `sandbox.SandboxedEstimator`, which keeps it away from every network: the library
reports its usage to its maker otherwise.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp.camera.base import Frame, Pixels
from mirrorapp.vision.bystander import Lookout, without_user
from mirrorapp.vision.errors import VisionError, VisionLost
from mirrorapp.vision.looks import looks_of
from mirrorapp.vision.pose import LANDMARK_COUNT, Floats, Pose, Sighting
from mirrorapp.vision.second import SecondLook
from mirrorapp.vision.steering import Steering

# Larger pictures are thinned by whole steps. Measured: halving a 1920 px picture moves the leg
# landmarks by 0.25-0.4 % of the body's height and saves no inference time, so it is left whole.
LONGEST_PX = 1920
LONGEST_STEP_MS = 3_600_000


def picture_of(frame: Frame) -> Pixels:
    """What the model looks at: (h, w, 3) RGB or (h, w, 4) RGBA, at most `LONGEST_PX` long."""
    whole = frame.rgba if frame.lores is None else frame.lores
    step = math.ceil(max(whole.shape[:2]) / LONGEST_PX)
    return whole[step // 2 :: step, step // 2 :: step] if step > 1 else whole


class MediaPipeEstimator:
    """Finds the body with MediaPipe, tracking it from frame to frame (an `Estimator`).

    Close it: the library's own clean-up of a forgotten one, at garbage collection, can hang.
    """

    def __init__(self, model_path: Path) -> None:
        self._model_path = model_path
        self._tracker: Any = None
        self._searcher: Any = None
        self._mirrored: Any = None
        self._look_anew()
        self._sought: Floats | None = None

    def open(self) -> None:
        """Load the model, about 0.3 s. Raises `VisionError`."""
        self.close()
        try:
            self._tracker = _landmarker(self._model_path, tracking=True)
            self._searcher = _landmarker(self._model_path, tracking=False)
            self._mirrored = _landmarker(self._model_path, tracking=True)
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            self.close()
            raise VisionError(f"The pose model does not load: {error}.",
                              "See the log, or make the model anew: make model.") from error
        self._look_anew()

    def _look_anew(self) -> None:
        self._clock = _Timestamps()
        self._mirrored_clock = _Timestamps()
        self._lookout = Lookout()
        self._steering = Steering()
        self._second = SecondLook()

    def warm_up(self) -> None:
        """Take the slow first look, without the tracker's noticing."""
        self._searcher.detect(_image(np.zeros((256, 256, 3), np.uint8)))

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
        try:
            shown = self._steering.shown(picture, time_s, *size)
            found = self._tracker.detect_for_video(_image(shown), self._clock.at(time_s))
            pose = _pose(found, *size)
            looks = None if pose is None else looks_of(picture, pose, *size)
            if self._lookout.is_due(time_s, seeking=sought is not None):
                other = self._other(picture, pose, *size)
                self._lookout.note(time_s, pose, other)
                if sought is not None and other is not None:
                    self._steering.seen(time_s, looks, other,
                                        looks_of(picture, other, *size), sought)
            self._steering.note(looks, sought)
            second = self._look_again(shown, pose, time_s, *size)
        except (AttributeError, RuntimeError, ValueError) as error:
            raise VisionLost(f"The pose model stopped: {error}.", "It is started again.") from error
        return Sighting(time_s, *size, pose, self._lookout.people(pose), looks=looks,
                        second=second)

    def close(self) -> None:
        for landmarker in (self._tracker, self._searcher, self._mirrored):
            if landmarker is not None:
                landmarker.close()
        self._tracker = self._searcher = self._mirrored = None

    def _look_again(self, picture: Pixels, pose: Pose | None, time_s: float, width: int,
                    height: int) -> Floats | None:
        """Where the landmarks are by the mirrored picture, if it is time to ask."""
        if pose is None or not self._second.is_due(time_s):
            return None
        shown = self._second.shown(picture, pose, width, height)
        found = self._mirrored.detect_for_video(_image(shown), self._mirrored_clock.at(time_s))
        return self._second.note(time_s, pose, _pose(found, width, height), width)

    def _other(self, picture: Pixels, pose: Pose | None, width: int, height: int) -> Pose | None:
        """Whoever is found once the user is painted over."""
        if pose is None:
            return None
        covered = without_user(picture, pose, width, height)
        return _pose(self._searcher.detect(_image(covered)), width, height)


class _Timestamps:
    """Milliseconds that always grow, as MediaPipe wants, whatever the frames' times do."""

    def __init__(self) -> None:
        self._last_ms = -1
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


def _landmarker(model_path: Path, *, tracking: bool) -> Any:
    from mediapipe.tasks.python import BaseOptions, vision

    mode = vision.RunningMode.VIDEO if tracking else vision.RunningMode.IMAGE
    return vision.PoseLandmarker.create_from_options(vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path)),
        running_mode=mode, num_poses=1))


def _image(picture: Pixels) -> Any:
    import mediapipe

    kind = mediapipe.ImageFormat.SRGBA if picture.shape[2] == 4 else mediapipe.ImageFormat.SRGB
    return mediapipe.Image(kind, np.ascontiguousarray(picture))


def _pose(found: Any, width_px: int, height_px: int) -> Pose | None:
    """MediaPipe's first body in pixels; None where it found none or its numbers are not finite."""
    if not found.pose_landmarks:
        return None
    image = np.array([(p.x, p.y, p.z, p.visibility, p.presence) for p in found.pose_landmarks[0]],
                     dtype=np.float64)
    world = np.array([(p.x, p.y, p.z) for p in found.pose_world_landmarks[0]], dtype=np.float64)
    if image.shape != (LANDMARK_COUNT, 5) or not (np.isfinite(image).all()
                                                  and np.isfinite(world).all()):
        return None
    # z has the scale of x (MediaPipe Pose Landmarker documentation).
    px = image[:, :3] * (width_px, height_px, width_px)
    return Pose(px, image[:, 3].copy(), image[:, 4].copy(), world)
