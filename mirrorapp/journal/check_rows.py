"""Checks' results into rows and back. Errors as in `rows`."""

import math
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from mirrorapp.alignment.results import CheckResult, Untold, Value
from mirrorapp.coach.records import Earlier
from mirrorapp.journal import measured_rows

_PUT = """
INSERT INTO check_result (session_id, name, unit, reason, judged_fraction, depth, camera, method)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_PUT_VALUE = """
INSERT INTO check_value (result_id, name, value, uncertainty, scatter, judged)
VALUES (?, ?, ?, ?, ?, ?)
"""
_OF_SESSION = "SELECT * FROM check_result WHERE session_id = ? ORDER BY id"
# Only what told something: a check that could not be told is nothing to compare with. From the
# newest result back (CROSS JOIN keeps SQLite to that), however many there are.
_LAST = """
SELECT r.* FROM check_result AS r CROSS JOIN session AS s ON s.id = r.session_id
WHERE s.profile = ? AND s.demo = ? AND s.started_us < ? AND r.name = ?
  AND EXISTS (SELECT 1 FROM check_value AS v WHERE v.result_id = r.id)
ORDER BY r.session_id DESC LIMIT 1
"""
_VALUES = """
SELECT name, value, uncertainty, scatter, judged FROM check_value
WHERE result_id = ? ORDER BY name
"""


def put(db: sqlite3.Connection, session_id: int, result: CheckResult) -> None:
    """Write one result in place of an earlier one of the same check in this session."""
    db.execute("DELETE FROM check_result WHERE session_id = ? AND name = ?",
               (session_id, result.check))
    result_id = db.execute(_PUT, (
        session_id, result.check, result.unit, result.reason, float(result.judged_fraction),
        result.depth, result.camera, result.method)).lastrowid
    db.executemany(_PUT_VALUE, (
        (result_id, name, float(each.value), float(each.uncertainty), float(each.scatter),
         int(each.judged))
        for name, each in result.values.items()
        if all(map(math.isfinite, (each.value, each.uncertainty, each.scatter)))))


def of_session(db: sqlite3.Connection, session_id: int) -> Iterator[CheckResult]:
    """A session's results, in the order in which they were written."""
    for row in db.execute(_OF_SESSION, (session_id,)).fetchall():
        yield _read(db, row)


def last(db: sqlite3.Connection, profile: str, check: str, before_us: int,
         *, demo: bool) -> Earlier | None:
    """The result written last that told something, of a session begun before then."""
    row = db.execute(_LAST, (profile, demo, before_us, check)).fetchone()
    if row is None:
        return None
    session = db.execute("SELECT * FROM session WHERE id = ?", (row["session_id"],)).fetchone()
    return Earlier(datetime.fromisoformat(session["started"]), _read(db, row),
                   measured_rows.measured(db, session))


def _read(db: sqlite3.Connection, row: sqlite3.Row) -> CheckResult:
    values = {name: Value(*numbers) for name, *numbers in db.execute(_VALUES, (row["id"],))}
    return CheckResult(
        row["name"], row["unit"], values, Untold(row["reason"]) if row["reason"] else None,
        row["judged_fraction"], row["depth"], row["camera"], row["method"])
