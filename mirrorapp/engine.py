"""The mirror's heart: frame → sighting → reading → coach, one frame at a time."""

import logging
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import Protocol

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.camera.base import Frame
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.events import Notice, NoticeBoard
from mirrorapp.vision.pose import Estimator

_log = logging.getLogger(__name__)
_UNDER_WAY = (Phase.GET_READY, Phase.ACTIVE, Phase.PAUSED)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything a screen shows, and it all belongs together.

    `reading` was made from `frame`: an overlay drawn from it fits that picture and no other.
    `reading` is None while nobody looks (the pose worker is being mended). `serial` grows by one
    with every snapshot.
    """

    serial: int
    frame: Frame | None
    reading: Reading | None
    coach: CoachState
    notices: tuple[Notice, ...] = ()
    camera: str = ""
    demo: bool = False


class Mirror(Protocol):
    """What the screens see of the engine."""

    def snapshot(self) -> Snapshot:
        """The newest state; never blocks."""

    def send(self, intent: Intent) -> None:
        """Ask for something; it shows in a later snapshot."""


class Feed(Protocol):
    """Where frames come from: `camera.feed.CameraFeed`."""

    @property
    def ended(self) -> bool:
        """Whether a recording is over."""

    def take(self, timeout_s: float) -> Frame | None:
        """The next frame, or None."""


class Engine:
    """Runs the flow on its own thread and keeps the newest snapshot for the screen."""

    def __init__(self, feed: Feed, estimator: Estimator, aligner: Aligner, coach: Coach,
                 board: NoticeBoard, *, camera: str = "", demo: bool = False) -> None:
        self._feed = feed
        self._estimator = estimator
        self._aligner = aligner
        self._coach = coach
        self._board = board
        self._camera = camera
        self._demo = demo
        self._intents: SimpleQueue[Intent] = SimpleQueue()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="engine", daemon=True)
        self._snapshot = Snapshot(0, None, None, coach.state, camera=camera, demo=demo)
        self.last_turn_s = monotonic()

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """End a session under way, keep what was done, and stop looking."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def snapshot(self) -> Snapshot:
        """The newest state; never blocks."""
        return self._snapshot

    def send(self, intent: Intent) -> None:
        """Ask for something; it shows in a later snapshot."""
        self._intents.put(intent)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.turn()
            except Exception:
                # One bad frame must not end the evening; the trace tells what to mend.
                _log.exception("A frame could not be worked on; going on with the next one.")
        self._coach.send(Intent.STOP)

    def turn(self, timeout_s: float = 0.1) -> None:
        """Do what was asked for, then work on one frame if there is one."""
        self.last_turn_s = monotonic()
        changed = self._obey()
        frame = self._feed.take(timeout_s)
        if frame is not None:
            self._look(frame)
        elif self._feed.ended and self._coach.state.phase in _UNDER_WAY:
            self._coach.send(Intent.STOP)
            self._show(self._snapshot.frame, self._snapshot.reading)
        elif changed or self._board.read() != self._snapshot.notices:
            self._show(self._snapshot.frame, self._snapshot.reading)

    def _obey(self) -> bool:
        changed = False
        while not self._intents.empty():
            if self._coach.send(self._intents.get()):
                self._aligner.start_set()
            changed = True
        return changed

    def _look(self, frame: Frame) -> None:
        reading = self._aligner.read(self._estimator.estimate(frame))
        self._coach.update(reading)
        blind = any(notice.key == "vision" for notice in self._board.read())
        self._show(frame, None if blind else reading)

    def _show(self, frame: Frame | None, reading: Reading | None) -> None:
        self._snapshot = Snapshot(
            self._snapshot.serial + 1, frame, reading, self._coach.state,
            self._board.read(), self._camera, self._demo)
