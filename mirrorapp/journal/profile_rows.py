"""Profiles into rows and back. Errors as in `rows`; a profile that can't be read is left out."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from typing import get_args

from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.events import Flag
from mirrorapp.journal.times import iso

_log = logging.getLogger(__name__)

_PUT = """
INSERT OR REPLACE INTO profile (id, name, height_cm, depth_most, flags, share_health,
                                screening_asked, screening_yes, screening_cleared, acknowledged,
                                saved)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def put(db: sqlite3.Connection, profile: Profile, now: datetime) -> None:
    """Write a profile in place of an earlier one of its id; its earlier screenings are kept."""
    screening = profile.screening
    acknowledged = {rule: iso(when) for rule, when in sorted(profile.acknowledged.items())}
    db.execute(_PUT, (
        profile.id, profile.name, profile.height_cm, profile.depth_most,
        json.dumps(sorted(profile.flags)), bool(profile.share_health),
        iso(screening.asked) if screening else None,
        json.dumps(sorted(screening.yes) if screening else []),
        iso(screening.cleared) if screening and screening.cleared else None,
        json.dumps(acknowledged), iso(now)))
    if screening is not None:
        db.execute("INSERT OR REPLACE INTO screened VALUES (?, ?, ?, ?)", (
            profile.id, iso(screening.asked), json.dumps(sorted(screening.yes)),
            iso(screening.cleared) if screening.cleared else None))


def everybody(db: sqlite3.Connection) -> Iterator[Profile]:
    """Every profile that can be read, by its id."""
    for row in db.execute("SELECT * FROM profile ORDER BY id").fetchall():
        try:
            yield _read(row)
        except (ValueError, TypeError, KeyError) as error:
            _log.warning("The profile %s can't be read: %s", row["id"], error)


def skip(db: sqlite3.Connection, profile: str, day: date) -> None:
    """Make a day a rest day."""
    db.execute("INSERT OR IGNORE INTO skipped_day VALUES (?, ?)", (profile, day.isoformat()))


def skipped(db: sqlite3.Connection, profile: str) -> frozenset[date]:
    """Days that were made rest days."""
    found = db.execute("SELECT day FROM skipped_day WHERE profile = ?", (profile,)).fetchall()
    return frozenset(date.fromisoformat(row["day"]) for row in found)


def _read(row: sqlite3.Row) -> Profile:
    screening = None
    if row["screening_asked"] is not None:
        cleared = row["screening_cleared"]
        screening = Screening(datetime.fromisoformat(row["screening_asked"]),
                              frozenset(json.loads(row["screening_yes"])),
                              datetime.fromisoformat(cleared) if cleared else None)
    return Profile(
        row["id"], row["name"], row["height_cm"], row["depth_most"],
        frozenset(set(json.loads(row["flags"])) & set(get_args(Flag))),
        bool(row["share_health"]), screening,
        {rule: datetime.fromisoformat(when)
         for rule, when in json.loads(row["acknowledged"]).items()})
