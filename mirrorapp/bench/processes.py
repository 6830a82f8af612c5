"""What this process and those that it started use, as the kernel tells it."""

import os
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_USER, _SYSTEM = 11, 12  # fields of /proc/PID/stat after the name (proc(5))


def used_s() -> float:
    """Of a core, all together, so far; those that ended are not counted."""
    ticks = sum(int(fields[_USER]) + int(fields[_SYSTEM])
                for fields in map(_stat, _family(os.getpid())))
    return ticks / os.sysconf("SC_CLK_TCK")


def pss_mb() -> float:
    """Memory of all together, what they share counted once (PSS)."""
    return sum(_pss_kb(pid) for pid in _family(os.getpid())) / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in (_PROC / str(pid) / "task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _stat(pid: int) -> list[str]:
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _pss_kb(pid: int) -> int:
    rollup = (_PROC / str(pid) / "smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
