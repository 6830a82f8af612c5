"""Backups: whole, read back, made while the mirror runs; old ones go."""

import gzip
import hashlib
import json
import sqlite3
import stat
import tarfile
import zlib
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.events import MirrorError
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep import archive, backup, marks, shelf
from mirrorapp.upkeep.places import Places, UpkeepError
from tests.upkeep.lived_in import EVERYBODYS, NOW, held, live_in, session_of


def test_it_holds_all_that_is_kept_and_is_the_owners_alone(
        places: Places, shelf_folder: Path, tmp_path: Path) -> None:
    made = backup.make(places, shelf_folder, keep=3, now=NOW)
    assert made.file == shelf_folder / "mirror-0001-2026-11-30.tar.gz"
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    manifest, copied = archive.unpack(made.file, tmp_path)
    assert manifest == made.manifest
    assert manifest.sessions == 4
    assert held(copied.journal) == EVERYBODYS
    assert copied.settings.read_text() == places.settings.read_text()
    assert copied.calibration.read_text() == places.calibration.read_text()
    with closing(sqlite3.connect(copied.outbox)) as db:
        assert db.execute("SELECT count(*) FROM outbox").fetchone()[0] == 3
    assert [each.name for each in shelf_folder.iterdir()] == [made.file.name]
    assert not places.journal.with_name(".upkeep").exists()


def test_while_the_mirror_runs_it_holds_what_is_not_in_the_file_yet(
        places: Places, shelf_folder: Path, tmp_path: Path) -> None:
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        journal.begin(session_of("p1", "under-way"))
        assert Path(f"{places.journal}-wal").stat().st_size > 0
        made = backup.make(places, shelf_folder, keep=3, now=NOW)
        journal.finish(session_of("p1", "later"))
        assert len(journal.sessions()) == 6
    assert held(archive.unpack(made.file, tmp_path)[1].journal) == [*EVERYBODYS, "under-way"]


def test_only_so_many_stay_and_the_fullest(places: Places, shelf_folder: Path) -> None:
    first = backup.make(places, shelf_folder, keep=2, now=NOW).file
    places.journal.unlink()
    Journal.open(places.journal, ManualClock()).close()
    made = [backup.make(places, shelf_folder, keep=2, now=NOW) for _ in range(3)]
    assert shelf.backups(shelf_folder) == [made[2].file, made[1].file, first]
    assert made[2].gone == (made[0].file,)


def test_the_highest_number_is_the_newest_whatever_the_clock_says(
        places: Places, shelf_folder: Path) -> None:
    first = backup.make(places, shelf_folder, keep=1, now=NOW).file
    second = backup.make(places, shelf_folder, keep=1, now=NOW.replace(year=1970))
    assert second.file.name == "mirror-0002-1970-11-30.tar.gz"
    assert second.gone == (first,)
    assert [file for file, _ in shelf.with_sessions(shelf_folder)] == [second.file]


def test_one_file_by_its_name_and_never_over_another(places: Places, tmp_path: Path) -> None:
    file = tmp_path / "mine.tar.gz"
    assert backup.make(places, file, keep=1, now=NOW).file == file
    content = file.read_bytes()
    with pytest.raises(UpkeepError, match="there already"):
        backup.make(places, file, keep=1, now=NOW)
    assert file.read_bytes() == content


def test_without_a_journal_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(UpkeepError, match="no journal"):
        backup.make(Places(tmp_path / "none" / "journal.sqlite3"), tmp_path / "b", keep=1, now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_of_a_damaged_journal_none_is_made_and_it_is_not_touched(
        places: Places, shelf_folder: Path) -> None:
    before = backup.make(places, shelf_folder, keep=1, now=NOW).file
    content = bytearray(places.journal.read_bytes())
    content[4096:12288] = b"x" * 8192
    places.journal.write_bytes(content)
    with pytest.raises(UpkeepError, match="damaged") as failed:
        backup.make(places, shelf_folder, keep=1, now=NOW)
    assert "sets the file aside" in failed.value.remedy
    assert places.journal.read_bytes() == content
    assert list(shelf_folder.iterdir()) == [before]


def test_a_damaged_outbox_is_left_out(places: Places, shelf_folder: Path) -> None:
    places.outbox.write_bytes(b"no database at all, but long enough to be looked at" * 20)
    made = backup.make(places, shelf_folder, keep=1, now=NOW)
    assert set(made.manifest.files) == {"settings.toml", "calibration.json", "journal.sqlite3"}


def test_a_session_that_cannot_be_read_is_told_of_and_kept(
        places: Places, shelf_folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(sqlite3.connect(places.journal)) as db:
        db.execute("UPDATE session SET started = 'nonsense' WHERE uuid = 'p1-0'")
        db.commit()
    assert backup.make(places, shelf_folder, keep=1, now=NOW).manifest.sessions == 4
    assert "1 sessions" in caplog.text


def test_what_does_not_read_back_gets_no_name(places: Places, shelf_folder: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that keeps something else than it was given."""
    pack = archive.pack

    def worn(copied: Places, to: Path, *args: object, **more: object) -> object:
        made = pack(copied, to, *args, **more)  # type: ignore[arg-type]
        content = bytearray(to.read_bytes())
        content[len(content) // 2] ^= 0x10
        to.write_bytes(content)
        return made

    monkeypatch.setattr(archive, "pack", worn)
    with pytest.raises(UpkeepError, match="can't be used"):
        backup.make(places, shelf_folder, keep=1, now=NOW)
    assert list(shelf_folder.iterdir()) == []


def test_a_folder_that_cannot_be_had(places: Places, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("")
    with pytest.raises(UpkeepError, match="No backup could be made"):
        backup.make(places, tmp_path / "stick" / "mirror", keep=1, now=NOW)


def test_one_at_a_time(places: Places, shelf_folder: Path) -> None:
    with places.turn(), pytest.raises(UpkeepError, match="under way"):
        backup.make(places, shelf_folder, keep=1, now=NOW)


def test_what_a_killed_one_left_is_cleared_away(places: Places, shelf_folder: Path) -> None:
    left = places.journal.with_name(".upkeep") / "tmp"
    left.mkdir(parents=True)
    (left / "journal.sqlite3").write_text("half")
    shelf_folder.mkdir()
    (shelf_folder / ".mirror-backup.part").write_text("half")
    made = backup.make(places, shelf_folder, keep=1, now=NOW)
    assert list(shelf_folder.iterdir()) == [made.file]
    assert not left.parent.exists()


def test_marks_that_cannot_be_read_stop_it(places: Places, shelf_folder: Path) -> None:
    places.journal.with_name("erased.json").write_text("{")
    with pytest.raises(MirrorError, match="can't be read"):
        backup.make(places, shelf_folder, keep=1, now=NOW)


def test_an_older_layout_is_copied_as_it_is(tmp_path: Path) -> None:
    places = Places(tmp_path / "journal.sqlite3")
    old = Path(__file__).parents[1] / "journal" / "layouts" / "3.sqlite3"
    places.journal.write_bytes(old.read_bytes())
    made = backup.make(places, tmp_path / "backups", keep=1, now=NOW)
    assert made.manifest.layout == 3
    assert places.journal.read_bytes() == old.read_bytes()


@pytest.mark.parametrize("other", ["", "nothing of ours", "tar"])
def test_another_file_is_no_backup(tmp_path: Path, other: str) -> None:
    file = tmp_path / "other.tar.gz"
    file.write_text(other)
    if other == "tar":
        with tarfile.open(file, "w:gz") as tar:
            tar.add(Path(__file__), "backup.json")
    with pytest.raises(UpkeepError, match="can't be used"):
        archive.unpack(file, tmp_path)


def handed_over(file: Path, member: tarfile.TarInfo, content: bytes = b"") -> Path:
    """A backup as somebody else would make one, with that for the journal."""
    said = {"made": NOW.isoformat(), "program": "1", "layout": 1, "rows": {},
            "files": {"journal.sqlite3": hashlib.sha256(content).hexdigest()}}
    manifest = tarfile.TarInfo("backup.json")
    text = json.dumps(said).encode()
    manifest.size, member.size = len(text), len(content)
    with tarfile.open(file, "w:gz") as tar:
        tar.addfile(manifest, BytesIO(text))
        tar.addfile(member, BytesIO(content))
    return file


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE,
                                  tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_nothing_in_a_backup_leads_out_of_it(tmp_path: Path, kind: bytes) -> None:
    (secret := tmp_path / "secret").write_text("kept")
    link = tarfile.TarInfo("journal.sqlite3")
    link.type, link.linkname = kind, str(secret)
    file = handed_over(tmp_path / "theirs.tar.gz", link)
    (folder := tmp_path / "folder").mkdir()
    with pytest.raises(UpkeepError, match="can't be used"):
        archive.unpack(file, folder)
    assert b"kept" not in b"".join(each.read_bytes() for each in folder.iterdir())


@pytest.mark.parametrize("name", ["../outside", "/outside", "folder/../../outside"])
def test_what_it_has_besides_is_put_nowhere(tmp_path: Path, name: str) -> None:
    file = handed_over(tmp_path / "theirs.tar.gz", tarfile.TarInfo(name), b"outside")
    (folder := tmp_path / "folder").mkdir()
    with pytest.raises(UpkeepError, match="can't be used"):
        archive.unpack(file, folder)
    assert not list(tmp_path.rglob("outside"))


def test_what_would_fill_the_disk_is_refused(tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST", 2**20)
    file = handed_over(tmp_path / "theirs.tar.gz", tarfile.TarInfo("journal.sqlite3"),
                       bytes(2**20 + 1))
    assert file.stat().st_size < 4096
    (folder := tmp_path / "folder").mkdir()
    with pytest.raises(UpkeepError, match=r"is larger than .* GB"):
        archive.unpack(file, folder)
    assert all(each.stat().st_size == 0 for each in folder.iterdir())


def test_it_is_found_out_at_whatever_length_one_was_torn(
        places: Places, shelf_folder: Path, tmp_path: Path) -> None:
    whole = backup.make(places, shelf_folder, keep=1, now=NOW).file.read_bytes()
    torn = tmp_path / "torn.tar.gz"
    for number, length in enumerate(range(0, len(whole), 1 + len(whole) // 40)):
        torn.write_bytes(whole[:length])
        (folder := tmp_path / str(number)).mkdir()
        with pytest.raises(UpkeepError, match="can't be used"):
            archive.unpack(torn, folder)


def test_a_changed_byte_is_found_out_wherever_it_is(
        places: Places, shelf_folder: Path, tmp_path: Path) -> None:
    whole = backup.make(places, shelf_folder, keep=1, now=NOW)
    bad = tmp_path / "bad.tar.gz"
    beyond_name = 40  # gzip keeps a file's name that nobody reads
    tried = 0
    for number in range(60):
        content = bytearray(whole.file.read_bytes())
        content[beyond_name + number * (len(content) - beyond_name) // 60] ^= 0x01
        with suppress(OSError, EOFError, zlib.error):
            if gzip.decompress(content) == gzip.decompress(whole.file.read_bytes()):
                continue  # zeros taken from elsewhere: nothing has changed
        tried += 1
        bad.write_bytes(content)
        (folder := tmp_path / str(number)).mkdir()
        with pytest.raises(UpkeepError, match="can't be used"):
            archive.unpack(bad, folder)
    assert tried > 20


def test_a_mark_tells_nobody_whom_it_stands_for() -> None:
    mark = marks.of("anna")
    assert "anna" not in mark
    assert mark != marks.of("anna")
    assert marks.meant([mark], ["p1", "anna"]) == {"anna"}
    assert marks.meant([], ["anna"]) == frozenset()


def test_nothing_is_taken_for_a_backup_that_has_another_name(tmp_path: Path) -> None:
    folder = live_in(tmp_path / "other").journal.parent
    assert shelf.backups(folder) == []
    assert shelf.with_sessions(tmp_path / "nowhere") == []
