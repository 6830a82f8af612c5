"""The surveyor: when a calibration is made, kept, void, stale, and made anew."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from mirrorapp.alignment import station_file
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.station import Station
from mirrorapp.alignment.station_file import Record, StationFileError
from mirrorapp.camera.base import Frame, Pixels
from mirrorapp.coach import moved as looks
from mirrorapp.coach.calibrating import HOLD_S
from mirrorapp.coach.calibration_state import Stage
from mirrorapp.coach.records import Measured
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.config import CameraConfig
from mirrorapp.events import NoticeBoard
from tests.camera.test_background import moved, room
from tests.standing_bodies import STATION, sighting

FPS = 6
WIDE = CameraConfig(lens="wide")


class Rig:
    """A surveyor before a room with somebody in it, its files in memory."""

    def __init__(self, config: CameraConfig = WIDE, record: Record | None = None,
                 name: str = "a camera") -> None:
        self.board = NoticeBoard()
        self.kept: list[Record] = []
        self.broken: StationFileError | None = None
        self.surveyor = Surveyor(config, lambda: name, self.board,
                                 now=lambda: datetime(2026, 1, 1, 0, 0, 0, 999, tzinfo=UTC),
                                 record=record or Record(), save=self._save)
        self.aligner = Aligner()
        self.time_s = 0.0
        self.picture = room()

    def _save(self, record: Record) -> None:
        if self.broken is not None:
            raise self.broken
        self.kept.append(record)

    def see(self, seconds: float, phase: Phase = Phase.HOME, station: Station = STATION,
            *, nobody: bool = False, **body: float) -> None:
        for _ in range(round(seconds * FPS)):
            self.time_s += 1 / FPS
            seen = sighting(self.time_s, station, **body)
            reading = self.aligner.read(replace(seen, pose=None) if nobody else seen)
            self.surveyor.update(Frame(0, self.time_s, self.picture), reading, phase)

    def calibrate(self, **body: float) -> None:
        self.surveyor.send(Intent.CALIBRATE, Phase.HOME)
        self.see(HOLD_S + 1.5, **body)

    def notices(self) -> list[str]:
        return [notice.what for notice in self.board.read()]


@cache
def calibrated() -> Record:
    """What is kept after a calibration."""
    rig = Rig(record=Record(170))
    rig.calibrate()
    return rig.kept[-1]


def test_standing_on_the_mark_makes_a_calibration_and_keeps_it() -> None:
    rig = Rig(record=Record(170))
    rig.calibrate()
    state = rig.surveyor.state
    assert state is not None
    assert state.stage is Stage.DONE
    assert state.advice == ()
    here = rig.surveyor.station
    assert here is not None
    assert here.height_m == pytest.approx(STATION.height_m, abs=here.height_m_u)
    assert rig.kept[-1].calibrated is not None
    assert rig.kept[-1].calibrated.station == here


def test_it_tells_with_what_is_measured() -> None:
    rig = Rig(record=calibrated())
    assert rig.surveyor.measured("full 12") == Measured(
        model="full 12", camera="a camera", calibrations=(None,))
    rig.see(1.0)
    kept = calibrated().calibrated
    assert kept is not None
    assert rig.surveyor.measured("full 12").calibrations == (kept.calibration,)


def test_nothing_is_known_before_and_nothing_is_said_of_it() -> None:
    rig = Rig()
    rig.see(2.0)
    assert rig.surveyor.station is None
    assert rig.notices() == []


def test_it_begins_at_home_only() -> None:
    rig = Rig()
    assert not rig.surveyor.send(Intent.CALIBRATE, Phase.ACTIVE)
    assert rig.surveyor.state is None
    assert not rig.surveyor.send(Intent.START, Phase.HOME)


def test_while_it_is_open_no_session_begins() -> None:
    rig = Rig()
    rig.surveyor.send(Intent.CALIBRATE, Phase.HOME)
    assert rig.surveyor.send(Intent.START, Phase.HOME)
    rig.surveyor.send(Intent.HOME, Phase.HOME)
    assert rig.surveyor.state is None


def test_it_is_opened_for_somebody_whose_height_is_known() -> None:
    rig = Rig(record=Record(160))
    for told, height_cm in (("172", 172), ("", 172), ("100", None)):
        rig.surveyor.send(Intent.CALIBRATE, Phase.HOME, told)
        assert rig.surveyor.state is not None
        assert rig.surveyor.state.height_cm == height_cm
        rig.surveyor.send(Intent.HOME, Phase.HOME)


def test_who_lives_here_is_not_its_business() -> None:
    rig = Rig()
    rig.surveyor.send(Intent.CALIBRATE, Phase.HOME)
    assert not rig.surveyor.send(Intent.PEOPLE, Phase.HOME)
    assert rig.surveyor.state is not None


def test_the_height_is_told_by_touches_remembered_and_used_at_once() -> None:
    rig = Rig()
    rig.calibrate(stature_m=1.75)
    before = rig.surveyor.station
    for _ in range(6):
        rig.surveyor.send(Intent.TALLER, Phase.HOME)
    state, after = rig.surveyor.state, rig.surveyor.station
    assert state is not None
    assert state.height_cm == 175
    assert before is not None
    assert after is not None
    assert after.height_m_u < before.height_m_u
    assert rig.kept[-1].height_cm == 175
    rig.surveyor.send(Intent.SHORTER, Phase.HOME)
    assert rig.kept[-1].height_cm == 174


def test_a_calibration_is_the_same_before_and_after_a_restart(tmp_path: Path) -> None:
    """Else every session after the next start would seem to have another."""
    rig = Rig(record=Record(170))
    rig.calibrate()
    found = rig.surveyor.calibration
    assert found is not None
    assert found.station == rig.surveyor.station
    station_file.write(tmp_path / "calibration.json", rig.kept[-1])
    later = Rig(record=station_file.read(tmp_path / "calibration.json"))
    later.see(0.5)
    assert later.surveyor.calibration == found


def test_no_calibration_is_in_force_once_the_camera_has_moved() -> None:
    kept = calibrated()
    assert kept.calibrated is not None
    rig = Rig(record=replace(kept, calibrated=replace(kept.calibrated, stale=True)))
    rig.see(0.5)
    assert rig.surveyor.calibration is None


def test_a_wrong_lens_is_said_and_nothing_is_kept() -> None:
    rig = Rig(CameraConfig(lens="standard"), Record(170))
    rig.calibrate()
    state = rig.surveyor.state
    assert state is not None
    assert state.stage is Stage.FAILED
    assert [each.todo for each in state.advice] == ["check_lens"]
    assert rig.surveyor.station is None
    assert rig.kept == []
    rig.surveyor.send(Intent.AGAIN, Phase.HOME)
    assert rig.surveyor.state is not None
    assert rig.surveyor.state.stage is Stage.WAIT


@pytest.mark.parametrize("other", [
    {"config": CameraConfig(lens="wide", floor_mark_m=2.4)},
    {"config": CameraConfig(lens="wide", rotate=90)}, {"name": "another camera"}])
def test_a_calibration_of_another_setting_is_void_and_said(other: dict[str, object]) -> None:
    rig = Rig(record=calibrated(), **other)
    rig.see(0.5)
    assert rig.surveyor.station is None
    assert rig.notices() == ["The calibration is of another camera or setting."]
    rig.surveyor.send(Intent.CALIBRATE, Phase.HOME)
    rig.see(HOLD_S + 1.5, station=replace(
        STATION, distance_m=getattr(other.get("config"), "floor_mark_m", 2.0)))
    assert rig.notices() == []
    assert rig.surveyor.station is not None


def test_a_disk_that_fails_is_told_of_and_the_result_is_used() -> None:
    rig = Rig(record=Record(170))
    rig.broken = StationFileError("It can't be kept.", "Make room.")
    rig.calibrate()
    assert rig.notices() == ["It can't be kept."]
    assert rig.surveyor.station is not None
    rig.broken = None
    rig.surveyor.send(Intent.TALLER, Phase.HOME)
    assert rig.notices() == []


def test_a_camera_that_moved_is_noticed_and_measured_anew_by_itself() -> None:
    rig = Rig(record=calibrated())
    rig.see(1.0)
    assert rig.surveyor.station is not None
    rig.picture = moved(room(), across_deg=2.0)
    rig.see(looks.EVERY_S + looks.LOOKS * looks.AGAIN_S)
    assert rig.notices() == ["The camera has moved."]
    assert rig.surveyor.station is None
    assert rig.kept[-1].calibrated is not None
    assert rig.kept[-1].calibrated.stale
    rig.see(3.0, Phase.HOME)
    assert rig.surveyor.station is None  # not before somebody gets ready
    turned = replace(STATION, roll_deg=3.0)
    rig.see(2.0, Phase.GET_READY, turned)
    assert rig.notices() == []
    assert rig.surveyor.station is not None
    assert rig.surveyor.station.roll_deg == pytest.approx(3.0, abs=0.5)


def test_a_stale_calibration_stays_so_after_a_restart() -> None:
    record = calibrated()
    assert record.calibrated is not None
    rig = Rig(record=replace(record, calibrated=replace(record.calibrated, stale=True)))
    rig.see(0.5)
    assert rig.notices() == ["The camera has moved."]
    assert rig.surveyor.station is None


@pytest.mark.parametrize("change", [
    lambda p: (p * 0.5).astype(np.uint8), lambda p: moved(p, across_deg=0.4),
    lambda _: room(7), np.zeros_like], ids=["dim", "a little", "another", "dark"])
def test_an_unmoved_camera_is_never_said_to_have_moved(change) -> None:
    rig = Rig(record=calibrated())
    rig.picture = change(room())
    rig.see(100.0, nobody=True)
    rig.see(3.0, Phase.GET_READY)
    assert rig.notices() == []
    assert rig.surveyor.station is not None


def test_sets_that_lean_the_same_way_say_that_it_moved() -> None:
    rig = Rig(record=calibrated())
    rig.picture = np.zeros_like(room())  # nothing to recognise
    leaning = replace(STATION, roll_deg=4.0)
    rig.see(0.5)
    for _ in range(looks.SETS):
        assert rig.surveyor.station is not None
        rig.see(2.0, Phase.GET_READY, leaning)
        rig.see(2.0, Phase.ACTIVE, leaning)
    assert rig.notices() == ["The camera has moved."]


def test_nobody_for_long_closes_the_screen() -> None:
    rig = Rig()
    rig.surveyor.send(Intent.CALIBRATE, Phase.HOME)
    rig.see(95.0, nobody=True)
    assert rig.surveyor.state is None


def test_the_smaller_picture_serves_where_there_is_one() -> None:
    rig = Rig(record=calibrated())
    small: Pixels = np.ascontiguousarray(room()[::2, ::2, :3])
    for _ in range(30):
        rig.time_s += 5.0
        reading = Reading(rig.time_s, 720, 1280, sighting(0.0).pose)
        rig.surveyor.update(Frame(0, rig.time_s, np.zeros_like(room()), small), reading,
                            Phase.HOME)
    assert rig.surveyor.station is not None


def test_an_old_calibration_does_not_stand_in_the_way_of_a_new_one() -> None:
    known = calibrated().calibrated
    assert known is not None
    wrong = replace(known.station, tilt_deg=known.station.tilt_deg - 15)
    rig = Rig(record=Record(170, replace(known, station=wrong)))
    rig.see(1.0)
    assert rig.surveyor.station == wrong
    rig.surveyor.send(Intent.CALIBRATE, Phase.HOME)
    assert rig.surveyor.station is None
    for _ in range(round((HOLD_S + 1.5) * FPS)):
        rig.aligner.station = rig.surveyor.station
        rig.see(1 / FPS)
    state = rig.surveyor.state
    assert state is not None
    assert state.stage is Stage.DONE
    assert rig.surveyor.station is not None
    assert rig.surveyor.station != wrong
