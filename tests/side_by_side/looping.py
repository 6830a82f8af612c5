"""What every loop of a program in Python does: read a film, tell what came of it."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import cv2


def pictures(clip: str) -> Iterator[tuple[float, Any]]:
    """Each picture (h, w, 3) BGR of a film and its time in seconds. OSError where there is none."""
    film = cv2.VideoCapture(clip)
    rate_hz, count = film.get(cv2.CAP_PROP_FPS), 0
    while True:
        ok, bgr = film.read()
        if not ok:
            break
        yield count / rate_hz, bgr
        count += 1
    if not count:
        raise OSError(f"No film: {clip}")


def tell(reps: int, knees: dict[str, str] | None = None) -> None:
    """What the runner reads. `knees`: None where the program does not tell."""
    sys.stdout.write(json.dumps({"reps": reps, "knees": knees}))
