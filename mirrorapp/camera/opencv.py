"""What all cameras ask of OpenCV: upright pictures, the screen's colours, and silence."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.camera.memory import Pictures

OPAQUE = 255
V4L2_PATIENCE_S = 3
"""How long OpenCV waits for one frame of a webcam; its own default is 10 s."""
FFMPEG_QUIET = -8

_TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def upright(picture: Pixels, rotate_deg: int) -> Pixels:
    """Turn (height, width, channels) clockwise by 0, 90, 180 or 270 degrees.

    The result is C-contiguous, and the same array where there is nothing to do. OpenCV turns
    blockwise and so six times as fast as numpy.
    """
    turned = cv2.rotate(picture, _TURNS[rotate_deg]) if rotate_deg else picture
    return np.ascontiguousarray(turned)


def rgba_from_bgr(bgr: Pixels, rotate_deg: int, pictures: Pictures) -> Pixels:
    """An upright, opaque (height, width, 4) RGBA picture of OpenCV's (height, width, 3) BGR,
    among `pictures`.

    Turned first: three channels are less to move than four.
    """
    turned = upright(bgr, rotate_deg)
    room = pictures.room(*turned.shape[:2], 4)
    rgba: Pixels = cv2.cvtColor(turned, cv2.COLOR_BGR2RGBA, dst=room)
    return rgba


def rgb_from_yuv420(yuv: Pixels, width_px: int) -> Pixels:
    """The (height, `width_px`, 3) RGB picture of planar YUV420, (height * 3 / 2, stride).

    Rows may be padded. The padding is cut off only after the conversion: two rows of a chroma
    plane share one row of the array, so they can't be told apart before.
    """
    rgb: Pixels = cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB_I420)
    return np.ascontiguousarray(rgb[:, :width_px])


@contextmanager
def quiet() -> Iterator[None]:
    """Keep OpenCV from writing to stderr: what goes wrong is said once, in plain words."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", str(FFMPEG_QUIET))
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(V4L2_PATIENCE_S))
    log = cv2.utils.logging
    before = log.getLogLevel()
    log.setLogLevel(log.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        log.setLogLevel(before)
