"""Which USB sticks are in, told from what the kernel shows of them.

A look reads a few small files of /sys and /proc and touches no stick, so that one that is broken
keeps nobody waiting. Neither psutil (does not tell what is on USB) nor pyudev (needs libudev, and a
thread that listens, to spare one look a second) would leave less to be written here.
"""

import logging
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from mirrorapp.events import plain
from mirrorapp.sticks import mounts
from mirrorapp.sticks.mounts import Mount

_log = logging.getLogger(__name__)
_LOOK_S = 1.0
_SECTOR_BYTES = 512  # of /sys/class/block/*/size, whatever the device's own are
_USB = re.compile(r"/usb\d+/")
_FOR_STICKS = (Path("/media"), Path("/run/media"))
"""Where desktops mount what is put in, and `systemd/mirrorapp-stick@.service` does. What is on USB
and mounted elsewhere belongs to the machine: the disk that it starts from, or its backups.
"""
_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Stick:
    """One that is in, or one part of it that has a file system of its own.

    `name`: what its owner calls it, or else its maker, as `events.plain` makes it; "" for neither.
    `device`: the kernel's name for it, "sdb1", and `number` its number, "8:17". `place`: where it
    is mounted; None while it is not, because it has only just come, or can't be read here.
    """

    name: str
    device: str
    number: str
    size_bytes: int
    place: Path | None = None
    writable: bool = False


class Finder:
    """Looks for sticks from `start` to `stop`; both return at once, and may be called again and
    again. `look` is what it looks with.
    """

    def __init__(self, look: Callable[[], tuple[Stick, ...]] | None = None,
                 every_s: float = _LOOK_S) -> None:
        self._look = look or sticks
        self._every_s = every_s
        self.search: Search | None = None

    @property
    def found(self) -> tuple[Stick, ...]:
        """Those that are in, by name; none before `start` and after `stop`."""
        return () if self.search is None else self.search.found

    def start(self) -> None:
        """Begin to look, anew."""
        self.stop()
        self.search = Search(self._look, self._every_s)
        self.search.start()

    def stop(self) -> None:
        """Look no more."""
        if self.search is not None:
            self.search.over.set()
            self.search = None


class Search(Thread):
    """One, until it is `over`; `looked`: once at least."""

    def __init__(self, look: Callable[[], tuple[Stick, ...]], every_s: float) -> None:
        super().__init__(name="sticks", daemon=True)
        self.found: tuple[Stick, ...] = ()
        self.over, self.looked = Event(), Event()
        self._look, self._every_s = look, every_s

    def run(self) -> None:
        while not self.over.is_set():
            try:
                self.found = self._look()
            except OSError as error:  # one went in the middle of the look
                _log.info("Sticks can't be looked for just now: %s", error)
                self.found = ()
            self.looked.set()
            self.over.wait(self._every_s)


def sticks(block: Path = Path("/sys/class/block"), mountinfo: Path = mounts.MOUNTINFO,
           labels: Path = Path("/dev/disk/by-label")) -> tuple[Stick, ...]:
    """Those that are in just now. Raises `OSError`."""
    mounted: dict[str, list[Mount]] = {}
    for each in mounts.read(mountinfo):
        mounted.setdefault(each.number, []).append(each)
    named = _labels(labels)
    found = [stick for disk in sorted(block.iterdir()) if _is_usb_disk(disk)
             for stick in _of_disk(disk, mounted, named)]
    return tuple(sorted(found))


def _is_usb_disk(device: Path) -> bool:
    whole = device.resolve()
    return _USB.search(f"{whole}/") is not None and not (whole / "partition").exists()


def _of_disk(disk: Path, mounted: dict[str, list[Mount]], named: dict[str, str]) -> list[Stick]:
    """What of it can be written on; one that is nowhere yet where nothing is mounted; nothing of a
    disk that is the machine's.
    """
    parts = [each.parent for each in sorted(disk.glob("*/partition"))]
    maker = " ".join(filter(None, (_text(disk / "device" / each) for each in ("vendor", "model"))))
    found = []
    for each in (disk, *parts):
        places = mounted.get(number := _text(each / "dev"), [])
        if any((each / "holders").glob("*")) or not all(map(_is_for_sticks, places)):
            return []
        size = int(_text(each / "size") or 0) * _SECTOR_BYTES
        if size and not (parts and each is disk):
            name = plain(named.get(each.name, "")) or plain(maker)
            found.append(Stick(name, each.name, number, size,
                               *((places[-1].place, places[-1].writable) if places else ())))
    here = [each for each in found if each.place is not None]
    return here or sorted(found, key=lambda each: each.size_bytes)[-1:]


def _is_for_sticks(mount: Mount) -> bool:
    return any(mount.place.is_relative_to(each) for each in _FOR_STICKS)


def _labels(folder: Path) -> dict[str, str]:
    """What owners call their sticks, by the kernel's name, as udev links them (udev(7))."""
    return dict(_each_label(folder)) if folder.is_dir() else {}


def _each_label(folder: Path) -> Iterator[tuple[str, str]]:
    for link in folder.iterdir():
        written = _ESCAPED.sub(lambda byte: bytes([int(byte[1], 16)]), os.fsencode(link.name))
        yield link.resolve().name, written.decode("utf-8", "replace").strip()


def _text(file: Path) -> str:
    """What a file of the kernel's says, "" where it is not there."""
    try:
        return " ".join(file.read_text(encoding="utf-8", errors="replace").split())
    except OSError:
        return ""
