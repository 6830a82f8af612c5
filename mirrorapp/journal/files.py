"""The journal's files: made private, claimed by one mirror, set aside when damaged."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from stat import S_ISREG

from mirrorapp.journal.errors import from_system

_PRIVATE = 0o600
_MAGIC = b"SQLite format 3\0"
_SMALLEST = 512  # bytes, SQLite's smallest page
PARTS = ("", "-wal", "-shm")  # SQLite's own names for what belongs to one database


def is_there(path: Path) -> bool:
    """Whether anything stands at `path`. Raises `JournalError` where that can't be told, as in a
    folder of somebody else's: that is not an empty one.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise from_system(error, path) from None
    return True


def is_folder(path: Path) -> bool:
    """Whether a folder stands at `path`; whatever else is wrong there shows once it is opened."""
    try:
        return path.is_dir()
    except OSError:  # a name too long, before Python 3.13
        return False


def is_stranger(path: Path) -> bool:
    """Whether a file stands at `path` that was never a journal: no database, and no lock beside.

    A mistyped path must not cost the user another file; nor a device, such as `/dev/null`, those
    who use it.
    """
    try:
        if not S_ISREG(path.stat().st_mode):
            return True
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError:
        return False
    return bool(start) and start != _MAGIC and not Path(f"{path}.lock").exists()


@contextmanager
def claim(path: Path) -> Iterator[bool]:
    """Make the folder and hold the journal's lock; False if another process holds it.

    Only the holder may repair: a report made while the mirror trains must not end the running
    session. The lock falls with its process, however that ends. Raises `JournalError`.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
    except OSError as error:
        raise from_system(error, path) from None
    try:
        yield _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def create(path: Path) -> None:
    """Make the file if it is not there, for its owner alone. Raises `JournalError`.

    SQLite gives its `-wal` and `-shm` the same mode.
    """
    try:
        if not path.exists():
            path.touch(mode=_PRIVATE)
    except OSError as error:
        raise from_system(error, path) from None


def make_private(path: Path) -> None:
    """Hide an older journal, such as a restored copy, from others. Raises `JournalError`."""
    try:
        if path.stat().st_mode & 0o777 != _PRIVATE:
            path.chmod(_PRIVATE)
    except OSError as error:
        raise from_system(error, path) from None


def is_torn(path: Path) -> bool:
    """Whether only a stump is left, or nothing but the log: SQLite would write over either."""
    if not path.is_file():
        return False
    log, size = Path(f"{path}-wal"), path.stat().st_size
    return 0 < size < _SMALLEST or (size == 0 and log.exists() and log.stat().st_size > 0)


def keep_copy(db: sqlite3.Connection, path: Path, layout: int) -> Path:
    """Copy a journal before its layout is changed, and return the copy's name.

    A copy is never written over: what an earlier try left stays. Raises `JournalError` and
    `sqlite3.Error`; then there is no half of a copy.
    """
    copy = free_name(f"{path}.layout-{layout}")
    create(copy)
    try:
        db.execute("VACUUM INTO ?", (str(copy),))
    except sqlite3.Error:
        copy.unlink(missing_ok=True)
        raise
    return copy


def set_aside(path: Path, when: datetime) -> Path:
    """Rename the file with its log and return its new name. Raises `JournalError`."""
    aside = free_name(f"{path}.corrupt-{when:%Y%m%d-%H%M%S}")
    try:
        for part in PARTS:
            old = Path(f"{path}{part}")
            if old.exists():
                old.rename(f"{aside}{part}")
    except OSError as error:
        raise from_system(error, path) from None
    return aside


def put_back(aside: Path, path: Path) -> None:
    """Undo `set_aside`, over what was begun in its place. Raises `JournalError`."""
    try:
        for part in PARTS:
            Path(f"{path}{part}").unlink(missing_ok=True)
            if (old := Path(f"{aside}{part}")).exists():
                old.rename(f"{path}{part}")
    except OSError as error:
        raise from_system(error, path) from None


def free_name(wanted: str) -> Path:
    """A name that nothing has yet: without a clock a mirror starts every time in the same second.
    """
    name, number = Path(wanted), 1
    while name.exists():
        number += 1
        name = Path(f"{wanted}-{number}")
    return name
