"""Where the journal was damaged, the newest backup is named: on the glass, and in the log."""

import shlex
from contextlib import closing
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.config import Config, JournalConfig
from mirrorapp.events import Notice, NoticeBoard
from mirrorapp.journal.store import Journal
from mirrorapp.places import Places as RunPlaces
from mirrorapp.places import open_journal
from mirrorapp.ui import notices
from mirrorapp.upkeep import backup, offering, restoring
from mirrorapp.upkeep.asking import Asking
from mirrorapp.upkeep.places import Places
from tests.journal.made_up import a_session
from tests.upkeep.lived_in import EVERYBODYS, NOW, held

DAMAGED = Notice("journal", "The journal was damaged.", "Keep that file.")


def started(places: Places, backups: Path | None = None) -> tuple[Notice, ...]:
    """What the glass says when the mirror has started with this journal."""
    config = Config(journal=JournalConfig(file=places.journal, backups=backups))
    board = NoticeBoard()
    here = RunPlaces(places.journal, None, named=True)
    asking = Asking(config, places.journal, ManualClock())
    with closing(open_journal(here, ManualClock(), board, asking.told)) as one:
        one.finish(a_session("goes-on"))
    return board.read()


def damage(places: Places) -> None:
    places.journal.write_bytes(b"SQLite format 3\0" + b"x" * 9000)


def test_the_newest_is_named_and_what_is_said_works(
        places: Places, shelf_folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    backup.make(places, shelf_folder, keep=3, now=NOW)
    backup.make(places, shelf_folder, keep=3, now=NOW)
    damage(places)
    notice, = started(places)
    assert notice.what == "The journal was damaged. A new one is begun."
    assert "It was set aside as" in caplog.text
    before, _, name = notice.remedy.partition("mirrorapp restore ")
    assert name == "mirror-0002-2026-11-30.tar.gz"
    assert "a copy of 2026-11-30" in before
    assert notice.remedy in caplog.text
    assert held(places.journal) == ["goes-on"]  # the mirror works without it
    restoring.restore(places, shelf_folder / name, now=NOW)
    assert held(places.journal) == EVERYBODYS


def test_it_is_said_in_german(places: Places, shelf_folder: Path) -> None:
    backup.make(places, shelf_folder, keep=3, now=NOW)
    remedy = offering.with_backup(DAMAGED, shelf_folder).remedy
    assert notices.load("de").told(remedy) == (
        "Eine Kopie vom 2026-11-30 gibt es: Beende den Spiegel, dann "
        "mirrorapp restore mirror-0001-2026-11-30.tar.gz")


def test_one_that_cannot_be_read_or_holds_nothing_is_not_offered(
        places: Places, shelf_folder: Path) -> None:
    good = backup.make(places, shelf_folder, keep=9, now=NOW).file
    places.journal.unlink()
    Journal.open(places.journal, ManualClock()).close()
    backup.make(places, shelf_folder, keep=9, now=NOW)
    (shelf_folder / "mirror-0009-2026-11-30.tar.gz").write_bytes(b"torn")
    assert good.name in offering.with_backup(DAMAGED, shelf_folder).remedy


def test_where_there_is_none_the_notice_is_as_it_was(places: Places, shelf_folder: Path) -> None:
    assert offering.with_backup(DAMAGED, shelf_folder) == DAMAGED
    damage(places)
    notice, = started(places)
    assert "Keep that file" in notice.remedy


def test_from_the_folder_that_the_settings_name(places: Places, tmp_path: Path) -> None:
    file = backup.make(places, tmp_path / "stick", keep=3, now=NOW).file
    damage(places)
    notice, = started(places, tmp_path / "stick")
    assert notice.remedy.endswith(file.name)


def test_a_journal_that_was_asked_for_by_name_has_no_backups(
        places: Places, shelf_folder: Path) -> None:
    backup.make(places, shelf_folder, keep=3, now=NOW)
    other = places.journal.with_name("other.sqlite3")
    config = Config(journal=JournalConfig(file=places.journal))
    assert Asking(config, other, ManualClock()).told(DAMAGED) == DAMAGED


def test_other_settings_are_named_too(places: Places, shelf_folder: Path) -> None:
    """What is said has to work as it is typed."""
    backup.make(places, shelf_folder, keep=3, now=NOW)
    settings = places.journal.with_name("my mirror.toml")
    remedy = offering.with_backup(DAMAGED, shelf_folder, settings).remedy
    assert shlex.split(remedy.partition("then run ")[2]) == [
        "mirrorapp", "restore", "mirror-0001-2026-11-30.tar.gz", "--config", str(settings)]
