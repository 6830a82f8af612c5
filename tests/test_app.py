"""The composition root's own doings."""

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mirrorapp import app, opening
from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import Outcome
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.config import Config, SetupConfig
from mirrorapp.events import MirrorError, Notice, NoticeBoard
from mirrorapp.exercises import catalogue
from mirrorapp.journal.store import Journal
from mirrorapp.kiosk.notifying import Notifier
from mirrorapp.memory import JournalMemory
from mirrorapp.places import Places
from mirrorapp.snapshot import Snapshot
from tests.ui.doubles import session
from tests.ui.own import settings_in


def test_the_set_up_comes_only_where_somebody_can_answer_and_nobody_has(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal.sqlite3", ManualClock())
    memory = JournalMemory(journal, NoticeBoard(), Config().everybody)
    assert opening.fresh(Config(), memory, demo=False)
    assert not opening.fresh(Config(), memory, demo=True)
    assert not opening.fresh(Config(setup=SetupConfig(done=True)), memory, demo=False)
    journal.finish(session())
    assert not opening.fresh(Config(), memory, demo=False)
    journal.close()


def test_what_can_not_be_used_of_a_pack_is_told_on_the_glass(
        tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    exercises = tmp_path / "mine" / "exercises"
    exercises.mkdir(parents=True)
    (exercises / "dip.toml").write_text("id = 3\n", encoding="utf-8")
    board = NoticeBoard()
    app._tell_problems(catalogue.read([tmp_path]), board)
    notice, = board.read()
    assert "dip.toml" in notice.what
    assert "dip.toml" in caplog.text


@pytest.mark.parametrize(("shared", "driver", "told"), [
    ("due", "kmsdrm", ["screen"]), ("no", "kmsdrm", []), ("due", "", []), ("due", "offscreen", [])])
def test_where_the_screen_cannot_be_shared_that_is_told(
        tmp_path: Path, shared: str, driver: str, told: list[str]) -> None:
    settings = settings_in(tmp_path, f'[screen]\nshared = "{shared}"')
    app._tell_unshared(settings, driver)
    assert [notice.key for notice in settings.board.read()] == told
    settings.close()


def test_the_doctor_looks_at_what_is_set_and_leaves_the_camera_to_the_mirror(
        tmp_path: Path) -> None:
    settings = settings_in(tmp_path, "[camera]\nfps = 25")
    settings.change("screen", volume=2)
    run: Any = SimpleNamespace(settings=settings, clock=ManualClock(),
                               places=Places(tmp_path / "mine.sqlite3", None, named=True))
    whom = app._as_patient(run)
    assert (whom.config.camera.fps, whom.config.screen.volume) == (25, 2)
    assert whom.config.journal.place == tmp_path / "mine.sqlite3"
    assert whom.runs
    settings.close()


def engine_after(outcome: Outcome, *, saw_anybody: bool = True) -> Any:
    coach = CoachState(Phase.SUMMARY, session=replace(session(), outcome=outcome))
    return SimpleNamespace(snapshot=lambda: Snapshot(0, None, None, coach),
                           saw_anybody=saw_anybody)


def test_a_session_that_its_camera_broke_off_is_told_of() -> None:
    broken = Notice("camera", "It breaks off.", "Copy it again.")
    with pytest.raises(MirrorError, match="It breaks off"):
        app._require_a_look(engine_after(Outcome.ABORTED), broken)
    with pytest.raises(MirrorError, match="Nobody was seen"):
        app._require_a_look(engine_after(Outcome.ABORTED, saw_anybody=False), None)
    app._require_a_look(engine_after(Outcome.ABORTED), None)
    app._require_a_look(engine_after(Outcome.COMPLETED), broken)


@pytest.fixture
def signals() -> Iterator[None]:
    """Whatever is heeded in a test is not heeded after it."""
    numbers = signal.SIGTERM, signal.SIGINT, signal.SIGHUP
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_terminal_that_is_closed_ends_it_as_a_signal_to_end_does(
        tmp_path: Path, number: signal.Signals) -> None:
    told_to_end = app._heed_signals(settings_in(tmp_path), Notifier({}))
    assert not told_to_end.is_set()
    signal.raise_signal(number)
    assert told_to_end.is_set()


@pytest.mark.usefixtures("signals")
def test_a_service_reads_its_settings_anew_instead(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    told_to_end = app._heed_signals(settings, Notifier({"NOTIFY_SOCKET": "@nobody"}))
    assert settings.config.screen.language == "en"
    settings._environ = {"MIRRORAPP_SCREEN__LANGUAGE": "de"}
    signal.raise_signal(signal.SIGHUP)
    assert not told_to_end.is_set()
    settings.do_asked()
    assert settings.config.screen.language == "de"
