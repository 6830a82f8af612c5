"""How a mirror that runs looks: in its file, in the log, on the glass."""

import errno
import fcntl
import logging
import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.config import Config, JournalConfig
from mirrorapp.doctor import looking
from mirrorapp.doctor.finding import FAIL, OK, WARN
from mirrorapp.doctor.patient import Patient
from mirrorapp.events import NoticeBoard
from mirrorapp.vision.governed import Looking
from mirrorapp.vision.governor import RATES_HZ, Why
from tests.doctor.trees import found

HOT = Looking("full", 10.0, Why.HEAT)
looks = st.builds(Looking, st.sampled_from(["lite", "full", "heavy"]), st.sampled_from(RATES_HZ),
                  st.sampled_from([None, *Why]), st.booleans())


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def board() -> NoticeBoard:
    return NoticeBoard()


@pytest.fixture
def teller(journal: Path, board: NoticeBoard) -> looking.Teller:
    return looking.Teller(looking.place(journal), board, auto=True)


def whom(journal: Path, *, running: bool = True) -> Patient:
    return Patient(Config(journal=JournalConfig(file=journal)), running=running)


@given(looks, st.booleans())
def test_whoever_asks_hears_what_the_mirror_says_of_itself(tmp_path_factory, looks: Looking,
                                                           auto: bool) -> None:
    journal = tmp_path_factory.getbasetemp() / "journal.sqlite3"
    teller = looking.Teller(looking.place(journal), NoticeBoard(), auto=auto)
    teller.told(looks)
    assert looking.looking(whom(journal)) == looking.finding(looks, auto=auto)
    teller.close()


@pytest.mark.parametrize(("looks", "verdict", "said"), [
    (Looking("full"), OK, "with full, at every picture"),
    (Looking("full", 15.0, Why.SCREENS), OK, "At most 15 looks a second, with full, so that"),
    (HOT, WARN, "At most 10 looks a second, with full: the board is hot"),
    (Looking("full", 15.0, Why.POWER), WARN, "too little power"),
    (Looking("lite", math.inf), WARN, "with lite, for full is too slow"),
    (Looking("lite", math.inf, None, too_slow=True), FAIL, "Too slow"),
])
def test_the_worst_of_it_is_told(looks: Looking, verdict: str, said: str) -> None:
    finding = looking.finding(looks, auto=True)
    assert finding.verdict == verdict
    assert said in finding.what
    assert bool(finding.remedy) == (verdict != OK)


def test_a_lite_that_was_asked_for_is_nothing_to_worry_about() -> None:
    assert looking.finding(Looking("lite"), auto=False).verdict == OK


def test_a_mirror_that_does_not_run_says_nothing(journal: Path, teller: looking.Teller) -> None:
    assert found(looking.looking, whom(journal))[1].startswith("No mirror runs")
    teller.told(HOT)
    assert found(looking.looking, whom(journal, running=False))[1].startswith("No mirror runs")
    with Path(f"{journal}.lock").open("w") as lock:  # as a mirror that runs holds it
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "At most 10" in found(looking.looking, whom(journal, running=False))[1]
    teller.close()
    assert found(looking.looking, whom(journal))[1].startswith("No mirror runs")
    teller.close()


@pytest.mark.parametrize(("looks", "said"), [
    (Looking("full"), None), (Looking("lite"), None),
    (Looking("full", 15.0, Why.HEAT), None), (Looking("full", 10.0, Why.SCREENS), None),
    (HOT, "slows down just now, for it is warm"),
    (Looking("lite", 10.0, Why.POWER), "too little power just now"),
    (Looking("full", too_slow=True), "Too slow")])
def test_the_glass_hears_where_somebody_should_do_something(
        teller: looking.Teller, board: NoticeBoard, looks: Looking, said: str | None) -> None:
    teller.told(looks)
    assert [each.what for each in board.read() if said and said in each.what] == (
        [] if said is None else [each.what for each in board.read()])
    assert len(board.read()) == (said is not None)
    assert all(each.remedy for each in board.read())
    teller.told(Looking("full"))
    assert board.read() == ()


def test_the_log_hears_of_every_change(teller: looking.Teller,
                                       caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for each in (Looking("full"), HOT):
        teller.told(each)
    assert [record.levelname for record in caplog.records] == ["INFO", "WARNING"]


def test_a_full_disk_is_told_and_stops_nobody(tmp_path: Path, board: NoticeBoard,
                                              caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "folder").write_text("none")
    teller = looking.Teller(tmp_path / "folder" / "looking.json", board, auto=True)
    teller.told(HOT)
    teller.close()
    assert "can't be told how the mirror looks" in caplog.text
    assert len(board.read()) == 1


def test_a_disk_that_fills_while_it_is_told_leaves_what_was_told_before(
        journal: Path, teller: looking.Teller, monkeypatch: pytest.MonkeyPatch) -> None:
    teller.told(HOT)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    teller.told(Looking("full"))
    assert looking.looking(whom(journal)) == looking.finding(HOT, auto=True)
    assert [each.name for each in journal.parent.iterdir()] == ["looking.json"]


@pytest.mark.parametrize("told", [
    "", "{", "[]", "null", '{"model": "full"}', '{"model": "huge", "auto": true}',
    '{"model": "full", "rate_hz": "ten", "auto": true}',
    '{"model": "full", "why": "moon", "auto": true}'])
def test_a_file_that_makes_no_sense_is_no_answer(journal: Path, told: str) -> None:
    looking.place(journal).write_text(told)
    assert found(looking.looking, whom(journal))[1].startswith("No mirror runs")
