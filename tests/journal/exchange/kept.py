"""What a journal keeps, read by SQL of its own: every row, but for the numbers that rows have."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_SESSION = "session AS s ON s.id = x.session_id"
_FROM = {
    "session": ("x.*", "", "x.id", {"id"}),
    "exercise_set": ("s.uuid AS whose, x.*", f"JOIN {_SESSION}", "s.id, x.number",
                     {"id", "session_id"}),
    "repetition": ("s.uuid AS whose, e.number AS of_set, x.*",
                   "JOIN exercise_set AS e ON e.id = x.set_id JOIN session AS s "
                   "ON s.id = e.session_id", "s.id, e.number, x.number", {"set_id"}),
    "check_result": ("s.uuid AS whose, x.*", f"JOIN {_SESSION}", "s.id, x.id",
                     {"id", "session_id"}),
    "check_value": ("s.uuid AS whose, r.name AS of_check, x.name AS what, x.*",
                    "JOIN check_result AS r ON r.id = x.result_id JOIN session AS s "
                    "ON s.id = r.session_id", "s.id, r.id, x.name", {"result_id"}),
    "session_calibration": ("s.uuid AS whose, x.*, c.*",
                            f"JOIN {_SESSION} LEFT JOIN calibration AS c "
                            "ON c.id = x.calibration_id", "s.id, x.number",
                            {"session_id", "calibration_id", "id"}),
    "calibration": ("x.*", "", "x.id", {"id"}),
    "change": ("s.uuid AS whose, x.*", f"JOIN {_SESSION}", "s.id, x.number", {"session_id"}),
    "profile": ("x.*", "", "x.id", set()),
    "screened": ("x.*", "", "x.profile, x.asked", set()),
    "acknowledged": ("x.*", "", "x.profile, x.rule, x.at", set()),
    "skipped_day": ("x.*", "", "x.profile, x.day", set()),
}
MADE_AGAIN = {"laid_aside"}


def kept(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those that are made of others."""
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        there = {row["name"] for row in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert there == _FROM.keys() | MADE_AGAIN
        found = {}
        for table, (what, joined, order, numbers) in _FROM.items():
            rows = db.execute(f"SELECT {what} FROM {table} AS x {joined} "  # noqa: S608
                              f"ORDER BY {order}")
            found[table] = [tuple((key, repr(row[key])) for key in row.keys()  # noqa: SIM118
                                  if key not in numbers) for row in rows]
            count = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            assert len(found[table]) == count, table
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    return found
