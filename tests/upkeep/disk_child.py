"""Backup, restore and erasure on a real small disk, with ever more room left on it.

Run as root of a mount namespace of its own: `python -m tests.upkeep.disk_child FOLDER`.
"""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from mirrorapp.events import MirrorError
from mirrorapp.upkeep import archive, backup, erasing, restoring, shelf
from mirrorapp.upkeep.places import Places
from tests.journal.disk_child import mount
from tests.upkeep.lived_in import EVERYBODYS, HERS, MARKER, NOW, held, live_in, where_is

STEP = 32 * 1024


def fill(film: Path) -> int:
    """Write until the disk is full; how much that took."""
    with film.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return file.tell()


def with_ever_more_room(film: Path, deed: Callable[[], object], after: Callable[[], None]) -> int:
    """Do it until there is room enough for it, and look each time that it fails; how often."""
    failed = 0
    left = fill(film)
    while True:
        try:
            deed()
        except MirrorError as error:
            failed += 1
            assert any(each in str(error) for each in ("room", "full")), error  # noqa: PT017
            after()
        else:
            film.unlink()
            return failed
        left -= STEP
        assert left >= 0
        with film.open("r+b") as file:
            file.truncate(left)


def main(disk: Path) -> None:
    """Raises `AssertionError` where something is lost."""
    mount(disk, "size=3m")
    places, folder = live_in(disk / "state"), disk / "backups"
    first = backup.make(places, folder, keep=1, now=NOW)
    whole, state = first.file.read_bytes(), kept(places)

    def untouched() -> None:
        assert first.file.read_bytes() == whole
        assert kept(places) == state
        assert held_on_a_full_disk(places.journal) == EVERYBODYS
        assert shelf.backups(folder) == [first.file]
        assert not list(places.journal.parent.glob(".upkeep"))

    assert with_ever_more_room(
        disk / "film", lambda: backup.make(places, folder, keep=2, now=NOW), untouched) > 2
    for each in shelf.backups(folder):
        if each != first.file:
            each.unlink()
    assert with_ever_more_room(
        disk / "film", lambda: restoring.restore(places, first.file, now=NOW), untouched) > 2
    assert held(places.journal) == EVERYBODYS
    state = kept(places)
    assert with_ever_more_room(
        disk / "film", lambda: erasing.erase(places, HERS), untouched) > 2
    assert where_is(MARKER, places.journal.parent) == []

    def still_there() -> None:
        assert first.file in shelf.backups(folder)
        assert archive.read_manifest(first.file).sessions in (2, 4)

    assert with_ever_more_room(
        disk / "film", lambda: backup.make(places, folder, keep=90, now=NOW), still_there) > 2
    assert archive.read_manifest(first.file).sessions == 2
    read_only(disk, places, folder)


def held_on_a_full_disk(journal: Path) -> list[str]:
    """As `held`, without the files that SQLite would make beside it."""
    assert not Path(f"{journal}-wal").exists() or not Path(f"{journal}-wal").stat().st_size
    with closing(sqlite3.connect(f"{journal.as_uri()}?immutable=1", uri=True)) as db:
        return [row[0] for row in db.execute("SELECT uuid FROM session ORDER BY uuid")]


def read_only(disk: Path, places: Places, folder: Path) -> None:
    """Nothing can be done there, and that is said."""
    mount(disk, "remount,ro")
    for deed in (lambda: backup.make(places, folder, keep=1, now=NOW),
                 lambda: restoring.restore(places, shelf.backups(folder)[0], now=NOW),
                 lambda: erasing.erase(places, "p1")):
        try:
            deed()
        except MirrorError as error:
            assert "Read-only file system" in str(error)  # noqa: PT017 - not pytest's own process
        else:
            raise AssertionError("it was done on a disk that can't be written")


def kept(places: Places) -> dict[str, bytes]:
    """What may be changed by no failure; a journal that was folded is the same in other bytes."""
    return {name: path.read_bytes() for name, path in places.kept.items()
            if path != places.journal}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
