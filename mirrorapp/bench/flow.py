"""From the camera's frame to the snapshot that a screen draws, without a screen."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.bench import eyes as alone
from mirrorapp.camera.base import Frame
from mirrorapp.camera.feed import CameraFeed
from mirrorapp.camera.memory import Pictures
from mirrorapp.clock import Clock, SystemClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.state import Intent
from mirrorapp.config import Runtime
from mirrorapp.engine import Engine
from mirrorapp.events import NoticeBoard
from mirrorapp.exercises import library
from mirrorapp.simulate.memory import Diary
from mirrorapp.vision.mending import MendingEstimator
from mirrorapp.vision.pose import Estimator, Sighting

_PATIENCE_S = 30.0
_MANY = 10_000  # repetitions, so that the set does not end meanwhile


@dataclass(frozen=True, slots=True)
class Cost:
    """`ratio`: frames a second, of what the pose model alone does with the same frames; of half a
    second of them each time, in the median.

    `overlay_ms`: of each frame, from the end of its look to its snapshot. `coach_ms`: what
    alignment and coach need of that, on their thread's own clock.
    """

    ratio: float
    overlay_ms: Sequence[float]
    coach_ms: Sequence[float]


class RationedFeed(CameraFeed):
    """Gives `ration` frames and no more: what is timed begins and ends with nothing under way."""

    ration = 0

    def take(self, timeout_s: float) -> Frame | None:
        frame = super().take(timeout_s) if self.ration else None
        self.ration -= frame is not None
        return frame


class TimedEyes(MendingEstimator):
    """Keeps what was seen, which frames were looked at, and when the last look was over."""

    def __init__(self, eyes: Estimator, clock: Clock) -> None:
        super().__init__(eyes, clock)
        self.answered_s = 0.0
        self.indices: list[int] = []
        self.seen: list[Sighting] = []

    def ask(self, frame: Frame) -> None:
        self.indices.append(frame.index)
        super().ask(frame)

    def answer(self) -> Sighting:
        seen = super().answer()
        self.answered_s = perf_counter()
        self.seen.append(seen)
        return seen


def coach() -> Coach:
    """Who counts squats from "Start" on, for longer than anything is measured."""
    plan = Plan(library.load("squat"), _MANY, "bench", demo=True)
    return Coach(plan, SystemClock().now, Diary())


def cost(model_path: Path, runtime: Runtime, blocks: int) -> Cost:
    """Of the engine with its camera, aligner and coach; the model alone looks in turn with it."""
    clock, pictures = SystemClock(), Pictures()
    ratios: list[float] = []
    overlay_ms: list[float] = []
    with ExitStack() as rooms:
        bare, under = (rooms.enter_context(alone.opened(model_path, runtime)) for _ in range(2))
        eyes = rooms.enter_context(closing(TimedEyes(under, clock)))
        eyes.open()
        camera = alone.Remembered(clock)
        feed = RationedFeed(camera, clock)
        rooms.callback(feed.stop)
        engine = Engine(feed, eyes, Aligner(), coach(), NoticeBoard(), clock=clock)
        engine.send(Intent.START)
        camera.remembers = True
        feed.start()
        for _ in range(blocks + 1):
            feed.ration, began_s = alone.BLOCK, perf_counter()
            for _ in range(alone.BLOCK):
                engine.turn(_PATIENCE_S)
                overlay_ms.append(1000 * (perf_counter() - eyes.answered_s))
            ended_s = perf_counter()
            frames = [camera.again(index) for index in eyes.indices]
            took_s = alone.took_s(bare, frames, pictures)
            ratios.append(took_s / (ended_s - began_s))
            eyes.indices.clear()
    # In the first block libraries are loaded, and the user is found.
    return Cost(median(ratios[1:]), overlay_ms[alone.BLOCK:], _coach_ms(eyes.seen)[alone.BLOCK:])


def _coach_ms(seen: Sequence[Sighting]) -> list[float]:
    """Of each sighting, with an aligner and a coach of their own."""
    aligner, counting = Aligner(), coach()
    spent_ms: list[float] = []
    counting.send(Intent.START)
    aligner.start_set()
    for sighting in seen:
        began_s = thread_time()
        counting.update(aligner.read(sighting))
        spent_ms.append(1000 * (thread_time() - began_s))
    return spent_ms
