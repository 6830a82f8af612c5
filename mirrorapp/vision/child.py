"""A process that the pose model runs in, as the mirror sees it: started, greeted, asked, ended."""

import logging
import os
import re
import select
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any

from mirrorapp.camera.base import Frame, Pixels
from mirrorapp.camera.memory import Pictures, Pool, place_of
from mirrorapp.config import Runtime
from mirrorapp.vision import wire
from mirrorapp.vision.errors import VisionError, VisionLost
from mirrorapp.vision.estimator import picture_of
from mirrorapp.vision.pose import Floats, Sighting

LOG = logging.getLogger(__name__)

LOST_REMEDY = "It is started again."
START_REMEDY = "See the log, end what keeps the machine busy, or make the model anew: make model."
CHATTER = re.compile(r"INFO:|WARNING:|[IW]\d{4} |$")  # TensorFlow's and absl's

_GLANCES = 10
"""So many times within its patience it is looked whether a worker that loads does anything."""
_USER_TICKS, _SYSTEM_TICKS = 11, 12
"""Fields of /proc/PID/stat, counted after the program's name."""
_NO_FDS: tuple[int, ...] = ()


class Worker:
    """One child process, its socket, and the pictures that it was asked to look at.

    Starts at once, and gets ready meanwhile; `greet` has it load the model. Raises `VisionError` if
    it can't start.
    """

    def __init__(self, model_path: Path, runtime: Runtime, *, confine: bool) -> None:
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._pictures = Pictures()
        self._pool: Pool | None = None  # that the worker knows
        self._asked: deque[tuple[int, Pixels]] = deque()
        self._numbers = count(1)
        self.model_path = model_path
        self.loads = self._confined = False
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

    @property
    def has_spoken(self) -> bool:
        """Whether it has said something that nobody heard yet: that it is ready or loaded, or ends.
        """
        return bool(select.select([self._channel], [], [], 0)[0])

    def greet(self, patience_s: float, longest_s: float) -> bool:
        """Have the model loaded, and wait for that; whether the worker has no network.

        Raises `VisionError` where it ended, has done nothing for `patience_s`, or is not done
        within `longest_s`.
        """
        until_s = time.monotonic() + longest_s
        if not self.loads:
            self.load(patience_s, longest_s)
        with _starting():
            self._wait_while_it_loads(patience_s, until_s - time.monotonic())
            self._receive(wire.LOADED, patience_s)
        return self._confined

    def load(self, patience_s: float, longest_s: float) -> None:
        """Have the model loaded, once the worker is ready to; raises as `greet`."""
        with _starting():
            self._wait_while_it_loads(patience_s, longest_s)
            hello = self._receive_text(wire.HELLO, patience_s)
            self._send(wire.LOAD)
        self.loads, self._confined = True, hello.get("confined") is True
        LOG.debug("pose worker %d was ready in %s s", self.pid, hello.get("ready_s"))

    def ask(self, frame: Frame, sought: Floats | None = None) -> None:
        """Have it look at that frame, after those that it was asked about before. The picture is
        copied unless it lies where the worker can see it. Raises `VisionLost`.
        """
        picture, pool, offset = self._placed(picture_of(frame))
        number = next(self._numbers)
        self._asked.append((number, picture))
        fds = _NO_FDS if pool is self._pool else (pool.fd,)
        self._pool = pool
        height, width, channels = picture.shape
        question = wire.Look(number, frame.time_s, frame.width_px, frame.height_px,
                             (height, width, channels), offset, sought)
        self._send(question.pack(), fds)

    def answer(self, patience_s: float) -> Sighting:
        """What the worker says of the picture asked about first. Raises `VisionLost`."""
        try:
            number, seen = wire.unpack_seen(self._receive(wire.SEEN, patience_s))
        except ValueError as error:
            raise _lost("it answers nonsense") from error
        if number != self._asked.popleft()[0]:
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

    def _wait_while_it_loads(self, patience_s: float, longest_s: float) -> None:
        """Return once it says something: one that is slow on a busy machine is not hung."""
        began_s = worked_s = time.monotonic()
        ticks = 0
        while not select.select([self._channel], [], [], patience_s / _GLANCES)[0]:
            now_s, before, ticks = time.monotonic(), ticks, self._ticks()
            if ticks != before:
                worked_s = now_s
            if now_s - worked_s >= patience_s:
                raise _lost(f"it has done nothing for {patience_s:g} s")
            if now_s - began_s >= longest_s:
                raise _lost(f"it is not loaded after {longest_s:.0f} s")

    def _ticks(self) -> int:
        """How long processors have worked for it so far, in the kernel's ticks."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[_USER_TICKS]) + int(fields[_SYSTEM_TICKS])

    def _placed(self, picture: Pixels) -> tuple[Pixels, Pool, int]:
        """The picture, or a copy, in a pool that can be shared, and where it is there."""
        place = place_of(picture)
        if place is None:
            picture = self._pictures.copy(picture)
            place = place_of(picture)
        if place is None:
            raise _lost("it has no room for a picture")
        return picture, *place

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


@contextmanager
def _starting() -> Iterator[None]:
    """Whatever goes wrong in it, the worker did not start."""
    try:
        yield
    except VisionLost as error:
        remedy = START_REMEDY if error.remedy == LOST_REMEDY else error.remedy
        raise VisionError(error.what, remedy) from error


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
