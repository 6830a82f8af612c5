"""Brings a backup back; what is there is kept aside."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mirrorapp.journal import copying, files
from mirrorapp.upkeep import archive, erasing, marks
from mirrorapp.upkeep.archive import Manifest
from mirrorapp.upkeep.places import Places, UpkeepError, told


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, by name, and where what was there is now; None: nothing was."""

    manifest: Manifest
    names: tuple[str, ...]
    aside: Path | None


def restore(places: Places, file: Path, *, now: datetime) -> Restored:
    """Put what a backup holds in place, once all of it has been read.

    The outbox only where there is none: one that is there knows better what the broker was told.
    Whoever was erased since does not come back. The journal goes last; until then the old one is in
    force, and there is a whole one at every moment.

    Raises `UpkeepError` where the mirror runs or the backup can't be used, and `JournalError`:
    nothing that was there is lost then, and the same call may be made again.
    """
    if not file.is_file():
        raise UpkeepError(f"There is no backup {file}.", "Look where it is, or name another one.")
    with told(f"{file.name} can't be restored"), places.alone() as work:
        manifest, copied = archive.unpack(file, work)
        erased = marks.read(places)
        erasing.from_copy(copied, set(erased) - set(manifest.erased))
        marks.add(places, manifest.erased)
        aside = files.free_name(str(places.journal.with_name(f"replaced-{now:%Y%m%d-%H%M%S}")))
        aside.mkdir(mode=0o700)
        done = []
        for name, path in places.kept.items():
            new = copied.kept[name]
            if not new.exists() or (path == places.outbox and path.exists()):
                continue
            put = copying.put_database if path == places.journal else copying.put
            put(new, path, aside / path.name)
            done.append(name)
        if not any(aside.iterdir()):
            aside.rmdir()
        return Restored(manifest, tuple(done), aside if aside.exists() else None)
