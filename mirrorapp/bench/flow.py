"""From the camera's frame to the snapshot that a screen draws, without a screen."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.bench import eyes as alone
from mirrorapp.camera.base import Frame
from mirrorapp.camera.feed import CameraFeed
from mirrorapp.camera.rehearsal import Rehearsal
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

_MANY = 10_000  # repetitions, so that the set does not end meanwhile


@dataclass(frozen=True, slots=True)
class Cost:
    """`ratio`: frames a second, of what the pose model alone does with the same frames.

    `overlay_ms`: of each frame, from when it is taken to its snapshot, less the look itself.
    `coach_ms`: what alignment and coach need of that, on their thread's own clock.
    """

    ratio: float
    overlay_ms: Sequence[float]
    coach_ms: Sequence[float]


class TimedFeed(CameraFeed):
    """Notes when the last frame was taken."""

    taken_s = 0.0

    def take(self, timeout_s: float) -> Frame | None:
        frame = super().take(timeout_s)
        self.taken_s = perf_counter()
        return frame


class TimedEyes(MendingEstimator):
    """Keeps what was looked at and seen, and how long the last look took."""

    def __init__(self, eyes: Estimator, clock: Clock) -> None:
        super().__init__(eyes, clock)
        self.looked_s = 0.0
        self.frames: list[Frame] = []
        self.seen: list[Sighting] = []

    def estimate(self, frame: Frame) -> Sighting:
        began_s = perf_counter()
        seen = super().estimate(frame)
        self.looked_s = perf_counter() - began_s
        self.frames.append(frame)
        self.seen.append(seen)
        return seen


def coach() -> Coach:
    """Who counts squats from "Start" on, for longer than anything is measured."""
    plan = Plan(library.load("squat"), _MANY, "bench", demo=True)
    return Coach(plan, SystemClock().now, Diary())


def cost(model_path: Path, runtime: Runtime, blocks: int) -> Cost:
    """Of the engine with its camera, aligner and coach; the model alone looks in turn with it."""
    clock, flow_s, alone_s = SystemClock(), 0.0, 0.0
    overlay_ms: list[float] = []
    with ExitStack() as rooms:
        bare, under = (rooms.enter_context(alone.opened(model_path, runtime)) for _ in range(2))
        eyes = rooms.enter_context(closing(TimedEyes(under, clock)))
        eyes.open()
        feed = TimedFeed(Rehearsal(clock, realtime=False), clock)
        rooms.callback(feed.stop)
        engine = Engine(feed, eyes, Aligner(), coach(), NoticeBoard(), clock=clock)
        engine.send(Intent.START)
        feed.start()
        for block in range(blocks + 1):
            began_s = perf_counter()
            while len(eyes.frames) < alone.BLOCK:
                before = len(eyes.frames)
                engine.turn()
                if len(eyes.frames) > before:
                    overlay_ms.append(1000 * (perf_counter() - feed.taken_s - eyes.looked_s))
            ended_s = perf_counter()
            took_s = alone.took_s(bare, eyes.frames)
            if block:  # in the first, libraries are loaded and the user is found
                flow_s, alone_s = flow_s + ended_s - began_s, alone_s + took_s
            eyes.frames.clear()
    return Cost(alone_s / flow_s, overlay_ms[alone.BLOCK:], _coach_ms(eyes.seen)[alone.BLOCK:])


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
