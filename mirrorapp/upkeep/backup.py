"""Makes a backup, reads it back, and lets old ones go."""

import logging
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from mirrorapp.journal import copying
from mirrorapp.upkeep import archive, erasing, marks, shelf
from mirrorapp.upkeep.archive import Manifest, Unusable
from mirrorapp.upkeep.places import Places, UpkeepError, told

_PART = ".mirror-backup.part"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """What a run did: the backup, which are gone, and which were written anew without somebody."""

    file: Path
    manifest: Manifest
    gone: tuple[Path, ...] = ()
    rewritten: tuple[Path, ...] = ()


def make(places: Places, where: Path, *, keep: int, now: datetime) -> Made:
    """Make a backup, whether or not the mirror runs: in the folder `where`, or as that file.

    It has its name only once it has been read back whole. In a folder, those that hold somebody
    who was erased since are then written anew without them, and all but the `keep` newest (and the
    fullest, see `shelf`) removed. Raises `UpkeepError` and `JournalError`; what was there stays.
    """
    places.must_be()
    with told(f"No backup could be made in {where}"), places.turn() as work:
        single = _is_file(where)
        if not single:
            where.mkdir(mode=0o700, parents=True, exist_ok=True)
        erased = marks.read(places)
        file = where if single else shelf.next_name(where, now)
        with _scratch(work) as folder:
            manifest = _write(*archive.gather(places, folder), file, work, made=now,
                              erased=erased)
        if single:
            return Made(file, manifest)
        rewritten = _without_the_erased(where, work, erased)
        gone = shelf.superfluous(where, keep)
        for each in gone:
            each.unlink()
        return Made(file, manifest, tuple(gone), rewritten)


def _is_file(where: Path) -> bool:
    if where.is_dir() or not where.name.endswith(archive.SUFFIX):
        return False
    if where.exists():
        raise UpkeepError(f"{where} is there already.", "Name another file, or a folder.")
    return True


def _write(copied: Places, rows: dict[str, int], file: Path, work: Path, *,
           made: datetime, erased: Iterable[str]) -> Manifest:
    """Under another name first, and read back before it gets its own."""
    part = file.with_name(_PART)
    part.unlink(missing_ok=True)
    try:
        manifest = archive.pack(copied, part, rows, made=made, erased=erased)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        with _scratch(work) as folder:
            archive.unpack(part, folder)
        part.replace(file)
        copying.sync(file.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return manifest


def _without_the_erased(folder: Path, work: Path, erased: tuple[str, ...]) -> tuple[Path, ...]:
    """Write those anew that may hold somebody who was erased; one that can't be read is removed."""
    rewritten = []
    for file in shelf.backups(folder):
        try:
            missing = set(erased) - set(archive.read_manifest(file).erased)
            if missing:
                _rewrite(file, work, missing, erased)
                rewritten.append(file)
        except Unusable as error:
            if erased:
                _log.warning("%s It may hold somebody who was erased, and is removed.", error.what)
                file.unlink()
    return tuple(rewritten)


def _rewrite(file: Path, work: Path, missing: Collection[str], erased: tuple[str, ...]) -> None:
    with _scratch(work) as folder:
        manifest, copied = archive.unpack(file, folder)
        erasing.from_copy(copied, missing)
        _write(copied, copying.count(copied.journal), file, work,
               made=manifest.made, erased=erased)


@contextmanager
def _scratch(work: Path) -> Iterator[Path]:
    with TemporaryDirectory(dir=work) as folder:
        yield Path(folder)
