"""SQLite files as wholes: copied while others write, looked at, put in each other's place."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from mirrorapp.journal import database, files, rows, schema
from mirrorapp.journal.errors import DamagedJournalError, JournalError, damaged, told_as_ours

_WAIT_S = 5.0
_ALONE = "DELETE"  # SQLite's name for a file without a log beside it


def copy(path: Path, to: Path) -> dict[str, int]:
    """Copy a file as it is at one moment, whoever writes to it; the rows of each of its tables.

    Nothing is written to `path`. Raises `JournalError`; what is then at `to` is worth nothing.
    """
    if files.is_torn(path):
        raise damaged(path, "it has been cut off")
    files.create(to)
    with told_as_ours(path), closing(_read_only(path)) as db, closing(_plain(to)) as target:
        db.execute("BEGIN")  # what is counted is what is copied
        counted = _count(db)
        db.backup(target)
        target.execute(f"PRAGMA journal_mode = {_ALONE}")
    return counted


def check(path: Path, counted: Mapping[str, int] | None = None) -> None:
    """Raises `DamagedJournalError` where a file is not whole, or has not so many rows, and
    `JournalError`.
    """
    with told_as_ours(path), closing(_read_only(path)) as db:
        finding = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
        if finding != "ok":
            raise damaged(path, finding)
        if counted is not None and _count(db) != counted:
            raise damaged(path, "rows are missing")


def count(path: Path) -> dict[str, int]:
    """The rows of each of a file's tables. Raises `JournalError`."""
    with told_as_ours(path), closing(_read_only(path)) as db:
        return _count(db)


def layout(path: Path) -> int:
    """Of which layout a journal is. Raises `JournalError`."""
    with told_as_ours(path), closing(_read_only(path)) as db:
        return schema.version(db)


def read_all(path: Path) -> int:
    """Read every session of a journal that is nobody else's; how many can't be read.

    Brings it to the present layout. Raises `JournalError`.
    """
    unread = 0
    db, _ = database.connect(path, owner=True)
    with told_as_ours(path), closing(db):
        for row in db.execute("SELECT id FROM session ORDER BY id"):
            try:
                rows.read_session(db, row["id"])
            except (ValueError, TypeError):
                unread += 1
    return unread


def settle(path: Path) -> None:
    """Fold a file's log into it, so that it may be renamed alone.

    Raises `DamagedJournalError` where it can't be trusted, which has then not been touched, and
    `JournalError` where another process has it open.
    """
    if files.is_torn(path):
        raise damaged(path, "it has been cut off")
    with database.looked_through(path) as finding:
        if finding:
            raise damaged(path, finding)
    with told_as_ours(path), closing(_plain(path)) as db:
        db.execute(f"PRAGMA journal_mode = {_ALONE}")


def put(new: Path, path: Path, aside: Path | None) -> None:
    """Move a file into the place of another, which is kept under the name `aside` if one is given.

    At every moment a whole file is there. Neither may have a log. Raises `OSError`.
    """
    with new.open("rb") as file:
        os.fsync(file.fileno())
    if aside is not None and path.exists():
        os.link(path, aside)
        sync(aside.parent)
    new.replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Have names on the disk. Raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_database(new: Path, path: Path, aside: Path | None) -> None:
    """As `put`, for a SQLite file; one that is damaged is renamed with its log if `aside` is given.

    Raises `JournalError` where somebody has the old one open, and `OSError`.
    """
    if not _settled(path):
        for part in files.PARTS:
            old = Path(f"{path}{part}")
            if old.exists() and aside is not None:
                old.rename(f"{aside}{part}")
            old.unlink(missing_ok=True)
    if Path(f"{path}-wal").exists():
        raise JournalError(f"The journal {path} is in use by another program.",
                           "Close that program and try again.")
    put(new, path, aside)


def _settled(path: Path) -> bool:
    """Whether a whole file is there, alone; else whatever lies there is to be moved away."""
    try:
        if path.exists():
            settle(path)
            return True
    except DamagedJournalError:
        pass
    return False


def _count(db: sqlite3.Connection) -> dict[str, int]:
    names = [row[0] for row in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "ORDER BY name")]
    return {name: int(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - the file's own
            for name in names}


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_WAIT_S,
                           isolation_level=None)


def _plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
