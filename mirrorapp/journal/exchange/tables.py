"""Rows of the journal's tables into `Row`s and back. Raises `sqlite3.Error` and `ValueError`."""

import json
import sqlite3
from typing import Any, TypeVar

from mirrorapp.journal.exchange.keys import Row

Some = TypeVar("Some", bound=Row)


def read(db: sqlite3.Connection, model: type[Some], where: str,
         values: tuple[Any, ...]) -> Some | None:
    """The one row that `where` (ours, never a user's words) tells, with all that belongs to it."""
    row = db.execute(f"SELECT * FROM {model.table} WHERE {where}", values).fetchone()  # noqa: S608
    return None if row is None else model.model_validate(_told(db, model, row))


def _told(db: sqlite3.Connection, model: type[Row], row: sqlite3.Row) -> dict[str, Any]:
    told = {name: _parsed(row[name]) if name in model.as_text else row[name]
            for name in model.columns()}
    for name, part in model.parts.items():
        found = db.execute(f"SELECT * FROM {part.table} WHERE {part.owner} = ? "  # noqa: S608
                           f"ORDER BY {part.order}", (row["id"],)).fetchall()
        told[name] = [_told(db, part, each) for each in found]
    return told


def _parsed(text: str) -> Any:
    value = json.loads(text)
    # Half a character in it (`\ud800`) has no UTF-8, and could not be written.
    json.dumps(value, ensure_ascii=False).encode()
    return value


def put(db: sqlite3.Connection, row: Row, **more: int | None) -> int:
    """Write a row, with columns that only the table has, and all that belongs to it; its number."""
    values = {name: _kept(row, name) for name in row.columns()} | more
    row_id = db.execute(
        f"INSERT INTO {row.table} ({', '.join(values)}) "  # noqa: S608 - no user's words
        f"VALUES ({', '.join('?' * len(values))})", [*values.values()]).lastrowid or 0
    for name, part in row.parts.items():
        for each in getattr(row, name):
            put(db, each, **{part.owner: row_id})
    return row_id


def _kept(row: Row, name: str) -> Any:
    value = getattr(row, name)
    return json.dumps(value) if name in row.as_text else value
