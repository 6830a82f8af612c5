"""Films of one or two people, put together from the rehearsal's frames: who is where is known."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from mirrorapp.camera.base import Frame, Pixels

REHEARSAL = Path(__file__).resolve().parents[1] / "mirrorapp" / "camera" / "rehearsal.mp4"
FPS = 15.0
WIDTH, HEIGHT = 900, 960
LEFT, MIDDLE, RIGHT = -200, 0, 200
_NOT_WALL = 24
_FRAMES = 112  # 170 MB
_WALL_PX = 12

Who = tuple[str, int, int]
"""Somebody in a picture: which of `DRESSES`, which frame of the rehearsal, how far aside in px."""

DRESSES: dict[str, Callable[[Pixels], Pixels]] = {
    "user": lambda picture: picture,
    "other": lambda picture: (255 - picture) // 2 + np.array([0, 60, 0], np.uint8),
    "legs": lambda picture: np.vstack([picture[:500], 230 - picture[500:] // 2]),
}


@cache
def rehearsal() -> tuple[Pixels, ...]:
    """Its first frames, RGB: standing, and a squat from 3.9 to 6.7 s."""
    capture = cv2.VideoCapture(str(REHEARSAL))
    frames = [np.asarray(capture.read()[1][..., ::-1], np.uint8) for _ in range(_FRAMES)]
    capture.release()
    return tuple(frames)


@cache
def room() -> Pixels:
    """The rehearsal's wall and floor without anybody, wider."""
    edge = np.median(rehearsal()[0][:, :_WALL_PX], axis=1).astype(np.uint8)
    return np.repeat(edge[:, None], WIDTH, axis=1)


def picture(*people: Who, light: float = 1.0) -> Pixels:
    """Everybody in the room, (h, w, 4) RGBA; the last one stands in front."""
    shown = room().copy()
    for dress, index, aside in people:
        frame = rehearsal()[index % len(rehearsal())]
        start = (WIDTH - frame.shape[1]) // 2 + aside
        low, high = max(0, start), min(WIDTH, start + frame.shape[1])
        frame = frame[:, low - start:high - start]
        here = shown[:, low:high]
        body = np.abs(frame.astype(int) - room()[:, low:high]).max(axis=2) > _NOT_WALL
        here[body] = DRESSES[dress](frame)[body]
    lit = (shown * light).astype(np.uint8)
    return np.dstack([lit, np.full(lit.shape[:2], 255, np.uint8)])


def film(scenes: list[tuple[float, Callable[[int], tuple[Who, ...]]]], light: float = 1.0
         ) -> Iterator[Frame]:
    """Scenes one after another, each so many seconds long; a scene is told its frame's number."""
    index = 0
    for seconds, people in scenes:
        for nth in range(round(seconds * FPS)):
            yield Frame(index, index / FPS, picture(*people(nth), light=light))
            index += 1
