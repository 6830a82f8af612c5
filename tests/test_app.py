"""The composition root's own doings."""

from pathlib import Path

import pytest

from mirrorapp import app, live
from mirrorapp.alignment import station_file
from mirrorapp.alignment.station_file import Record
from mirrorapp.camera.rehearsal import Rehearsal
from mirrorapp.clock import ManualClock
from mirrorapp.coach.hands_free import HandsFree
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.config import Config, HandsFreeConfig, SetupConfig
from mirrorapp.engine import Snapshot
from mirrorapp.events import NoticeBoard, Verdict
from mirrorapp.exercises import catalogue
from mirrorapp.journal.store import Journal
from mirrorapp.memory import JournalMemory
from tests.ui.doubles import session
from tests.ui.own import settings_in
from tests.ui.test_results import found, teller


def surveyor(journal: Path, board: NoticeBoard):
    clock = ManualClock()
    return app._surveyor(Config(), Rehearsal(clock), journal, clock, board)


def test_a_damaged_calibration_is_told_of_and_stops_nothing(tmp_path: Path) -> None:
    path, board = tmp_path / "calibration-film.json", NoticeBoard()
    path.write_text("{")
    found = surveyor(tmp_path / "journal.sqlite3", board)
    assert found.station is None
    assert [notice.key for notice in board.read()] == ["calibration_file"]
    assert path.read_text() == "{"


def test_the_height_that_was_told_is_known_again(tmp_path: Path) -> None:
    station_file.write(tmp_path / "calibration-film.json", Record(181))
    found = surveyor(tmp_path / "journal.sqlite3", NoticeBoard())
    found.send(Intent.CALIBRATE, Phase.HOME)
    assert found.state is not None
    assert found.state.height_cm == 181
    found.send(Intent.TALLER, Phase.HOME)
    assert station_file.read(tmp_path / "calibration-film.json").height_cm == 182


def test_the_set_up_comes_only_where_somebody_can_answer_and_nobody_has(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "journal.sqlite3", ManualClock())
    memory = JournalMemory(journal, NoticeBoard(), Config().everybody)
    assert app._fresh(Config(), memory, demo=False)
    assert not app._fresh(Config(), memory, demo=True)
    assert not app._fresh(Config(setup=SetupConfig(done=True)), memory, demo=False)
    journal.finish(session())
    assert not app._fresh(Config(), memory, demo=False)
    journal.close()


def test_the_terminal_is_told_what_a_check_found_and_no_repetitions_of_a_hold() -> None:
    held = CoachState(Phase.SUMMARY, session=session(),
                      findings=(found("standing-axis", {"left": 7.0, "right": 0.0}),))
    said: list[str] = []
    app._tell_result(said.append, Snapshot(0, None, None, held), teller())
    assert said == ["session   completed",
                    "result    Leg axis. Left: 7° in. First time: nothing to compare.",
                    "result    Leg axis. Right: straight. First time: nothing to compare."]


def test_the_terminal_is_told_of_repetitions() -> None:
    good = (Verdict.GOOD, Verdict.GOOD)
    for reps, told in (([], "0 repetitions"), ([good], "1 repetition"),
                       ([good, good], "2 repetitions")):
        done = CoachState(Phase.SUMMARY, session=session(*reps))
        said: list[str] = []
        app._tell_result(said.append, Snapshot(0, None, None, done), teller())
        assert said == [f"session   completed, {told}"]


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


def test_hands_free_is_as_it_is_set_and_where_nothing_can_be_touched_it_begins() -> None:
    config = Config(hands_free=HandsFreeConfig(square_up=False, raised_hand=False))
    assert live.hands_free(Config(), alone=False) == HandsFree()
    assert live.hands_free(config, alone=False) == HandsFree(square_up=False, raised_hand=False)
    assert live.hands_free(config, alone=True) == HandsFree(raised_hand=False)


@pytest.mark.parametrize(("shared", "driver", "told"), [
    ("due", "kmsdrm", ["screen"]), ("no", "kmsdrm", []), ("due", "", []), ("due", "offscreen", [])])
def test_where_the_screen_cannot_be_shared_that_is_told(
        tmp_path: Path, shared: str, driver: str, told: list[str]) -> None:
    settings = settings_in(tmp_path, f'[screen]\nshared = "{shared}"')
    app._tell_unshared(settings, driver)
    assert [notice.key for notice in settings.board.read()] == told
    settings.close()
