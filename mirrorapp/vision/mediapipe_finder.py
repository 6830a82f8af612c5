"""MediaPipe's Pose Landmarker. It belongs into `sandbox`, which keeps it away from every network:
the library reports its usage to its maker otherwise.
"""

from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.pose import LANDMARK_COUNT, Pose


class MediaPipeFinder:
    """A `Finder`: along a film where it is `tracking`, else in each picture by itself.

    Close it: the library's own clean-up of a forgotten one, at garbage collection, can hang.
    """

    def __init__(self, model_path: Path, *, tracking: bool) -> None:
        from mediapipe.tasks.python import BaseOptions, vision

        mode = vision.RunningMode.VIDEO if tracking else vision.RunningMode.IMAGE
        self._tracking = tracking
        self._landmarker = vision.PoseLandmarker.create_from_options(vision.PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model_path)),
            running_mode=mode, num_poses=1))

    def find(self, picture: Pixels, time_ms: int) -> Pose | None:
        """See `Finder`."""
        height, width = picture.shape[:2]
        image = _image(picture)
        return _pose(self._landmarker.detect_for_video(image, time_ms) if self._tracking
                     else self._landmarker.detect(image), width, height)

    def close(self) -> None:
        self._landmarker.close()


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
