"""Real file systems in files, mounted as sticks would be; by root alone."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mirrorapp.sticks.finding import Stick

MAKERS = {"vfat": ("mkfs.vfat",), "exfat": ("mkfs.exfat",), "ext4": ("mkfs.ext4", "-q")}
PROGRAMS = ("losetup", "mount", "umount")
_OUR_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
MEGABYTE = 1_000_000
Plug = Callable[..., Stick]


def run(*command: str | Path) -> str:
    done = subprocess.run([str(each) for each in command], check=True, text=True,
                          capture_output=True, env={**os.environ, "PATH": _OUR_PATH})
    return done.stdout.strip()


@contextmanager
def stick(folder: Path, kind: str, *, megabytes: int = 32, options: str = "rw") -> Iterator[Stick]:
    """A file system of this kind, mounted; skipped by name where that can't be."""
    for program in (MAKERS[kind][0], *PROGRAMS):
        if shutil.which(program, path=_OUR_PATH) is None:
            pytest.skip(f"{program} is not installed")
    if os.geteuid() != 0:
        pytest.skip(f"only root can mount {kind}")
    image, place = folder / f"{kind}.img", folder / kind
    with image.open("wb") as file:
        file.truncate(megabytes * MEGABYTE)
    run(*MAKERS[kind], image)
    place.mkdir()
    device = _attach(image)
    try:
        _mount(kind, device, place, options)
        try:
            number = place.stat().st_dev
            yield Stick("ANNA", Path(device).name, f"{os.major(number)}:{os.minor(number)}",
                        megabytes * MEGABYTE, place, writable=options == "rw")
        finally:
            subprocess.run(["umount", "-l", place], check=False, capture_output=True)
    finally:
        run("losetup", "-d", device)


def _attach(image: Path) -> str:
    try:
        return run("losetup", "--find", "--show", image)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"no loop device can be had here: {error.stderr.strip()}")


def _mount(kind: str, device: str, place: Path, options: str) -> None:
    try:
        run("mount", "-t", kind, "-o", options, device, place)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"{kind} can't be mounted here: {error.stderr.strip().splitlines()[0]}")
