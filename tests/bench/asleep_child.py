"""The whole program with a webcam that is made of pictures, for who measures it in the dark.

All of it is real but what no test machine has: the webcam's driver, a screen, and the minute that
passes before it is dark. Argument: the folder that has `empty.jpg` and `somebody.jpg`, where the
webcam's files go; the rest as for `mirrorapp`. SIGUSR1: somebody comes.
"""

import signal
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from mirrorapp import cli
from mirrorapp.ui import idling
from tests.camera.pictured import Pictured, plug_in

PERIOD_S = 1 / 30
BUFFERS = 2
FOLDER = Path(sys.argv[1])
COME = FOLDER / "come"


class Pictures(Pictured):
    """Thirty JPEGs a second, and as V4L2 does it: what is not fetched fills the buffers."""

    def __init__(self, number: int) -> None:
        self.still = [np.fromfile(FOLDER / name, np.uint8)
                      for name in ("empty.jpg", "somebody.jpg")]
        self.taken_s = time.monotonic()
        self.grabbed = self.shown = 0

    def grab(self) -> bool:
        """The next picture, at once where it was taken while nobody fetched any."""
        due_s = self.taken_s + PERIOD_S
        oldest_s = time.monotonic() - BUFFERS * PERIOD_S
        if due_s < oldest_s and self.grabbed < BUFFERS:
            self.grabbed += 1
        else:
            self.grabbed = 0
            due_s = max(due_s, oldest_s + BUFFERS * PERIOD_S)
        time.sleep(max(0.0, due_s - time.monotonic()))
        self.taken_s = due_s
        return True

    def retrieve(self) -> tuple[bool, Any]:
        came = COME.exists() and self.taken_s >= float(COME.read_text())
        picture = cv2.imdecode(self.still[came], cv2.IMREAD_COLOR)
        self.shown += 1
        picture[0, 0] = self.shown % 256  # no two pictures of a sensor are the same
        return True, picture


def come(*_: object) -> None:
    """Somebody is there from now on."""
    COME.write_text(str(time.monotonic()))


plug_in(Pictures, FOLDER)
idling.UNTOUCHED_S = 1.0  # type: ignore[attr-defined]
signal.signal(signal.SIGUSR1, come)
sys.exit(cli.main(sys.argv[2:]))
