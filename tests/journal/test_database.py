"""Files that are no journal, places where none can be, and disks that are full."""

import os
import random
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal import database, files
from mirrorapp.journal.errors import DamagedJournalError, JournalError
from mirrorapp.journal.guarded import NOTICE_KEY
from mirrorapp.journal.store import Journal
from tests.journal.conftest import Opener
from tests.journal.made_up import a_session, a_set

KEPT = [a_session(str(number), sets=10) for number in range(3)]


@pytest.fixture
def sound(path: Path) -> bytes:
    """A journal of three sessions, well closed."""
    with closing(Journal.open(path, ManualClock())) as journal:
        for record in KEPT:
            journal.finish(record)
    return path.read_bytes()


def asides(path: Path) -> list[Path]:
    return sorted(path.parent.glob("journal.sqlite3.corrupt-*"))


# Whose it is

def test_folder_and_files_are_made_for_the_owner_alone(tmp_path: Path, clock: ManualClock) -> None:
    path = tmp_path / "state" / "mirrorapp" / "journal.sqlite3"
    with closing(Journal.open(path, clock)) as journal:
        journal.begin(a_session())
        made = sorted(path.parent.iterdir())
        assert len(made) == 4  # with its log, its index and its lock
        assert {each.stat().st_mode & 0o777 for each in made} == {0o600}
        assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("sound")
def test_a_copy_that_others_could_read_is_made_private(path: Path, opened: Opener) -> None:
    path.chmod(0o644)
    opened()
    assert path.stat().st_mode & 0o777 == 0o600


# Where none can be

@pytest.mark.parametrize("place", ["file/journal.sqlite3", "x" * 300])
def test_a_place_where_no_file_can_be(tmp_path: Path, clock: ManualClock, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(JournalError, match=r"can't be (kept|opened)") as caught:
        Journal.open(tmp_path / place, clock)
    assert "belong to the user" in caught.value.remedy


def test_a_folder_is_named_as_one(tmp_path: Path, clock: ManualClock) -> None:
    with pytest.raises(JournalError, match="is a folder, and no journal") as caught:
        Journal.open(tmp_path, clock)
    assert caught.value.remedy == "Name another file for the journal."


def test_a_folder_that_cannot_be_made(clock: ManualClock) -> None:
    with pytest.raises(JournalError, match="can't be kept") as caught:
        Journal.open(Path("/proc/mirrorapp/journal.sqlite3"), clock)
    assert "journal.file" in caught.value.remedy


def test_a_folder_of_somebody_else(tmp_path: Path, clock: ManualClock) -> None:
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("permissions do not hold this user back")
    with pytest.raises(JournalError, match="Permission denied"):
        Journal.open(tmp_path / "journal.sqlite3", clock)


# A disk that stops taking

def test_a_full_disk_loses_nothing_and_takes_all_once_there_is_room(journal: Journal) -> None:
    whole = a_session("long", sets=60)
    journal.begin(replace(whole, sets=(), ended=None, outcome=None))
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    number = 1
    with suppress(JournalError):
        while number < 60:
            journal.save_set("long", number, whole.sets[number - 1])
            number += 1
    assert 1 < number < 60
    with pytest.raises(JournalError, match="the disk is full") as caught:
        journal.save_set("long", number, whole.sets[number - 1])
    assert "Free some space" in caught.value.remedy
    with pytest.raises(JournalError, match="the disk is full"):
        journal.finish(whole)
    assert journal.unfinished()[0].sets == whole.sets[:number - 1]
    journal._db.execute(f"PRAGMA max_page_count = {pages + 1000}")
    journal.save_set("long", number, whole.sets[number - 1])
    assert journal.unfinished()[0].sets == whole.sets[:number]
    journal.finish(whole)
    assert journal.sessions() == [whole]


def test_a_session_begun_on_a_full_disk_is_written_at_its_end(journal: Journal) -> None:
    journal._db.execute("PRAGMA max_page_count = 1")  # means: not one page more than there are
    whole = a_session(sets=40)
    with pytest.raises(JournalError, match="the disk is full"):
        journal.begin(whole)
    with pytest.raises(JournalError, match="not in the journal"):
        journal.save_set(whole.uuid, 1, a_set())
    journal._db.execute("PRAGMA max_page_count = 1000")
    journal.finish(whole)
    assert journal.sessions() == [whole]


def test_a_disk_that_turns_read_only(journal: Journal) -> None:
    journal.finish(KEPT[0])
    journal._db.execute("PRAGMA query_only = ON")  # SQLite's same error as of such a disk
    with pytest.raises(JournalError, match="can't be written") as caught:
        journal.finish(KEPT[1])
    assert "read-only" in caught.value.remedy
    assert journal.sessions() == KEPT[:1]


def test_another_program_that_holds_the_file(path: Path, journal: Journal) -> None:
    journal._db.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="in use by another program"):
            journal.finish(KEPT[0])
        other.execute("ROLLBACK")
    journal.finish(KEPT[0])


def test_another_program_that_holds_the_file_at_opening(
        path: Path, sound: bytes, opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_WAIT_S", 0.0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="in use by another program"):
            opened()
        other.execute("ROLLBACK")
    assert path.read_bytes() == sound
    assert opened().sessions() == KEPT


# Files that are no journal

@pytest.mark.parametrize("content", [b"not a database at all\n" * 100, b"\0" * 8192, b"x"])
def test_what_is_no_database_is_set_aside(path: Path, clock: ManualClock, opened: Opener,
                                          content: bytes) -> None:
    Path(f"{path}.lock").touch()  # the place of a journal that was
    path.write_bytes(content)
    journal = opened()
    assert [each.name for each in asides(path)] == ["journal.sqlite3.corrupt-20260101-120000"]
    assert asides(path)[0].read_bytes() == content
    assert journal.notice is not None
    assert journal.notice.key == NOTICE_KEY
    assert "journal.sqlite3.corrupt-20260101-120000" in journal.notice.what
    journal.finish(KEPT[0])
    assert journal.sessions() == KEPT[:1]


@pytest.mark.parametrize("eighths", range(1, 8))
@pytest.mark.parametrize("odd", [0, 1, 100, 511])
def test_a_torn_file_is_set_aside(path: Path, sound: bytes, opened: Opener,
                                  eighths: int, odd: int) -> None:
    torn = sound[:len(sound) * eighths // 8 + odd]
    path.write_bytes(torn)
    journal = opened()
    assert asides(path)[0].read_bytes() == torn
    assert journal.notice is not None
    journal.finish(KEPT[0])
    assert journal.sessions() == KEPT[:1]


def test_a_file_emptied_beside_its_log_is_set_aside_with_it(path: Path, opened: Opener) -> None:
    path.touch()
    log = Path(f"{path}-wal")
    log.write_bytes(b"what was written last")
    assert opened().notice is not None
    assert [each.name.removeprefix("journal.sqlite3.corrupt-20260101-120000")
            for each in asides(path)] == ["", "-wal"]
    assert asides(path)[1].read_bytes() == b"what was written last"


@pytest.mark.parametrize("seed", range(0, 200, 3))
def test_a_flipped_byte_never_stops_the_mirror(path: Path, sound: bytes, opened: Opener,
                                               seed: int) -> None:
    chance = random.Random(seed)
    flipped = bytearray(sound)
    # The first hundred bytes are the header, where most can go wrong.
    flipped[seed if seed < 100 else chance.randrange(len(sound))] ^= chance.randrange(1, 256)
    path.write_bytes(flipped)
    with suppress(JournalError):
        journal = opened()
        assert journal.notice is None or asides(path)
        found = journal.sessions()
        # Some are lost only where the user is told.
        assert len(found) == len(KEPT) or journal.notice is not None
        journal.finish(a_session("new"))


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_page_with_a_flipped_byte_has_the_whole_file_set_aside(
        path: Path, sound: bytes, opened: Opener, page: int) -> None:
    """Before anything of it is read: its first byte says which kind of page it is."""
    flipped = bytearray(sound)
    flipped[page * int.from_bytes(sound[16:18], "big")] ^= 0xFF
    path.write_bytes(flipped)
    journal = opened()
    assert [each.read_bytes() for each in asides(path)] == [flipped]
    assert journal.notice is not None


def test_a_session_that_cannot_be_read_costs_only_itself(
        path: Path, sound: bytes, opened: Opener, caplog: pytest.LogCaptureFixture) -> None:
    assert sound.count(b"p1retraining") == 3
    path.write_bytes(sound.replace(b"completed", b"cOmpleted", 1))
    journal = opened()
    assert journal.notice is None
    assert len(journal.sessions()) == 2
    assert journal.last() in KEPT
    assert journal.notice is not None
    assert "left out" in journal.notice.what
    assert "can't be read: 'cOmpleted'" in caplog.text


def test_only_the_mirror_itself_sets_a_file_aside(path: Path, clock: ManualClock) -> None:
    path.write_bytes(b"no database" * 1000)
    with files.claim(path) as held:
        assert held
        with pytest.raises(DamagedJournalError, match="file is not a database") as caught:
            Journal.open(path, clock)
    assert "Restart the mirror" in caught.value.remedy
    assert asides(path) == []


def test_another_programs_database_is_left_alone(path: Path, clock: ManualClock) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE states (entity TEXT)")
    path.chmod(0o644)
    before = path.read_bytes()
    with pytest.raises(JournalError, match="belongs to another program"):
        Journal.open(path, clock)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o644
