"""Whoever is erased is gone, down to the bytes; everybody else stays."""

import sqlite3
import tomllib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorapp.alignment import station_file
from mirrorapp.clock import ManualClock
from mirrorapp.events import MirrorError, NoticeBoard
from mirrorapp.hub.outbox import Outbox
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep import archive, backup, erasing, shelf
from mirrorapp.upkeep.places import Places, UpkeepError
from tests.journal.made_up import a_calibration
from tests.upkeep.lived_in import EVERYBODYS, HERS, MARKER, NOW, held, session_of, where_is


def test_nothing_of_her_is_left_in_any_file(places: Places) -> None:
    folder = places.journal.parent
    assert where_is(MARKER, folder) == ["journal.outbox.sqlite3", "journal.private-outbox.sqlite3",
                                        "journal.sqlite3", "settings.toml"]
    found = erasing.erase(places, HERS)
    assert found.sessions == 2
    assert where_is(MARKER, folder) == []
    assert where_is(MARKER.split("-", maxsplit=1)[0], folder) == []


def test_everybody_else_keeps_everything(places: Places) -> None:
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        before = (journal.history("p1"), journal.profiles()[0], journal.screenings("p1"),
                  journal.acknowledged("p1"), journal.skipped_days("p1"), journal.laid_aside("p1"))
    erasing.erase(places, HERS)
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        assert journal.notice is None
        assert before == (journal.history("p1"), *journal.profiles(), journal.screenings("p1"),
                          journal.acknowledged("p1"), journal.skipped_days("p1"),
                          journal.laid_aside("p1"))
        assert journal.history(HERS) == []
    assert tomllib.loads(places.settings.read_text()) == {
        "session": {}, "people": {"p1": {"name": "Anna"}}}
    assert station_file.read(places.calibration).height_cm is None


def test_the_hub_is_told_nothing_of_her_any_more_and_takes_back_what_it_holds(
        places: Places) -> None:
    erasing.erase(places, HERS)
    with Outbox(places.outbox, NoticeBoard(), ManualClock()) as outbox:
        assert [each.session for each in outbox.pending()] == ["p1-0"]
        assert outbox.held("") == {"event"}
        assert outbox.topics() == {"mirrorapp/mirror/p/p2/state"}


def test_what_lies_in_the_log_alone_goes_too(places: Places) -> None:
    """As after a power cut."""
    journal = Journal.open(places.journal, ManualClock())
    journal.finish(session_of(HERS, "late"))
    files = {each: each.read_bytes() for each in places.journal.parent.glob("journal.sqlite3*")}
    journal.close()
    for path, content in files.items():
        path.write_bytes(content)
    assert MARKER.encode() in Path(f"{places.journal}-wal").read_bytes()
    erasing.erase(places, HERS)
    assert where_is(MARKER, places.journal.parent) == []
    assert held(places.journal) == ["p1-0", "p1-1"]


def test_what_was_set_aside_goes_whole_and_is_named_before(places: Places) -> None:
    folder = places.journal.parent
    left = [folder / name for name in (
        "journal.sqlite3.corrupt-20261101-120000", "journal.sqlite3.layout-5",
        "settings.toml.damaged", "journal.outbox.sqlite3.damaged-1", "calibration-film.json")]
    for each in left:
        each.write_text(MARKER)
    replaced = folder / "replaced-20261101-120000"
    replaced.mkdir()
    (replaced / "journal.sqlite3").write_text(MARKER)
    assert erasing.find(places, HERS).remains == tuple(sorted([*left, replaced]))
    assert all(each.exists() for each in left)
    erasing.erase(places, HERS)
    assert where_is(MARKER, folder) == []
    assert not replaced.exists()


def test_a_damaged_outbox_goes_whole(places: Places) -> None:
    places.outbox.write_bytes(MARKER.encode() * 100)
    assert erasing.erase(places, HERS).remains == (places.outbox,)
    assert where_is(MARKER, places.journal.parent) == []


@pytest.mark.parametrize("settings", ["p2 = [", "people = 3\nsession = 4\n", ""])
def test_settings_that_cannot_be_used_do_not_keep_her(places: Places, settings: str) -> None:
    places.settings.write_text(settings and f"# {MARKER}\n{settings}")
    erasing.erase(places, HERS)
    assert held(places.journal) == ["p1-0", "p1-1"]


def test_who_was_only_added_on_the_glass_can_be_erased(places: Places) -> None:
    places.settings.write_text('[people]\np9 = { name = "Ben" }\n')
    assert erasing.erase(places, "p9").sessions == 0
    assert places.settings.read_text() == "[people]\n"
    assert held(places.journal) == EVERYBODYS


def test_nobody_of_that_name(places: Places) -> None:
    with pytest.raises(UpkeepError, match="Nothing is kept of anna") as failed:
        erasing.erase(places, "anna")
    assert failed.value.remedy == "Kept is something of: p1, p2."
    assert not places.journal.with_name("erased.json").exists()


def test_not_while_the_mirror_runs(places: Places) -> None:
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        with pytest.raises(UpkeepError, match="The mirror is running"):
            erasing.erase(places, HERS)
        assert len(journal.sessions()) == 4


def test_not_without_a_journal_nor_out_of_a_damaged_one(places: Places, tmp_path: Path) -> None:
    with pytest.raises(UpkeepError, match="no journal"):
        erasing.erase(Places(tmp_path / "none" / "journal.sqlite3"), HERS)
    places.journal.write_bytes(b"SQLite format 3\0" + b"x" * 9000)
    with pytest.raises(MirrorError, match="damaged"):
        erasing.erase(places, HERS)


def test_backups_lose_her_at_the_next_run(places: Places, shelf_folder: Path,
                                          tmp_path: Path) -> None:
    old = [backup.make(places, shelf_folder, keep=5, now=NOW).file for _ in range(2)]
    unreadable = shelf_folder / "mirror-0009-2026-11-30.tar.gz"
    unreadable.write_bytes(old[0].read_bytes()[:-1000])
    erasing.erase(places, HERS)
    made = backup.make(places, shelf_folder, keep=5, now=NOW)
    assert sorted(made.rewritten) == old
    assert not unreadable.exists()
    for number, file in enumerate([*old, made.file]):
        (folder := tmp_path / str(number)).mkdir()
        manifest, copied = archive.unpack(file, folder)
        assert manifest.sessions == 2
        assert held(copied.journal) == ["p1-0", "p1-1"]
        assert where_is(MARKER, folder) == []
    assert backup.make(places, shelf_folder, keep=5, now=NOW).rewritten == ()


def test_an_id_may_be_used_again(places: Places, shelf_folder: Path, tmp_path: Path) -> None:
    erasing.erase(places, HERS)
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        journal.finish(session_of(HERS, "anew"))
    backup.make(places, shelf_folder, keep=5, now=NOW)
    made = backup.make(places, shelf_folder, keep=5, now=NOW)
    assert made.rewritten == ()
    assert held(archive.unpack(made.file, tmp_path)[1].journal) == ["anew", "p1-0", "p1-1"]
    erasing.erase(places, HERS)
    assert len(backup.make(places, shelf_folder, keep=5, now=NOW).rewritten) == 2
    assert shelf.with_sessions(shelf_folder)[0][1].sessions == 2


def test_calibrations_that_were_hers_alone_go_too(places: Places) -> None:
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        for who, metres in (("p1", 1.5), (HERS, 1.25)):
            record = session_of(who, f"{who}-seen")
            journal.finish(replace(record, measured=replace(
                record.measured, calibrations=(a_calibration(metres),))))
    erasing.erase(places, HERS)
    with closing(sqlite3.connect(places.journal)) as db:
        assert db.execute("SELECT height_m FROM calibration").fetchall() == [(1.5,)]
        assert db.execute("SELECT count(*) FROM exercise_set").fetchone() == (6,)
