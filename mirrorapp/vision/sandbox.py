"""The pose model in a process of its own that has no network, as the mirror sees it.

Frames go there through shared memory, landmarks come back in small packets (`wire`). A second
worker stands by, loaded: when the first dies or hangs, the next look takes tens of milliseconds
and not a start.
"""

import logging
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from mirrorapp.camera.base import Frame, Pixels
from mirrorapp.clock import Clock, SystemClock
from mirrorapp.config import Runtime, VisionConfig
from mirrorapp.vision import wire
from mirrorapp.vision.errors import VisionError, VisionLost
from mirrorapp.vision.estimator import picture_of
from mirrorapp.vision.pose import Floats, Sighting

LOG = logging.getLogger(__name__)

START_PATIENCE_S = 10.0  # a cold start takes 0.6 s on a desktop and a few on a cold SD card
ANSWER_PATIENCE_S = {"lite": 1.5, "full": 1.5, "heavy": 4.0}
"""How long one look may take, by model, before the worker counts as hung."""
LONGEST_PATIENCE_S = 8.0
"""On a machine that is busy with something else a look may take as long, and each worker that is
given up makes it busier."""
FILM_PATIENCE_S = 60.0
"""Pictures that wait, however busy the machine is, as a film's do."""
LOST_REMEDY = "It is started again."
START_REMEDY = "See the log, end what keeps the machine busy, or make the model anew: make model."

CHATTER = re.compile(r"INFO:|WARNING:|[IW]\d{4} |$")  # TensorFlow's and absl's

_NO_FDS: tuple[int, ...] = ()


class SandboxedEstimator:
    """An `Estimator` whose model runs confined in a child process; `of` makes the configured one.

    `confine=False` lets the child keep its network, with a warning. `answer_patience_s` is how
    long one look may take before the worker counts as hung; twice as long after each that did,
    until looks are quick again. `standby` keeps a second worker loaded. `last_alive_s` is when, by
    the clock, the worker last said anything.
    """

    def __init__(self, model_path: Path, *, runtime: Runtime = "litert", confine: bool = True,
                 standby: bool = True, answer_patience_s: float = ANSWER_PATIENCE_S["full"],
                 start_patience_s: float = START_PATIENCE_S, clock: Clock | None = None) -> None:
        self._start: Callable[[], Worker] = lambda: Worker(model_path, runtime, confine=confine)
        self._confine = confine
        self._keep_standby = standby
        self._answer_patience_s = self._patience_s = answer_patience_s
        self._start_patience_s = start_patience_s
        self._clock = clock or SystemClock()
        self._worker: Worker | None = None
        self._standby: Worker | None = None
        self._warned = False
        self._sought: Floats | None = None
        self.last_alive_s = self._clock.monotonic_s()

    @classmethod
    def of(cls, config: VisionConfig, model_path: Path, *, standby: bool = True,
           patience_s: float | None = None, clock: Clock | None = None) -> "SandboxedEstimator":
        """The one that the settings want; `patience_s`: for a look and for a start, else as long as
        somebody in front of the glass should wait.
        """
        return cls(model_path, runtime=config.runtime, confine=config.confine, standby=standby,
                   answer_patience_s=patience_s or ANSWER_PATIENCE_S[config.model],
                   start_patience_s=patience_s or START_PATIENCE_S, clock=clock)

    @property
    def pid(self) -> int | None:
        """The worker's process id, None while there is none."""
        return self._worker.pid if self._worker else None

    def open(self) -> None:
        """Start a worker, or take the one that stands by. Raises `VisionError`."""
        self._drop_worker()
        self._worker = self._take_standby() or self._started()
        self.last_alive_s = self._clock.monotonic_s()
        if self._keep_standby:
            self._standby = self._start()

    def estimate(self, frame: Frame) -> Sighting:
        """Look at one frame. Raises `VisionLost` when the worker died or hangs."""
        if self._worker is None:
            raise VisionLost("The pose model is not running.", LOST_REMEDY)
        asked_s = self._clock.monotonic_s()
        try:
            seen = self._worker.look(frame, self._patience_s, self._sought)
        except VisionLost:
            self._patience_s = min(2 * self._patience_s,
                                   max(self._answer_patience_s, LONGEST_PATIENCE_S))
            self._drop_worker()
            raise
        self.last_alive_s = self._clock.monotonic_s()
        if self.last_alive_s - asked_s < self._answer_patience_s / 2:
            self._patience_s = self._answer_patience_s
        return seen

    def seek(self, looks: Floats | None) -> None:
        """Get back to whoever looks like that; a worker started later is told, too."""
        self._sought = looks

    def probe(self, host: str, port: int) -> str | None:
        """Let the worker try to connect to a numeric address; why it failed, None if it did not.

        For tests: what comes back from a confined worker is `PermissionError`.
        Raises `VisionLost`.
        """
        if self._worker is None:
            raise VisionLost("The pose model is not running.", LOST_REMEDY)
        said = self._worker.probe(host, port, self._start_patience_s)
        return None if said is None else str(said)

    def close(self) -> None:
        """End both workers. Safe to call twice."""
        self._drop_worker()
        standby, self._standby = self._standby, None
        if standby is not None:
            standby.stop()

    def _drop_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()

    def _take_standby(self) -> "Worker | None":
        standby, self._standby = self._standby, None
        if standby is None:
            return None
        try:
            return self._greeted(standby)
        except VisionError as error:
            LOG.warning("The pose worker that stood by is of no use: %s", error)
            return None

    def _started(self) -> "Worker":
        return self._greeted(self._start())

    def _greeted(self, worker: "Worker") -> "Worker":
        """The worker, once it is loaded and has shown that it is confined."""
        try:
            confined = worker.greet(self._start_patience_s)
        except VisionError:
            worker.stop()
            raise
        if self._confine and not confined:
            worker.stop()
            raise VisionError("The pose model's process still has a network.",
                              "Please report this; vision.confine = false runs it anyway.")
        if not confined and not self._warned:
            LOG.warning("The pose model runs with a network, because vision.confine is off.")
            self._warned = True
        return worker


class Worker:
    """One child process, its socket and its slot for a picture.

    Starts at once, loads meanwhile; `greet` waits for it. Raises `VisionError` if it can't start.
    """

    def __init__(self, model_path: Path, runtime: Runtime, *, confine: bool) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._slot: wire.Slot | None = None
        self._number = 0
        command = [sys.executable, "-P", "-m", "mirrorapp.vision.worker", str(theirs.fileno()),
                   str(model_path), runtime, "1" if confine else "0"]
        try:
            with theirs:
                self._process = subprocess.Popen(
                    command, pass_fds=[theirs.fileno()], env=_environment(),
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        except OSError as error:
            self._channel.close()
            raise VisionError(f"The pose model's process does not start: {error.strerror}.",
                              START_REMEDY) from error
        self.pid = self._process.pid
        self._log = threading.Thread(target=_relay, args=(self._process.stderr,),
                                     name="pose worker's log", daemon=True)
        self._log.start()

    def greet(self, patience_s: float) -> bool:
        """Wait until the model is loaded; whether the worker has no network."""
        try:
            hello = self._receive_text(wire.HELLO, patience_s)
        except VisionLost as error:
            remedy = START_REMEDY if error.remedy == LOST_REMEDY else error.remedy
            raise VisionError(error.what, remedy) from error
        LOG.debug("pose worker %d loaded in %s s", self.pid, hello.get("load_s"))
        return hello.get("confined") is True

    def look(self, frame: Frame, patience_s: float, sought: Floats | None = None) -> Sighting:
        picture = picture_of(frame)
        self._number += 1
        fds = self._fit(picture)
        height, width, channels = picture.shape
        question = wire.Look(self._number, frame.time_s, frame.width_px, frame.height_px,
                             (height, width, channels), sought)
        self._send(question.pack(), fds)
        try:
            number, seen = wire.unpack_seen(self._receive(wire.SEEN, patience_s))
        except ValueError as error:
            raise _lost("it answers nonsense") from error
        if number != self._number:
            raise _lost("it answers another question")
        return seen

    def probe(self, host: str, port: int, patience_s: float) -> Any:
        self._send(wire.pack_text(wire.PROBE, host=host, port=port))
        return self._receive_text(wire.PROBED, patience_s).get("error")

    def stop(self) -> None:
        """End the process, hung or not: it has nothing to save. Leaves nothing behind."""
        self._process.kill()
        self._process.wait()
        self._log.join()
        self._channel.close()
        if self._slot is not None:
            self._slot.close()
            self._slot = None

    def _fit(self, picture: Pixels) -> tuple[int, ...]:
        """Put the picture into the slot; the descriptor to send along if the slot is new."""
        fds = _NO_FDS
        if self._slot is None or self._slot.size_bytes != picture.size:
            if self._slot is not None:
                self._slot.close()
            self._slot = wire.Slot(picture.size)
            fds = (self._slot.fd,)
        self._slot.put(picture)
        return fds

    def _send(self, message: bytes, fds: tuple[int, ...] = _NO_FDS) -> None:
        try:
            socket.send_fds(self._channel, [message], fds)
        except OSError as error:
            raise _lost("its process ended") from error

    def _receive(self, kind: bytes, patience_s: float) -> bytes:
        try:
            self._channel.settimeout(patience_s)
            message = self._channel.recv(wire.LONGEST_MESSAGE_BYTES)
        except TimeoutError as error:
            raise _lost(f"it has said nothing for {patience_s:g} s") from error
        except OSError as error:
            raise _lost("its process ended") from error
        if message[:1] == wire.FAILED:
            failure = wire.unpack_text(message)
            raise VisionLost(str(failure.get("what")), str(failure.get("remedy")))
        if message[:1] != kind:
            raise _lost("it answers nonsense" if message else "its process ended")
        return message

    def _receive_text(self, kind: bytes, patience_s: float) -> dict[str, Any]:
        try:
            return wire.unpack_text(self._receive(kind, patience_s))
        except ValueError as error:
            raise _lost("it answers nonsense") from error


def _environment() -> dict[str, str]:
    """This process's environment, with the same modules to be found."""
    path = [entry or str(Path.cwd()) for entry in sys.path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


def _relay(stderr: IO[bytes]) -> None:
    """Pass what the worker's libraries print to the log: chatter as debug, the rest as warning."""
    with stderr:
        for line in stderr:
            text = line.decode(errors="replace").rstrip()
            LOG.log(logging.DEBUG if CHATTER.match(text) else logging.WARNING,
                    "pose worker: %s", text)


def _lost(why: str) -> VisionLost:
    return VisionLost(f"The pose model is gone: {why}.", LOST_REMEDY)
