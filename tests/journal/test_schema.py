"""Layouts old, new and newer."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal import schema
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal
from tests.journal.conftest import Opener
from tests.journal.made_up import a_session

NEXT = "ALTER TABLE session ADD COLUMN therapist TEXT; CREATE TABLE screening (day TEXT) STRICT;"
BROKEN = "CREATE TABLE screening (day TEXT) STRICT; INSERT INTO nowhere VALUES (1);"


@pytest.fixture
def today(path: Path) -> Path:
    """A journal as this version leaves it, with one session."""
    with closing(Journal.open(path, ManualClock())) as journal:
        journal.finish(a_session())
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return schema.version(db)


def set_version(path: Path, number: int) -> bytes:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {number}")
    return path.read_bytes()


def test_version_one_goes_forward_with_all_it_holds(
        today: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    journal = opened()
    assert journal.notice is None
    assert journal.sessions() == [a_session()]
    assert version(today) == len(schema.STEPS)
    assert journal._db.execute("SELECT therapist FROM session").fetchall()[0][0] is None


def test_a_step_that_fails_leaves_the_version_before_it(
        today: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, BROKEN))
    with closing(sqlite3.connect(today, isolation_level=None)) as db:
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            schema.migrate(db)
        assert schema.version(db) == len(schema.STEPS) - 1
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master")]
        assert "screening" not in names


def test_a_newer_layout_is_refused_and_left_untouched(today: Path, clock: ManualClock) -> None:
    before = set_version(today, 7)
    with pytest.raises(JournalError, match=r"newer .* \(layout 7, this one knows 2\)") as caught:
        Journal.open(today, clock)
    assert "Update mirrorapp" in caught.value.remedy
    assert today.read_bytes() == before
    assert sorted(each.name for each in today.parent.iterdir()) == [
        "journal.sqlite3", "journal.sqlite3.lock"]


def test_an_older_layout_in_use_is_not_changed_under_its_user(
        today: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    opened()
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    with pytest.raises(JournalError, match="in use by an older mirrorapp"):
        opened()
    assert version(today) == 2


@pytest.mark.parametrize("statement", [
    "DROP TABLE repetition", "ALTER TABLE exercise_set RENAME COLUMN exercise TO exercisf",
    "PRAGMA user_version = 0", "PRAGMA user_version = -1",
    "UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES session', 'REFERENCES ses4ion')"])
def test_tables_that_are_not_the_journals_are_damage(
        today: Path, opened: Opener, statement: str) -> None:
    with closing(sqlite3.connect(today, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(statement)
    journal = opened()
    assert journal.notice is not None
    assert journal.sessions() == []
