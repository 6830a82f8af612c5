"""Where an export goes: it has its name once it is whole, and takes nobody else's."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from mirrorapp.journal.exchange.errors import ExchangeError, told_as_ours


@contextmanager
def new_file(path: Path) -> Iterator[TextIO]:
    """A file to write, which is at `path` once this has ended well. Raises `ExchangeError`."""
    with told_as_ours(path, "written"):
        _must_be_free(path)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                yield file
                _flush(file)
            _give_name(Path(part), path)
        finally:
            with suppress(OSError):
                Path(part).unlink()


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to write into, which is at `path` once this has ended well.

    Raises `ExchangeError`.
    """
    with told_as_ours(path, "written"):
        _must_be_free(path)
        part = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        try:
            yield part
            _sync(part)
            _give_name(part, path)
        finally:
            shutil.rmtree(part, ignore_errors=True)


@contextmanager
def in_folder(path: Path) -> Iterator[TextIO]:
    """A file in such a folder, on the disk at the end; lines end as they are written."""
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        yield file
        _flush(file)


def _must_be_free(path: Path) -> None:
    if not path.parent.is_dir():
        raise ExchangeError(f"There is no folder {path.parent} for {path.name}.",
                            "Make it, or name another place with -o.")
    if os.path.lexists(path):
        raise ExchangeError(f"{path} is there already, and nothing is ever written over.",
                            "Name another place with -o, or take that away first.")


def _give_name(part: Path, path: Path) -> None:
    _must_be_free(path)
    part.rename(path)
    _sync(path.parent)


def _flush(file: TextIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # some sticks' file systems refuse
            os.fsync(handle)
    finally:
        os.close(handle)
