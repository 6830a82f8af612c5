"""The process that the pose model runs in.

Started by `sandbox` alone: `python -m mirrorapp.vision.worker FD MODEL RUNTIME CONFINE`. It gives
up the network before it loads anything else, says hello, loads the networks once it is told to,
then answers one picture at a time until the other end of its socket is gone.
"""

import mmap
import os
import select
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from mirrorapp.vision import confine
from mirrorapp.vision.errors import VisionError

if TYPE_CHECKING:
    from mirrorapp.config import Runtime
    from mirrorapp.vision.estimator import PoseEstimator

NICENESS = 5  # the screen comes first
PROBE_TIMEOUT_S = 1.0


def main(fd: int, model_path: Path, runtime: "Runtime", *, confined: bool) -> None:
    """Confine this process, get ready, and do what it is told to until the mirror is gone."""
    started_s = time.monotonic()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the mirror's to handle
    os.nice(NICENESS)
    channel = socket.socket(fileno=fd)
    threading.Thread(target=_leave_with_mirror, args=(fd,), daemon=True).start()
    refusal = _confine() if confined else None
    from mirrorapp.vision import wire  # late: it brings numpy

    try:
        if refusal is not None:
            raise refusal
        estimator = _prepared(model_path, runtime)
        channel.send(wire.pack_text(wire.HELLO, confined=confine.has_no_network(),
                                    ready_s=round(time.monotonic() - started_s, 3)))
        _serve(channel, estimator)
    except VisionError as error:
        channel.send(wire.pack_text(wire.FAILED, what=error.what, remedy=error.remedy))


def _leave_with_mirror(fd: int) -> None:
    """End this process when the mirror's end of the socket closes, even in mid-inference.

    The kernel's own signal for this (PR_SET_PDEATHSIG) is tied to the thread that started the
    process, and would end it when a thread ends that only loaded.
    """
    poller = select.poll()
    poller.register(fd, 0)  # a hang-up is always told
    poller.poll()
    os._exit(0)


def _confine() -> VisionError | None:
    try:
        confine.take_network_away()
    except VisionError as error:
        return error
    return None


def _prepared(model_path: Path, runtime: "Runtime") -> "PoseEstimator":
    from mirrorapp.vision.estimator import PoseEstimator

    if runtime == "mediapipe":
        _leave_out("matplotlib", "matplotlib.pyplot", "cv2", "sounddevice")
    estimator = PoseEstimator(model_path, runtime)
    estimator.prepare()
    return estimator


def _leave_out(*modules: str) -> None:
    """Put empty modules in the place of what MediaPipe imports and only draws or records with.

    Saves half of the start, a quarter of the memory, and a desktop's libraries.
    """
    for name in modules:
        sys.modules.setdefault(name, ModuleType(name))


def _serve(channel: socket.socket, estimator: "PoseEstimator") -> None:
    """Answer every message. Raises `VisionError` when the model does not load, or stops."""
    from mirrorapp.vision import wire

    pool: mmap.mmap | None = None
    while True:
        message, fds, _, _ = socket.recv_fds(channel, wire.LONGEST_MESSAGE_BYTES, 1)
        if not message:
            return
        if fds:
            pool = wire.map_pool(fds[0])
        if message[:1] == wire.LOAD:
            estimator.open()
            estimator.warm_up()
            channel.send(wire.LOADED)
        elif message[:1] == wire.PROBE:
            channel.send(wire.pack_text(wire.PROBED, **_probe(wire.unpack_text(message))))
        elif pool is not None:
            look = wire.Look.unpack(message)
            seen = estimator.look(wire.view(pool, look), look.time_s,
                                  look.width_px, look.height_px, look.sought)
            channel.send(wire.pack_seen(look.number, seen))


def _probe(target: dict[str, str]) -> dict[str, str | None]:
    """Really try to connect to a numeric address; says what went wrong, None if nothing did."""
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
                target["host"], int(target["port"]), type=socket.SOCK_STREAM,
                flags=socket.AI_NUMERICHOST):
            with socket.socket(family, kind, protocol) as attempt:
                attempt.settimeout(PROBE_TIMEOUT_S)
                attempt.connect(address)
    except OSError as error:
        return {"error": type(error).__name__}
    return {"error": None}


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), cast("Runtime", sys.argv[3]),
         confined=sys.argv[4] == "1")
    os._exit(0)  # MediaPipe's own goodbye takes long, and there is nothing to save
