"""What a session brings is kept: in the journal first, then for the hub."""

import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from mirrorapp import keeper
from mirrorapp.alignment.results import CheckResult, Value
from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import (
    Asked,
    Earlier,
    Measured,
    Outcome,
    Repetition,
    RepKnee,
    SessionRecord,
    SetRecord,
)
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.coach.tasks import in_a_row, of_checks, of_exercise
from mirrorapp.events import Notice, NoticeBoard, Verdict
from mirrorapp.exercises import checks, library
from mirrorapp.journal.errors import JournalError, damaged
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper
from tests.coach.rooms import Room, plan
from tests.journal.made_up import a_calibration

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
KNEE = RepKnee(Verdict.GOOD, 0.1, 0.0, 1.0, 2.0)
REP = Repetition(0.0, 1.0, 2.0, 0.3, True, KNEE, KNEE)
BEGUN = SessionRecord("u-1", "p1", "squat", NOON, sets=(SetRecord("squat", 2),))
HALF = replace(BEGUN, sets=(SetRecord("squat", 2, (REP,)),))
DONE = replace(BEGUN, sets=(SetRecord("squat", 2, (REP, REP)),),
               ended=NOON + timedelta(minutes=1), outcome=Outcome.COMPLETED)


class Hub:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.shared: list[bool] = []

    def session_started(self, record: SessionRecord, *, share_health: bool) -> None:
        self.told.append(("started", record.uuid))
        self.shared.append(share_health)

    def session_ended(self, record: SessionRecord, *, share_health: bool) -> None:
        self.told.append(("ended", record.uuid))
        self.shared.append(share_health)

    def tell_again(self, records: Iterable[SessionRecord], shares: Callable[[str], bool]) -> None:
        for each in records:
            self.told.append(("again", each.uuid))
            self.shared.append(shares(each.profile))


class FullDisk:
    """A journal whose disk is full for the next `failures` writes."""

    def __init__(self, journal: Journal, failures: int) -> None:
        self.journal = journal
        self.failures = failures

    def __getattr__(self, name: str) -> object:
        def call(*args: object, **options: object) -> object:
            if self.failures > 0:
                self.failures -= 1
                raise JournalError("The disk is full.", "Make room on it.")
            return getattr(self.journal, name)(*args, **options)

        return call


class Rig:
    def __init__(self, journal: Journal, failures: int = 0, **more: Any) -> None:
        self.hub = Hub()
        self.board = NoticeBoard()
        self.keeper = Keeper(FullDisk(journal, failures), self.hub, self.board,
                             ManualClock(epoch=NOON), **more)


@pytest.fixture
def journal(tmp_path: Path):
    journal = Journal.open(tmp_path / "journal.sqlite3", ManualClock(epoch=NOON))
    yield journal
    journal.close()


def test_a_session_is_kept_and_told(journal: Journal) -> None:
    rig = Rig(journal)
    rig.keeper.session_started(BEGUN)
    rig.keeper.session_changed(HALF)
    assert journal.unfinished()[0].rep_count == 1
    rig.keeper.session_ended(DONE)
    assert journal.sessions() == [DONE]
    assert rig.hub.told == [("started", "u-1"), ("ended", "u-1")]
    assert rig.board.read() == ()


def after_a_power_cut(tmp_path: Path) -> SessionRecord:
    """What a journal finds that is opened on a copy of the files as they are now."""
    folder = tmp_path / "later"
    folder.mkdir()
    for each in tmp_path.glob("journal.sqlite3*"):
        shutil.copy(each, folder)
    with closing(Journal.open(folder / "journal.sqlite3", ManualClock(epoch=NOON))) as later:
        record, = later.sessions()
    return record


@pytest.mark.parametrize(("choice", "touches"), [
    ("thigh-foam-roll", [Intent.PAIN]), ("thigh-foam-roll", [Intent.PAIN, Intent.SWAP]),
    ("ankle-gap", [Intent.PAIN])])
def test_that_it_hurts_and_what_is_left_out_outlasts_a_power_cut(
        journal: Journal, tmp_path: Path, choice: str, touches: list[Intent]) -> None:
    first = (of_checks([checks.load(choice)], library.load) if choice == "ankle-gap"
             else of_exercise(library.load(choice)))
    parts = in_a_row([first, of_exercise(library.load("squat"))])
    room = Room(replace(plan("squat"), parts=parts), Rig(journal).keeper)
    room.play(5.0)
    for touch in touches:
        room.coach.send(touch)
    record = after_a_power_cut(tmp_path)
    assert record.pain
    assert record.skipped == ((choice,) if Intent.SWAP in touches else ())


@pytest.mark.parametrize(("answer", "easy"), [("no", False), ("yes", True)])
def test_what_was_answered_outlasts_a_power_cut(
        journal: Journal, tmp_path: Path, answer: str, easy: bool) -> None:
    room = Room(plan("floor-buttock-stretch", "squat"), Rig(journal).keeper)
    room.until(Phase.ASK)
    room.coach.send(Intent.ANSWER, answer)
    record = after_a_power_cut(tmp_path)
    assert record.asked.breath is easy
    assert [each.complete for each in record.sets[:2]] == [True, True]


@pytest.mark.parametrize("failures", [1, 2])
def test_a_full_disk_stops_no_session_and_loses_nothing(journal: Journal, failures: int) -> None:
    rig = Rig(journal, failures)
    rig.keeper.session_started(BEGUN)
    notice, = rig.board.read()
    assert (notice.key, notice.remedy) == ("journal", "Make room on it.")
    rig.keeper.session_changed(HALF)
    rig.keeper.session_ended(DONE)
    assert journal.sessions() == [DONE]
    assert rig.board.read() == ()


def test_what_could_not_be_written_is_tried_again_at_the_end(journal: Journal) -> None:
    rig = Rig(journal, failures=3)
    rig.keeper.session_started(BEGUN)
    rig.keeper.session_changed(HALF)
    rig.keeper.session_ended(DONE)
    assert journal.sessions() == []
    assert ("ended", "u-1") in rig.hub.told
    rig.keeper.close()
    assert journal.sessions() == [DONE]


def test_a_session_that_was_cut_off_is_told_at_the_next_start(journal: Journal) -> None:
    journal.begin(BEGUN)
    journal.finish(DONE)
    rig = Rig(journal)
    rig.keeper.tell_again()
    assert rig.hub.told == [("again", "u-1")]


def test_as_many_of_the_newest_are_told_again_whatever_their_clock_said(
        journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "TOLD_AGAIN", 3)
    for uuid, year in [("a", 2040), ("b", 2026), ("c", 1970), ("d", 2026)]:
        start = NOON.replace(year=year)
        journal.finish(replace(DONE, uuid=uuid, started=start, ended=start))
    recovered = replace(DONE, uuid="demo", demo=True)
    rig = Rig(journal)
    rig.keeper.tell_again([recovered, replace(DONE, uuid="d")])
    assert rig.hub.told == [("again", each) for each in ("demo", "b", "c", "d")]


def test_what_was_recovered_is_told_of_even_where_the_journal_fails(journal: Journal) -> None:
    rig = Rig(journal, failures=1)
    rig.keeper.tell_again([DONE])
    assert rig.hub.told == [("again", "u-1")]


def test_a_journal_that_cannot_be_read_is_said(journal: Journal) -> None:
    rig = Rig(journal, failures=1)
    rig.keeper.tell_again()
    assert [notice.key for notice in rig.board.read()] == ["journal"]


def test_health_goes_along_for_who_shares_it(journal: Journal) -> None:
    rig = Rig(journal, shares=lambda who: who == "p1")
    rig.keeper.session_started(BEGUN)
    rig.keeper.session_ended(DONE)
    other = replace(DONE, uuid="u-2", profile="p2")
    rig.keeper.session_ended(other)
    assert rig.hub.told == [("started", "u-1"), ("ended", "u-1"), ("ended", "u-2")]
    assert rig.hub.shared == [True, True, False]


def test_what_could_not_be_written_is_written_with_the_next_that_can(journal: Journal) -> None:
    rig = Rig(journal, failures=1)
    rig.keeper.session_ended(DONE)
    assert journal.sessions() == []
    other = replace(DONE, uuid="u-2")
    rig.keeper.session_ended(other)
    assert {each.uuid for each in journal.sessions()} == {"u-1", "u-2"}
    assert rig.board.read() == ()


def test_the_last_check_is_asked_of_the_journal_and_none_where_it_fails(journal: Journal) -> None:
    result = CheckResult("squat-check", "deg", {"left": Value(3.0, 2.8, 0.3, 5)})
    earlier = replace(DONE, uuid="u-0", started=NOON - timedelta(days=7), checks=(result,))
    journal.finish(earlier)
    assert Rig(journal).keeper.last_check("p1", "squat-check", demo=False) == Earlier(
        earlier.started, result, earlier.measured)
    assert Rig(journal).keeper.last_check("p1", "squat-check", demo=True) is None
    rig = Rig(journal, failures=1)
    assert rig.keeper.last_check("p1", "squat-check", demo=False) is None
    assert rig.board.read()


def test_who_was_turned_away_is_kept_and_not_told(journal: Journal) -> None:
    rig = Rig(journal)
    away = SessionRecord("u-9", "p1", "", NOON, ended=NOON, outcome=Outcome.ABORTED,
                         asked=Asked(pain_before=8))
    rig.keeper.turned_away(away)
    assert journal.sessions() == [away]
    rig.keeper.tell_again()
    assert rig.hub.told == []


def test_a_calibration_that_is_made_in_a_session_outlasts_a_power_cut(
        journal: Journal, tmp_path: Path) -> None:
    rig = Rig(journal)
    rig.keeper.session_started(BEGUN)
    for calibrations in ((None,), (None, a_calibration())):
        record = replace(HALF, measured=Measured(calibrations=calibrations))
        rig.keeper.session_changed(record)
        assert journal.unfinished() == [record]
    assert after_a_power_cut(tmp_path).measured == record.measured


@pytest.mark.parametrize(("fails", "said"), [
    (0, ["The journal was damaged."]), (1, ["The disk is full."])])
def test_what_looking_through_finds_is_said(
        journal: Journal, monkeypatch: pytest.MonkeyPatch, fails: int, said: list[str]) -> None:
    found = Notice("journal", "The journal was damaged.", "Keep that file.")
    monkeypatch.setattr(journal, "look_through", lambda: found)
    rig = Rig(journal, fails)
    rig.keeper.look_through()
    assert [each.what for each in rig.board.read()] == said


def test_what_is_offered_for_a_damaged_journal_is_said_too(
        journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "look_through", lambda: Notice("journal", "Damaged.", "Keep it."))
    board = NoticeBoard()
    keeper = Keeper(journal, Hub(), board, ManualClock(),  # type: ignore[arg-type]
                    offer=lambda notice: replace(notice, remedy="There is a copy."))
    keeper.look_through()
    assert board.read() == (Notice("journal", "Damaged.", "There is a copy."),)


def test_that_a_journal_was_set_aside_stays_said_while_the_new_one_is_written(
        journal: Journal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    aside = tmp_path / "journal.damaged"
    monkeypatch.setattr(journal, "look_through", lambda: journal._tell_of(
        damaged(journal.path, "it has been cut off"), aside))
    rig = Rig(journal)
    rig.keeper.look_through()
    rig.keeper.session_started(BEGUN)
    rig.keeper.session_ended(DONE)
    assert [aside.name in each.what for each in rig.board.read()] == [True]


def test_it_is_looked_through_later_by_itself(
        journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Event()
    monkeypatch.setattr("mirrorapp.keeper._SOON_S", 0.0)
    monkeypatch.setattr(journal, "look_through", looked.set)
    rig = Rig(journal)
    assert not looked.is_set()
    rig.keeper.look_through_soon()
    assert looked.wait(30.0)
    rig.keeper.close()


def test_a_keeper_that_is_closed_before_looks_through_nothing(
        journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Event()
    with monkeypatch.context() as patch:
        patch.setattr(journal, "look_through", looked.set)
        rig = Rig(journal)
        rig.keeper.look_through_soon()
        rig.keeper.close()
        rig.keeper._soon.join(10.0)  # far less than the time that it waits
        assert not rig.keeper._soon.is_alive()
    assert not looked.is_set()


def test_a_journal_without_damage_is_not_spoken_of(journal: Journal) -> None:
    rig = Rig(journal)
    rig.keeper.look_through()
    assert rig.board.read() == ()
