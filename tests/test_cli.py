"""The command line: what it takes, and what it says when something is wrong."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorapp import app, cli
from mirrorapp.clock import ManualClock
from mirrorapp.config import Config
from mirrorapp.exercises import checks, library
from mirrorapp.journal.store import Journal
from mirrorapp.vision import recording
from tests.bodies import on_one_leg, squats
from tests.journal.made_up import a_session


def run_with(monkeypatch: pytest.MonkeyPatch, *args: str) -> tuple[Config, app.RunOptions]:
    seen: list[tuple[Config, app.RunOptions]] = []
    monkeypatch.setattr(app, "run", lambda settings, options, say: seen.append(
        (settings.config, options)))
    assert cli.main(["run", *args]) == 0
    return seen[0]


def test_run_takes_a_file_a_broker_and_places(monkeypatch: pytest.MonkeyPatch) -> None:
    config, options = run_with(monkeypatch, "--source", "some/film.mp4", "--once", "--journal",
                               "j.db", "--broker", "hub.local:1884", "--screenshots", "shots")
    assert (config.camera.source, config.camera.file) == ("video", Path("some/film.mp4"))
    assert (config.hub.host, config.hub.port) == ("hub.local", 1884)
    assert options == app.RunOptions(True, Path("j.db"), Path("shots"))


@pytest.mark.parametrize("source", ["auto", "picamera", "webcam", "rehearsal"])
def test_run_takes_a_source_by_name(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    config, options = run_with(monkeypatch, "--source", source)
    assert (config.camera.source, config.camera.file) == (source, None)
    assert options == app.RunOptions()


def test_a_broker_without_a_port_has_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    config, _ = run_with(monkeypatch, "--broker", "hub.local")
    assert (config.hub.host, config.hub.port) == ("hub.local", 1883)


@pytest.mark.parametrize(("address", "host", "port"), [
    ("::1", "::1", 1883), ("[::1]:1884", "::1", 1884), ("10.0.0.2:1885", "10.0.0.2", 1885)])
def test_a_broker_may_be_an_address(monkeypatch: pytest.MonkeyPatch, address: str, host: str,
                                    port: int) -> None:
    config, _ = run_with(monkeypatch, "--broker", address)
    assert (config.hub.host, config.hub.port) == (host, port)


def test_a_broker_without_a_name_is_not_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--broker", ""]) == 1
    assert "names no host" in capsys.readouterr().err


def test_a_password_before_the_broker_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--broker", "me:s3cret@hub.local:1883"]) == 1
    assert "s3cret" not in capsys.readouterr().err


def test_a_wrong_port_names_key_value_and_what_is_allowed(
        capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--broker", "hub.local:99999"]) == 1
    said = capsys.readouterr().err
    assert "hub.port = '99999'" in said
    assert "65535" in said


def test_a_missing_config_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["run", "--config", "nowhere.toml"]) == 1
    assert "nowhere.toml can't be read" in capsys.readouterr().err


def test_replay_prints_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = tmp_path / "film.npz"
    recording.write(film, list(squats(2)), fps=15)
    assert cli.main(["replay", str(film)]) == 0
    assert json.loads(capsys.readouterr().out)["rep_count"] == 2


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


def test_export_and_import_go_there_and_back(tmp_path: Path,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    old, new, file = tmp_path / "old.sqlite3", tmp_path / "new.sqlite3", tmp_path / "all.json"
    with closing(Journal.open(old, ManualClock())) as journal:
        journal.finish(a_session("one"))
    assert cli.main(["export", "--journal", str(old), "-o", str(file)]) == 0
    assert capsys.readouterr().out == f"{file}: 1 in sessions\n"
    for told in ("new: 1 in sessions\nthere already: 0\n", "new: nothing\nthere already: 1\n"):
        assert cli.main(["import", "--journal", str(new), str(file)]) == 0
        assert capsys.readouterr().out == told
    with closing(Journal.open(new, ManualClock())) as journal:
        assert journal.sessions() == [a_session("one")]
        journal.finish(a_session("two"))
    out = tmp_path / "out"
    assert cli.main(["export", "--journal", str(new), "--format", "csv", "--profile", "p1",
                     "--from", "2026-11-21", "--to", "2026-11-21", "-o", str(out)]) == 0
    assert (out / "sessions.csv").is_file()


def test_import_tells_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / name for name in ("here", "there")]
    for path, pain in zip(paths, (True, False), strict=True):
        with closing(Journal.open(path, ManualClock())) as journal:
            journal.finish(replace(a_session("one"), pain=pain))
    file = str(tmp_path / "all.json")
    assert cli.main(["export", "--journal", str(paths[0]), "-o", file]) == 0
    assert cli.main(["import", "--journal", str(paths[1]), file]) == 1
    said = capsys.readouterr()
    assert "there otherwise, and left as it was: session one" in said.out
    assert "differ from the journal" in said.err


@pytest.mark.parametrize(("args", "words"), [
    (["-o", "out"], "There is no journal"),
    (["-o", "out", "--from", "2026-11-22", "--to", "2026-11-21"], "--from is after --to"),
])
def test_export_says_what_is_wrong(args: list[str], words: str, tmp_path: Path,
                                   capsys: pytest.CaptureFixture[str]) -> None:
    journal = tmp_path / "none.sqlite3"
    assert cli.main(["export", "--journal", str(journal), *args]) == 1
    assert words in capsys.readouterr().err
    assert not journal.exists()


def test_a_damaged_journal_is_not_exported_as_an_empty_one(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal = tmp_path / "journal.sqlite3"
    journal.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert cli.main(["export", "--journal", str(journal), "-o", str(tmp_path / "out")]) == 1
    assert "The journal was damaged" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_export_takes_days_only(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["export", "-o", "out", "--from", "yesterday"])
    assert "'yesterday' is no day" in capsys.readouterr().err
