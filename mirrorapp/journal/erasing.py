"""Takes a person out of a journal that nobody uses: a copy, before it takes the journal's place."""

from contextlib import closing
from pathlib import Path

from mirrorapp.journal import database
from mirrorapp.journal.errors import told_as_ours

# Sets, checks and what was told go with their session.
_TABLES = {"session": "profile", "profile": "id", "screened": "profile", "acknowledged": "profile",
           "skipped_day": "profile", "laid_aside": "profile"}
_UNUSED = """
DELETE FROM calibration WHERE id NOT IN
    (SELECT calibration_id FROM session_calibration WHERE calibration_id IS NOT NULL)
"""


def people(path: Path) -> dict[str, int]:
    """Everybody of whom a journal holds anything, and how many sessions, real ones or a demo's.

    The copy is brought to the present layout. Raises `JournalError`.
    """
    db, _ = database.connect(path, owner=True)
    with told_as_ours(path), closing(db):
        found: dict[str, int] = {}
        for table, column in _TABLES.items():
            for who, count in db.execute(
                    f"SELECT {column}, count(*) FROM {table} GROUP BY {column}"):  # noqa: S608
                found[who] = found.get(who, 0) + (count if table == "session" else 0)
    return found


def erase(path: Path, profile: str) -> frozenset[str]:
    """Take out all that there is of a profile, down to the bytes; the uuids of their sessions.

    Raises `JournalError`; the file is then worth nothing.
    """
    db, _ = database.connect(path, owner=True)
    with told_as_ours(path), closing(db):
        db.execute("PRAGMA secure_delete = ON")
        db.execute("BEGIN IMMEDIATE")
        uuids = frozenset(row["uuid"] for row in db.execute(
            "SELECT uuid FROM session WHERE profile = ?", (profile,)))
        for table, column in _TABLES.items():
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (profile,))  # noqa: S608
        db.execute(_UNUSED)
        db.execute("COMMIT")
        db.execute("VACUUM")
        db.execute("PRAGMA journal_mode = DELETE")
    return uuids
