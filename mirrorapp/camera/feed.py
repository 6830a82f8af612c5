"""Keeps a camera running in a thread of its own, and holds its newest frame ready."""

import logging
from enum import Enum, auto
from math import inf
from threading import Condition, Event, Thread

from mirrorapp.camera.base import BreaksOff, Camera, EndOfRecording, Frame
from mirrorapp.camera.stirring import Stirring
from mirrorapp.clock import Clock
from mirrorapp.events import MirrorError, Notice

log = logging.getLogger(__name__)

NOTICE_KEY = "camera"
JOIN_S = 5.0
SLOW_S = 0.4
"""So long from picture to picture while nobody is there."""


class Pace(Enum):
    """How much is asked of the camera.

    SLOW: a few pictures a second, and only those in which something stirs; OFF: it is closed, of a
    recording it is merely not read.
    """

    FULL = auto()
    SLOW = auto()
    OFF = auto()


class CameraFeed:
    """A one-slot mailbox with a camera behind it.

    From a live camera the newest frame wins. From a recording none is lost: the next one waits
    until the last was taken. A live camera that is lost is opened again every `retry_s`, and
    while it is away `notice` says so. A recording that breaks off is over, its notice stays:
    opened again it would start from the beginning. A `patient` feed begins without its live
    camera, as if that were lost. `go` sets its pace.
    """

    def __init__(self, camera: Camera, clock: Clock, *, retry_s: float = 1.0,
                 patient: bool = False) -> None:
        self._camera = camera
        self._clock = clock
        self._retry_s = retry_s
        self._patient = patient and not camera.recording
        self._changed = Condition()
        self._slot: Frame | None = None
        self._newest: Frame | None = None
        self._notice: Notice | None = None
        self._lost_s: float | None = None
        self._told_s = -inf
        self._over = False
        self._pace = Pace.FULL
        self._read_s = 0.0
        self._stirring = Stirring()
        self._stopping = Event()
        self._thread = Thread(target=self._pump, name="camera", daemon=True)

    def start(self) -> None:
        """Open the camera, unless it is open, and begin. Raises `CameraError` unless patient."""
        try:
            self._camera.open()
        except Exception as error:  # whatever it was, a patient feed tries again
            if not self._patient:
                raise
            self._note(error)
        self._thread.start()

    def take(self, timeout_s: float) -> Frame | None:
        """The newest frame, each at most once; None where none comes within `timeout_s`.

        Returns None at once where none can come any more.
        """
        with self._changed:
            self._changed.wait_for(self._nothing_to_wait_for, timeout_s)
            frame, self._slot = self._slot, None
            self._changed.notify_all()
            return frame

    def waiting(self) -> Frame | None:
        """The newest frame, if it is there already."""
        return self.take(0.0)

    def go(self, pace: Pace) -> None:
        """From now on at this pace; never waits for the camera. One that is off leaves no picture.
        """
        with self._changed:
            if pace is not self._pace:
                self._pace, self._stirring = pace, Stirring()
                if self.rests and not self._camera.recording:
                    self._slot = self._newest = None
                self._changed.notify_all()

    @property
    def newest(self) -> Frame | None:
        """The frame that came last, taken or not."""
        return self._newest

    @property
    def recording(self) -> bool:
        """Whether its frames are a recording's."""
        return self._camera.recording

    @property
    def rests(self) -> bool:
        """Whether it is to give no frames."""
        return self._pace is Pace.OFF

    @property
    def ended(self) -> bool:
        """The recording is over, and its last frame taken. Never true of a live camera."""
        with self._changed:
            return self._over and self._slot is None

    @property
    def notice(self) -> Notice | None:
        """What is wrong with the camera, while something is."""
        with self._changed:
            return self._notice

    @property
    def told_s(self) -> float:
        """By the clock, when the camera last said what is wrong: each time it is tried in vain."""
        with self._changed:
            return self._told_s

    def stop(self) -> None:
        """End the thread and close the camera. Safe to call twice, and before `start`."""
        self._stopping.set()
        with self._changed:
            self._slot = None
            self._changed.notify_all()
        if self._thread.ident is None:
            self._camera.close()
            return
        self._thread.join(JOIN_S)
        if self._thread.is_alive():
            log.warning("the %s does not come to an end; left behind", self._camera.name)

    def _nothing_to_wait_for(self) -> bool:
        return self._slot is not None or self._over or self._stopping.is_set()

    def _pump(self) -> None:
        try:
            if self._lost_s is None or self._regain():
                while not self._stopping.is_set() and self._rest() and self._step():
                    pass
        finally:
            self._close()
            with self._changed:
                self._over = self._over or self._camera.recording
                self._changed.notify_all()

    def _step(self) -> bool:
        """Fetch one frame, or the camera back; False where there is nothing more to fetch."""
        try:
            self._slow_down()
            self._put(self._camera.read())
        except BreaksOff as end:  # its recording is over; the log knows
            with self._changed:
                self._notice = Notice(NOTICE_KEY, end.what, end.remedy)
            return False
        except EndOfRecording:
            return False
        except Exception as error:  # whatever it was, the mirror must not just stand still
            self._note(error)
            return not self._camera.recording and self._regain()
        return True

    def _rest(self) -> bool:
        """Wait with the camera closed for as long as it is to; False where told to stop."""
        if not self.rests:
            return True
        if self._camera.recording:
            self._wait_for_work()
            return not self._stopping.is_set()
        self._close()
        self._wait_for_work()
        return not self._stopping.is_set() and (self._opened() or self._regain())

    def _wait_for_work(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: not self.rests or self._stopping.is_set())

    def _slow_down(self) -> None:
        """Let go by what comes too soon; whoever speeds up is not waited for."""
        due_s = self._read_s + SLOW_S
        while (self._pace is Pace.SLOW and not self._stopping.is_set()
               and (left_s := due_s - self._clock.monotonic_s()) > 0):
            if not self._camera.skip():
                with self._changed:
                    self._changed.wait_for(
                        lambda: self._pace is not Pace.SLOW or self._stopping.is_set(), left_s)
                break
        self._read_s = self._clock.monotonic_s()

    def _put(self, frame: Frame) -> None:
        with self._changed:
            if self._lost_s is not None:
                log.info("the %s is back after %.0f s", self._camera.name,
                         self._clock.monotonic_s() - self._lost_s)
            self._lost_s = self._notice = None
            if self._camera.recording:
                self._changed.wait_for(lambda: self._slot is None or self._stopping.is_set())
            elif self.rests or (self._pace is Pace.SLOW and not self._stirring.passes(frame)):
                return
            if not self._stopping.is_set():
                self._slot = self._newest = frame
            self._changed.notify_all()

    def _regain(self) -> bool:
        """Try until the camera opens; False where told to stop meanwhile."""
        self._close()
        while not self._stopping.wait(self._retry_s):
            self._wait_for_work()
            if not self._stopping.is_set() and self._opened():
                return True
        return False

    def _opened(self) -> bool:
        try:
            self._camera.open()
        except Exception as error:
            self._note(error)
            return False
        return True

    def _note(self, error: Exception) -> None:
        """Show what is wrong, and log it, once and not at every try."""
        if isinstance(error, MirrorError):
            notice = Notice(NOTICE_KEY, error.what, error.remedy)
        else:
            kind = type(error).__name__
            notice = Notice(NOTICE_KEY, f"The camera failed unexpectedly ({kind}).",
                            "It is tried again; if this stays, restart the mirror.")
        with self._changed:
            known, self._notice = notice == self._notice, notice
            self._told_s = self._clock.monotonic_s()
            if self._lost_s is None:
                self._lost_s = self._clock.monotonic_s()
        if not known:
            log.warning("%s %s", notice.what, notice.remedy,
                        exc_info=None if isinstance(error, MirrorError) else error)

    def _close(self) -> None:
        try:
            self._camera.close()
        except Exception:
            log.warning("the %s did not close cleanly", self._camera.name, exc_info=True)
