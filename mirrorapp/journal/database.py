"""From a path to a database that can be trusted, or the reason why not."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from mirrorapp.journal import files, schema
from mirrorapp.journal.errors import JournalError, damaged, is_damage, told_as_ours

_WAIT_S = 5.0  # for another process's transaction, which takes milliseconds
_READ_ONLY = "?mode=ro"
AT_ONCE_BYTES = 8 * 2**20
"""A file of so much, some 900 sessions, is looked through before anything else: 40 ms on a desktop
machine. A larger one takes longer the longer the mirror has been used, and it would stay dark."""
_USUAL_PAGES = 1000


def connect(path: Path, *, owner: bool, later: bool = False) -> tuple[sqlite3.Connection, bool]:
    """Open, check and bring up to date; whether it has been looked through. Only the `owner` may
    change the file's layout.

    `later`: one that is large need not be looked through here, but then soon (`looked_through`).
    Until it is, and `trust` has been called, what is written goes to the log beside it alone: not
    a byte of a file that may be damaged is written over. What is read meanwhile is read strictly,
    and a page that can't be right is an error then as well; that a value has become another is
    what SQLite never sees. Before a change of layout all is looked through.

    The connection may be used from any thread, one at a time; transactions are explicit.
    Raises `JournalError`, and `DamagedJournalError` where the content can't be trusted; either
    way the file stays as it was.
    """
    files.create(path)
    if files.is_torn(path):
        raise damaged(path, "it has been cut off")
    with told_as_ours(path), ExitStack() as undo:
        db = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        undo.callback(db.close)
        seen = _prepare(db, path, owner=owner, later=later)
        undo.pop_all()
    return db, seen


@contextmanager
def looked_through(path: Path) -> Iterator[str]:
    """Look for damage beside whoever uses the file: what was found, "" for nothing.

    As long as this lasts nobody's closing writes the log into the file. Raises `JournalError`.
    """
    with told_as_ours(path), closing(sqlite3.connect(
            path.absolute().as_uri() + _READ_ONLY, uri=True, timeout=_WAIT_S)) as db:
        db.text_factory = bytes.decode
        yield _damage(db)


def trust(db: sqlite3.Connection) -> None:
    """The file has been looked through: what is written may go into it."""
    db.execute(f"PRAGMA wal_autocheckpoint = {_USUAL_PAGES}")


def _damage(db: sqlite3.Connection) -> str:
    # Not quick_check, which leaves the indices out and is hardly quicker (0.6 s against 0.8 s
    # for 20,000 sessions on a desktop machine).
    try:
        finding = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        finding = str(error)
    return "" if finding == "ok" else finding


def _prepare(db: sqlite3.Connection, path: Path, *, owner: bool, later: bool) -> bool:
    db.row_factory = sqlite3.Row
    db.text_factory = bytes.decode  # so that bad UTF-8 is a UnicodeDecodeError
    _refuse_others(db, path, owner=owner)  # before anything is changed
    files.make_private(path)
    later = later and _may_wait(db, path)
    if later:
        db.execute("PRAGMA wal_autocheckpoint = 0")
    elif finding := _damage(db):
        raise damaged(path, finding)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    if 0 < schema.version(db) < len(schema.STEPS):
        files.keep_copy(db, path, schema.version(db))
    schema.migrate(db)
    if not schema.is_whole(db):
        raise damaged(path, "its tables are not the journal's")
    return not later


def _may_wait(db: sqlite3.Connection, path: Path) -> bool:
    """Whether it is large, and opening it changes nothing of it: neither its layout nor, of a copy
    that was put in its place, that it has a log.
    """
    return (path.stat().st_size > AT_ONCE_BYTES and schema.version(db) == len(schema.STEPS)
            and db.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def refuse_newer(have: int, path: Path) -> None:
    """Raises `JournalError` where the journal at `path` has a layout that is not known here."""
    known = len(schema.STEPS)
    if have > known:
        raise JournalError(f"The journal {path} was written by a newer mirrorapp "
                           f"(layout {have}, this one knows {known}); it was left untouched.",
                           "Update mirrorapp, or name another file under journal.file.")


def _refuse_others(db: sqlite3.Connection, path: Path, *, owner: bool) -> None:
    if schema.is_foreign(db):
        raise JournalError(f"{path} belongs to another program.",
                           "Name another file under journal.file.")
    have, known = schema.version(db), len(schema.STEPS)
    if have < 0:
        raise damaged(path, f"it says it has layout {have}")
    refuse_newer(have, path)
    if have < known and not owner:
        raise JournalError(f"The journal {path} is in use by an older mirrorapp.",
                           "Stop that one, then try again.")
