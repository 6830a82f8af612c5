"""From a path to a database that can be trusted, or the reason why not."""

import sqlite3
from contextlib import ExitStack
from pathlib import Path

from mirrorapp.journal import files, schema
from mirrorapp.journal.errors import JournalError, damaged, told_as_ours

_WAIT_S = 5.0  # for another process's transaction, which takes milliseconds


def connect(path: Path, *, owner: bool) -> sqlite3.Connection:
    """Open, check and bring up to date. Only the `owner` may change the file's layout.

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
        _prepare(db, path, owner=owner)
        undo.pop_all()
    return db


def _prepare(db: sqlite3.Connection, path: Path, *, owner: bool) -> None:
    db.row_factory = sqlite3.Row
    db.text_factory = bytes.decode  # so that bad UTF-8 is a UnicodeDecodeError
    _refuse_others(db, path, owner=owner)  # before anything is changed
    files.make_private(path)
    # Not quick_check, which leaves the indices out and is hardly quicker (0.6 s against 0.8 s
    # for 20,000 sessions on a desktop machine).
    finding = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if finding != "ok":
        raise damaged(path, finding)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    if 0 < schema.version(db) < len(schema.STEPS):
        files.keep_copy(db, path, schema.version(db))
    schema.migrate(db)
    if not schema.is_whole(db):
        raise damaged(path, "its tables are not the journal's")


def _refuse_others(db: sqlite3.Connection, path: Path, *, owner: bool) -> None:
    if schema.is_foreign(db):
        raise JournalError(f"{path} belongs to another program.",
                           "Name another file under journal.file.")
    have, known = schema.version(db), len(schema.STEPS)
    if have < 0:
        raise damaged(path, f"it says it has layout {have}")
    if have > known:
        raise JournalError(f"The journal {path} was written by a newer mirrorapp "
                           f"(layout {have}, this one knows {known}); it was left untouched.",
                           "Update mirrorapp, or name another file under journal.file.")
    if have < known and not owner:
        raise JournalError(f"The journal {path} is in use by an older mirrorapp.",
                           "Stop that one, then try again.")
