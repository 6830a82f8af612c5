"""`replay`: what it takes, and what it says when something is wrong."""

import io
import json
import sys
from pathlib import Path

import pytest

from mirrorapp import cli
from mirrorapp.exercises import checks, library
from mirrorapp.vision import recording
from tests.bodies import on_one_leg, squats


def test_replay_prints_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = tmp_path / "film.npz"
    recording.write(film, list(squats(2)), fps=15)
    assert cli.main(["replay", str(film)]) == 0
    assert json.loads(capsys.readouterr().out)["rep_count"] == 2


def test_nobody_need_listen_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    film = tmp_path / "film.npz"
    recording.write(film, list(squats(1)), fps=15)
    monkeypatch.setattr(sys, "stdout", Gone())
    assert cli.main(["replay", str(film)]) == 0


@pytest.mark.parametrize("check", [
    each if each in ("ankle-gap", "squat-check") else pytest.param(each, marks=pytest.mark.full)
    for each in checks.known() if each != "single-leg-check"
    or "single-leg-squat" in library.known()])
def test_replay_of_every_check_tells_its_result_or_why_not(
        check: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = tmp_path / "film.npz"
    recording.write(film, list(squats(3, fps=8)), fps=8)
    assert cli.main(["replay", str(film), "--exercise", check]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["exercise"] == check
    assert set(report["check"]) == {"result", "reason"}
    assert (report["check"]["result"] is None) <= (report["check"]["reason"] is not None)


def test_replay_writes_its_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film, out = tmp_path / "film.npz", tmp_path / "out.json"
    recording.write(film, list(squats(1)), fps=15)
    assert cli.main(["replay", str(film), "--json", str(out)]) == 0
    assert json.loads(out.read_text())["exercise"] == "squat"
    assert capsys.readouterr().out == out.read_text()


def test_a_dash_is_the_terminal_and_a_name_may_be_in_capitals(
        tmp_path: Path, capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recording.write(Path("film.npz"), list(squats(1)), fps=15)
    Path("film.npz").rename("FILM.NPZ")
    assert cli.main(["replay", "FILM.NPZ", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["rep_count"] == 1
    assert not Path("-").exists()


@pytest.mark.parametrize(("args", "words"), [
    (["nowhere.npz"], "nowhere.npz"),
    (["nowhere.mp4"], "nowhere.mp4"),
    (["nowhere.npz", "--exercise", "flying"], "There is no exercise 'flying'. Known are: "),
    (["nowhere.npz", "--exercise", "flying"], "and the checks ankle-gap, band-effect"),
])
def test_replay_says_what_is_wrong(args: list[str], words: str,
                                   capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["replay", *args]) == 1
    said = capsys.readouterr()
    assert words in " ".join((said.err).split())
    assert said.out == ""


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a zip", b"\x93NUMPY\x01\x00", b"text"])
@pytest.mark.parametrize("name", ["film.npz", "film.mp4", "film"])
def test_replay_of_what_is_no_recording_says_so(
        tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_bytes(content)
    assert cli.main(["replay", str(tmp_path / name)]) == 1
    said = capsys.readouterr()
    assert str(tmp_path / name) in said.err.replace("\n           ", " ")
    assert said.out == ""


def test_replay_on_one_leg_tells_of_that_leg_alone(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = tmp_path / "film.npz"
    recording.write(film, list(on_one_leg(2, depth=0.15)), fps=15)
    assert cli.main(["replay", str(film), "--exercise", "single-leg-squat"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["exercise"] == "single-leg-squat"
    assert report["rep_count"] == 2
    assert report["verdict"] == {"left": "good", "right": "cannot_judge"}
    assert {rep["left"]["verdict"] for rep in report["reps"]} == {"good"}
    for rep in report["reps"]:
        assert rep["right"] == {"verdict": "cannot_judge", "kt": None, "ka": None,
                                "valgus_deg": None, "uncertainty_deg": None}


def test_a_report_that_cannot_be_written_says_so(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = tmp_path / "film.npz"
    recording.write(film, list(squats(1)), fps=15)
    assert cli.main(["replay", str(film), "--json", str(tmp_path / "no" / "out.json")]) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert cli.main(["replay", str(film), "--json", str(tmp_path)]) == 1
    assert "can't be written" in capsys.readouterr().err
