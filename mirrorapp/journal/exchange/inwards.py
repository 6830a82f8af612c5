"""What comes into a journal from an exported file: all of it or nothing, and over nothing."""

import sqlite3
import stat
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from mirrorapp.journal import rows, times
from mirrorapp.journal.exchange import tables
from mirrorapp.journal.exchange.document import SECTIONS, Reader, first
from mirrorapp.journal.exchange.done import Calibration, Session
from mirrorapp.journal.exchange.errors import ExchangeError, told_as_ours
from mirrorapp.journal.exchange.keys import Row
from mirrorapp.journal.store import Journal

LARGEST = 4 * 2**30
"""Bytes; twenty years of four people are some 0.5 GB."""

# Both orders stay as they are; between the two, a session goes where its time puts it.
_ORDER = """
CREATE TEMP TABLE place AS
SELECT id AS old, row_number() OVER (ORDER BY upto, brought, id) AS new FROM (
    SELECT id, id > :last AS brought,
           max(started_us) OVER (PARTITION BY id > :last ORDER BY id) AS upto
    FROM session)
"""
_IN_ORDER = "SELECT NOT EXISTS (SELECT 1 FROM temp.place AS a JOIN temp.place AS b " \
            "ON b.new = a.new + 1 WHERE b.old < a.old)"
_NUMBERED = {"session": "id", "exercise_set": "session_id", "check_result": "session_id",
             "session_calibration": "session_id", "change": "session_id"}


@dataclass
class Brought:
    """What came of it: how many rows of each section are new, and which were there already.

    `conflicts`: what is there otherwise, and stayed as it was.
    """

    new: Counter[str] = field(default_factory=Counter)
    known: int = 0
    conflicts: list[str] = field(default_factory=list)


def bring(journal: Journal, path: Path) -> Brought:
    """Take a file in. Raises `ExchangeError` and `JournalError`: nothing has changed then."""
    if not journal.owner:
        raise ExchangeError(f"The journal {journal.path} is in use.",
                            "Close the mirror, or whatever else has it open; then import.")
    _must_be_plain(path)
    with told_as_ours(path, "read"), path.open("rb") as file, journal.transaction() as db:
        return _Inwards(db).take(Reader(file, path.name))


def _must_be_plain(path: Path) -> None:
    with told_as_ours(path, "read"):
        found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ExchangeError(f"{path} is no file.", "Name a file that was exported as JSON.")
    if found.st_size > LARGEST:
        raise ExchangeError(f"{path} is larger than {LARGEST // 2**30} GB.",
                            "Export fewer years at once, with --from and --to.")


class _Inwards:
    """One file on its way in, within one transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._brought = Brought()
        self._calibrations: dict[int | None, int | None] = {None: None}
        self._last = db.execute("SELECT coalesce(max(id), 0) FROM session").fetchone()[0]

    def take(self, reader: Reader) -> Brought:
        names = {model: name for name, model in SECTIONS.items()}
        for row in reader.rows():
            try:
                self._take(row, names[type(row)])
            except KeyError as error:
                reader.refuse(f"calibration {error} is not in the file")
            except ValidationError as error:
                reader.refuse(first(error))
            except (ValueError, TypeError, OverflowError, sqlite3.IntegrityError) as error:
                reader.refuse(f"it does not fit together: {error}")
        if self._last and self._brought.new["sessions"]:
            self._sort_in()
        return self._brought

    def _take(self, row: Row, section: str) -> None:
        if isinstance(row, Calibration):
            self._calibrations[row.id] = self._calibration(row)
            return
        if isinstance(row, Session):
            row = row.model_copy(update={"calibrations": tuple(
                each.model_copy(update={"calibration_id": self._calibrations[each.calibration_id]})
                for each in row.calibrations)})
        if self._is_there(row):
            return
        if isinstance(row, Session):
            began = times.microseconds(datetime.fromisoformat(row.started))
            rows.read_session(self._db, tables.put(self._db, row, started_us=began))
        else:
            tables.put(self._db, row)
        self._brought.new[section] += 1

    def _calibration(self, row: Calibration) -> int:
        """The number of one that is the same; it is written where there is none."""
        values = row.model_dump(exclude={"id"})
        found = self._db.execute(
            f"SELECT id FROM calibration WHERE ({', '.join(values)}) = "  # noqa: S608
            f"({', '.join('?' * len(values))})", [*values.values()]).fetchone()
        if found is not None:
            return int(found["id"])
        return tables.put(self._db, row, id=None)

    def _is_there(self, row: Row) -> bool:
        """Whether one that it can't be told from is there; it is counted, or told where it differs
        in more than when it was written.
        """
        keys = row.identity
        try:
            there = tables.read(
                self._db, type(row), f"({', '.join(keys)}) = ({', '.join('?' * len(keys))})",
                tuple(getattr(row, name) for name in keys))
        except (ValueError, TypeError):
            same = False
        else:
            if there is None:
                return False
            same = there.model_dump(exclude={"saved"}) == row.model_dump(exclude={"saved"})
        if same:
            self._brought.known += 1
        else:
            which = " ".join(str(getattr(row, name)) for name in keys)
            self._brought.conflicts.append(f"{row.table} {which}")
        return True

    def _sort_in(self) -> None:
        """Number the sessions anew, where some that came are older than some that were there."""
        db = self._db
        db.execute(_ORDER, {"last": self._last})
        if not db.execute(_IN_ORDER).fetchone()[0]:
            db.execute("CREATE UNIQUE INDEX temp.place_by_old ON place (old)")
            db.execute("PRAGMA defer_foreign_keys = ON")
            for table, column in _NUMBERED.items():
                # By way of negative numbers, which nobody has: no two meet.
                db.execute(f"UPDATE {table} SET {column} = "  # noqa: S608
                           f"(SELECT -new FROM temp.place WHERE old = {column})")
                db.execute(f"UPDATE {table} SET {column} = -{column}")  # noqa: S608
            db.execute("DELETE FROM laid_aside")
        db.execute("DROP TABLE temp.place")
