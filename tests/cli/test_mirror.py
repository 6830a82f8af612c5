"""`run`: what it takes, and what it says when something is wrong."""

from pathlib import Path

import pytest

from mirrorapp import app, cli
from mirrorapp.cli import common
from mirrorapp.config import Config
from mirrorapp.settings import Settings


def run_with(monkeypatch: pytest.MonkeyPatch, *args: str) -> tuple[Config, app.RunOptions]:
    seen: list[tuple[Config, app.RunOptions]] = []
    monkeypatch.setattr(app, "run", lambda settings, options, say: bool(seen.append(
        (settings.config, options))))
    assert cli.main(["run", *args]) == 0
    return seen[0]


def test_with_another_journal_it_begins_anew_once_its_settings_are_closed(
        monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(app, "run", lambda *_, **__: True)
    monkeypatch.setattr(Settings, "close", lambda _: done.append("closed"))
    monkeypatch.setattr(common, "begin_anew", lambda: done.append("anew"))
    cli.main(["run"])
    assert done == ["closed", "anew"]


def test_run_takes_a_file_a_broker_and_places(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (film := tmp_path / "film.mp4").touch()
    config, options = run_with(monkeypatch, "--source", str(film), "--once", "--journal",
                               "j.db", "--broker", "hub.local:1884", "--screenshots", "shots")
    assert (config.camera.source, config.camera.file) == ("video", film)
    assert (config.hub.host, config.hub.port) == ("hub.local", 1884)
    assert options == app.RunOptions(True, Path("j.db"), Path("shots"))


@pytest.mark.parametrize("source", ["auto", "picamera", "webcam", "rehearsal"])
def test_run_takes_a_source_by_name(monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    config, options = run_with(monkeypatch, "--source", source)
    assert (config.camera.source, config.camera.file) == (source, None)
    assert options == app.RunOptions()


def test_a_film_at_home_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No shell puts a folder in place of the tilde of --source=~/film.mp4."""
    (tmp_path / "film.mp4").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    config, _ = run_with(monkeypatch, "--source=~/film.mp4")
    assert config.camera.file == tmp_path / "film.mp4"


@pytest.mark.parametrize("source", [
    "webcma", "~nobody-at-all/film.mp4", "http://hub.local/film.mp4", ""])
def test_a_source_that_is_none_tells_what_there_is(
        capsys: pytest.CaptureFixture[str], source: str) -> None:
    assert cli.main(["run", "--source", source]) == 1
    said = capsys.readouterr().err
    assert repr(source) in said
    assert "auto, live, picamera, webcam, rehearsal, or the path of a video" in said


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
