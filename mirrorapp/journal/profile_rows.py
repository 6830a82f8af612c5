"""Profiles into rows and back. Errors as in `rows`; what can't be read is left out."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
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
    """Write a profile in place of an earlier one of its id; earlier screenings are kept, and when
    it acknowledged what.
    """
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
    db.executemany("INSERT OR IGNORE INTO acknowledged VALUES (?, ?, ?)",
                   ((profile.id, rule, at) for rule, at in acknowledged.items()))


def everybody(db: sqlite3.Connection) -> Iterator[Profile]:
    """Every profile that can be read, by its id."""
    for row in db.execute("SELECT * FROM profile ORDER BY id").fetchall():
        with _left_out(row["id"]):
            yield _read(row)


def screenings(db: sqlite3.Connection, profile: str) -> Iterator[Screening]:
    """All that somebody ever answered, in the order of the times that were told."""
    found = db.execute("SELECT asked, yes, cleared FROM screened WHERE profile = ? ORDER BY asked",
                       (profile,)).fetchall()
    for row in found:
        with _left_out(profile):
            yield _screening(*row)


def acknowledged(db: sqlite3.Connection, profile: str) -> Iterator[tuple[str, datetime]]:
    """Which rules' advice somebody has read, and when, each time; by rule."""
    found = db.execute("SELECT rule, at FROM acknowledged WHERE profile = ? ORDER BY rule, at",
                       (profile,)).fetchall()
    for row in found:
        with _left_out(profile):
            yield row["rule"], datetime.fromisoformat(row["at"])


def skip(db: sqlite3.Connection, profile: str, day: date) -> None:
    """Make a day a rest day."""
    db.execute("INSERT OR IGNORE INTO skipped_day VALUES (?, ?)", (profile, day.isoformat()))


def skipped(db: sqlite3.Connection, profile: str) -> frozenset[date]:
    """Days that were made rest days."""
    found = db.execute("SELECT day FROM skipped_day WHERE profile = ?", (profile,)).fetchall()
    return frozenset(date.fromisoformat(row["day"]) for row in found)


def _read(row: sqlite3.Row) -> Profile:
    screening = None if row["screening_asked"] is None else _screening(
        row["screening_asked"], row["screening_yes"], row["screening_cleared"])
    return Profile(
        row["id"], row["name"], row["height_cm"], row["depth_most"],
        frozenset(set(json.loads(row["flags"])) & set(get_args(Flag))),
        bool(row["share_health"]), screening,
        {rule: datetime.fromisoformat(when)
         for rule, when in json.loads(row["acknowledged"]).items()})


def _screening(asked: str, yes: str, cleared: str | None) -> Screening:
    return Screening(datetime.fromisoformat(asked), frozenset(json.loads(yes)),
                     datetime.fromisoformat(cleared) if cleared else None)


@contextmanager
def _left_out(profile: str) -> Iterator[None]:
    """What of a profile can't be read costs only itself."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        _log.warning("Something of the profile %s can't be read: %s", profile, error)
