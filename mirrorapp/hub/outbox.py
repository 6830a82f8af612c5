"""What the hub has yet to be told, kept where a power cut can't take it.

One SQLite file: events wait in `outbox` until the broker has acknowledged them; `retained` holds
the newest truth per topic, `component` what was ever announced by discovery, `topic` where the
broker ever retained something. Topics of the first two are without the mirror's own beginning. A
row that is done stays for long, emptied, so that putting its session in again does nothing.

No clock decides anything here, for it may be wrong: order is that of writing.
"""

import logging
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from threading import Lock

from mirrorapp.clock import Clock
from mirrorapp.events import Notice, NoticeBoard
from mirrorapp.hub.outbox_file import NOTICE_KEY, OutboxError, open_or_begin_anew, stand_in

KEPT = 10_000
"""So many rows stay when they are done (2 MB): a hundred times what a mirror's start tells again,
`keeper.TOLD_AGAIN`."""

_KNOWN = "SELECT 1 FROM outbox WHERE session = ?"
_PUT = "INSERT INTO outbox (session, topic, payload, state, added) VALUES (?, ?, ?, 'pending', ?)"
_DONE = "UPDATE outbox SET state = 'done', payload = '' WHERE seq = ?"
_PRUNE = ("DELETE FROM outbox WHERE state = 'done'"
          " AND seq <= (SELECT max(seq) FROM outbox) - ?")
_RETAIN = ("INSERT INTO retained (topic, payload, genuine) VALUES (?, ?, ?)"
           " ON CONFLICT (topic) DO UPDATE SET payload = excluded.payload,"
           " genuine = excluded.genuine WHERE excluded.genuine >= genuine")
_REMEMBER = "INSERT INTO component VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_REMEMBER_TOPIC = "INSERT INTO topic VALUES (?) ON CONFLICT DO NOTHING"
_HELD = "SELECT topic FROM retained UNION SELECT topic FROM outbox WHERE state <> 'done'"
_WITHDRAW = ("UPDATE outbox SET state = 'done', payload = ''"
             " WHERE state <> 'done' AND substr(topic, 1, length(?1)) = ?1")
_WITHDRAW_TRUTH = "DELETE FROM retained WHERE substr(topic, 1, length(?1)) = ?1"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """What one session brings, each by its topic: `events` to be told once, and what is to be
    `retained` until a newer session brings it.
    """

    session: str
    events: Mapping[str, str]
    retained: Mapping[str, str]
    demo: bool = False

    def without(self, beneath: str) -> "Letter":
        """The same but for topics that begin with `beneath`."""
        events, retained = ({topic: payload for topic, payload in each.items()
                             if not topic.startswith(beneath)}
                            for each in (self.events, self.retained))
        return replace(self, events=events, retained=retained)


@dataclass(frozen=True, slots=True)
class Row:
    """One message for one session; `seq` tells the order in which they were put in."""

    seq: int
    session: str
    topic: str
    payload: str


class Outbox:
    """The outbox in the file `path`. Safe between threads.

    A damaged file is set aside under another name, with a notice, and a new one is begun. While
    the disk fails, even from the start, what is to be written is kept in memory, with a notice,
    and written with whatever comes next, or by `catch_up`. Raises `OutboxError` if the file was
    written by a later version; so does whatever reads, where the file can't be read.
    """

    def __init__(self, path: Path, board: NoticeBoard, clock: Clock) -> None:
        self._path = path
        self._board = board
        self._clock = clock
        self._lock = Lock()
        self._db = stand_in()
        self._opened = False
        self._trouble = False
        self._puts: list[tuple[Letter, ...]] = []
        self._delivered: set[int] = set()
        self._withdrawn: tuple[str, ...] = ()
        self._components: dict[tuple[str, str], str] = {}
        self._topics: set[str] = set()
        try:
            self.catch_up()
        except OutboxError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file; the outbox is of no use afterwards."""
        self.catch_up()
        with self._lock:
            self._db.close()

    def __enter__(self) -> "Outbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def failing(self) -> bool:
        """Whether something could not be written or read, so that `catch_up` has to be tried."""
        return self._trouble

    def put(self, letters: Iterable[Letter]) -> bool:
        """Put letters in, in the order in which their sessions were begun; whether they are on
        the disk.

        One whose session is already there, even if long done, brings no event. Truth is what the
        newest retains, but a demo's only where there is nothing genuine.
        """
        with self._lock:
            together = tuple({each.session: each for each in letters}.values())
            if together not in self._puts:  # else it changes nothing, and would only need room
                self._puts.append(together)
        return self.catch_up()

    def done(self, seq: int) -> None:
        """The broker has acknowledged the row; its payload is forgotten."""
        with self._lock:
            self._delivered.add(seq)
        self.catch_up()

    def withdraw(self, beneath: str) -> None:
        """Forget what is retained or waits on topics that begin with `beneath`."""
        with self._lock:
            self._puts = [tuple(each.without(beneath) for each in together)
                          for together in self._puts]
            self._withdrawn += (beneath,)
        self.catch_up()

    def remember_topics(self, topics: Collection[str]) -> None:
        """Add to where the broker was ever made to retain something."""
        with self._lock:
            self._topics |= set(topics)
        self.catch_up()

    def remember_components(self, device: str, platforms: Mapping[str, str]) -> None:
        """Add to what was ever announced for `device`."""
        with self._lock:
            self._components |= {(device, key): each for key, each in platforms.items()}
        self.catch_up()

    def catch_up(self) -> bool:
        """Write what has not been written yet, all or nothing; whether that worked."""
        with self._lock:
            try:
                self._write()
            except (OSError, sqlite3.Error) as error:
                self._complain(error)
            else:
                self._be_well()
            return not self._trouble

    def pending(self, limit: int | None = None, *, after: int = 0) -> tuple[Row, ...]:
        """What the broker has not acknowledged of what comes after the row `after`, oldest first,
        at most `limit` rows.
        """
        with self._use() as db:
            rows = db.execute("SELECT seq, session, topic, payload FROM outbox"
                              " WHERE state <> 'done' AND seq > ? ORDER BY seq", (after,))
            return tuple(islice((Row(*each) for each in rows if each[0] not in self._delivered
                                 and not each[2].startswith(self._withdrawn)), limit))

    def open_count(self) -> int:
        """How many rows the broker has not acknowledged."""
        return len(self.pending())

    def retained(self, topic: str) -> str | None:
        """The newest truth of `topic`, if any is remembered."""
        with self._use() as db:
            row = db.execute("SELECT payload FROM retained WHERE topic = ?", (topic,)).fetchone()
            return None if row is None or topic.startswith(self._withdrawn) else str(row[0])

    def held(self, beneath: str) -> frozenset[str]:
        """Every topic that begins with `beneath` for which something is retained or waits."""
        with self._use() as db:
            found = {row[0] for row in db.execute(_HELD).fetchall()}.union(
                *(each.events.keys() | each.retained.keys() for each in chain(*self._puts)))
            return frozenset(topic for topic in found if topic.startswith(beneath))

    def topics(self) -> frozenset[str]:
        """Every topic on which the broker was ever made to retain something."""
        with self._use() as db:
            found = db.execute("SELECT topic FROM topic").fetchall()
            return frozenset(row[0] for row in found) | self._topics

    def components(self, device: str) -> dict[str, str]:
        """The platform of every component that was ever announced for `device`."""
        with self._use() as db:
            found = dict(db.execute("SELECT key, platform FROM component WHERE device = ?"
                                    " ORDER BY key", (device,)).fetchall())
            return found | {key: platform for (whose, key), platform in self._components.items()
                            if whose == device}

    def _write(self) -> None:
        if not self._opened:
            opened = open_or_begin_anew(self._path, self._board, self._clock)
            self._db.close()
            self._db, self._opened = opened, True
        unwritten = (self._puts, self._delivered, self._components, self._topics)
        if not (any(unwritten) or self._withdrawn):
            return
        with self._db as db:
            db.execute("BEGIN IMMEDIATE")
            for beneath in self._withdrawn:
                db.execute(_WITHDRAW, (beneath,))
                db.execute(_WITHDRAW_TRUTH, (beneath,))
            for together in self._puts:
                self._write_letters(db, together)
            db.executemany(_DONE, [(seq,) for seq in self._delivered])
            db.execute(_PRUNE, (KEPT,))
            db.executemany(_REMEMBER, [(*each, platform)
                                       for each, platform in self._components.items()])
            db.executemany(_REMEMBER_TOPIC, [(each,) for each in self._topics])
        for each in unwritten:
            each.clear()
        self._withdrawn = ()

    def _write_letters(self, db: sqlite3.Connection, letters: Sequence[Letter]) -> None:
        """Those of one `put`."""
        added = self._clock.now().isoformat(timespec="seconds")
        held = {row[0] for row in db.execute("SELECT topic FROM retained").fetchall()}
        newest: list[tuple[str, str, bool]] = []
        for each in letters:
            truths = [(*truth, not each.demo) for truth in each.retained.items()]
            if db.execute(_KNOWN, (each.session,)).fetchone() is None:
                db.executemany(_PUT, [(each.session, *event, added)
                                      for event in each.events.items()])
                newest += truths
            elif not each.demo:  # what is held is its truth, or that of a later one
                newest = [truth for truth in newest if truth[0] not in held & set(each.retained)]
                newest += [truth for truth in truths if truth[0] not in held]
        db.executemany(_RETAIN, newest)

    @contextmanager
    def _use(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                self._complain(error)
                raise self._explain(error) from error

    def _complain(self, error: Exception) -> None:
        explained = self._explain(error)
        if not self._trouble:
            _log.warning("%s", explained)
        self._trouble = True
        self._board.post(Notice(NOTICE_KEY, explained.what, explained.remedy))

    def _be_well(self) -> None:
        if self._trouble:
            self._trouble = False
            self._board.clear(NOTICE_KEY)

    def _explain(self, error: Exception) -> OutboxError:
        return OutboxError(f"The outbox {self._path} can't be used: {error}.",
                           "Check the free space and the permissions there.")
