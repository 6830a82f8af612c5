"""The whole program with a webcam whose pictures carry a mark, and somebody who touches the glass.

All of it is real but the webcam's driver, the screen and the finger. Arguments: a folder for the
webcam's files; what it is to do wrong beside, or "nothing"; the rest as for `mirrorapp`. It ends
with the summary of the first session.
"""

import os
import sys
import tempfile
import time
import zlib
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from mirrorapp import app, cli
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.director import Director
from mirrorapp.simulate.user import ANSWERS
from tests.camera.pictured import Pictured, plug_in
from tests.e2e.mark import marked

PERIOD_S = 1 / 10
PATIENCE_S = 1.0
FOLDER, WRONG = Path(sys.argv[1]), sys.argv[2]


class Pictures(Pictured):
    """Ten a second, as V4L2 gives them."""

    def __init__(self, number: int) -> None:
        self.pictures = marked()
        self.taken_s = time.monotonic()
        self.picture = next(self.pictures)

    def grab(self) -> bool:
        time.sleep(max(0.0, self.taken_s + PERIOD_S - time.monotonic()))
        self.taken_s = time.monotonic()
        next(self.pictures), next(self.pictures)  # the clip has thirty a second
        self.picture = next(self.pictures)
        for wrong in WRONGS.pop(WRONG, ()):
            wrong(self.picture)
        return True

    def retrieve(self) -> tuple[bool, Any]:
        return True, self.picture


def keep_raw(picture: Any) -> None:
    Path("raw").write_bytes(picture.tobytes())


def keep_briefly(picture: Any) -> None:
    """Who looks afterwards finds nothing."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        file.write(cv2.imencode(".jpg", picture)[1].tobytes())


def keep_packed(picture: Any) -> None:
    """As nothing that is known to be a picture."""
    Path("packed").write_bytes(zlib.compress(picture.tobytes()))


def keep_mapped(picture: Any) -> None:
    """Without a single write."""
    there = np.memmap("mapped", np.uint8, "w+", shape=picture.shape)
    there[:] = picture


def keep_shared(picture: Any) -> None:
    """In memory that any process may find by its name; gone before the end."""
    shared = SharedMemory("mirrorapp-shared", create=True, size=picture.nbytes)
    shared.buf[:picture.nbytes] = picture.tobytes()
    shared.close()
    shared.unlink()


def keep_elsewhere(picture: Any) -> None:
    """In memory without a name, and not the camera's."""
    os.write(handle := os.memfd_create("elsewhere"), picture.tobytes())
    os.close(handle)


class Touched(Director):
    """Squats are chosen, questions answered, rests cut short; whoever does wrong stops early."""

    touched_s = 0.0

    def over(self) -> bool:
        coach = self._engine.snapshot().coach
        if time.monotonic() > self.touched_s + PATIENCE_S and (touch := self.touch(coach)):
            self.touched_s = time.monotonic()
            self._engine.send(*touch)
        return super().over() or coach.phase is Phase.SUMMARY

    def touch(self, coach: CoachState) -> tuple[Intent, str] | None:
        if coach.question is not None:
            return Intent.ANSWER, ANSWERS[coach.question.ask]
        if WRONG != "nothing" and coach.reps == 1:
            return Intent.STOP, ""
        return {Phase.HOME: (Intent.CHOOSE, "squat"), Phase.ADVISED: (Intent.ANSWER, "yes"),
                Phase.REST: (Intent.NEXT, "")}.get(coach.phase)


WRONGS = {"nothing": (), "all": (keep_raw, keep_briefly, keep_packed, keep_mapped, keep_shared,
                                 keep_elsewhere)}
plug_in(Pictures, FOLDER)
vars(app)["Director"] = Touched
sys.exit(cli.main(sys.argv[3:]))
