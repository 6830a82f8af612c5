"""The journal's file while it is open: whose it is, whether it is sound, one thread at a time."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock
from typing import Self

from mirrorapp.clock import Clock
from mirrorapp.events import Notice
from mirrorapp.journal import database, files
from mirrorapp.journal.database import connect
from mirrorapp.journal.errors import DamagedJournalError, JournalError, damaged, told_as_ours

_log = logging.getLogger(__name__)

NOTICE_KEY = "journal_file"
"""What stands under this stays said, however well is written from then on."""


_ANOTHER = "Name another file for the journal."
BUSY_S = 0.25
"""So long a write waits for another program's, which takes milliseconds: no picture is looked at
meanwhile, and what could not be written is tried again."""


class GuardedFile:
    """A database that is set aside where it is damaged. Safe between threads.

    `owner`: no other process has it open, and none can open it as its own.
    `notice`: what the user should know of damage that was found, None if there was none.
    `aside`: where a damaged file was put, None if none was.
    """

    def __init__(self, path: Path, clock: Clock, db: sqlite3.Connection) -> None:
        self.path = path
        self.notice: Notice | None = None
        self.aside: Path | None = None
        self.owner = False
        self._looked_through = Event()
        self._clock = clock
        self._use(db)
        self._lock = Lock()
        self._resources = ExitStack()

    @classmethod
    def open(cls, path: Path, clock: Clock, *, later: bool = False) -> Self:
        """Open the journal at `path`, or begin it there. Raises `JournalError`.

        A damaged file is set aside and a new one begun; only where no other process has the
        journal open. `later` as in `database.connect`, and for the owner alone.
        """
        if files.is_folder(path):
            raise JournalError(f"{path} is a folder, and no journal.", _ANOTHER)
        if files.is_stranger(path):
            raise JournalError(f"{path} is another file, and no journal.", _ANOTHER)
        with ExitStack() as resources:
            owner = resources.enter_context(files.claim(path))
            try:
                journal = cls._open(path, clock, owner=owner, later=later and owner)
            except DamagedJournalError as error:
                if not owner:
                    raise
                aside = files.set_aside(path, clock.now())
                journal = cls._open(path, clock, owner=True)
                journal._tell_of(error, aside)
            journal.owner = owner
            resources.callback(journal._close_file)
            journal._resources = resources.pop_all()
        return journal

    @classmethod
    def _open(cls, path: Path, clock: Clock, *, owner: bool, later: bool = False) -> Self:
        db, seen = connect(path, owner=owner, later=later)
        journal = cls(path, clock, db)
        if seen:
            journal._looked_through.set()
        return journal

    @property
    def looked_through(self) -> bool:
        """Whether the file has been; a large one has yet to be."""
        return self._looked_through.is_set()

    def look_through(self) -> Notice | None:
        """Look through a file for which opening left that; what was found, None for nothing.

        It takes seconds, and keeps nobody from reading and writing meanwhile. A damaged file is
        set aside with all that was written since, and a new one begun: whoever writes is told that
        it does not know their session yet. Raises `JournalError`: where a damaged one can't be set
        aside it is read on as far as it can be, and not a byte of it is written over.
        """
        if self.looked_through:
            return None
        with database.looked_through(self.path) as finding, self._lock, told_as_ours(self.path):
            if self._looked_through.is_set():  # by somebody quicker: the file may be a new one
                return None
            if not finding:
                database.trust(self._db)
                self._looked_through.set()
                return None
            aside = self._begin_anew()
            self._looked_through.set()
            return self._tell_of(damaged(self.path, finding), aside)

    def _begin_anew(self) -> Path:
        """Where the damaged file is now."""
        try:
            aside = files.set_aside(self.path, self._clock.now())
            try:
                anew, _ = connect(self.path, owner=True)
            except JournalError:
                files.put_back(aside, self.path)
                raise
        except JournalError as error:
            _log.error("%s", error)
            raise JournalError(
                f"The journal {self.path} is damaged, and can't be set aside.",
                "What can be read of it is shown. Check the disk or memory card: it may be full, "
                "write-protected or worn out.") from None
        self._db.close()
        self._use(anew)
        return aside

    def _use(self, db: sqlite3.Connection) -> None:
        db.execute(f"PRAGMA busy_timeout = {BUSY_S * 1000:.0f}")
        self._db = db

    def close(self) -> None:
        """Give the file back, once it has been looked through; a second time does nothing."""
        try:
            self.look_through()
        except JournalError as error:
            _log.warning("The journal could not be looked through: %s", error)
        with self._lock:
            self._resources.close()

    @contextmanager
    def transaction(self, kind: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """All or nothing, one thread at a time; SQLite's errors come out as `JournalError`.

        Of another kind than `IMMEDIATE` it reads what there was at its beginning.
        """
        with self._lock:
            try:
                with told_as_ours(self.path):
                    self._db.execute(f"BEGIN {kind}")
                    yield self._db
                    self._db.execute("COMMIT")
            finally:
                self._roll_back()

    def _close_file(self) -> None:
        self._db.close()

    def _tell_of(self, error: DamagedJournalError, aside: Path) -> Notice:
        _log.warning("%s It was set aside as %s.", error.what, aside)
        self.aside = aside
        self.notice = Notice(
            NOTICE_KEY,
            f"The journal was damaged. It was set aside as {aside.name}, a new one begun.",
            "Training goes on. Keep that file: what it holds may still be saved.")
        return self.notice

    def _roll_back(self) -> None:
        # A closed or broken connection has nothing to roll back; its own error says so.
        with suppress(sqlite3.Error):
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
