"""`mirrorapp light`: as it is set, by whatever means."""

from pathlib import Path

import pytest

from mirrorapp import cli


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `ddcutil` is called with, the only program there is."""
    tool, said = tmp_path / "ddcutil", tmp_path / "said"
    tool.write_text(f'#!/bin/sh\necho "$*" >> {said}\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return said


def settings(folder: Path, text: str) -> list[str]:
    file = folder / "mirror.toml"
    file.write_text(text)
    return ["--config", str(file)]


@pytest.mark.parametrize(("wanted", "told"), [("on", "d6 1"), ("off", "d6 4")])
def test_it_turns_the_light_that_is_set(tmp_path: Path, said: Path, wanted: str,
                                        told: str) -> None:
    assert cli.main(["light", wanted, *settings(tmp_path, '[display]\nlight = "ddc"\n')]) == 0
    assert said.read_text() == f"--noverify setvcp {told}\n"


def test_it_goes_by_what_was_set_on_the_glass(tmp_path: Path, said: Path) -> None:
    (tmp_path / "settings.toml").write_text('[display]\nlight = "ddc"\n')
    journal = f'[journal]\nfile = "{tmp_path / "journal.sqlite3"}"\n'
    assert cli.main(["light", "on", *settings(tmp_path, journal)]) == 0
    assert said.exists()


def test_where_no_light_is_set_nothing_is_done(tmp_path: Path, said: Path) -> None:
    assert cli.main(["light", "off", *settings(tmp_path, "")]) == 0
    assert not said.exists()


def test_settings_that_can_not_be_used_are_left_alone(tmp_path: Path, said: Path) -> None:
    glass = tmp_path / "settings.toml"
    glass.write_text("[display]\nlight = 7\n")
    wrong = f'[journal]\nfile = "{tmp_path / "journal.sqlite3"}"\n'
    assert cli.main(["light", "on", *settings(tmp_path, wrong)]) == 0
    assert glass.read_text() == "[display]\nlight = 7\n"


def test_a_light_that_can_not_be_set_is_told(tmp_path: Path, said: Path,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ddcutil").unlink()
    assert cli.main(["light", "on", *settings(tmp_path, '[display]\nlight = "ddc"\n')]) == 1
    assert "ddcutil can't be run" in capsys.readouterr().err
