"""A power cut or a kill loses at most the set in progress, whenever it comes."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import SessionRecord
from mirrorapp.journal.store import Journal
from tests.journal.conftest import Opener
from tests.journal.kill_child import EACH, STARTED, states, train
from tests.journal.made_up import a_session

REPOSITORY = Path(__file__).parents[2]


def lives(root: Path, what: str) -> list[Path]:
    """The folders that were left, in the order of the statements their processes died at."""
    subprocess.run([sys.executable, "-m", "tests.journal.kill_child", str(root), what],
                   cwd=REPOSITORY, check=True, timeout=240)
    return sorted((each for each in root.iterdir() if each.name.isdecimal()),
                  key=lambda each: int(each.name))


def reopened(folder: Path) -> list[SessionRecord]:
    """What the journal there holds for the next start, which must find nothing amiss."""
    with closing(Journal.open(folder / "journal.sqlite3", ManualClock())) as journal:
        assert journal.notice is None
        assert journal.unfinished() == []
        journal.finish(a_session("next", demo=True))
        return journal.sessions()


def test_killed_at_every_statement_of_a_session(tmp_path: Path) -> None:
    left, expected = lives(tmp_path, "train"), states()
    assert len(left) > 60 // EACH
    for folder in left:
        returned = len((folder / "returned").read_bytes())
        # What a call wrote is there once it has returned; a call cut short is there or is not.
        assert reopened(folder) in expected[returned:returned + 2], folder.name
    assert (left[-1] / "returned").read_bytes() == b"." * (len(expected) - 1)


def test_killed_at_every_statement_of_the_repair(tmp_path: Path) -> None:
    left = lives(tmp_path, "reopen")
    assert len(left) > 10 // EACH
    expected = states()[3]
    for folder in left:
        assert reopened(folder) == expected, folder.name


def test_killed_at_every_statement_of_a_change_of_layout(tmp_path: Path) -> None:
    """All that the old file held is there in the end, in it and in a copy."""
    left = lives(tmp_path, "migrate")
    assert len(left) > 60 // EACH
    for folder in left:
        assert [each.uuid for each in reopened(folder)] == ["whole", "cut"], folder.name
        copies = [*folder.glob("journal.sqlite3.layout-*")]
        assert any(_held(each) == ["whole", "shown", "cut"] for each in copies), folder.name


def _held(copy: Path) -> list[str]:
    with closing(sqlite3.connect(copy)) as db:
        try:
            return [row[0] for row in db.execute("SELECT uuid FROM session ORDER BY id")]
        except sqlite3.Error:
            return []  # cut short itself


@pytest.mark.parametrize("part", range(8))
def test_the_log_torn_at_any_length(opened: Opener, path: Path, clock: ManualClock,
                                    tmp_path: Path, part: int) -> None:
    clock.epoch = STARTED
    train(opened(), clock, lambda: None)
    log = Path(f"{path}-wal").read_bytes()
    expected = states()
    lengths = range(len(log) * part // 8, len(log) * (part + 1) // 8, 1 + len(log) // 61)
    for length in lengths:
        folder = tmp_path / str(length)
        folder.mkdir()
        shutil.copy(path, folder)
        (folder / "journal.sqlite3-wal").write_bytes(log[:length])
        assert reopened(folder) in expected, length
