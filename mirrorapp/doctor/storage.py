"""The disk: whether what is trained can be kept, and for how long."""

import os
from pathlib import Path
from typing import NamedTuple

from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.machine import Machine
from mirrorapp.doctor.patient import Patient

_NEEDS_MB, _LIKES_MB = 200, 1000
"""Ten years of sessions are some 100 MB, and a new layout or a backup is another of the same."""
_WORN, _WORN_OUT = 9, 11
"""Of an eMMC's own count: tenths of its life that are gone, 11 for more than all (JEDEC 84-B51)."""
_FLEETING = ("tmpfs", "ramfs")
_ROOM = "Make room: old backups and films are large; journalctl --vacuum-size=100M makes some, too."
_NEW_CARD = "Make a backup (mirrorapp backup), and put the system on a new one."


class Space(NamedTuple):
    """Of a file system."""

    free_mb: int
    read_only: bool


def space_of(folder: Path) -> Space:
    """Of the one that a folder is on. Raises `OSError`."""
    told = os.statvfs(folder)
    return Space(told.f_bavail * told.f_frsize // 2**20, bool(told.f_flag & os.ST_RDONLY))


def nearest(path: Path) -> Path:
    """The folder that is there, of those above."""
    return next(each for each in (path, *path.parents) if each.is_dir())


def space(patient: Patient) -> Finding:
    """Whether there is room where the journal is, and it is kept."""
    folder = nearest(patient.config.journal.place.absolute().parent)
    told = space_of(folder)
    if told.read_only:
        return Finding("space", FAIL, f"Nothing can be written to {folder}: it is read-only.",
                       "Look at the kernel's log (dmesg): a failing card goes read-only.")
    if _forgets(patient.machine, folder):
        return Finding("space", FAIL, f"What is kept in {folder} is gone after a restart.",
                       "Turn the read-only system off (raspi-config, Performance, Overlay), or "
                       "set journal.file to a real disk.")
    if told.free_mb < _NEEDS_MB:
        return Finding("space", FAIL, f"Only {told.free_mb} MB are free in {folder}.", _ROOM)
    if told.free_mb < _LIKES_MB:
        return Finding("space", WARN, f"{told.free_mb} MB are free in {folder}, which is little.",
                       _ROOM)
    return Finding("space", OK, f"{told.free_mb} MB are free in {folder}.")


def _forgets(machine: Machine, folder: Path) -> bool:
    """Whether it is kept in memory only."""
    mounts = [line.split() for line in machine.read("proc/mounts").splitlines()]
    of = {each[1]: each[2] for each in mounts if len(each) > 2}
    at = next((str(each) for each in (folder, *folder.parents) if str(each) in of), "")
    options = machine.read("proc/cmdline").split()
    overlaid = "boot=overlay" in options or "overlayroot=tmpfs" in options
    return of.get(at) in _FLEETING or (overlaid and of.get(at) == "overlay")


def card(patient: Patient) -> Finding:
    """Whether the card or disk has errors, or has been written to too much."""
    machine = patient.machine
    for counted in machine.all("sys/fs/ext4/*/errors_count"):
        errors, name = machine.read(counted), counted.parent.name
        if errors.isdecimal() and int(errors):
            return Finding("card", FAIL, f"The file system on {name} has {errors} errors.",
                           "Make a backup (mirrorapp backup), then restart with fsck.mode=force.")
    for told in machine.all("sys/block/mmcblk*/device/life_time"):
        return _wear(told.parent.parent.name, machine.read(told))
    if machine.all("sys/block/mmcblk*"):
        return Finding("card", OK, "The card has no errors; how worn it is, no SD card tells.")
    if machine.all("sys/fs/ext4/*/errors_count"):
        return Finding("card", OK, "The disk has no errors.")
    return Finding("card", UNKNOWN, "Whether the disk has errors can't be told.")


def _wear(name: str, told: str) -> Finding:
    """Of an eMMC, by its two counts such as "0x02 0x01"."""
    gone = max((int(each, 16) for each in told.split()), default=0)
    if gone >= _WORN_OUT:
        return Finding("card", FAIL, f"The memory {name} is worn out.", _NEW_CARD)
    if gone >= _WORN:
        return Finding("card", WARN, f"The memory {name} is nearly worn out.", _NEW_CARD)
    return Finding("card", OK, f"The memory {name} is not worn out.")
