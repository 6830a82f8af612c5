"""What the hub has yet to be told, kept where a power cut can't take it.

One SQLite file: events wait in `outbox` until the broker has acknowledged them; `retained` holds
the newest truth per topic, `component` what was ever announced by discovery, `topic` where the
broker ever retained something. Topics of the first two are without the mirror's own beginning. A
row that is done stays, emptied, so that adding its session again does nothing.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from mirrorapp.clock import Clock
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.outbox_file import OutboxError, open_or_begin_anew

_ADD = ("INSERT INTO outbox (session, topic, payload, state, added, changed)"
        " VALUES (?, ?, ?, 'pending', ?, ?) ON CONFLICT DO NOTHING")


@dataclass(frozen=True, slots=True)
class Row:
    """One message for one session; `seq` tells the order in which they were added."""

    seq: int
    session: str
    topic: str
    payload: str


class Outbox:
    """The outbox in the file `path`. Safe between threads.

    A damaged file is set aside under another name, with a notice, and a new one is begun. Raises
    `OutboxError` if the file can't be made or opened, or was written by a later version; so does
    every method when the disk fails.
    """

    def __init__(self, path: Path, board: NoticeBoard, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._lock = Lock()
        try:
            self._db = open_or_begin_anew(path, board, clock)
        except (OSError, sqlite3.Error) as error:
            raise self._explain(error) from error

    def close(self) -> None:
        """Close the file; the outbox is of no use afterwards."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> "Outbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, session: str, topic: str, payload: str,
            also: Mapping[str, str] = MappingProxyType({})) -> bool:
        """Put a message in; False if that session's is already there, even if long done.

        `also`: more of the same session, payloads by topic; all of them are put in, or none.
        """
        now = self._now()
        with self._use() as db, _transaction(db):
            new = db.execute(_ADD, (session, topic, payload, now, now)).rowcount == 1
            if new:
                db.executemany(_ADD, [(session, *each, now, now) for each in also.items()])
            return new

    def pending(self, limit: int = -1) -> tuple[Row, ...]:
        """What waits to be sent, oldest first, at most `limit` rows (all if negative)."""
        with self._use() as db:
            rows = db.execute("SELECT seq, session, topic, payload FROM outbox"
                              " WHERE state = 'pending' ORDER BY seq LIMIT ?", (limit,)).fetchall()
        return tuple(Row(*each) for each in rows)

    def sent(self, seq: int) -> None:
        """The row was handed to the broker, which has yet to acknowledge it."""
        self._move(seq, "inflight")

    def done(self, seq: int) -> None:
        """The broker has acknowledged the row; its payload is forgotten."""
        self._move(seq, "done")

    def requeue(self) -> int:
        """Whatever was in flight waits again; how many rows that were."""
        with self._use() as db:
            return db.execute("UPDATE outbox SET state = 'pending', changed = ?"
                              " WHERE state = 'inflight'", (self._now(),)).rowcount

    def open_count(self) -> int:
        """How many rows the broker has not acknowledged."""
        with self._use() as db:
            row = db.execute("SELECT count(*) FROM outbox WHERE state <> 'done'").fetchone()
        return int(row[0])

    def retain(self, topic: str, payload: str, at: datetime, *, demo: bool = False) -> None:
        """Remember the newest truth of `topic`: an older one changes nothing, nor does a demo
        where something genuine is remembered."""
        with self._use() as db:
            db.execute("INSERT INTO retained (topic, payload, genuine, at_s) VALUES (?, ?, ?, ?)"
                       " ON CONFLICT (topic) DO UPDATE SET payload = excluded.payload,"
                       " genuine = excluded.genuine, at_s = excluded.at_s"
                       " WHERE (excluded.genuine, excluded.at_s) >= (genuine, at_s)",
                       (topic, payload, int(not demo), at.timestamp()))

    def retained(self, topic: str) -> str | None:
        """The newest truth of `topic`, if any is remembered."""
        with self._use() as db:
            row = db.execute("SELECT payload FROM retained WHERE topic = ?", (topic,)).fetchone()
        return None if row is None else str(row[0])

    def withdraw(self, beneath: str) -> None:
        """Forget what is retained or waits on topics that begin with `beneath`."""
        with self._use() as db, _transaction(db):
            db.execute("UPDATE outbox SET state = 'done', payload = '', changed = ?"
                       " WHERE state <> 'done' AND substr(topic, 1, length(?)) = ?",
                       (self._now(), beneath, beneath))
            db.execute("DELETE FROM retained WHERE substr(topic, 1, length(?)) = ?",
                       (beneath, beneath))

    def topics(self) -> frozenset[str]:
        """Every topic on which the broker was ever made to retain something."""
        with self._use() as db:
            return frozenset(row[0] for row in db.execute("SELECT topic FROM topic").fetchall())

    def remember_topics(self, topics: Collection[str]) -> None:
        """Add to those."""
        with self._use() as db:
            db.executemany("INSERT INTO topic VALUES (?) ON CONFLICT DO NOTHING",
                           [(each,) for each in topics])

    def components(self, device: str) -> dict[str, str]:
        """The platform of every component that was ever announced for `device`."""
        with self._use() as db:
            return dict(db.execute("SELECT key, platform FROM component WHERE device = ?"
                                   " ORDER BY key", (device,)).fetchall())

    def remember_components(self, device: str, platforms: Mapping[str, str]) -> None:
        """Add to what was ever announced for `device`."""
        with self._use() as db:
            db.executemany("INSERT INTO component VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                           [(device, key, platform) for key, platform in platforms.items()])

    def _move(self, seq: int, state: str) -> None:
        with self._use() as db:
            db.execute("UPDATE outbox SET state = ?, changed = ?,"
                       " payload = CASE ? WHEN 'done' THEN '' ELSE payload END WHERE seq = ?",
                       (state, self._now(), state, seq))

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="milliseconds")

    @contextmanager
    def _use(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise self._explain(error) from error

    def _explain(self, error: Exception) -> OutboxError:
        return OutboxError(f"The outbox {self._path} can't be used: {error}.",
                           "Check the free space and the permissions there.")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk may have rolled back already
            db.execute("ROLLBACK")
        raise
