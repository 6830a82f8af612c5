"""The kept calibration: nothing lost, nothing believed that can't be."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from mirrorapp.alignment import station_file
from mirrorapp.alignment.station import Station
from mirrorapp.alignment.station_file import Calibrated, CameraSetup, Record, StationFileError
from mirrorapp.camera.background import Fingerprint

SETUP = CameraSetup("Pi camera imx708_wide", "auto", 720, 1280, 90, "wide", 2.0)
MARKS = Fingerprint(np.array([[0.1, -0.2], [0.3, 0.4]], np.float32),
                    np.arange(64, dtype=np.uint8).reshape(2, 32))
RECORD = Record(172, Calibrated(Station(1.4, 12.0, -0.5, 102.0, 2.0, 0.1, 2.0, 0.6, 1.0, 0.03),
                                SETUP, datetime(2026, 3, 1, 8, tzinfo=UTC), MARKS, stale=True))


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "calibration.json"
    station_file.write(path, RECORD)
    back = station_file.read(path)
    assert back.height_cm == 172
    assert back.calibrated is not None
    assert RECORD.calibrated is not None
    assert back.calibrated.station == RECORD.calibrated.station
    assert back.calibrated.setup == SETUP
    assert back.calibrated.made == RECORD.calibrated.made
    assert back.calibrated.stale
    assert back.calibrated.background is not None
    assert np.array_equal(back.calibrated.background.marks, MARKS.marks)
    assert np.allclose(back.calibrated.background.corners, MARKS.corners)
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o077 == 0


def test_a_height_alone_is_kept_too(tmp_path: Path) -> None:
    station_file.write(tmp_path / "c.json", Record(160))
    assert station_file.read(tmp_path / "c.json").height_cm == 160


def test_nothing_kept_is_an_empty_record(tmp_path: Path) -> None:
    assert station_file.read(tmp_path / "c.json").calibrated is None


def _spoilt(change: str) -> str:
    table = station_file._table(RECORD)
    calibrated = table["calibrated"]
    if change == "version":
        table["version"] = 99
    elif change == "height":
        table["height_cm"] = 1720
    elif change == "station":
        del calibrated["station"]["roll_deg"]
    elif change == "fov":
        calibrated["station"]["vfov_deg"] = 0
    elif change == "marks":
        calibrated["background"]["marks"] = "AAAA"
    elif change == "date":
        calibrated["made"] = "yesterday"
    return json.dumps(table)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "{}", '{"version": 1}',
                                  *map(_spoilt, ("version", "height", "station", "fov", "marks",
                                                 "date"))])
def test_a_damaged_file_is_told_of_and_left(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(text)
    with pytest.raises(StationFileError) as caught:
        station_file.read(path)
    assert "damaged" in caught.value.what
    assert path.read_text() == text


def test_binary_rubbish_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StationFileError):
        station_file.read(path)


def test_where_it_can_not_be_written_the_old_one_stays(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.json"
    station_file.write(path, Record(160))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StationFileError) as caught:
        station_file.write(path, RECORD)
    assert "No space left" in caught.value.what
    assert station_file.read(path).height_cm == 160
    assert [each.name for each in tmp_path.iterdir()] == ["c.json"]


def test_a_folder_that_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(StationFileError):
        station_file.write(tmp_path / "state" / "c.json", RECORD)


def test_a_film_never_takes_the_cameras_place(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite3"
    assert station_file.path_beside(journal, recording=True) != station_file.path_beside(
        journal, recording=False)


def test_the_way_a_camera_was_chosen_voids_nothing() -> None:
    named, further = (CameraSetup(SETUP.name, "picamera", 720, 1280, 90, "wide", mark_m)
                      for mark_m in (2.0, 2.2))
    assert named == SETUP
    assert further != SETUP
