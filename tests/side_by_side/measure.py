"""One program on one film, in a process of its own: what it says, and what that takes."""

import os
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import psutil

_EVERY_S = 0.15


@dataclass(frozen=True, slots=True)
class Run:
    """`cpu_s`: user and system, of all its processes. `pss_mb`: the most at any moment, what they
    share counted once.
    """

    stdout: str
    wall_s: float
    cpu_s: float
    pss_mb: float


def run(command: list[str], folder: Path, *, limit_s: float = 600.0) -> Run:
    """Run it in `folder` to its end, the repository importable.

    Raises RuntimeError with the end of what it wrote where it fails or takes too long.
    """
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as log:
        began_s = time.monotonic()
        child = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=log)
        watch = _Watch(child, limit_s)
        _, status, used = os.wait4(child.pid, 0)
        wall_s = time.monotonic() - began_s
        child.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
        for each in (out, log):
            each.seek(0)
        if child.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{log.read()[-2000:]}")
        return Run(out.read(), wall_s, used.ru_utime + used.ru_stime, watch.most_mb)


class _Watch(Thread):
    """Notes the most memory while it runs; ends it when it takes too long."""

    def __init__(self, child: "subprocess.Popen[str]", limit_s: float) -> None:
        super().__init__(daemon=True)
        self.most_mb = 0.0
        self._child, self._limit_s = child, limit_s
        self._ended = Event()
        self.start()

    def run(self) -> None:
        until_s = time.monotonic() + self._limit_s
        while not self._ended.wait(_EVERY_S):
            self.most_mb = max(self.most_mb, _pss_mb(self._child.pid))
            if time.monotonic() > until_s:
                os.kill(self._child.pid, signal.SIGKILL)

    def end(self) -> None:
        self._ended.set()
        self.join()


def _pss_mb(pid: int) -> float:
    """Of a process and all below it; 0 where it has just ended."""
    total = 0
    try:
        root = psutil.Process(pid)
        for each in (root, *root.children(recursive=True)):
            total += each.memory_full_info().pss
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        pass
    return total / 2**20
