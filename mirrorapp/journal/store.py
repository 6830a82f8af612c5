"""The journal: every session, set and repetition, safe against power cuts."""

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Self

from mirrorapp.clock import Clock
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Earlier, SessionRecord, SetRecord
from mirrorapp.events import Notice
from mirrorapp.journal import check_rows, profile_rows, rows, times
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.guarded import NOTICE_KEY, GuardedFile

_log = logging.getLogger(__name__)

_Work = Callable[[sqlite3.Connection, int], SessionRecord]

_UNFINISHED = "SELECT id FROM session WHERE ended IS NULL ORDER BY started_us, id"

_LEFT_OUT = Notice(NOTICE_KEY, "A session in the journal is damaged and is left out.",
                   "All others are safe. Check the disk or memory card: it may be wearing out.")


class Journal(GuardedFile):
    """What was done, in one SQLite file. Safe between threads.

    What a call wrote is on the disk when it returns. Every call raises `JournalError` where the
    file fails it, has then changed nothing, and may be made again: while the disk is full a
    session goes on, and `begin` or `finish` later write whatever its record holds by then.

    `recovered`: sessions that a power cut left open and that were ended at opening, which only
    its owner does: for any other, one may be under way.
    """

    recovered: tuple[SessionRecord, ...] = ()

    @classmethod
    def _open(cls, path: Path, clock: Clock, *, owner: bool, later: bool = False) -> Self:
        journal = super()._open(path, clock, owner=owner, later=later)
        try:
            journal.recovered = journal._recover() if owner else ()
        except JournalError:
            journal._close_file()
            raise
        return journal

    def begin(self, record: SessionRecord) -> None:
        """Write a session that has started, with the sets it has so far.

        Again for the same session, it brings pain and sets up to date and takes nothing back.
        """
        self._put(record)

    def save_set(self, uuid: str, number: int, record: SetRecord) -> None:
        """Write the session's set `number` (from 1) as it is now, in place of what it was.

        Meant for after each repetition. A session that could not be begun is a `JournalError`.
        """
        with self.transaction() as db:
            session_id = self._session(db, uuid)
            rows.put_set(db, session_id, number, record)
            db.execute("UPDATE session SET saved = ? WHERE id = ?",
                       (times.iso(self._clock.now()), session_id))

    def finish(self, record: SessionRecord) -> None:
        """Write a session that has ended, whole, even where an earlier call failed.

        Raises `ValueError` for a record without an end.
        """
        if record.ended is None:
            raise ValueError(f"session {record.uuid} has not ended")
        self._put(record)

    def last_check(self, profile: str, check: str, before: datetime,
                   *, demo: bool = False) -> Earlier | None:
        """The result of a check of one profile that was written last and told something.

        Of sessions begun before `before`, which must have an offset; the real ones, or else the
        demo's.
        """
        before_us = times.microseconds(before)
        with self.transaction("DEFERRED") as db:
            try:
                return check_rows.last(db, profile, check, before_us, demo=demo)
            except (ValueError, TypeError) as error:
                _log.warning("A result of %s in %s can't be read: %s", check, self.path, error)
                self.notice = _LEFT_OUT
                return None

    def profiles(self) -> list[Profile]:
        """Everybody who is known, by their id."""
        with self.transaction("DEFERRED") as db:
            return list(profile_rows.everybody(db))

    def keep_profile(self, profile: Profile) -> None:
        """Write a profile in place of what was kept under its id."""
        with self.transaction() as db:
            profile_rows.put(db, profile, self._clock.now())

    def screenings(self, profile: str) -> list[Screening]:
        """All that somebody ever answered, in the order of the times that were told."""
        with self.transaction("DEFERRED") as db:
            return list(profile_rows.screenings(db, profile))

    def acknowledged(self, profile: str) -> list[tuple[str, datetime]]:
        """Which rules' advice somebody has read, and when, each time; by rule."""
        with self.transaction("DEFERRED") as db:
            return list(profile_rows.acknowledged(db, profile))

    def skip_day(self, profile: str, day: date) -> None:
        """Make a day a rest day; a second time changes nothing."""
        with self.transaction() as db:
            profile_rows.skip(db, profile, day)

    def skipped_days(self, profile: str) -> frozenset[date]:
        """Days that were made rest days by hand."""
        with self.transaction("DEFERRED") as db:
            return profile_rows.skipped(db, profile)

    def sessions(self, since: datetime | None = None, *, demo: bool = False) -> list[SessionRecord]:
        """Sessions in the order in which they were begun here, whatever the clock said: the real
        ones, or else the demo's.

        `since` must have an offset, and goes by their start.
        """
        least = times.microseconds(since) if since else -(2**63)
        return self._read("SELECT id FROM session WHERE demo = ? AND started_us >= ? "
                          "ORDER BY id", (demo, least))

    def history(self, profile: str, after: str = "") -> list[SessionRecord]:
        """One profile's real sessions that have ended, in the order in which they were begun here:
        all, or those after one (its uuid).
        """
        return self._read(
            "SELECT id FROM session WHERE profile = ? AND demo = 0 AND ended IS NOT NULL AND id > "
            "coalesce((SELECT id FROM session WHERE uuid = ?), 0) ORDER BY id", (profile, after))

    def history_from(self, profile: str, since: datetime) -> list[SessionRecord]:
        """`history`, all of it; but of what was begun before `since` (with its offset) repetitions
        have verdicts, reasons and sides alone: their numbers are 0 or None.
        """
        least = times.microseconds(since)
        with self.transaction("DEFERRED") as db:
            found = db.execute("SELECT id, started_us < ? AS earlier FROM session "
                               "WHERE profile = ? AND demo = 0 AND ended IS NOT NULL ORDER BY id",
                               (least, profile)).fetchall()
            earlier = {row["id"] for row in found if row["earlier"]}
            return list(self._each(found, lambda db, session_id: rows.read_session(
                db, session_id, verdicts_alone=session_id in earlier)))

    def ended_count(self, profile: str) -> int:
        """How many sessions `history` has in all, with those that can't be read."""
        with self.transaction("DEFERRED") as db:
            row = db.execute("SELECT count(*) AS n FROM session WHERE profile = ? AND demo = 0 "
                             "AND ended IS NOT NULL", (profile,)).fetchone()
            return int(row["n"])

    def laid_aside(self, profile: str) -> str | None:
        """What was laid aside of a profile's sessions, as it was given; None where there is
        nothing, or one of them has changed since.
        """
        with self.transaction("DEFERRED") as db:
            row = db.execute("SELECT past FROM laid_aside WHERE profile = ?",
                             (profile,)).fetchone()
            return None if row is None else str(row["past"])

    def lay_aside(self, profile: str, last: str, past: str) -> None:
        """Keep what a profile's sessions leave, up to that of the uuid `last`, if it is here."""
        with self.transaction() as db:
            db.execute("INSERT OR REPLACE INTO laid_aside "
                       "SELECT ?, id, ? FROM session WHERE uuid = ?", (profile, past, last))

    def begun(self, count: int) -> list[datetime]:
        """When the real sessions that were begun last here were, at most `count`, in that order:
        as the clock told it then. A time that can't be is left out.
        """
        with self.transaction("DEFERRED") as db:
            found = db.execute("SELECT started_us FROM session WHERE demo = 0 "
                               "ORDER BY id DESC LIMIT ?", (count,)).fetchall()
        told = []
        for row in reversed(found):
            with suppress(OverflowError, TypeError):
                told.append(times.instant(row["started_us"]))
        return told

    def newest(self, count: int) -> list[SessionRecord]:
        """The real sessions that were begun last here, at most `count`, in that order."""
        return self._read("SELECT id FROM session WHERE demo = 0 ORDER BY id DESC LIMIT ?",
                          (count,))[::-1]

    def last(self, *, demo: bool = False) -> SessionRecord | None:
        """The newest session that has ended."""
        found = self._read("SELECT id FROM session WHERE demo = ? AND ended IS NOT NULL "
                           "ORDER BY started_us DESC, id DESC", (demo,), most=1)
        return found[0] if found else None

    def unfinished(self) -> list[SessionRecord]:
        """Sessions that have not ended: the one that goes on, if any."""
        return self._read(_UNFINISHED)

    def _session(self, db: sqlite3.Connection, uuid: str) -> int:
        session_id = rows.find_session(db, uuid)
        if session_id is None:
            raise JournalError(f"Session {uuid} is not in the journal {self.path} yet.",
                               "It will be written when the journal can be.")
        return session_id

    def _put(self, record: SessionRecord) -> None:
        if (record.ended is None) != (record.outcome is None):
            raise ValueError(f"session {record.uuid} must have both an end and an outcome")
        with self.transaction() as db:
            rows.put_session(db, record, self._clock.now())

    def _read(self, query: str, values: tuple[object, ...] = (),
              most: int | None = None) -> list[SessionRecord]:
        with self.transaction("DEFERRED") as db:
            return list(islice(self._each(db.execute(query, values), rows.read_session), most))

    def _recover(self) -> tuple[SessionRecord, ...]:
        with self.transaction() as db:
            found = db.execute(_UNFINISHED).fetchall()  # all, for ending them changes what is found
            return tuple(self._each(found, rows.end_where_saved))

    def _each(self, found: Iterable[sqlite3.Row], work: _Work) -> Iterator[SessionRecord]:
        """What `work` makes of each session found; one that can't be read costs only itself.

        SQLite keeps no checksums: a bit that flipped within a value shows only here.
        """
        for row in found:
            try:
                yield work(self._db, row["id"])
            except (ValueError, TypeError) as error:
                _log.warning("Session %d in %s can't be read: %s", row["id"], self.path, error)
                self.notice = _LEFT_OUT
