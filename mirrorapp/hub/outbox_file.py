"""The outbox's SQLite file: its tables, and what happens when it is damaged."""

import logging
import sqlite3
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path

from mirrorapp.clock import Clock
from mirrorapp.events import MirrorError, Notice, NoticeBoard

NOTICE_KEY = "outbox"
_log = logging.getLogger(__name__)
_VERSION = 3
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, topic TEXT NOT NULL,
    payload TEXT NOT NULL, added TEXT NOT NULL, changed TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'inflight', 'done')),
    UNIQUE (session, topic)) STRICT;
CREATE INDEX outbox_open ON outbox (seq) WHERE state <> 'done';
CREATE TABLE retained (
    topic TEXT PRIMARY KEY, payload TEXT NOT NULL, genuine INTEGER NOT NULL,
    at_s REAL NOT NULL) STRICT;
CREATE TABLE component (
    device TEXT NOT NULL, key TEXT NOT NULL, platform TEXT NOT NULL,
    PRIMARY KEY (device, key)) STRICT;
PRAGMA user_version = 1;
COMMIT;
"""
_SECOND = """
BEGIN IMMEDIATE;
CREATE TABLE topic (topic TEXT PRIMARY KEY) STRICT;
UPDATE outbox SET topic = 'event';
UPDATE retained SET topic = 'session/last' WHERE topic LIKE '%/session/last';
PRAGMA user_version = 2;
COMMIT;
"""
_THIRD = """
BEGIN IMMEDIATE;
ALTER TABLE outbox DROP COLUMN changed;
ALTER TABLE retained DROP COLUMN at_s;
PRAGMA user_version = 3;
COMMIT;
"""
_STEPS = (_SCHEMA, _SECOND, _THIRD)


class OutboxError(MirrorError):
    """The outbox can't be read or written: no space, no permission, or a newer format."""


def open_or_begin_anew(path: Path, board: NoticeBoard, clock: Clock) -> sqlite3.Connection:
    """Open the file at `path`, or make it; set a damaged one aside, with a notice.

    Raises `OSError`, `sqlite3.Error` or `OutboxError` if neither can be done.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        raise  # the disk or its permissions: the file itself may be sound
    except sqlite3.DatabaseError as error:
        aside = _set_aside(path, clock)
        what = f"The outbox {path} was damaged and is now {aside.name}."
        _log.warning("%s (%s)", what, error)
        board.post(Notice(NOTICE_KEY, what, "Sessions in the journal are sent again."))
        return _connect(path)


def stand_in() -> sqlite3.Connection:
    """An empty outbox in memory, to be read while the file can't be opened."""
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for step in _STEPS:
        db.executescript(step)
    return db


def _set_aside(path: Path, clock: Clock) -> Path:
    mark = clock.now().strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}.damaged-{mark}")
    for suffix in ("-wal", "-shm"):  # named after the file, so that it can still be studied
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").rename(f"{aside}{suffix}")
    return path.rename(aside)


def _connect(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600, exist_ok=True)  # sessions are nobody else's business
    db = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("the file's structure is broken")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise OutboxError(f"The outbox {path} was written by a later mirrorapp.",
                          "Update mirrorapp, or move that file away.")
    for step in _STEPS[version:]:
        db.executescript(step)
    db.execute("SELECT count(*) FROM outbox").fetchone()  # proves that it can be read


def forget(path: Path, profile: str, sessions: Collection[str]) -> None:
    """Take out of an outbox that nobody uses what it holds of a profile, down to the bytes.

    Which topics the broker was made to retain something on stays: there it is taken back at the
    mirror's next start. Raises `sqlite3.Error`; the file is then worth nothing.
    """
    beneath = f"p/{profile}/"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        for table in ("outbox", "retained"):
            db.execute(f"DELETE FROM {table} WHERE substr(topic, 1, ?) = ? OR (json_valid(payload)"  # noqa: S608
                       " AND json_extract(payload, '$.profile') = ?)",
                       (len(beneath), beneath, profile))
        db.executemany("DELETE FROM outbox WHERE session = ?", [(each,) for each in sessions])
        db.execute("VACUUM")
        db.execute("PRAGMA journal_mode = DELETE")
