"""The mirror's heart: frame → sighting → reading → coach, one frame at a time."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from math import inf
from queue import SimpleQueue
from threading import Event, Thread
from typing import Protocol

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.way_up import WayUp
from mirrorapp.camera.base import Frame
from mirrorapp.clock import Clock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.flow import ABANDONED_S
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.events import Message, MessageBoard, MirrorError, Notice, NoticeBoard
from mirrorapp.snapshot import Snapshot
from mirrorapp.vision.pose import Estimator, Floats, Sighting

_log = logging.getLogger(__name__)
_LATE_S = 0.7
_PACED_BY, _BEHIND = 8, 2
"""The eyes leave out frames where they did before so many of the last: one may be a hiccup."""
_STALE_S = 3.0
"""Who was seen so long ago may have gone."""
_CHOICE = "choice"
_LATE = Notice("vision", "One moment: I can't see you just now.", "The eyes are started again.")
_IN_PLACE = (Phase.GET_READY, Phase.COUNT_IN, Phase.ACTIVE)
_UNDER_WAY = frozenset(Phase) - {Phase.HOME, Phase.SUMMARY, Phase.CALIBRATE}


class Feed(Protocol):
    """Where frames come from: `camera.feed.CameraFeed`."""

    @property
    def recording(self) -> bool:
        """Whether they come from a recording, of which every one is given."""

    @property
    def ended(self) -> bool:
        """Whether a recording is over."""

    @property
    def newest(self) -> Frame | None:
        """The frame that came last, taken or not."""

    @property
    def rests(self) -> bool:
        """Whether it gives no frames because none are wanted."""

    @property
    def notice(self) -> Notice | None:
        """What is wrong with the camera."""

    def take(self, timeout_s: float) -> Frame | None:
        """The next frame, or None."""

    def waiting(self) -> Frame | None:
        """The next frame if it is there already."""


class Eyes(Estimator, Protocol):
    """An estimator that mends itself: `vision.mending.MendingEstimator`."""

    @property
    def notice(self) -> Notice | None:
        """What is wrong with it, while something is."""


class Engine:
    """Runs the flow on its own thread and keeps the newest snapshot for the screen.

    `on_change` hears, on that thread, of every new state of the coach. Without a `surveyor`
    nothing is known of the camera's place. `camera`: its name, "" while there is none.
    `messages`: where the home's messages come in. `rotate_deg`: by how much the camera's picture is
    turned. `spares`: whether a frame, once it is there, is not looked at.
    """

    def __init__(self, feed: Feed, eyes: Eyes, aligner: Aligner, coach: Coach,
                 board: NoticeBoard, *, clock: Clock, camera: Callable[[], str] = str,
                 demo: bool = False,
                 on_change: Callable[[CoachState], None] = lambda _: None,
                 surveyor: Surveyor | None = None,
                 messages: MessageBoard | None = None, rotate_deg: int = 0,
                 spares: Callable[[Frame], bool] = lambda _: False) -> None:
        self._feed = feed
        self._eyes = eyes
        self._aligner = aligner
        self._coach = coach
        self._board = board
        self._clock = clock
        self._camera = camera
        self._demo = demo
        self._on_change = on_change
        self._surveyor = surveyor
        self._messages = messages or MessageBoard()
        self._spares = spares
        self._serials = count(1)
        self._intents: SimpleQueue[tuple[Intent, str]] = SimpleQueue()
        self._changes: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="engine", daemon=True)
        self._snapshot = Snapshot(0, None, None, coach.state, camera=camera(), demo=demo)
        self._late: tuple[Snapshot, Snapshot] | None = None
        self._waiting_since_s: float | None = None
        self._ahead: Frame | None = None
        self._left_out = deque([False], _PACED_BY)
        self._part = 0
        self._sought: Floats | None = None
        self._way_up = WayUp(rotate_deg)
        self._last_frame_s = clock.monotonic_s()
        self._somebody_s = -inf

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self, timeout_s: float = 15.0) -> None:
        """End a session under way, keep what was done, and stop looking."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
            if self._thread.is_alive():
                _log.error("The engine hangs; what the last set did may be told as cut off.")

    def snapshot(self) -> Snapshot:
        """The newest state, with the newest frame where the eyes leave some out; never blocks.

        A look that takes long is told of while it lasts: the worker may hang.
        """
        shot, newest = self._told_of_late(), self._feed.newest
        if (newest is None or shot.frame is None or newest.time_s <= shot.frame.time_s
                or sum(self._left_out) < _BEHIND):
            return shot
        return replace(shot, newest=newest)

    def _told_of_late(self) -> Snapshot:
        shot, since_s = self._snapshot, self._waiting_since_s
        if since_s is None or self._clock.monotonic_s() - since_s <= _LATE_S:
            return shot
        if self._late is None or self._late[0] is not shot:
            self._late = (shot, replace(shot, serial=next(self._serials), reading=None,
                                        notices=(*shot.notices, _LATE)))
        return self._late[1]

    def send(self, intent: Intent, value: str = "") -> None:
        """Ask for something; it shows in a later snapshot."""
        self._intents.put((intent, value))

    def do(self, intent: Intent, value: str = "") -> bool:
        """Do at once what `send` asks for; on the engine's thread. False where it can't be had,
        which the glass then tells."""
        if self._surveyor and self._surveyor.send(intent, self._coach.phase, value):
            if intent in (Intent.CALIBRATE, Intent.AGAIN):
                self._aligner.start_set()  # whoever touched is who stands on the mark
            return True
        had = self._send(intent, value)
        if intent is not Intent.PEOPLE:
            # Who touches is there, and a camera that was away gets its time from here.
            self._last_frame_s = self._clock.monotonic_s()
        return had

    @property
    def phase(self) -> Phase:
        """Where the mirror is just now; on the engine's thread."""
        return self._state().phase

    @property
    def somebody(self) -> bool:
        """Whether somebody is before the mirror just now, or was a moment ago; on the engine's
        thread."""
        return self._clock.monotonic_s() - self._somebody_s <= _STALE_S

    @property
    def saw_anybody(self) -> bool:
        """Whether anybody has been before the mirror since it began."""
        return self._somebody_s > -inf

    def between_frames(self, change: Callable[[], None]) -> None:
        """Have `change` called soon on the engine's thread, where nothing else is under way."""
        self._changes.put(change)

    def turn(self, timeout_s: float = 0.1) -> None:
        """Do what was asked for, then work on one frame if there is one.

        The eyes look at the next one, if it is there already, while this one is read and shown.
        """
        asked = self._obey()
        frame, self._ahead = self._ahead, None
        frame = frame or self._ask(self._feed.take(timeout_s))
        if frame is not None:
            self._work_on(frame)
            return
        if self._coach.phase in _UNDER_WAY and (self._feed.ended or self._abandoned()):
            asked = True
            self._coach.end()
        if self._feed.rests and self._snapshot.frame is not None:
            self._show(None, None)  # who was there last is not to be seen by who comes next
        elif asked or self._told() != (self._snapshot.notices, self._snapshot.message):
            self._show(self._snapshot.frame, self._snapshot.reading)
        else:
            self._on_change(self._state())  # the day may have turned

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.turn()
            except Exception:
                # One bad frame must not end the evening; the trace tells what to mend.
                _log.exception("A frame could not be worked on; going on with the next one.")
        try:
            self._obey()  # a last touch counts: it may have been "It hurts"
            self._coach.end()
            self._on_change(self._state())
        except Exception:
            _log.exception("The session could not be ended properly.")

    def _obey(self) -> bool:
        asked = self._change()
        while not self._intents.empty():
            asked = True
            self.do(*self._intents.get())
        return asked

    def _change(self) -> bool:
        """What comes in meanwhile waits for the next frame, however much it is."""
        waiting = self._changes.qsize()
        for _ in range(waiting):
            try:
                self._changes.get()()
            except Exception:
                _log.exception("Something that was asked for could not be done.")
        return waiting > 0

    def _send(self, intent: Intent, value: str) -> bool:
        """What can't be had (a file of a pack, say) is told on the glass until the next touch."""
        self._board.clear(_CHOICE)
        try:
            begins = self._coach.send(intent, value)
        except MirrorError as error:
            _log.error("%s %s", error.what, error.remedy)
            self._board.post(Notice(_CHOICE, error.what, error.remedy))
            return False
        if begins:
            self._start_set()
        return True

    def _work_on(self, frame: Frame) -> None:
        self._last_frame_s = self._clock.monotonic_s()
        try:
            # Before the next look, asked for early or not: a film comes to the same, however fast
            # it goes.
            self._keep_to_user()
            if self._feed.recording:  # of a live camera's frames the next look wants the newest
                self._look_ahead()
        finally:  # whatever went wrong with the next frame: this one's answer is not that one's
            sighting = self._seen()
        self._look_ahead()
        self._follow_part()  # a touch may have turned to another one
        reading = None if sighting.blind else self._aligner.read(sighting)
        if reading is not None:
            self._way_up.look(reading, asked=self._asks_to_stand())
            if reading.pose is not None:
                self._somebody_s = self._last_frame_s
            self._survey(frame, reading)
            if self._coach.update(reading):
                self._start_set(touched=False)
            self._follow_part()
        last = self._snapshot.frame
        self._left_out.append(last is not None and frame.index > last.index + 1)
        self._show(frame, reading)

    def _follow_part(self) -> None:
        """The next part, announced or not: a film goes on with what was seen of standing."""
        if self._coach.part == self._part:
            return
        self._part = self._coach.part
        if self._coach.phase is Phase.ACTIVE:
            self._judge_by_rules()
        else:
            self._start_set(touched=False)

    def _start_set(self, *, touched: bool = True) -> None:
        """Another set, perhaps of another exercise: its rules, and a new standing baseline."""
        self._judge_by_rules()
        self._aligner.start_set(touched=touched)

    def _judge_by_rules(self) -> None:
        """Those of what is done now, on the leg whose turn it is; a check's hold has none."""
        judge_by(self._aligner, self._coach.exercise, self._coach.side)

    def _keep_to_user(self) -> None:
        """Have the eyes look for the user where they follow somebody else in a session."""
        sought = self._aligner.sought if self._coach.phase in _UNDER_WAY else None
        if sought is not self._sought:
            self._sought = sought
            self._eyes.seek(sought)

    def _survey(self, frame: Frame, reading: Reading) -> None:
        if self._surveyor is not None:
            self._surveyor.update(frame, reading, self._coach.phase)
            self._aligner.station = self._surveyor.station

    def _asks_to_stand(self) -> bool:
        """Whether who is there should be standing, and not lying, say."""
        phase, exercise = self._state().phase, self._coach.exercise
        return phase is Phase.CALIBRATE or (
            phase in _IN_PLACE and exercise is not None and not exercise.lying)

    def _look_ahead(self) -> None:
        """Have the eyes look at the next frame after this one, if it is there."""
        if self._ahead is None:
            self._ahead = self._ask(self._feed.waiting())

    def _ask(self, frame: Frame | None) -> Frame | None:
        """Have the eyes look at it, unless it is spared."""
        if frame is None or self._spares(frame):
            return None
        self._eyes.ask(frame)
        return frame

    def _seen(self) -> Sighting:
        self._waiting_since_s = self._clock.monotonic_s()
        try:
            return self._eyes.answer()
        finally:
            self._waiting_since_s = None

    def _abandoned(self) -> bool:
        """Whether the camera has been away for so long that nobody waits any more."""
        return self._clock.monotonic_s() - self._last_frame_s >= ABANDONED_S

    def _show(self, frame: Frame | None, reading: Reading | None) -> None:
        state = self._state()
        notices, message = self._told()
        self._snapshot = Snapshot(next(self._serials), frame, reading, state, notices,
                                  self._camera(), self._demo, message)
        self._on_change(state)

    def _state(self) -> CoachState:
        """The coach's, or that of the calibration, which only begins at home."""
        calibration = self._surveyor.state if self._surveyor else None
        if calibration is None:
            return self._coach.state
        return replace(self._coach.state, phase=Phase.CALIBRATE, calibration=calibration)

    def _told(self) -> tuple[tuple[Notice, ...], Message | None]:
        """What is wrong just now, and what the home has to say."""
        own = (self._feed.notice, self._eyes.notice, self._way_up.notice)
        notices = (*self._board.read(), *(notice for notice in own if notice is not None))
        return notices, self._messages.read()
