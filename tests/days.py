"""Whole days of one mirror in simulated time, and who comes by.

Engine, judge, coach, keeper, journal, outbox, hub, the mending of the eyes and what feeds the
watchdog are the mirror's own. Stand-ins: the camera, the pose model, and the screens, whose beat
the test makes. The broker is away all day.
"""

import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.camera.base import Frame
from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.flow import ABANDONED_S
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.config import HubConfig
from mirrorapp.engine import Engine
from mirrorapp.events import Notice, NoticeBoard
from mirrorapp.exercises import catalogue
from mirrorapp.hub.client import Hub
from mirrorapp.hub.outbox import Outbox
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper
from mirrorapp.kiosk.notifying import Notifier
from mirrorapp.kiosk.service import Heart
from mirrorapp.simulate import run
from mirrorapp.simulate.act import Act, How
from mirrorapp.simulate.eyes import HEIGHT_PX, WIDTH_PX, Eyes
from mirrorapp.simulate.user import User
from mirrorapp.vision.errors import VisionLost
from mirrorapp.vision.mending import MendingEstimator
from mirrorapp.vision.pose import Floats, Sighting
from tests.kiosk.ears import Ear

FPS, SELDOM_S = 8.0, 2.0
WATCHDOG_S = 30.0
LONGEST_S = 10 * ABANDONED_S
"""No session takes as long, however badly it goes."""
PICTURE = np.full((HEIGHT_PX // 40, WIDTH_PX // 40, 4), 90, np.uint8)
NOBODY = Act(None)
GONE = Notice("camera", "It is unplugged.", "Plug it in.")
KNOWN = catalogue.read()
MISHAPS = ("", "camera", "eyes", "leaves", "pain", "stops")
HOWS = (How.WELL, How.BADLY, How.EARLY, How.INTERRUPTED)


class Camera:
    """Gives a picture after each step of time, or tells that it is away."""

    ended = rests = recording = False
    newest = None

    def __init__(self, clock: ManualClock) -> None:
        self._clock, self._numbers = clock, count()
        self.step_s, self.told_s = SELDOM_S, 0.0
        self.notice: Notice | None = None

    def take(self, timeout_s: float) -> Frame | None:
        self._clock.sleep(self.step_s)
        if self.notice is not None:
            self.told_s = self._clock.monotonic_s()
            return None
        return Frame(next(self._numbers), self._clock.monotonic_s(), PICTURE)

    def waiting(self) -> None:
        """None is there before its time."""


class Model:
    """Sees what is acted, unless it is lost."""

    def __init__(self) -> None:
        self.act, self.lost, self._eyes, self._time_s = NOBODY, False, Eyes(), 0.0

    def open(self) -> None:
        if self.lost:
            raise VisionLost("It is gone.", "It is started again.")

    def ask(self, frame: Frame) -> None:
        self.open()
        self._time_s = frame.time_s

    def answer(self) -> Sighting:
        self.open()
        return self._eyes.look(self.act.marks, self._time_s, self.act.people)

    def seek(self, looks: Floats | None) -> None: ...

    def close(self) -> None: ...


class Day:
    """One mirror from morning to morning, and who comes by.

    `beat`: what the screens do at each picture; by itself there are none. `fps`: pictures a second
    while somebody trains. `parts`: the exercises of a session, each with few repetitions.
    """

    def __init__(self, folder: Path, ear: Ear, rooms: ExitStack, *, fps: float = FPS,
                 parts: Sequence[str] = ("squat",)) -> None:
        self.beat: Callable[[], None] = lambda: None
        self._fps, self._trained = fps, 0
        self.clock, self.board, self.chance = ManualClock(), NoticeBoard(), random.Random(1)
        self.journal = rooms.enter_context(closing(Journal.open(folder / "journal", self.clock)))
        outbox = rooms.enter_context(Outbox(folder / "outbox", self.board, self.clock))
        hub = Hub(HubConfig(host="127.0.0.1", port=9), outbox, self.board, self.clock)
        hub.start()
        keeper = Keeper(self.journal, hub, self.board, self.clock)
        rooms.callback(hub.stop)
        rooms.callback(keeper.close)
        self.camera, self.model = Camera(self.clock), Model()
        self.eyes = MendingEstimator(self.model, self.clock)
        short = [run.short(KNOWN.exercise(each)) for each in parts]
        plan = replace(short[0], parts=tuple(task for each in short for task in each.parts))
        self.engine = Engine(self.camera, self.eyes, Aligner(),
                             Coach(plan, self.clock.now, keeper), self.board, clock=self.clock)
        self.heart = Heart(Notifier({"NOTIFY_SOCKET": ear.name,
                                     "WATCHDOG_USEC": f"{WATCHDOG_S * 1e6:.0f}"}),
                           self.clock, self.engine, self.eyes, self.camera)
        self._ear, self._fed_s, self.longest_s = ear, 0.0, 0.0
        self.stuck: list[tuple[str, Phase]] = []
        self.eyes.open()

    def turn(self) -> Phase:
        """One picture, one beat of the screens, and what systemd heard of it."""
        self.engine.turn(0.0)
        self.beat()
        self.heart.beat()
        now_s = self.clock.monotonic_s()
        while heard := self._ear.heard():
            if "WATCHDOG=1" in heard:
                self._fed_s = now_s
        self.longest_s = max(self.longest_s, now_s - self._fed_s)
        return self.engine.snapshot().coach.phase

    def nobody(self, for_s: float) -> None:
        self.model.act, self.camera.step_s = NOBODY, SELDOM_S
        until_s = self.clock.monotonic_s() + for_s
        while self.clock.monotonic_s() < until_s:
            self.turn()

    def somebody(self, how: How, mishap: str) -> None:
        """Trains, until a mishap comes between; in the end it is nobody's turn any more."""
        self.trains(how, mishap)
        self.nobody(2 * ABANDONED_S)
        self._mend()
        self.goes_home()
        if (phase := self.turn()) is not Phase.HOME or self.engine.snapshot().reading is None:
            self.stuck.append((f"{how} {mishap}", phase))

    def trains(self, how: How, mishap: str = "") -> None:
        """From "Start" to the summary, unless a mishap comes between."""
        user, self.camera.step_s = User(how, known=KNOWN), 1 / self._fps
        begun_s, mishap_s = self.clock.monotonic_s(), self.chance.uniform(10.0, 60.0)
        phase = Phase.HOME
        while phase is not Phase.SUMMARY and self._for_s(begun_s) < LONGEST_S:
            if mishap and self._for_s(begun_s) > mishap_s:
                self._befall(mishap)
                break
            self.model.act = user.act(self.engine.snapshot().coach, self.clock.monotonic_s())
            for intent, value in self.model.act.touches:
                self.engine.send(intent, value)
            phase = self.turn()

    def next_how(self) -> How:
        """Well and badly, in turn."""
        self._trained += 1
        return (How.WELL, How.BADLY)[self._trained % 2]

    def goes_home(self) -> None:
        self.engine.send(Intent.HOME)
        self.nobody(10.0)

    def _befall(self, mishap: str) -> None:
        if mishap == "camera":
            self.camera.notice = GONE
        elif mishap == "eyes":
            self.model.lost = True
            self.nobody(20.0)
            self._mend()
        elif mishap in ("pain", "stops"):
            self.engine.send({"pain": Intent.PAIN, "stops": Intent.STOP}[mishap])

    def _mend(self) -> None:
        self.camera.notice, self.model.lost = None, False

    def _for_s(self, since_s: float) -> float:
        return self.clock.monotonic_s() - since_s
