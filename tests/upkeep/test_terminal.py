"""What is said of it in the terminal, through the command line itself."""

import io
import sys
from pathlib import Path

import pytest

from mirrorapp import cli
from mirrorapp.upkeep.places import Places
from tests.upkeep.lived_in import EVERYBODYS, HERS, MARKER, held, where_is


@pytest.fixture
def config(places: Places, tmp_path: Path) -> str:
    file = tmp_path / "mirror.toml"
    file.write_text(f'[journal]\nfile = "{places.journal}"\nkeep = 2\n')
    return f"--config={file}"


def test_there_and_back(places: Places, config: str, shelf_folder: Path,
                        capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backup", config]) == 0
    said = capsys.readouterr().out
    file, = shelf_folder.iterdir()
    assert str(file) in said
    assert "4 sessions; read back" in said
    places.journal.unlink()
    assert cli.main(["restore", file.name, config]) == 0
    said = capsys.readouterr().out
    assert "journal.sqlite3, calibration.json, settings.toml" in said
    assert "replaced-" in said
    assert held(places.journal) == EVERYBODYS


def test_a_mirror_that_has_kept_nothing_yet_is_no_fault(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The nightly one comes before the first session."""
    file = tmp_path / "mirror.toml"
    file.write_text(f'[journal]\nfile = "{tmp_path / "new" / "journal.sqlite3"}"\n')
    assert cli.main(["backup", f"--config={file}"]) == 0
    assert "nothing   to keep: there is no journal" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [file]


def test_a_journal_that_is_gone_is_one(places: Places, config: str,
                                       capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backup", config]) == 0
    places.journal.unlink()
    assert cli.main(["backup", config]) == 1
    assert "There is no journal" in capsys.readouterr().err


def test_only_so_many_as_the_settings_say_or_the_command(
        config: str, shelf_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for left in (1, 2, 2):
        assert cli.main(["backup", config]) == 0
        assert len(list(shelf_folder.iterdir())) == left
    assert cli.main(["backup", "--keep", "1", config]) == 0
    assert [each.name[:11] for each in shelf_folder.iterdir()] == ["mirror-0004"]
    assert "removed" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["", "yes\n", "p1\n"])
def test_nobody_is_erased_who_was_not_named_once_more(
        places: Places, config: str, answer: str, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    assert cli.main(["erase", "--profile", HERS, config]) == 1
    assert "Nothing was erased" in capsys.readouterr().err
    assert held(places.journal) == EVERYBODYS


def test_who_was_named_once_more_is_erased(
        places: Places, config: str, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    aside = places.journal.with_name("journal.sqlite3.layout-5")
    aside.write_text(MARKER)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{HERS}\n"))
    assert cli.main(["erase", "--profile", HERS, config]) == 0
    said = capsys.readouterr().out
    assert str(aside) in said
    assert "2 sessions" in said
    assert where_is(MARKER, places.journal.parent) == []


def test_one_whom_another_file_names_is_told_of(
        config: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = Path(config.partition("=")[2])
    file.write_text(file.read_text() + '[people]\np2 = { name = "Ben" }\n')
    assert cli.main(["erase", "--profile", HERS, "--yes", config]) == 1
    assert "still named under [people]" in capsys.readouterr().err


def test_no_number_of_backups(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["backup", "--keep", "0"])
    assert "at least 1" in capsys.readouterr().err
