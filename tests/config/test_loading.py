"""Where settings come from: who wins, and what is said of a file or a variable that is none."""

import os
from pathlib import Path

import pytest

from mirrorapp.config import Config, data_dir, load
from tests.config.written import Written, mistake


def test_later_wins(no_system_file: Path, written: Written) -> None:
    no_system_file.parent.mkdir()
    no_system_file.write_text("[session]\nreps = 6\n[hub]\nport = 1884\n", encoding="utf-8")
    environ = {"MIRRORAPP_SESSION__REPS": "8"}
    assert load(environ={}).session.reps == 6
    mine = written("[session]\nreps = 7\n")
    assert load(mine, environ={}).session.reps == 7
    assert load(mine, environ={}).hub.port == 1883  # a file that is named stands for the system's
    assert load(mine, environ=environ).session.reps == 8
    assert load(mine, {"session": {"reps": 9}}, environ).session.reps == 9


def test_each_layer_changes_only_what_it_names(written: Written) -> None:
    mine = written("[hub]\nhost = \"homeassistant.local\"\n")
    loaded = load(mine, {"hub": {"port": 8883}}, {"MIRRORAPP_HUB__TLS": "true"})
    assert (loaded.hub.host, loaded.hub.port, loaded.hub.tls) == ("homeassistant.local", 8883, True)
    assert loaded.hub.id == "mirror"


def test_the_environment_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("MIRRORAPP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MIRRORAPP_HUB__HOST", "broker.local")
    assert load().hub.host == "broker.local"


def test_other_programs_variables_mean_nothing() -> None:
    environ = {"HOME": "/home/me", "OTHER_HUB__HOST": "x", "MIRRORAPP_HOME": "y"}
    assert load(environ=environ) == Config()


def test_a_bad_value_that_is_overridden_does_no_harm(written: Written) -> None:
    assert load(written("[session]\nreps = 0\n"), {"session": {"reps": 3}}, {}).session.reps == 3


def test_data_is_found_beside_the_package() -> None:
    assert (data_dir() / "mirror.toml").is_file()


def test_a_key_outside_any_section(written: Written) -> None:
    path = written("reps = 5\n[session]\n")
    error = mistake(path)
    assert error.what == f"reps in {path} stands outside any section."
    assert all(section in error.remedy for section in Config.model_fields)


@pytest.mark.parametrize("line", ['password = "secret"', 'hub = "mqtt://me:secret@hub.local"'])
def test_a_password_outside_any_section_is_never_shown(written: Written, line: str) -> None:
    error = mistake(written(line))
    assert "secret" not in str(error)
    assert "outside any section" in error.what


def test_toml_that_is_none_is_named_with_its_line(written: Written) -> None:
    path = written("[hub]\nport = 1883\nhost = homeassistant.local\n")
    error = mistake(path)
    assert str(path) in error.what
    assert "line 3" in error.what


@pytest.mark.parametrize("text", ["[hub]\nport = 1\nport = 2\n", "[hub\n", "= 3"])
def test_other_toml_that_is_none(written: Written, text: str) -> None:
    assert "is not valid TOML" in mistake(written(text)).what


@pytest.mark.parametrize("value", ["[" * 20000 + "]" * 20000, "9" * 5000])
def test_what_python_can_not_take_in(written: Written, value: str) -> None:
    assert "is not valid TOML" in mistake(written(f"[hub]\nport = {value}\n")).what


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    error = mistake(tmp_path / "none.toml")
    assert "none.toml can't be read" in error.what
    assert "path" in error.remedy


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    error = mistake(tmp_path / "no.toml")
    assert error.what == (f"The configuration {tmp_path / 'no.toml'} can't be read: "
                          "No such file or directory.")


def test_a_file_that_is_a_folder_or_no_text(tmp_path: Path) -> None:
    assert "can't be read" in mistake(tmp_path).what
    for coding in ("latin-1", "utf-16"):
        (tmp_path / "odd.toml").write_bytes('[hub]\nhost = "küche"\n'.encode(coding))
        error = mistake(tmp_path / "odd.toml")
        assert error.what == f"The configuration {tmp_path / 'odd.toml'} is no text in UTF-8."
        assert "Save it as UTF-8" in error.remedy


def test_a_system_file_that_is_broken_is_not_passed_over(no_system_file: Path) -> None:
    no_system_file.parent.mkdir()
    no_system_file.write_text("[hub", encoding="utf-8")
    assert str(no_system_file) in mistake().what


def test_a_single_underscore_is_told_of() -> None:
    error = mistake(environ={"MIRRORAPP_HUB_HOST": "hub.local"})
    assert "MIRRORAPP_HUB__HOST" in error.remedy


@pytest.mark.parametrize(("name", "meant"), [
    ("MIRRORAPP_LANGUAGE", "MIRRORAPP_SCREEN__LANGUAGE."),
    ("MIRRORAPP_WIDTH", "MIRRORAPP_CAMERA__WIDTH or MIRRORAPP_SCREEN__WIDTH."),
    ("MIRRORAPP_PACKS", "MIRRORAPP_EXERCISES__PACKS."),
])
def test_a_key_without_its_section_is_told_of(name: str, meant: str) -> None:
    error = mistake(environ={name: "de"})
    assert name in error.what
    assert error.remedy == f"Say {meant}"
