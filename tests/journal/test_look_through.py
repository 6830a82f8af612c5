"""A large file is looked through after the mirror is lit; nothing of it is overwritten before."""

import errno
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import SessionRecord
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.client import Hub
from mirrorapp.journal import database, guarded, schema
from mirrorapp.journal.errors import DamagedJournalError, JournalError
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper
from tests.journal.made_up import a_session, a_set

KEPT = [a_session(str(number), sets=10) for number in range(30)]
PAGE = 4096
GOING_ON = SessionRecord("new", "p1", "squat", KEPT[0].started)


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "AT_ONCE_BYTES", 0)


@pytest.fixture
def large(path: Path) -> Path:
    with closing(Journal.open(path, ManualClock())) as journal:
        for record in KEPT:
            journal.finish(record)
    return path


@pytest.fixture
def damaged(large: Path) -> Path:
    """A page in the middle of it is nonsense: repetitions, for of them there are most."""
    content = bytearray(large.read_bytes())
    middle = len(content) // 2 // PAGE * PAGE
    content[middle:middle + PAGE] = b"nonsense" * (PAGE // 8)
    large.write_bytes(content)
    return large


def later(path: Path) -> Journal:
    return Journal.open(path, ManualClock(), later=True)


def asides(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.corrupt-*"))


def test_until_it_is_looked_through_the_file_stays_as_it_is(large: Path) -> None:
    before = large.read_bytes()
    with closing(later(large)) as journal:
        assert not journal.looked_through
        for number in range(100):
            journal.finish(a_session(f"new-{number}", sets=10))
        assert Path(f"{large}-wal").stat().st_size > 1200 * PAGE, "more than SQLite leaves there"
        assert large.read_bytes() == before
        assert journal.look_through() is None
        assert journal.looked_through
        journal.finish(a_session("last"))
        assert large.read_bytes() != before
        assert len(journal.sessions()) == len(KEPT) + 101


def test_closing_looks_it_through_first(large: Path) -> None:
    with closing(later(large)) as journal:
        journal.finish(a_session("new"))
    assert journal.looked_through
    with closing(later(large)) as journal:
        assert len(journal.sessions()) == len(KEPT) + 1


def test_a_damaged_file_is_set_aside_as_it_was_with_all_that_was_written(damaged: Path) -> None:
    before = damaged.read_bytes()
    with closing(later(damaged)) as journal:
        journal.finish(a_session("new"))
        log = Path(f"{damaged}-wal").read_bytes()
        notice = journal.look_through()
        assert notice is not None
        assert notice == journal.notice
        aside = asides(damaged)[0]
        assert aside.name in notice.what
        assert aside.read_bytes() == before
        assert Path(f"{aside}-wal").read_bytes() == log
        assert journal.look_through() is None
        assert journal.sessions() == []
        journal.finish(KEPT[0])
    with closing(later(damaged)) as journal:
        assert journal.sessions() == KEPT[:1]
    assert asides(damaged)[0].read_bytes() == before


def test_closing_finds_damage_too(damaged: Path) -> None:
    before = damaged.read_bytes()
    later(damaged).close()
    assert asides(damaged)[0].read_bytes() == before


def read_only(*_: object) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def test_damaged_and_read_only_it_is_read_on_and_that_is_said(
        damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card that wears out turns read-only by itself."""
    board = NoticeBoard()
    with closing(later(damaged)) as journal:
        journal.finish(a_session("new"))
        before = {each: Path(f"{damaged}{each}").read_bytes() for each in ("", "-wal")}
        monkeypatch.setattr(Path, "rename", read_only)
        keeper = Keeper(journal, Silent(), board, ManualClock())  # type: ignore[arg-type]
        keeper.look_through()
        assert "is damaged, and can't be set aside" in board.read()[0].what
        assert not journal.looked_through
        assert journal.last() == a_session("new")
        assert journal.newest(3)[-1] == a_session("new")
        assert {each: Path(f"{damaged}{each}").read_bytes() for each in before} == before
        monkeypatch.undo()
        assert journal.look_through() is not None
        assert journal.sessions() == []
        assert asides(damaged)[0].read_bytes() == before[""]


def test_where_no_new_one_can_be_begun_the_damaged_one_is_put_back(
        damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, *, owner: bool) -> None:
        path.touch()
        raise JournalError("The disk is full.", "Free some space.")

    with closing(later(damaged)) as journal:
        journal.finish(a_session("new"))
        before = damaged.read_bytes()
        monkeypatch.setattr(guarded, "connect", full)
        with pytest.raises(JournalError, match="can't be set aside"):
            journal.look_through()
        assert (asides(damaged), damaged.read_bytes()) == ([], before)
        assert journal.last() == a_session("new")
        monkeypatch.undo()


def test_the_session_under_way_goes_on_in_the_new_one(damaged: Path) -> None:
    board, hub = NoticeBoard(), Silent()
    with closing(later(damaged)) as journal:
        keeper = Keeper(journal, hub, board, ManualClock())  # type: ignore[arg-type]
        keeper.session_started(GOING_ON)
        keeper.session_changed(replace(GOING_ON, sets=(a_set(1),)))
        assert journal.look_through() is not None
        for reps in (2, 3):
            keeper.session_changed(replace(GOING_ON, sets=(a_set(reps),)))
        assert journal.sessions() == [replace(GOING_ON, sets=(a_set(3),))]
        assert board.read() == ()


class Silent:
    def __getattr__(self, name: str) -> object:
        assert hasattr(Hub, name)
        return lambda *_, **__: None


def test_what_is_read_of_a_damaged_page_meanwhile_is_an_error(damaged: Path) -> None:
    with closing(later(damaged)) as journal, pytest.raises(DamagedJournalError):
        journal.sessions()


def test_a_journal_without_damage_is_left_in_use(large: Path) -> None:
    with closing(later(large)) as journal:
        journal.begin(GOING_ON)
        assert journal.look_through() is None
        journal.save_set("new", 1, a_set(1))
        assert journal.unfinished()[0].sets == (a_set(1),)


def test_before_a_change_of_layout_all_is_looked_through(
        damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, "CREATE TABLE more (x) "
                                          "; ALTER TABLE session ADD COLUMN y TEXT;"))
    with closing(later(damaged)) as journal:
        assert journal.looked_through
        assert journal.notice is not None
    assert len(asides(damaged)) == 1


def test_only_the_owner_may_leave_it_for_later(large: Path) -> None:
    with closing(later(large)), closing(later(large)) as other:
        assert other.looked_through


def test_a_file_that_cannot_be_looked_through_is_said(
        large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(later(large)) as journal:
        monkeypatch.setattr(journal, "path", large.with_name("gone"))
        with pytest.raises(JournalError):
            journal.look_through()
        assert not journal.looked_through


def test_a_small_file_is_looked_through_at_once(
        large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "AT_ONCE_BYTES", 2**30)
    with closing(later(large)) as journal:
        assert journal.looked_through


def test_two_who_look_at_once_set_one_file_aside(
        damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = database.looked_through

    @contextmanager
    def slow(path: Path) -> Iterator[str]:
        """Finds damage, and meanwhile another thread has found it, and a session been kept."""
        with looked(path) as finding:
            monkeypatch.setattr(database, "looked_through", looked)
            assert journal.look_through() is not None
            journal.finish(KEPT[0])
            yield finding

    with closing(later(damaged)) as journal:
        monkeypatch.setattr(database, "looked_through", slow)
        assert journal.look_through() is None
        assert journal.sessions() == KEPT[:1]
    assert len([each for each in asides(damaged) if not each.name.endswith(("-wal", "-shm"))]) == 1


def test_a_copy_that_was_put_in_its_place_is_looked_through_at_once(damaged: Path) -> None:
    """It has no log yet, and to give it one writes into it."""
    content = bytearray(damaged.read_bytes())
    content[18:20] = b"\x01\x01"  # as SQLite marks a file without a log
    damaged.write_bytes(content)
    with closing(later(damaged)) as journal:
        assert journal.looked_through
        assert journal.notice is not None
    assert asides(damaged)[0].read_bytes() == content
