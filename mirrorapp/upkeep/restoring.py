"""Brings a backup back; what is there is kept aside."""

from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from mirrorapp.clock import Clock
from mirrorapp.coach.profile import Profile
from mirrorapp.journal import copying, files
from mirrorapp.journal.exchange import inwards, outwards
from mirrorapp.journal.exchange.outwards import Selection
from mirrorapp.journal.exchange.people import Profile as Person
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep import archive, erasing, marks
from mirrorapp.upkeep.archive import Manifest
from mirrorapp.upkeep.places import Places, UpkeepError, told

_PERSON = f"{Person.table} "


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
        manifest, copied = _unpacked(places, file, work)
        aside = _aside(places, now)
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


@dataclass
class Fetched:
    """A backup that has been read, all of it, and waits for the journal to be closed; until then
    nobody else has a turn. As a context it is let go of in the end.
    """

    file: Path
    copied: Places
    held: ExitStack

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it."""
        self.held.close()


def fetch(places: Places, file: Path) -> Fetched:
    """Read a backup while the mirror runs; nothing is changed. Raises `UpkeepError`, `Unusable`
    where this backup is at fault, and `JournalError`.
    """
    with told(f"{file.name} can't be restored"), ExitStack() as held:
        _, copied = _unpacked(places, file, held.enter_context(places.turn()))
        return Fetched(file, copied, held.pop_all())


@dataclass(frozen=True, slots=True)
class Placed:
    """Where what was there is now, and what is there alone: what the backup has otherwise, by table
    and key, and how many rows can't be read.
    """

    aside: Path
    otherwise: tuple[str, ...] = ()
    unreadable: int = 0


def put_journal(places: Places, fetched: Fetched, clock: Clock) -> Placed:
    """Put a backup's journal in place, with all that was kept since, and nothing else of it.

    Settings, calibration and outbox are newer, and stay. The mirror has closed its journal. Raises
    `MirrorError`: nothing is changed then.
    """
    copied = fetched.copied
    with told(f"{fetched.file.name} can't be restored"), files.claim(places.journal) as ours:
        if not ours:
            raise UpkeepError("The mirror is running.", "End it, then try again.")
        otherwise, unreadable = _bring_since(places, copied, clock)
        copying.settle(copied.journal)
        aside = _aside(places, clock.now())
        copying.put_database(copied.journal, places.journal, aside / places.journal.name)
        return Placed(aside, otherwise, unreadable)


def _bring_since(places: Places, copied: Places, clock: Clock) -> tuple[tuple[str, ...], int]:
    """What of it the copy has otherwise and keeps so, and how many rows can't be read; of people
    what was answered last is taken.
    """
    since = copied.journal.with_name("since.json")
    with (closing(Journal.open(places.journal, clock)) as there,
          closing(Journal.open(copied.journal, clock)) as back):
        gone_out = outwards.to_json(there, Selection(), since, clock)
        brought = inwards.bring(back, since)
        before = {each.id: each for each in back.profiles()}
        for person in there.profiles():
            back.keep_profile(_later(before[person.id], person))
        otherwise = tuple(each for each in brought.conflicts if not each.startswith(_PERSON))
        return otherwise, gone_out.left_out


def _later(before: Profile, person: Profile) -> Profile:
    """Somebody as they answered last."""
    return replace(person, screening=person.screening or before.screening,
                   acknowledged={**before.acknowledged, **person.acknowledged})


def _unpacked(places: Places, file: Path, work: Path) -> tuple[Manifest, Places]:
    """Without whoever was erased since."""
    manifest, copied = archive.unpack(file, work)
    erased = marks.read(places)
    erasing.from_copy(copied, set(erased) - set(manifest.erased))
    marks.add(places, manifest.erased)
    return manifest, copied


def _aside(places: Places, now: datetime) -> Path:
    aside = files.free_name(str(places.journal.with_name(f"replaced-{now:%Y%m%d-%H%M%S}")))
    aside.mkdir(mode=0o700)
    return aside
