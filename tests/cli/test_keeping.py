"""`export` and `import`: what they take, and what they say when something is wrong."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorapp import cli
from mirrorapp.clock import ManualClock
from mirrorapp.journal.store import Journal
from tests.journal.made_up import a_session


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


def test_import_of_no_file_begins_no_journal(tmp_path: Path,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    journal = tmp_path / "none.sqlite3"
    assert cli.main(["import", "--journal", str(journal), str(tmp_path / "all.json")]) == 1
    assert "There is no file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("args", "words"), [
    (["-o", "out"], "There is no journal"),
    (["-o", "out", "--from", "2026-11-22", "--to", "2026-11-21"],
     "--from 2026-11-22 is after --to 2026-11-21."),
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
