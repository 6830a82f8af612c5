import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from mirrorapp.bench import processes

HELD_MB = 64


@contextmanager
def child(work: str) -> Iterator[None]:
    """A process that does that, and has done it now."""
    with subprocess.Popen([sys.executable, "-c", f"{work}\nprint(flush=True)\ninput()"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield
        process.communicate(b"\n")


def test_memory_counts_what_children_hold() -> None:
    before_mb = processes.pss_mb()
    with child(f"held = bytearray({HELD_MB} << 20); held[::4096] = b'x' * len(held[::4096])"):
        assert processes.pss_mb() - before_mb > 0.8 * HELD_MB


def test_time_counts_what_children_do() -> None:
    before_s = processes.used_s()
    with child("import time\nwhile time.process_time() < 0.3: pass"):
        assert processes.used_s() - before_s >= 0.28
