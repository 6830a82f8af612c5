"""`mirrorapp calibrate`: what it says while it waits, what it prints, what it keeps."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mirrorapp import calibrate, cli
from mirrorapp.alignment import station_file
from mirrorapp.alignment.station_file import Record
from mirrorapp.camera.base import Frame
from mirrorapp.coach.calibration_state import Stage
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.config import CameraConfig
from mirrorapp.events import MirrorError, NoticeBoard
from mirrorapp.ui import i18n
from mirrorapp.vision.pose import Sighting
from tests.camera.test_background import room
from tests.standing_bodies import STATION, sighting

FPS = 6


def seen(seconds: float, *, begin_s: float = 0.0, nobody: bool = False, lower_m: float = 0.0
         ) -> Iterator[tuple[Frame, Sighting]]:
    station = replace(STATION, tilt_deg=STATION.tilt_deg - lower_m)
    for nth in range(round(seconds * FPS)):
        look = sighting(begin_s + nth / FPS, station)
        yield (Frame(nth, look.time_s, room()),
               replace(look, pose=None) if nobody else look)


def surveyor(kept: list[Record]) -> Surveyor:
    return Surveyor(CameraConfig(lens="wide"), lambda: "a camera", NoticeBoard(),
                    now=lambda: datetime(2026, 1, 1, tzinfo=UTC), record=Record(170),
                    save=kept.append)


def watch(frames: Iterator[tuple[Frame, Sighting]], said: list[str], kept: list[Record]):
    return calibrate.watch(frames, surveyor(kept), said.append, i18n.load("en"))


def both(*parts: Iterator[tuple[Frame, Sighting]]) -> Iterator[tuple[Frame, Sighting]]:
    for part in parts:
        yield from part


def test_it_says_what_to_do_until_it_is_done() -> None:
    said: list[str] = []
    kept: list[Record] = []
    state = watch(both(seen(2, nobody=True), seen(5, begin_s=2)), said, kept)
    assert state.stage is Stage.DONE
    stand = "Stand on the mark. Face the mirror, arms down."
    assert said == [stand, "Step into view. I can't see you.", stand, "Hold still, arms down."]
    assert kept[-1].calibrated is not None


@pytest.mark.parametrize(("frames", "what", "remedy"), [
    (lambda: seen(3, nobody=True), "The film is over", "from head to toe"),
    (lambda: seen(1), "The film is over", "for three seconds"),
    (lambda: seen(130, nobody=True), "Nobody stood still", "from head to toe"),
    (lambda: seen(4, lower_m=35.0), "The film is over", "cuts your feet")])
def test_it_gives_up_with_a_remedy(frames, what: str, remedy: str) -> None:
    with pytest.raises(MirrorError) as caught:
        watch(frames(), [], [])
    assert what in caught.value.what
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(("args", "words"), [
    (["--height-cm", "17"], "--height-cm 17"),
    (["--distance-m", "20"], "camera.floor_mark_m = '20'"),
    (["--source", "nowhere.mp4"], "nowhere.mp4"),
    (["--source", ""], "--source '' is no camera")])
def test_what_can_not_be_is_said(args: list[str], words: str, tmp_path: Path,
                                 monkeypatch: pytest.MonkeyPatch,
                                 capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert cli.main(["calibrate", *args]) == 1
    assert words in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_height_in_metres_is_not_understood_but_helped(
        capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["calibrate", "--height-cm", "1.68"])
    assert caught.value.code == 2
    assert "say 168" in capsys.readouterr().err


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_not_kept_did_not_succeed(kept: bool, tmp_path: Path,
                                           monkeypatch: pytest.MonkeyPatch,
                                           capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(calibrate, "run", lambda *_: {"kept": kept})
    out = tmp_path / "out.json"
    assert cli.main(["calibrate", "--json", str(out)]) == (0 if kept else 1)
    assert json.loads(out.read_text()) == {"kept": kept}
    assert ("not kept" in capsys.readouterr().err) is not kept


def test_a_report_without_a_folder_is_told_before_the_work(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(calibrate, "run", lambda *_: pytest.fail("it went to work"))
    assert cli.main(["calibrate", "--json", str(tmp_path / "no" / "out.json")]) == 1
    assert "There is no folder" in capsys.readouterr().err


@pytest.mark.full
def test_the_rehearsal_clip_calibrates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MIRRORAPP_JOURNAL__FILE", str(tmp_path / "journal.sqlite3"))
    out = tmp_path / "out.json"
    assert cli.main(["calibrate", "--source", "rehearsal", "--height-cm", "168",
                     "--json", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Hold still" in said
    kept = station_file.read(tmp_path / "calibration-film.json")
    assert kept.height_cm == 168
    assert kept.calibrated is not None
    found, truth = json.loads(out.read_text())["station"], {
        "height_m": 1.40, "tilt_deg": 12.0, "roll_deg": 0.0, "distance_m": 2.3, "vfov_deg": 51.0}
    for name, true in truth.items():
        assert abs(found[name] - true) <= 2.5 * found[f"{name}_u"], name
