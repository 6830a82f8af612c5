"""The claim on the journal, and the names of what was set aside."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal import files
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal

WHEN = datetime(2026, 11, 21, 18, 2, 11, tzinfo=UTC)


def test_one_holds_the_claim_until_it_lets_go(path: Path) -> None:
    with files.claim(path) as first, files.claim(path) as second:
        assert (first, second) == (True, False)
    with files.claim(path) as third:
        assert third


def test_all_parts_are_set_aside_under_one_name(path: Path) -> None:
    for part in ("", "-wal", "-shm"):
        Path(f"{path}{part}").write_text(part)
    aside = files.set_aside(path, WHEN)
    assert aside.name == "journal.sqlite3.corrupt-20261121-180211"
    assert [Path(f"{aside}{part}").read_text() for part in ("", "-wal", "-shm")] == [
        "", "-wal", "-shm"]
    assert sorted(path.parent.iterdir()) == sorted(
        Path(f"{aside}{part}") for part in ("", "-wal", "-shm"))


def test_nothing_set_aside_earlier_is_overwritten(path: Path) -> None:
    for number in range(3):
        path.write_text(str(number))
        assert files.set_aside(path, WHEN).read_text() == str(number)
    assert len(list(path.parent.iterdir())) == 3


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_a_file_that_cannot_be_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(JournalError, match="can't be kept: Permission denied"):
        files.create(path)


def test_a_file_that_cannot_be_made_private(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.touch(mode=0o644)
    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(JournalError, match="can't be kept: Permission denied"):
        files.make_private(path)


def test_a_file_that_cannot_be_set_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("damaged")
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(JournalError, match="can't be kept: Permission denied"):
        files.set_aside(path, WHEN)
    assert path.read_text() == "damaged"


def test_a_file_that_was_never_a_journal_is_refused_and_left_alone(tmp_path: Path) -> None:
    mistyped = tmp_path / "README.md"
    mistyped.write_text("# Read me\n")
    with pytest.raises(JournalError, match="another file"):
        Journal.open(mistyped, ManualClock())
    assert mistyped.read_text() == "# Read me\n"
    assert [each.name for each in tmp_path.iterdir()] == ["README.md"]


def test_what_is_no_file_is_refused_and_stays_open_to_all(tmp_path: Path) -> None:
    """A pipe here, which would wait for ever; a device would be its owner's alone afterwards."""
    os.mkfifo(pipe := tmp_path / "pipe")
    pipe.chmod(0o666)
    with pytest.raises(JournalError, match="another file, and no journal"):
        Journal.open(pipe, ManualClock())
    assert pipe.stat().st_mode & 0o777 == 0o666
    assert [each.name for each in tmp_path.iterdir()] == ["pipe"]
