"""What the installer asks before one version takes another's place."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal import copying, schema
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep import fitting
from mirrorapp.upkeep.places import Places
from tests.upkeep.lived_in import EVERYBODYS, held

LAYOUTS = sorted((Path(__file__).parents[1] / "journal/layouts").glob("*.sqlite3"))


@pytest.fixture
def settings(tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What whoever set the mirror up wrote down: where the journal is, and no more."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "mirror.toml"
    file.write_text(f'[journal]\nfile = "{places.journal}"\n')
    return file


def ask(settings: Path, *more: str) -> int:
    return fitting.main(["--config", str(settings), *more])


def content(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()
            if each.is_file() and not each.name.endswith((".lock", "-shm", "-wal"))}


def test_what_fits_is_told_by_where_the_journal_is(settings: Path, places: Places,
                                                   capsys: pytest.CaptureFixture[str]) -> None:
    before = content(places.journal.parent)
    assert ask(settings) == 0
    assert capsys.readouterr().out == f"{places.journal}\n"
    assert content(places.journal.parent) == before


def test_nothing_kept_yet_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = tmp_path / "mirror.toml"
    settings.write_text(f'[journal]\nfile = "{tmp_path}/none/journal.sqlite3"\n')
    assert ask(settings) == 0
    assert ask(settings, "--settle") == 0
    assert not (tmp_path / "none").exists()


def test_settings_of_another_version_are_told_line_and_all(
        settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.write_text("[screen]\nwidht = 500\n")
    assert ask(settings) == fitting.UNFIT
    said = capsys.readouterr()
    assert "screen.widht" in said.err
    assert str(settings) in said.err
    assert said.out == ""


def test_a_journal_of_a_newer_program_is_told_apart(settings: Path, places: Places,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(places.journal)) as db:
        db.execute(f"PRAGMA user_version = {len(schema.STEPS) + 1}")
    for more in ((), ("--settle",)):
        assert ask(settings, *more) == fitting.NEWER
        assert f"layout {len(schema.STEPS) + 1}, this one knows" in capsys.readouterr().err


def test_what_a_newer_program_let_be_set_is_told_apart(settings: Path, places: Places,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    text = places.settings.read_text() + "\n[hologram]\ndepth = 3\n"
    places.settings.write_text(text)
    assert ask(settings) == fitting.NEWER
    assert "hologram" in capsys.readouterr().err
    assert places.settings.read_text() == text


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda path: path.stem)
def test_a_journal_of_any_layout_settles(settings: Path, places: Places, layout: Path) -> None:
    shutil.copy(layout, places.journal)
    assert ask(settings) == 0
    assert copying.layout(places.journal) == int(layout.stem)
    assert ask(settings, "--settle") == 0
    assert copying.layout(places.journal) == len(schema.STEPS)
    kept = list(places.journal.parent.glob(f"*.layout-{layout.stem}"))
    assert [copying.layout(each) for each in kept] == [int(layout.stem)]


def test_one_that_is_settled_may_be_in_use(settings: Path, places: Places) -> None:
    with closing(Journal.open(places.journal, ManualClock())):
        assert ask(settings, "--settle") == 0
    assert held(places.journal) == EVERYBODYS


def test_one_of_an_older_layout_may_not(settings: Path, places: Places,
                                        capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Journal.open(places.journal, ManualClock())):
        with closing(sqlite3.connect(places.journal)) as db:
            db.execute(f"PRAGMA user_version = {len(schema.STEPS) - 1}")
        assert ask(settings, "--settle") == fitting.UNFIT
    assert "older mirrorapp" in capsys.readouterr().err


def test_one_that_is_no_database_is_told(settings: Path, places: Places,
                                         capsys: pytest.CaptureFixture[str]) -> None:
    places.journal.write_bytes(b"no journal" * 1000)
    assert ask(settings) == fitting.UNFIT
    assert str(places.journal) in capsys.readouterr().err
