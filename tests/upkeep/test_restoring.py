"""What was backed up comes back, and what was there is still somewhere."""

import re
from contextlib import closing
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.events import MirrorError
from mirrorapp.journal import schema
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep import archive, backup, erasing, restoring
from mirrorapp.upkeep.archive import Manifest
from mirrorapp.upkeep.places import Places, UpkeepError
from tests.upkeep.lived_in import EVERYBODYS, HERS, MARKER, NOW, held, session_of, where_is


@pytest.fixture
def file(places: Places, shelf_folder: Path) -> Path:
    """A backup, after which something more was done and set."""
    file = backup.make(places, shelf_folder, keep=3, now=NOW).file
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        journal.finish(session_of("p1", "later"))
    places.settings.write_text("[screen]\nvolume = 3\n")
    return file


def content(places: Places) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in places.journal.parent.iterdir()
            if each.is_file() and not each.name.endswith(".lock")}


def test_all_of_it_comes_back_and_what_was_there_is_set_aside(places: Places, file: Path) -> None:
    done = restoring.restore(places, file, now=NOW)
    assert done.names == ("settings.toml", "calibration.json", "journal.sqlite3")
    assert held(places.journal) == EVERYBODYS
    assert MARKER in places.settings.read_text()
    assert done.aside == places.journal.with_name("replaced-20261130-033000")
    assert held(done.aside / "journal.sqlite3") == ["later", *EVERYBODYS]
    assert (done.aside / "settings.toml").read_text() == "[screen]\nvolume = 3\n"
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        assert journal.notice is None
        assert len(journal.sessions()) == 4
    assert restoring.restore(places, file, now=NOW).aside != done.aside


def test_onto_a_new_card_the_outbox_comes_along(file: Path, tmp_path: Path) -> None:
    new = Places(tmp_path / "new" / "journal.sqlite3")
    done = restoring.restore(new, file, now=NOW)
    assert done.aside is None
    assert done.names[-1] == "journal.sqlite3"
    assert new.outbox.exists()
    assert held(new.journal) == EVERYBODYS


def test_not_while_the_mirror_runs(places: Places, file: Path) -> None:
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        with pytest.raises(UpkeepError, match="The mirror is running"):
            restoring.restore(places, file, now=NOW)
        assert len(journal.sessions()) == 5


def test_not_while_something_else_reads(places: Places, file: Path) -> None:
    """A report that was begun before, say."""
    with closing(Journal.open(places.journal, ManualClock())) as owner:
        reader = Journal.open(places.journal, ManualClock())
        owner.close()
    with closing(reader):
        reader.sessions()
        with pytest.raises(MirrorError, match="in use"):
            restoring.restore(places, file, now=NOW)
        assert len(reader.sessions()) == 5


def test_another_file_is_told_of_in_a_line(places: Places, tmp_path: Path) -> None:
    (other := tmp_path / "notes.tar.gz").write_text("not a backup")
    with pytest.raises(UpkeepError, match="can't be used") as raised:
        restoring.restore(places, other, now=NOW)
    assert "\n" not in raised.value.what


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_torn_one_changes_nothing(places: Places, file: Path, share: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:int(len(whole) * share)])
    before = content(places)
    with pytest.raises(UpkeepError, match="can't be used"):
        restoring.restore(places, file, now=NOW)
    assert content(places) == before
    assert not [*places.journal.parent.glob("replaced-*")]


def test_of_a_newer_program_is_refused(places: Places, file: Path, tmp_path: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(places)
    monkeypatch.setattr(schema, "STEPS", schema.STEPS[:-1])
    with pytest.raises(UpkeepError, match=re.escape(
            f"(layout {len(schema.STEPS) + 1}, this one knows {len(schema.STEPS)})")):
        restoring.restore(places, file, now=NOW)
    assert content(places) == before


def test_a_backup_of_a_format_to_come_is_refused(places: Places, file: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(places)
    newer = Manifest.model_validate_json
    monkeypatch.setattr(archive.Manifest, "model_validate_json",
                        lambda text: newer(text.replace(b'"version": 1', b'"version": 2')))
    with pytest.raises(UpkeepError, match="nothing of itself"):
        restoring.restore(places, file, now=NOW)
    assert content(places) == before


def test_an_older_layout_is_brought_to_the_present_one(tmp_path: Path) -> None:
    old = Places(tmp_path / "old" / "journal.sqlite3")
    old.journal.parent.mkdir()
    old.journal.write_bytes(
        (Path(__file__).parents[1] / "journal" / "layouts" / "3.sqlite3").read_bytes())
    file = backup.make(old, tmp_path / "backups", keep=1, now=NOW).file
    restoring.restore(old, file, now=NOW)
    with closing(Journal.open(old.journal, ManualClock())) as journal:
        assert journal.notice is None
        assert [each.uuid for each in journal.sessions()] == ["whole", "cut"]


def test_a_damaged_journal_is_set_aside_whole(places: Places, file: Path) -> None:
    places.journal.write_bytes(b"SQLite format 3\0" + b"x" * 9000)
    damaged = places.journal.read_bytes()
    done = restoring.restore(places, file, now=NOW)
    assert held(places.journal) == EVERYBODYS
    assert done.aside is not None
    assert (done.aside / "journal.sqlite3").read_bytes() == damaged


def test_whoever_was_erased_since_does_not_come_back(places: Places, file: Path) -> None:
    elsewhere = file.with_name("stick.tar.gz")
    elsewhere.write_bytes(file.read_bytes())
    erasing.erase(places, HERS)
    restoring.restore(places, elsewhere, now=NOW)
    assert held(places.journal) == ["p1-0", "p1-1"]
    assert where_is(MARKER, places.journal.parent) == []


def test_a_restored_mirror_knows_who_was_erased_before_its_backup(
        places: Places, shelf_folder: Path, tmp_path: Path) -> None:
    old = backup.make(places, tmp_path / "old.tar.gz", keep=1, now=NOW).file
    erasing.erase(places, HERS)
    new = Places(tmp_path / "card" / "journal.sqlite3")
    restoring.restore(new, backup.make(places, shelf_folder, keep=1, now=NOW).file, now=NOW)
    restoring.restore(new, old, now=NOW)
    assert held(new.journal) == ["p1-0", "p1-1"]


def test_there_has_to_be_one(places: Places) -> None:
    with pytest.raises(UpkeepError, match="There is no backup"):
        restoring.restore(places, Path("nowhere"), now=NOW)
