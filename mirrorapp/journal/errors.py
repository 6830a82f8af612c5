"""What can go wrong with the journal, in words for the person in front of the mirror."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mirrorapp.events import MirrorError


class JournalError(MirrorError):
    """The journal can't be opened, read or written just now; nothing it already holds is lost."""


class DamagedJournalError(JournalError):
    """The file is not a journal any more; it has not been touched."""


_OWNERSHIP = ("Check that the file and its folder belong to the user the mirror runs as, "
              "and that the disk is not read-only.")
_ROOM = "Free some space; what was saved before is safe, and the session goes on."

# SQLITE_ERROR: our own statements do not fit the file, so its tables are not what they were.
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


@contextmanager
def told_as_ours(path: Path) -> Iterator[None]:
    """Let SQLite's errors out as `JournalError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(error, path) from error
    except UnicodeDecodeError as error:
        raise damaged(path, str(error)) from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is bad."""
    return _code(error) in _DAMAGE


def _code(error: sqlite3.Error) -> int:
    # An error made by Python's module and not by SQLite (a closed journal) has no code.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF


def from_sqlite(error: sqlite3.Error, path: Path) -> JournalError:
    """The same mishap in our words; a `DamagedJournalError` if the file itself is bad."""
    if is_damage(error):
        return damaged(path, str(error))
    match _code(error):
        case sqlite3.SQLITE_FULL:
            what, remedy = f"The journal {path} has no room left: the disk is full.", _ROOM
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            what, remedy = f"The journal {path} can't be written.", _OWNERSHIP
        case sqlite3.SQLITE_CANTOPEN:
            what = f"The journal {path} can't be opened."
            remedy = f"{_OWNERSHIP} Check that it has room."
        case sqlite3.SQLITE_CONSTRAINT:
            what = f"The journal {path} was given a repetition or set without a number it needs."
            remedy = "This is a fault of the program: please report it."
        case sqlite3.SQLITE_BUSY:
            what = f"The journal {path} is in use by another program."
            remedy = "Close that program and try again."
        case sqlite3.SQLITE_IOERR:
            what = f"The journal {path} can't be kept: the disk reports an error."
            remedy = "Check that the disk has room and is sound."
        case _:
            why = str(error).rstrip(".")
            what, remedy = f"The journal {path} failed: {why}.", "Restart the mirror."
    return JournalError(what, remedy)


def from_system(error: OSError, path: Path) -> JournalError:
    """A file or folder that the system would not give us."""
    return JournalError(f"The journal {path} can't be kept: {error.strerror or error}.",
                        f"{_OWNERSHIP} Or name another file under journal.file.")


def damaged(path: Path, why: str) -> DamagedJournalError:
    """The file can't be trusted."""
    return DamagedJournalError(f"The journal {path} is damaged: {why}.",
                               "Restart the mirror: it sets the file aside and begins a new one.")
