"""An engine with stand-ins for the camera and the eyes, whose turns a test takes by hand."""


from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event

import numpy as np

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.camera.base import Frame
from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.engine import Engine
from mirrorapp.events import MessageBoard, Notice, NoticeBoard
from mirrorapp.exercises import library
from mirrorapp.vision.pose import Floats, Sighting
from tests.bodies import HEIGHT, WIDTH

PICTURE = np.zeros((HEIGHT // 40, WIDTH // 40, 4), np.uint8)


class Feed:
    """Frames from a list; with `ahead` the next one is always there already."""

    def __init__(self, times_s: list[float], recording: bool = True) -> None:
        self.frames = deque(Frame(i, t, PICTURE) for i, t in enumerate(times_s))
        self.recording = recording
        self.notice: Notice | None = None
        self.newest: Frame | None = None
        self.rests = self.ahead = False

    @property
    def ended(self) -> bool:
        return self.recording and not self.frames

    def take(self, timeout_s: float) -> Frame | None:
        return self.frames.popleft() if self.frames else None

    def waiting(self) -> Frame | None:
        return self.take(0.0) if self.ahead else None


class Eyes:
    """Sees the body that belongs to the frame's time."""

    def __init__(self, film: list[Sighting]) -> None:
        self.film = {sighting.time_s: sighting for sighting in film}
        self.notice: Notice | None = None
        self.while_looking = lambda: None
        self.sought: list[Floats | None] = []
        self.asked: list[Frame] = []
        self._answered = 0

    def seek(self, looks: Floats | None) -> None:
        self.sought.append(looks)

    def ask(self, frame: Frame) -> None:
        self.asked.append(frame)

    def answer(self) -> Sighting:
        self.while_looking()
        self._answered += 1
        return self.film[self.asked[self._answered - 1].time_s]


class Listener:
    def __init__(self) -> None:
        self.ended: list[SessionRecord] = []
        self.told = Event()

    def session_started(self, record: SessionRecord) -> None: ...

    def session_changed(self, record: SessionRecord) -> None: ...

    def session_ended(self, record: SessionRecord) -> None:
        self.ended.append(record)
        self.told.set()


class Rig:
    """An engine whose turns the test takes by hand."""

    def __init__(self, film: list[Sighting], *, reps: int = 2, recording: bool = True,
                 on_change: Callable[[CoachState], None] = lambda _: None,
                 spares: Callable[[Frame], bool] = lambda _: False) -> None:
        self.feed = Feed([sighting.time_s for sighting in film], recording)
        self.eyes = Eyes(film)
        self.clock = ManualClock()
        self.board = NoticeBoard()
        self.messages = MessageBoard()
        self.heard = Listener()
        plan = Plan(library.load("squat"), reps, "p1", demo=True)
        coach = Coach(plan, lambda: datetime(2026, 1, 1, tzinfo=UTC), self.heard)
        self.engine = Engine(self.feed, self.eyes, Aligner(), coach, self.board,
                             clock=self.clock, camera=lambda: "a list", demo=True,
                             on_change=on_change, messages=self.messages, spares=spares)

    def play(self) -> None:
        while self.feed.frames:
            self.engine.turn(0)


def heard(phases: list[Phase]) -> Callable[[CoachState], None]:
    """Notes every phase that is come to."""
    def note(state: CoachState) -> None:
        if phases[-1:] != [state.phase]:
            phases.append(state.phase)
    return note
