"""Killed at whatever step, nothing is lost, and the same once more gets to its end."""

import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from mirrorapp.clock import ManualClock
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep import archive, shelf
from mirrorapp.upkeep.places import UpkeepError
from tests.tiers import FULL
from tests.upkeep.kill_child import do
from tests.upkeep.lived_in import EVERYBODYS, HERS, MARKER, held, where_is

REPOSITORY = Path(__file__).parents[2]
STRIDE = 1 if FULL else 61
BEFORE = ["later", *EVERYBODYS]
WITHOUT_HER = [each for each in BEFORE if not each.startswith(HERS)]


def lives(root: Path, what: str, stride: int = STRIDE) -> list[Path]:
    """The folders that were left, in the order of the steps their processes died at."""
    subprocess.run([sys.executable, "-m", "tests.upkeep.kill_child", str(root), what,
                    str(stride)], cwd=REPOSITORY, check=True, timeout=600)
    return sorted((each for each in root.iterdir() if each.name.isdecimal()),
                  key=lambda each: int(each.name))


def started(folder: Path) -> list[str]:
    """What the mirror's next start finds, which must be nothing amiss."""
    with closing(Journal.open(folder / "journal.sqlite3", ManualClock())) as journal:
        assert journal.notice is None, folder
        return sorted(each.uuid for each in journal.sessions())


def are_whole(folder: Path) -> None:
    """Every backup there is can be read back."""
    for file in shelf.backups(folder / "backups"):
        with TemporaryDirectory(dir=folder) as scratch:
            archive.unpack(file, Path(scratch))


def test_a_backup(tmp_path: Path) -> None:
    left = lives(tmp_path, "backup")
    assert len(left) > 40 / STRIDE
    for folder in left:
        assert started(folder) == BEFORE
        are_whole(folder)
        do("backup", folder)
        are_whole(folder)
        assert {each.name for each in folder.iterdir()} >= {"backups", "journal.sqlite3"}
        assert not (folder / ".upkeep").exists()
        assert all(each.name.startswith("mirror-") for each in (folder / "backups").iterdir())


def test_a_restore(tmp_path: Path) -> None:
    left = lives(tmp_path, "restore")
    assert len(left) > 40 / STRIDE
    assert {tuple(started(each)) for each in left} == {tuple(BEFORE), tuple(EVERYBODYS)}
    for folder in left:
        do("restore", folder)
        assert started(folder) == EVERYBODYS
        assert not (folder / ".upkeep").exists()
        # What was done after the backup is still there, under whatever name.
        assert any(held(each) == BEFORE for each in folder.glob("replaced-*/journal.sqlite3"))


def test_a_copy_in_place_of_a_damaged_journal(tmp_path: Path) -> None:
    left = lives(tmp_path, "put", 3 * STRIDE)  # most of it is what a restore does, too
    assert len(left) > 60 / STRIDE
    assert {tuple(started(each)) for each in left} == {("later",), tuple(BEFORE)}
    for folder in left:
        do("put", folder)
        assert started(folder) == BEFORE
        assert not (folder / ".upkeep").exists()


def test_an_erasure(tmp_path: Path) -> None:
    left = lives(tmp_path, "erase")
    assert len(left) > 60 / STRIDE
    assert {tuple(started(each)) for each in left} == {tuple(BEFORE), tuple(WITHOUT_HER)}
    for folder in left:
        with suppress(UpkeepError):  # nothing is kept of her, where it was done
            do("erase", folder)
        do("backup", folder)
        assert started(folder) == WITHOUT_HER
        assert where_is(MARKER, folder) == []
        with TemporaryDirectory(dir=folder) as scratch:
            for number, file in enumerate(shelf.backups(folder / "backups")):
                (each := Path(scratch) / str(number)).mkdir()
                archive.unpack(file, each)
                assert where_is(MARKER, each) == []
