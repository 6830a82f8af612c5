"""Those who serve a session, joined."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from mirrorapp import wiring
from mirrorapp.alignment import station_file
from mirrorapp.alignment.station_file import Record
from mirrorapp.camera.rehearsal import Rehearsal
from mirrorapp.clock import ManualClock
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.config import Config
from mirrorapp.events import NoticeBoard
from mirrorapp.exercises import checks


def surveyor(journal: Path, board: NoticeBoard) -> Surveyor:
    clock = ManualClock()
    return wiring.survey(Config(), Rehearsal(clock), journal, clock, board)


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


@pytest.mark.parametrize(("phase", "in_check", "may"), [
    (Phase.HOME, False, True), (Phase.SUMMARY, False, True), (Phase.REST, False, True),
    (Phase.REST, True, False), (Phase.GET_READY, False, False), (Phase.COUNT_IN, False, False),
    (Phase.ACTIVE, False, False), (Phase.PAUSED, False, False), (Phase.HURTS, False, False),
    (Phase.CALIBRATE, False, False)])
def test_another_model_looks_only_where_no_set_and_no_check_is_under_way(
        phase: Phase, in_check: bool, may: bool) -> None:
    heard: list[CoachState] = []
    eyes = SimpleNamespace(free=not may)
    state = CoachState(phase, check=checks.load("band-effect") if in_check else None)
    wiring.changed(SimpleNamespace(changed=heard.append), eyes)(state)
    assert eyes.free is may
    assert heard == [state]
