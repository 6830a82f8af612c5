"""The mirror with its screens, in a process of its own, that measures itself.

`python -m mirrorapp.bench.glass MODEL STARTED_S [SETTINGS]`: when it was started, on
CLOCK_MONOTONIC. It says one line of JSON. Screens, engine, camera and both pose workers are the
real ones; nobody's journal and no hub are opened.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import monotonic, perf_counter
from typing import Any

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.bench import eyes as alone
from mirrorapp.bench import flow, processes
from mirrorapp.bench.beats import Beats, on_time
from mirrorapp.camera.feed import CameraFeed, Pace
from mirrorapp.camera.memory import Pictures
from mirrorapp.clock import SystemClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.engine import Engine
from mirrorapp.events import MirrorError
from mirrorapp.exercises import catalogue, why
from mirrorapp.hub.finding import Finder
from mirrorapp.hub.trial import Trial
from mirrorapp.settings import Settings
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui import shelf, window
from mirrorapp.ui.broker import Reach
from mirrorapp.vision.mending import MendingEstimator

ROUNDS, ROUND_S, DARK_S = 8, 2.0, 8.0
_SETTLE_S, _PATIENCE_S, _LOOK_S = 2.0, 60.0, 0.01
_LATER_S = 3600.0  # nobody has touched the glass for so long then


@dataclass(frozen=True, slots=True)
class Stage:
    """The mirror that is measured; `started_s`: when its process was."""

    engine: Engine
    coach: Coach
    camera: alone.Remembered
    feed: CameraFeed
    beats: Beats
    settings: Settings
    model_path: Path
    started_s: float
    held: list[Pace] = field(default_factory=list)

    def pace(self, wanted: Pace) -> None:
        """What the screens want of the camera, unless it is held."""
        self.feed.go(self.held[0] if self.held else wanted)

    def hold(self, pace: Pace | None) -> None:
        self.held[:] = [] if pace is None else [pace]
        _wait(_SETTLE_S / 4)


def main(model_path: Path, started_s: float, file: Path | None) -> None:
    """Open the mirror, measure, and say what came of it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as rooms:
        settings = rooms.enter_context(closing(Settings(
            file, {"journal": {"file": f"{folder}/journal.db"}, "screen": {"shared": "no"},
                   "display": {"presence": "touch"}})))
        config, clock = settings.config, SystemClock()
        window.prepare(config.screen)
        window.load_screens()
        eyes = rooms.enter_context(closing(MendingEstimator(
            alone.estimator(model_path, config.vision.runtime, standby=True), clock)))
        eyes.open()
        camera = alone.Remembered(clock)
        feed = CameraFeed(camera, clock)
        rooms.callback(feed.stop)
        coach = flow.coach()
        engine = Engine(feed, eyes, Aligner(), coach, settings.board, clock=clock, demo=True)
        rooms.callback(engine.stop)
        engine.send(Intent.START)
        feed.start()
        engine.start()
        told = _measured(Stage(engine, coach, camera, feed, Beats(), settings, model_path,
                               started_s))
    print(json.dumps(told), flush=True)  # noqa: T201


def _measured(stage: Stage) -> dict[str, Any]:
    """What a thread finds out while the screens run."""
    told: dict[str, Any] = {}
    over = Event()

    def measure() -> None:
        try:
            for part in (_starts, _memory, _flat_out, _dark):
                told.update(part(stage))
        except MirrorError as error:
            told["error"] = error.what
        finally:
            over.set()

    measuring = Thread(target=measure, name="bench", daemon=True)
    measuring.start()
    _app(stage, over).run()
    measuring.join()
    return told


def _app(stage: Stage, over: Event) -> Any:
    from mirrorapp.ui.app import MirrorApp

    class Watched(MirrorApp):
        def on_start(self) -> None:
            self.root_window.bind(on_draw=stage.beats.draw)
            super().on_start()

    packs = stage.settings.config.exercises.packs
    return Watched(stage.engine, stage.settings, reach=Reach(Finder(), Trial),
                   stop_asked=over.is_set, on_beat=stage.beats.begin, now_s=stage.beats.now_s,
                   pace=stage.pace, shelf=shelf.of(catalogue.read(packs), why.load()))


def _starts(stage: Stage) -> dict[str, float]:
    """When the first picture, and the first body, had been drawn."""
    return {"first_picture_s": _drawn_s(stage, lambda shot: shot.frame is not None),
            "first_pose_s": _drawn_s(stage, lambda shot: shot.reading is not None
                                     and shot.reading.pose is not None)}


def _drawn_s(stage: Stage, there: Callable[[Snapshot], bool]) -> float:
    _until(lambda: there(stage.engine.snapshot()), "Nobody was seen")
    drawn = len(stage.beats.python_ms)
    _until(lambda: len(stage.beats.python_ms) > drawn, "Nothing was drawn")
    return monotonic() - stage.started_s


def _memory(_: Stage) -> dict[str, float]:
    _wait(_SETTLE_S)
    return {"pss_mb": processes.pss_mb()}


def _flat_out(stage: Stage) -> dict[str, float]:
    """The mirror as fast as it goes, and in turn with it the pose model alone, while it rests."""
    engine, beats, config = stage.engine, stage.beats, stage.settings.config
    ratios: list[float] = []
    shares: list[float] = []
    python_ms: list[float] = []
    pictures = Pictures()
    with (closing(alone.Clip()) as film,
          alone.opened(stage.model_path, config.vision.runtime) as bare):
        alone.took_s(bare, film.block(), pictures)
        stage.camera.remembers = True  # what is remembered counts as no memory of the mirror's
        for _ in range(ROUNDS):
            stage.hold(Pace.FULL)
            _until(lambda: engine.snapshot().frame is not None, "No picture came")
            beats.clear()
            before, began_s = _frame_number(engine), perf_counter()
            _wait(ROUND_S)
            rate_hz = (_frame_number(engine) - before) / (perf_counter() - began_s)
            shares.append(on_time(beats.at_s, config.screen.fps))
            python_ms += beats.python_ms
            stage.hold(Pace.OFF)
            frames = film.block() + film.block()
            ratios.append(rate_hz * alone.took_s(bare, frames, pictures) / len(frames))
        stage.hold(None)
    return {"pipeline_ui_ratio": median(ratios), "ui_python_ms": median(python_ms),
            "ui_on_time": sum(shares) / len(shares)}


def _frame_number(engine: Engine) -> int:
    """Of the last one that was looked at; none of the clip's is left out."""
    frame = engine.snapshot().frame
    if frame is None:
        raise MirrorError("The camera went away while it was measured.", "")
    return frame.index


def _dark(stage: Stage) -> dict[str, float]:
    """What all processes use once nobody has been there for long, in parts of a core."""
    stage.engine.between_frames(stage.coach.end)
    _until(lambda: stage.coach.phase is Phase.SUMMARY, "The session did not end")
    stage.engine.send(Intent.HOME)
    _until(lambda: stage.engine.snapshot().coach.phase is Phase.HOME, "The mirror did not go home")
    stage.beats.ahead_s = _LATER_S
    _until(lambda: stage.feed.rests, "The mirror did not go dark")
    _wait(_SETTLE_S)
    before_s, began_s = processes.used_s(), perf_counter()
    _wait(DARK_S)
    return {"idle_cpu": (processes.used_s() - before_s) / (perf_counter() - began_s)}


def _wait(seconds: float) -> None:
    Event().wait(seconds)


def _until(there: Callable[[], bool], else_: str) -> None:
    until_s = monotonic() + _PATIENCE_S
    while not there():
        if monotonic() > until_s:
            raise MirrorError(f"{else_} while it was measured.", "")
        _wait(_LOOK_S)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3:] else None)
    os._exit(0)  # Kivy's and Mesa's own goodbye is not measured
