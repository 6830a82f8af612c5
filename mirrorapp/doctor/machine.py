"""The machine that is looked at: its files, its programs' answers, this process."""

import os
import platform
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_PATIENCE_S = 5.0

Ask = Callable[[Sequence[str]], str | None]


class Node(NamedTuple):
    """Who may do what with a file: its mode, owner and group."""

    mode: int
    uid: int
    gid: int


class Process(NamedTuple):
    """The Python that runs this. `bits`: of its programs, not of its kernel."""

    system: str
    arch: str
    bits: int
    python: tuple[int, int]


def ask(command: Sequence[str]) -> str | None:
    """What a program answers; None where it is not there, fails, or takes too long."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              errors="replace", timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _node(path: Path) -> Node:
    told = path.stat()
    return Node(told.st_mode, told.st_uid, told.st_gid)


def _process() -> Process:
    return Process(platform.system(), platform.machine(), 8 * struct.calcsize("P"),
                   sys.version_info[:2])


@dataclass(frozen=True, slots=True)
class Machine:
    """Everything is read beneath `root`; `ask` has a program answer as the function `ask` does."""

    root: Path = Path("/")
    ask: Ask = ask
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    process: Process = field(default_factory=_process)
    node: Callable[[Path], Node] = _node

    def path(self, place: str) -> Path:
        """Where that is; `place` begins without a slash."""
        return self.root / place

    def read(self, place: str | Path) -> str:
        """A file's text without what is blank around it; "" where it can't be had."""
        try:
            return (self.root / place).read_text(errors="replace").strip("\0 \n")
        except OSError:
            return ""

    def all(self, pattern: str) -> list[Path]:
        """Every file like that, by name."""
        return sorted(self.root.glob(pattern))

    def is_locked(self, file: Path) -> bool:
        """Whether a process holds it (flock), as /proc/locks has it; a try would be in its way.

        Raises `PermissionError`.
        """
        try:
            inode = str(file.stat().st_ino)
        except FileNotFoundError:
            return False
        locks = (line.split() for line in self.read("proc/locks").splitlines())
        return any("FLOCK" in each and inode in each[-3].split(":") for each in locks
                   if len(each) > 3)

    @property
    def model(self) -> str:
        """What board it is: "Raspberry Pi 5 Model B Rev 1.0"; "" for most that are none."""
        return self.read("proc/device-tree/model")

    @property
    def is_pi(self) -> bool:
        return "Raspberry Pi" in self.model

    @property
    def service(self) -> dict[str, str]:
        """The environment that the mirror's service has; empty where it is not installed."""
        lines = self.read("etc/systemd/system/mirrorapp.service").splitlines()
        words = " ".join(line.partition("=")[2] for line in lines
                         if line.startswith("Environment=")).split()
        return dict(word.split("=", 1) for word in words if "=" in word)

    @property
    def has_desktop(self) -> bool:
        """Whether this process has a desktop to show its window on."""
        return bool(self.environ.get("DISPLAY") or self.environ.get("WAYLAND_DISPLAY"))
