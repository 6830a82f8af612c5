"""Layouts old, new and newer."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal import files, schema
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal
from tests.journal.conftest import Opener
from tests.journal.made_up import a_check, a_session

NEXT = "ALTER TABLE session ADD COLUMN therapist TEXT; CREATE TABLE screening (day TEXT) STRICT;"
KNOWN = len(schema.STEPS)
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


def test_a_journal_of_the_first_layout_goes_forward_and_a_copy_stays(
        path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old, closing(sqlite3.connect(path, isolation_level=None)) as db:
        old.setattr(schema, "STEPS", schema.STEPS[:1])
        schema.migrate(db)
        db.execute("INSERT INTO session (uuid, profile, routine, started, started_us, saved, demo,"
                   " pain, app_version, ended, outcome) VALUES ('one', 'p1', 'squat',"
                   " '2026-01-01T00:00:00+00:00', 1767225600000000, '2026-01-01T00:00:00+00:00',"
                   " 0, 0, '1', '2026-01-01T00:00:00+00:00', 'completed')")
    journal = opened()
    assert [each.uuid for each in journal.sessions()] == ["one"]
    journal.finish(replace(journal.sessions()[0], checks=(a_check(),)))
    assert journal.sessions()[0].checks == (a_check(),)
    copy = path.with_name(path.name + ".layout-1")
    assert version(copy) == 1
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT uuid FROM session").fetchall() == [("one",)]


def test_no_copy_no_change_of_layout(
        today: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Path:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, NEXT))
    monkeypatch.setattr(files, "keep_copy", full)
    with pytest.raises(JournalError):
        Journal.open(today, clock)
    assert version(today) == len(schema.STEPS) - 1


def test_a_copy_that_fails_leaves_no_half_and_is_never_written_over(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        schema.migrate(db)
        first, second = files.keep_copy(db, path, 2), files.keep_copy(db, path, 2)
        assert first != second
        db.execute("BEGIN")
        with pytest.raises(sqlite3.OperationalError):
            files.keep_copy(db, path, 2)
    assert sorted(each.name for each in path.parent.iterdir()) == sorted(
        [path.name, first.name, second.name])


def test_a_new_journal_needs_no_copy(today: Path) -> None:
    assert not list(today.parent.glob("*layout*"))


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
    before = set_version(today, 99)
    newer = rf"newer .* \(layout 99, this one knows {KNOWN}\)"
    with pytest.raises(JournalError, match=newer) as caught:
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
    assert version(today) == KNOWN


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
