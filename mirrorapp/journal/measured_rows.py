"""With what a session was measured, and what was told when it began, into rows and back.

Errors as in `rows`.
"""

import math
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from mirrorapp.alignment.station import Station
from mirrorapp.alignment.station_file import Calibration, CameraSetup
from mirrorapp.coach.records import Change, Measured
from mirrorapp.journal.times import iso

_CAMERA = ("name", "source", "width_px", "height_px", "rotate", "lens", "floor_mark_m")
_STATION = ("height_m", "tilt_deg", "roll_deg", "vfov_deg", "distance_m", "height_m_u",
            "tilt_deg_u", "roll_deg_u", "vfov_deg_u", "distance_m_u")
_COLUMNS = ", ".join(("made", *_CAMERA, *_STATION))
_MARKS = ", ".join("?" * (1 + len(_CAMERA) + len(_STATION)))
_FIND = f"SELECT id FROM calibration WHERE ({_COLUMNS}) = ({_MARKS})"  # noqa: S608 - no user's words
_PUT = f"INSERT INTO calibration ({_COLUMNS}) VALUES ({_MARKS})"  # noqa: S608
_OF_SESSION = """
SELECT c.* FROM session_calibration AS s LEFT JOIN calibration AS c ON c.id = s.calibration_id
WHERE s.session_id = ? ORDER BY s.number
"""


def put_calibrations(db: sqlite3.Connection, session_id: int,
                     calibrations: tuple[Calibration | None, ...]) -> None:
    """Write those that were in force in a session; what it had beyond them stays."""
    for number, each in enumerate(calibrations, start=1):
        db.execute("INSERT OR REPLACE INTO session_calibration VALUES (?, ?, ?)",
                   (session_id, number, None if each is None else _kept(db, each)))


def measured(db: sqlite3.Connection, row: sqlite3.Row) -> Measured:
    """Of a session, by its `row`."""
    return Measured(row["app_version"], row["method"], row["model"], row["camera"],
                    tuple(_calibrations(db, row["id"])))


def _calibrations(db: sqlite3.Connection, session_id: int) -> Iterator[Calibration | None]:
    """Those that were in force in a session."""
    for row in db.execute(_OF_SESSION, (session_id,)):
        yield None if row["id"] is None else _calibration(row["made"], tuple(
            row[name] for name in _STATION), tuple(row[name] for name in _CAMERA))


@lru_cache(maxsize=16)
def _calibration(made: str, station: tuple[Any, ...], setup: tuple[Any, ...]) -> Calibration:
    return Calibration(Station(*station), CameraSetup(*setup), datetime.fromisoformat(made))


def put_changes(db: sqlite3.Connection, session_id: int, changes: tuple[Change, ...]) -> None:
    """Write what was told; a second time changes nothing."""
    db.executemany("INSERT OR IGNORE INTO change VALUES (?, ?, ?, ?, ?)", (
        (session_id, number, each.kind, each.en, each.de)
        for number, each in enumerate(changes, start=1)))


def changes(db: sqlite3.Connection, session_id: int) -> Iterator[Change]:
    """What was told."""
    for row in db.execute("SELECT kind, en, de FROM change WHERE session_id = ? ORDER BY number",
                          (session_id,)):
        yield Change(kind=row["kind"], en=row["en"], de=row["de"])


def _kept(db: sqlite3.Connection, calibration: Calibration) -> int | None:
    """The row of a calibration, which many sessions share; None for one that is no number."""
    values = _values(calibration)
    if not all(math.isfinite(each) for each in values if isinstance(each, float)):
        return None
    row = db.execute(_FIND, values).fetchone()
    if row is not None:
        return int(row["id"])
    return db.execute(_PUT, values).lastrowid


def _values(calibration: Calibration) -> tuple[Any, ...]:
    setup, station = asdict(calibration.setup), asdict(calibration.station)
    return (iso(calibration.made), *(setup[name] for name in _CAMERA),
            *(float(station[name]) for name in _STATION))
