"""Takes all that is kept of a person off this machine, down to the bytes.

It is taken out of a copy, and that is put in the old file's place: whenever the machine fails, each
file holds either all of it or nothing.
"""

import shutil
import sqlite3
from collections.abc import Collection, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from mirrorapp import whole
from mirrorapp.alignment import station_file
from mirrorapp.alignment.station_file import Record, StationFileError
from mirrorapp.hub import outbox_file
from mirrorapp.journal import copying
from mirrorapp.journal import erasing as from_journal
from mirrorapp.upkeep import archive, marks
from mirrorapp.upkeep.places import Places, UpkeepError, told


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of somebody. `remains`: files of earlier mishaps and changes, which may hold
    them, and go whole.
    """

    profile: str
    sessions: int
    remains: tuple[Path, ...]


def find(places: Places, profile: str) -> Found:
    """What there is to erase. Raises `UpkeepError` where nothing is, or the mirror runs."""
    places.must_be()
    with told(f"{profile} can't be erased"), places.alone() as work:
        copied, _ = archive.gather(places, work)
        return _found(places, copied, profile)


def erase(places: Places, profile: str) -> Found:
    """Erase it, and mark that it is to go from backups, too; what was erased.

    Where the broker retains something of them it is taken back at the mirror's next start. Raises
    `UpkeepError` and `JournalError`: what is not erased then is still whole.
    """
    places.must_be()
    with told(f"{profile} can't be erased"), places.alone() as work:
        copied, _ = archive.gather(places, work)
        found = _found(places, copied, profile)
        marks.add(places, [marks.of(profile)])
        _take_out(copied, [profile])
        for each in found.remains:
            _remove(each)
        for name in ("settings", "calibration"):
            if getattr(copied, name).exists():
                copying.put(getattr(copied, name), getattr(places, name), None)
        for name in ("outbox", "private_outbox", "journal"):  # the journal last: it tells who is
            if getattr(copied, name).exists():
                copying.put_database(getattr(copied, name), getattr(places, name), None)
        return found


def from_copy(copied: Places, erased: Collection[str]) -> None:
    """Take out of what was unpacked everybody whom these marks stand for."""
    _take_out(copied, marks.meant(erased, {*from_journal.people(copied.journal),
                                           *_named(copied.settings)}))


def _found(places: Places, copied: Places, profile: str) -> Found:
    known = from_journal.people(copied.journal)
    if profile not in known and profile not in _named(copied.settings):
        who = ", ".join(sorted({*known, *_named(copied.settings)}))
        raise UpkeepError(f"Nothing is kept of {profile}.",
                          f"Kept is something of: {who}." if who else "Nobody is known yet.")
    return Found(profile, known.get(profile, 0), tuple(_remains(places, copied)))


def _remains(places: Places, copied: Places) -> list[Path]:
    """What the mirror set aside, left when it was killed, or what is damaged."""
    folder, journal, settings = places.journal.parent, places.journal.name, places.settings.name
    film = station_file.path_beside(places.journal, recording=True).name  # knows somebody's height
    patterns = (film, f"{journal}.layout-*", f"{journal}.corrupt-*",
                f"{places.outbox.name}.damaged-*", f"{places.private_outbox.name}.damaged-*",
                f"{settings}.damaged", f".{settings}.*", f".{places.calibration.name}.*",
                "replaced-*")
    damaged = [getattr(places, each) for each in ("outbox", "private_outbox")
               if getattr(places, each).exists() and not getattr(copied, each).exists()]
    return sorted([*damaged, *(found for each in patterns for found in folder.glob(each))])


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _take_out(copied: Places, profiles: Collection[str]) -> None:
    for who in profiles:
        uuids = from_journal.erase(copied.journal, who)
        for outbox in (copied.outbox, copied.private_outbox):
            if outbox.exists():
                _forget(outbox, who, uuids)
        _unname(copied.settings, who)
    if profiles and copied.calibration.exists():
        # How tall the last one was who calibrated; whoever that was, it is asked again.
        station_file.write(copied.calibration, _without_height(copied.calibration))


def _forget(outbox: Path, profile: str, sessions: Collection[str]) -> None:
    try:
        outbox_file.forget(outbox, profile, sessions)
    except sqlite3.Error as error:
        raise UpkeepError(f"The outbox {outbox.name} can't be used: {error}.",
                          "Start the mirror once: it sets a damaged one aside.") from None


def _without_height(calibration: Path) -> Record:
    try:
        return replace(station_file.read(calibration), height_cm=None)
    except StationFileError:
        return Record()


def _named(settings: Path) -> frozenset[str]:
    """Whom `settings.toml` names."""
    return frozenset(_section(_settings(settings), "people"))


def _unname(settings: Path, profile: str) -> None:
    if not settings.exists():
        return
    said = _settings(settings)
    _section(said, "people").pop(profile, None)
    session = _section(said, "session")
    if session.get("profile") == profile:
        del session["profile"]
    whole.write(settings, tomlkit.dumps(said))


def _settings(path: Path) -> tomlkit.TOMLDocument:
    """What is set on the glass; nothing where that can't be read, as the mirror would have it."""
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, TOMLKitError, UnicodeDecodeError):
        return tomlkit.document()


def _section(said: tomlkit.TOMLDocument, name: str) -> MutableMapping[str, Any]:
    section = said.get(name)
    return section if isinstance(section, MutableMapping) else {}
