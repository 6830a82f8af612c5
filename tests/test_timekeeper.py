"""What the glass says of a clock that can't be right, and when it says nothing."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Event

import pytest

from mirrorapp import timekeeper
from mirrorapp.clock import NOTICE_KEY as KEY
from mirrorapp.clock import ManualClock
from mirrorapp.events import NoticeBoard
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.store import Journal
from mirrorapp.timekeeper import Timekeeper
from tests.journal.made_up import a_session

NOW = datetime(2026, 11, 30, 18, tzinfo=timezone(timedelta(hours=1)))
BACK = [timedelta(hours=2), timedelta(days=3), timedelta(days=3650)]


class Rig:
    """A journal, a clock that is set by hand, and what the network says of it."""

    def __init__(self, journal: Journal, clock: ManualClock) -> None:
        self.journal, self.clock, self.board = journal, clock, NoticeBoard()
        self.synced: bool | None = False
        self.asked = 0
        self.keeper = Timekeeper(journal.begun, self.board, clock, self._synced)

    def _synced(self) -> bool | None:
        self.asked += 1
        return self.synced

    def trained(self, *times: datetime, demo: bool = False) -> None:
        for each in times:
            self.journal.finish(a_session(f"{each} {len(self.journal.sessions())}", each,
                                          demo=demo))

    def said(self, now: datetime) -> str:
        """What stands on the glass by then; "" for nothing."""
        self.clock.epoch = now
        self.keeper.look()
        return " ".join(each.what for each in self.board.read() if each.key == KEY)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    clock = ManualClock(epoch=NOW)
    with closing(Journal.open(tmp_path / "journal.sqlite3", clock)) as journal:
        yield Rig(journal, clock)


def lived(days: int = 5) -> list[datetime]:
    """Sessions up to an hour ago."""
    return [NOW - timedelta(days=day, hours=1) for day in range(days)][::-1]


@pytest.mark.parametrize("back", BACK)
@pytest.mark.parametrize("synced", [False, None])
def test_a_clock_that_jumped_back_is_told_of_until_it_is_right(
        rig: Rig, back: timedelta, synced: bool | None) -> None:
    rig.synced = synced
    rig.trained(*lived())
    assert rig.said(NOW) == ""
    assert rig.said(NOW - timedelta(hours=1) - back) == (
        "By the mirror's clock the last session is yet to come: 2026-11-30.")
    assert rig.keeper.doubted() == lived()[-1]
    assert rig.said(NOW + timedelta(minutes=3)) == ""
    assert rig.keeper.doubted() is None
    assert rig.board.read() == ()


@pytest.mark.parametrize("moved", [
    timedelta(), timedelta(seconds=-30), timedelta(minutes=-59), timedelta(days=400)])
def test_seconds_and_what_can_be_are_not_told_of(rig: Rig, moved: timedelta) -> None:
    rig.trained(*lived())
    assert rig.said(lived()[-1] + moved) == ""
    assert rig.asked == 0, "no program is run for nothing"


@pytest.mark.parametrize("hours", [-11, -8, 0, 2, 14])
def test_another_zone_or_summer_time_is_not_told_of(rig: Rig, hours: int) -> None:
    rig.trained(*lived())
    assert rig.said(NOW.astimezone(timezone(timedelta(hours=hours)))) == ""


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=3650)])
def test_a_session_from_when_it_was_ahead_is_none_of_the_right_clocks_faults(
        rig: Rig, ahead: timedelta) -> None:
    rig.trained(*lived(), NOW + ahead)
    assert "is yet to come" in rig.said(NOW), "which of both is wrong who knows"
    rig.synced = True
    assert rig.said(NOW) == "", "the network does"
    rig.synced = False
    rig.trained(NOW)
    assert rig.said(NOW + timedelta(minutes=20)) == ""


def test_what_no_clock_can_say_is_told_of_without_a_session(rig: Rig) -> None:
    assert rig.said(datetime(1970, 1, 1, tzinfo=UTC)) == (
        "The mirror's clock is wrong: it says 1970-01-01.")
    assert rig.keeper.doubted() is None
    assert rig.said(NOW) == ""


def test_a_demo_says_nothing_of_the_clock(rig: Rig) -> None:
    rig.trained(NOW + timedelta(days=30), demo=True)
    assert rig.said(NOW) == ""


def test_a_journal_that_cannot_be_read_changes_nothing(
        rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: int) -> list[datetime]:
        raise JournalError("The journal can't be read.", "Check the disk.")

    rig.trained(*lived())
    told = rig.said(NOW - timedelta(days=9))
    monkeypatch.setattr(rig.keeper, "_begun", fails)
    assert rig.said(NOW) == told != ""


def test_it_looks_again_while_the_mirror_runs(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timekeeper, "_EVERY_S", 0.01)
    rig.trained(*lived())
    rig.clock.epoch = NOW - timedelta(days=3)
    gone, clear = Event(), rig.board.clear
    monkeypatch.setattr(rig.board, "clear", lambda key: (clear(key), gone.set()))
    rig.keeper.start()
    assert [each.key for each in rig.board.read()] == [KEY], "before anything is shown"
    rig.clock.epoch = NOW
    assert gone.wait(10.0)
    rig.keeper.close()
    rig.keeper._thread.join(10.0)
    assert not rig.keeper._thread.is_alive()
    assert rig.board.read() == ()


def test_a_look_that_fails_is_not_the_last(
        rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(timekeeper, "_EVERY_S", 0.01)
    looks, again = iter((lambda: None, lambda: 1 / 0)), Event()
    def look() -> None:
        next(looks, again.set)()

    monkeypatch.setattr(rig.keeper, "look", look)
    rig.keeper.start()
    assert again.wait(10.0)
    rig.keeper.close()
    rig.keeper._thread.join(10.0)
    assert "The clock could not be looked at." in caplog.text
