"""From the command line to a file that is whole, or a clear word why not."""

import errno
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from mirrorapp import whole
from mirrorapp.cli import main
from mirrorapp.clock import ManualClock, SystemClock
from mirrorapp.config import load
from mirrorapp.events import MirrorError
from mirrorapp.journal.store import Journal
from mirrorapp.report import making
from mirrorapp.report.handover import handover
from mirrorapp.simulate.weeks import BETTER, NO_BETTER
from tests.report.lives import CATALOGUE, anna

DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of one person who is in no settings."""
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite3"
    kept = anna(4)
    with closing(Journal.open(path, ManualClock(epoch=kept.history[0].started))) as opened:
        opened.keep_profile(kept.person)
        for each in kept.history:
            opened.finish(each)
    return path


@pytest.fixture
def settings(journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal to itself, and nobody's own settings."""
    own = tmp_path / "own"
    own.mkdir()
    copy = own / "journal.sqlite3"
    copy.write_bytes(journal.read_bytes())
    monkeypatch.setenv("MIRRORAPP_JOURNAL__FILE", str(copy))
    return copy


def report(out: Path, *more: str, who: str = "anna") -> int:
    return main(["report", "--profile", who, *DAYS, "-o", str(out), *more])


def text_of(out: Path) -> str:
    with out.open("rb") as file:
        return " ".join(PdfReader(file).pages[0].extract_text().split())


@pytest.mark.usefixtures("settings")
def test_it_writes_one_file_in_either_language_and_no_other(tmp_path):
    assert report(tmp_path / "en.pdf") == 0
    assert report(tmp_path / "de.pdf", "--language", "de") == 0
    assert "Handover to physiotherapy Anna Beispiel" in text_of(tmp_path / "en.pdf")
    assert "Übergabe an die Physiotherapie Anna Beispiel" in text_of(tmp_path / "de.pdf")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["de.pdf", "en.pdf", "own"]


@pytest.mark.usefixtures("settings")
def test_who_never_trained_has_a_page_that_says_so(tmp_path):
    who = load().session.profile
    assert report(tmp_path / "a.pdf", who=who) == 0
    assert "Nothing was trained in this time." in text_of(tmp_path / "a.pdf")


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(("args", "said"), [
    (["--profile", "nobody"], "There is no profile 'nobody'. Known are: anna"),
    (["--from", "2026-04-01"], "--from 2026-04-01 is after --to 2026-03-31."),
    (["--from", "2999-01-01", "--to", "2999-01-02"], "still to come"),
])
def test_what_can_not_be_told_is_said(tmp_path, capsys, args, said):
    assert report(tmp_path / "a.pdf", *args) == 1
    assert said in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "a.pdf").exists()


def test_a_day_is_typed_as_one(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        report(tmp_path / "a.pdf", "--from", "1.3.2026")
    assert ended.value.code == 2
    assert "'1.3.2026' is no day; say 2026-11-30" in capsys.readouterr().err


@pytest.mark.usefixtures("settings")
def test_a_file_that_is_there_stays(tmp_path, capsys):
    out = tmp_path / "a.pdf"
    out.write_text("mine")
    assert report(out) == 1
    assert "is there already, and stays as it is" in capsys.readouterr().err
    assert out.read_text() == "mine"
    assert report(tmp_path) == 1
    assert "is a folder" in capsys.readouterr().err
    assert report(tmp_path / "none" / "a.pdf") == 1
    assert "There is no folder" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(("number", "said"), [
    (errno.ENOSPC, "the disk is full"), (errno.EACCES, "Permission denied")])
def test_a_disk_that_fails_leaves_nothing(tmp_path, capsys, monkeypatch, number, said):
    def fail(_: int) -> None:
        raise OSError(number, "Permission denied")

    monkeypatch.setattr(whole.os, "fsync", fail)
    assert report(tmp_path / "a.pdf") == 1
    assert said in capsys.readouterr().err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["own"]


def test_no_journal_is_begun_for_a_report(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MIRRORAPP_JOURNAL__FILE", str(tmp_path / "none.sqlite3"))
    assert report(tmp_path / "a.pdf") == 1
    assert "There is no journal" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_newer_journal_is_refused_and_left(tmp_path, settings, capsys):
    with closing(sqlite3.connect(settings)) as db:
        db.execute("PRAGMA user_version = 99")
    before = settings.read_bytes()
    assert report(tmp_path / "a.pdf") == 1
    assert "newer mirrorapp" in capsys.readouterr().err
    assert settings.read_bytes() == before


def test_a_damaged_journal_is_no_empty_one(tmp_path, settings, capsys):
    whole_of_it = settings.read_bytes()
    settings.write_bytes(whole_of_it[:len(whole_of_it) // 2])
    assert report(tmp_path / "a.pdf") == 1
    assert "damaged" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()


def test_a_damaged_session_is_left_out_and_counted(tmp_path, settings):
    with closing(sqlite3.connect(settings)) as db:
        db.execute("UPDATE session SET planned = '[1' WHERE id = 3")
        db.commit()
    assert report(tmp_path / "a.pdf") == 0
    assert "1 session left out: damaged in the journal." in text_of(tmp_path / "a.pdf")


def test_it_is_read_while_the_mirror_is_open(tmp_path, settings):
    with closing(Journal.open(settings, SystemClock())) as mirror:
        assert report(tmp_path / "a.pdf") == 0
        record = replace(mirror.history("anna")[-1], uuid="new")
        mirror.finish(record)
    assert "Anna Beispiel" in text_of(tmp_path / "a.pdf")


def test_errors_name_the_disk(tmp_path):
    def fail() -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(MirrorError, match="the disk is full"):
        making.put(tmp_path / "a.pdf", fail)


@pytest.mark.parametrize("course", [BETTER, NO_BETTER])
@pytest.mark.parametrize("week", [1, 4, 9])
def test_of_earlier_repetitions_it_needs_no_numbers(tmp_path, course, week):
    """The page is the same as of all that is kept; in a journal with checks, and in one without,
    where referrals go by the verdicts."""
    lived = anna(10, course)
    for number, records in enumerate((lived.history, [replace(each, checks=())
                                                      for each in lived.history])):
        path = tmp_path / f"{number}.sqlite3"
        begun, last = (records[at].started for at in (0, -1))
        with closing(Journal.open(path, ManualClock(epoch=last))) as journal:
            journal.keep_profile(lived.person)
            for each in records:
                journal.finish(each)
        since = (begun + timedelta(weeks=week)).date()
        clock = ManualClock(epoch=last)
        whole_of_it = making.kept(load(), path, "anna", clock)
        brief = making.kept(load(), path, "anna", clock, since)
        assert brief != whole_of_it
        for until in (last, last - timedelta(days=5)):
            told = [handover(each, since, until.date(), last, CATALOGUE)
                    for each in (whole_of_it, brief)]
            assert told[0] == told[1]
