"""Where a run keeps things."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.config import Config, JournalConfig
from mirrorapp.events import MirrorError, NoticeBoard
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal
from mirrorapp.places import Places, make_folder, open_journal


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def here(tmp_path: Path) -> Config:
    return Config(journal=JournalConfig(file=tmp_path / "kept.sqlite3"))


def test_they_are_those_of_the_settings(tmp_path: Path) -> None:
    config = here(tmp_path)
    assert Places.of(config, demo=False, unseen=False) == Places(
        tmp_path / "kept.sqlite3", None, named=True)
    assert not Places.of(Config(), demo=False, unseen=False).named


def test_a_demo_keeps_its_journal_apart_and_pictures_where_nothing_is_seen(tmp_path: Path) -> None:
    config = here(tmp_path)
    seen = Places.of(config, demo=True, unseen=False)
    assert seen.journal != config.journal.file
    assert (seen.screenshots, seen.named) == (None, False)
    unseen = Places.of(config, demo=True, unseen=True)
    assert unseen.screenshots == unseen.journal.parent


def test_what_was_asked_for_is_had_in_a_demo_too(tmp_path: Path) -> None:
    mine, shots = tmp_path / "mine.sqlite3", tmp_path / "shots"
    assert Places.of(here(tmp_path), mine, shots, demo=True, unseen=True) == Places(
        mine, shots, named=True)


def test_a_journal_that_was_not_asked_for_is_replaced_and_told_of(tmp_path: Path) -> None:
    stranger, board = tmp_path / "no-journal", NoticeBoard()
    stranger.write_text("a letter")
    with closing(open_journal(Places(stranger, None, named=False), ManualClock(), board)) as got:
        assert got.path != stranger
        assert got.sessions() == []
    notice, = board.read()
    assert (notice.key, str(stranger) in notice.what) == ("journal_file", True)
    assert stranger.read_text() == "a letter"


def test_one_of_a_newer_program_is_left_as_it_is_and_told_of(tmp_path: Path) -> None:
    newer, board = tmp_path / "newer.sqlite3", NoticeBoard()
    Journal.open(newer, ManualClock()).close()
    with closing(sqlite3.connect(newer)) as db:
        db.execute("PRAGMA user_version = 99")
        db.execute("PRAGMA journal_mode = DELETE")
    before = newer.read_bytes()
    with closing(open_journal(Places(newer, None, named=False), ManualClock(), board)) as got:
        assert got.path != newer
    notice, = board.read()
    assert "newer mirrorapp" in notice.what
    assert newer.read_bytes() == before


def test_a_journal_that_was_asked_for_is_had_or_refused(tmp_path: Path) -> None:
    stranger, board = tmp_path / "no-journal", NoticeBoard()
    stranger.write_text("a letter")
    with pytest.raises(JournalError, match="no journal"):
        open_journal(Places(stranger, None, named=True), ManualClock(), board)
    with pytest.raises(JournalError, match="is a folder, and no journal"):
        open_journal(Places(tmp_path, None, named=True), ManualClock(), board)
    assert board.read() == ()


def test_pictures_that_could_not_be_kept_are_refused_before_any_is_taken(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(MirrorError, match="Screenshots can't be kept"):
        make_folder(tmp_path / "file")
