"""The mirror with a live camera of 30 frames a second, on a machine whose looks take long.

`python -m tests.bench.slow_machine 0.1`, by hand: how many poses came, how many pictures were
drawn, and how old they were. Screens, engine, feed and pose model are the real ones.
"""

import os
import sys
import tempfile
from contextlib import ExitStack, closing
from itertools import pairwise
from time import monotonic, sleep

import numpy as np

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.bench import eyes as alone
from mirrorapp.bench import flow
from mirrorapp.camera.base import Frame
from mirrorapp.camera.feed import CameraFeed
from mirrorapp.clock import SystemClock
from mirrorapp.coach.state import Intent
from mirrorapp.engine import Engine
from mirrorapp.exercises import catalogue, why
from mirrorapp.hub.finding import Finder
from mirrorapp.hub.trial import Trial
from mirrorapp.settings import Settings
from mirrorapp.ui import shelf, window
from mirrorapp.ui.broker import Reach
from mirrorapp.vision import model
from mirrorapp.vision.mending import MendingEstimator
from mirrorapp.vision.pose import Sighting

FPS, SETTLE_S, MEASURED_S = 30, 6.0, 8.0


class Live(alone.Remembered):
    """Half a second of the rehearsal clip, there and back, as it comes from a live camera."""

    recording = False
    due_s = 0.0

    def read(self) -> Frame:
        frame, now_s = super().read(), monotonic()
        self.due_s = max(self.due_s + 1 / FPS, now_s - 1 / FPS)
        sleep(max(0.0, self.due_s - now_s))
        return Frame(frame.index, monotonic(), frame.rgba)


class Slow(MendingEstimator):
    """Whose looks take so long at least."""

    look_s = 0.0

    def answer(self) -> Sighting:
        seen = super().answer()
        sleep(max(0.0, self.asked_s + self.look_s - monotonic()))
        return seen


def main(look_s: float) -> None:
    """Measure for some seconds, and say what came of it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as rooms:
        settings = rooms.enter_context(closing(Settings(None, {
            "journal": {"file": f"{folder}/journal.db"}, "screen": {"shared": "no"}})))
        clock = SystemClock()
        window.prepare(settings.config.screen)
        eyes = rooms.enter_context(closing(Slow(alone.estimator(model.find(), "litert"), clock)))
        eyes.look_s = look_s
        eyes.open()
        camera = Live(clock)
        feed = CameraFeed(camera, clock)
        rooms.callback(feed.stop)
        engine = Engine(feed, eyes, Aligner(), flow.coach(), settings.board, clock=clock, demo=True)
        rooms.callback(engine.stop)
        engine.send(Intent.START)
        camera.remembers = True
        feed.start()
        engine.start()
        print(_drawn(engine, settings), flush=True)  # noqa: T201
    os._exit(0)  # Kivy's and Mesa's own goodbye takes long


def _drawn(engine: Engine, settings: Settings) -> str:
    from mirrorapp.ui.app import MirrorApp
    from mirrorapp.ui.widgets.picture import Picture

    begins_s = monotonic() + SETTLE_S
    drawn: list[tuple[int, float]] = []
    poses: set[float] = set()
    show = Picture.show

    def noted(picture: Picture, frame: Frame | None, *rest: object, **more: float) -> None:
        show(picture, frame, *rest, **more)
        reading = engine.snapshot().reading
        if frame is not None and reading is not None and monotonic() >= begins_s:
            drawn.append((frame.index, monotonic() - frame.time_s))
            poses.add(reading.time_s)

    Picture.show = noted
    MirrorApp(engine, settings, reach=Reach(Finder(), Trial),
              stop_asked=lambda: monotonic() >= begins_s + MEASURED_S,
              shelf=shelf.of(catalogue.read(settings.config.exercises.packs), why.load())).run()
    indices, ages_s = zip(*drawn, strict=True)
    back = sum(after < before for before, after in pairwise(indices))
    poses_hz, pictures_hz = len(poses) / MEASURED_S, len(set(indices)) / MEASURED_S
    middle_ms, oldest_ms = (1000 * np.percentile(ages_s, share) for share in (50, 95))
    return (f"{poses_hz:.1f} poses, {pictures_hz:.1f} pictures a second, {middle_ms:.0f} ms old, "
            f"the oldest twentieth {oldest_ms:.0f}; {back} times back")


if __name__ == "__main__":
    main(float(sys.argv[1]))
