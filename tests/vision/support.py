"""Frames and bodies to test with."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from mirrorapp.camera.base import Frame
from mirrorapp.vision.pose import LANDMARK_COUNT, Estimator, Landmark, Pose, Sighting


def frames_of(video: Path, count: int | None = None) -> Iterator[Frame]:
    capture = cv2.VideoCapture(str(video))
    fps = capture.get(cv2.CAP_PROP_FPS)
    index = 0
    while count is None or index < count:
        there, bgr = capture.read()
        if not there:
            break
        yield Frame(index, index / fps, np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGBA), np.uint8))
        index += 1
    capture.release()


def look(eyes: Estimator, frame: Frame) -> Sighting:
    eyes.ask(frame)
    return eyes.answer()


def blank(width_px: int = 320, height_px: int = 240, time_s: float = 0.0) -> Frame:
    return Frame(0, time_s, np.full((height_px, width_px, 4), 90, np.uint8))


def standing(x_px: float = 300.0, height_px: float = 400.0, visibility: float = 0.95) -> Pose:
    """A plain upright body, its middle at `x_px`, hips in the middle of its height."""
    px = np.zeros((LANDMARK_COUNT, 3))
    px[:, 0] = x_px
    px[:, 1] = np.linspace(50, 50 + height_px, LANDMARK_COUNT)
    for side, sign in (("LEFT", 1), ("RIGHT", -1)):
        px[Landmark[f"{side}_SHOULDER"], :2] = x_px + sign * 0.12 * height_px, 50 + 0.2 * height_px
        px[Landmark[f"{side}_HIP"], :2] = x_px + sign * 0.08 * height_px, 50 + 0.5 * height_px
    full = np.full(LANDMARK_COUNT, visibility)
    return Pose(px, full, full.copy(), (px - px.mean(axis=0)) / height_px * 1.7)


def sighting(time_s: float, pose: Pose | None) -> Sighting:
    return Sighting(time_s, 640, 480, pose)
