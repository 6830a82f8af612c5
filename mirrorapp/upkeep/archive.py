"""A backup: one file (`.tar.gz`) with all that the mirror keeps, and what it must read back as."""

import gzip
import hashlib
import logging
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from mirrorapp import __version__
from mirrorapp.journal import copying, database, schema
from mirrorapp.journal.errors import DamagedJournalError
from mirrorapp.upkeep.places import JOURNAL, Places, UpkeepError

SUFFIX = ".tar.gz"
LARGEST = 4 * 2**30
"""Bytes of a file in it: else a small backup of zeros fills the disk. A journal of many years has a
tenth of that."""
_MANIFEST = "backup.json"
_MANIFEST_MOST = 2**20
_CHUNK = 2**20
_BROKEN = (OSError, EOFError, tarfile.TarError, zlib.error, KeyError, ValueError)
_log = logging.getLogger(__name__)
_QUICK = 3  # gzip: a third larger than at its best, in a quarter of the time


class Unusable(UpkeepError):
    """This backup can't be used."""


class Manifest(BaseModel):
    """What a backup says of itself, as its first member.

    `rows`: of each of the journal's tables. `files`: the SHA-256 of each. `erased`: the marks of
    everybody whom it can't hold any more (`marks`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    made: AwareDatetime
    program: str
    layout: int
    rows: dict[str, int]
    files: dict[str, str]
    erased: tuple[str, ...] = ()

    @property
    def sessions(self) -> int:
        """How many it holds."""
        return self.rows.get("session", 0)


def gather(places: Places, folder: Path) -> tuple[Places, dict[str, int]]:
    """A copy of all that is kept, in `folder`; the rows of the journal's tables.

    The mirror may be running. A damaged outbox is left out. Raises `UpkeepError` where the journal
    is damaged, `JournalError` and `OSError`.
    """
    copied = Places(folder / JOURNAL)
    try:
        database.refuse_newer(copying.layout(places.journal), places.journal)
        rows = _copy(places.journal, copied.journal)
    except DamagedJournalError as error:
        raise UpkeepError(error.what, "Start the mirror: it sets the file aside and begins a new "
                          "one. Earlier backups are kept.") from None
    for outbox in ("outbox", "private_outbox"):
        if getattr(places, outbox).exists():
            try:
                _copy(getattr(places, outbox), getattr(copied, outbox))
            except DamagedJournalError as error:
                _log.warning("%s It is left out.", error.what)
                getattr(copied, outbox).unlink(missing_ok=True)
    for name in ("settings", "calibration"):
        if getattr(places, name).exists():
            shutil.copyfile(getattr(places, name), getattr(copied, name))
    return copied, rows


def _copy(path: Path, to: Path) -> dict[str, int]:
    rows = copying.copy(path, to)
    copying.check(to, rows)
    return rows


def pack(copied: Places, to: Path, rows: dict[str, int], *, made: datetime,
         erased: Iterable[str]) -> Manifest:
    """Write a backup of what was gathered to `to`. Raises `JournalError` and `OSError`."""
    there = {name: path for name, path in copied.kept.items() if path.exists()}
    manifest = Manifest(
        made=made, program=__version__, layout=copying.layout(copied.journal), rows=rows,
        files={name: _digest(path) for name, path in there.items()}, erased=tuple(erased))
    text = manifest.model_dump_json(indent=1).encode()
    to.touch(mode=0o600)
    with tarfile.open(to, "w:gz", compresslevel=_QUICK) as tar:
        head = tarfile.TarInfo(_MANIFEST)
        head.size, head.mtime, head.mode = len(text), int(made.timestamp()), 0o600
        tar.addfile(head, BytesIO(text))
        for name, path in there.items():
            tar.add(path, name, recursive=False)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself. Raises `UpkeepError`; whether it is whole `unpack` finds out.
    """
    with _readable(file), tarfile.open(file, "r:gz") as tar:
        return _manifest(tar)


def unpack(file: Path, folder: Path) -> tuple[Manifest, Places]:
    """Read a backup back into `folder`, and look whether all of it is what was put in.

    The journal must be whole, with all its rows, and its sessions are read, every one. It is
    brought to the present layout. Raises `UpkeepError` where it can't be used, `JournalError`,
    and `OSError` where `folder` has no room.
    """
    copied = Places(folder / JOURNAL)
    with ExitStack() as opened:
        with _readable(file):
            stream = opened.enter_context(gzip.open(file))
            tar = opened.enter_context(tarfile.open(fileobj=stream, mode="r:"))
            manifest = _manifest(tar)
        for name, path in copied.kept.items():
            if name in manifest.files:
                _extract(tar, file, name, path)
                if _digest(path) != manifest.files[name]:
                    raise _unreadable(file, f"{name} is not what was put in")
        with _readable(file):
            while stream.read(_CHUNK):  # to the checksum at its end, which is that of all of it
                pass
    known = len(schema.STEPS)
    if manifest.layout > known:
        raise UpkeepError(f"The backup {file} is of a newer mirrorapp (layout {manifest.layout}, "
                          f"this one knows {known}); nothing was changed.",
                          "Update mirrorapp, then try again.")
    try:
        copying.check(copied.journal, manifest.rows)
        if copied.outbox.exists():
            copying.check(copied.outbox)
        unread = copying.read_all(copied.journal)
        if unread:
            _log.warning("%d sessions in %s can't be read; they are kept as they are.", unread,
                         file)
        copying.settle(copied.journal)
    except DamagedJournalError as error:  # else it is the disk's fault, and the backup may be fine
        raise _unreadable(file, error) from None
    return manifest, copied


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """What goes wrong in here is the backup's fault."""
    try:
        yield
    except _BROKEN as error:
        raise _unreadable(file, error) from None


def _manifest(tar: tarfile.TarFile) -> Manifest:
    head = tar.next()
    content = None if head is None or head.name != _MANIFEST else tar.extractfile(head)
    if content is None:
        raise ValueError("it is no backup of mirrorapp")
    try:
        return Manifest.model_validate_json(content.read(_MANIFEST_MOST))
    except ValidationError:
        raise ValueError("it says nothing of itself that this mirrorapp understands") from None


def _extract(tar: tarfile.TarFile, file: Path, name: str, to: Path) -> None:
    """One member, whatever else is in there and wherever it would go to."""
    to.touch(mode=0o600)
    with _readable(file):
        if tar.getmember(name).size > LARGEST:
            raise ValueError(f"{name} is larger than {LARGEST // 2**30} GB")
        content = tar.extractfile(name)
    if content is None:
        raise _unreadable(file, f"{name} is no file")
    with to.open("wb") as target:
        part = b"-"
        while part:
            with _readable(file):
                part = content.read(_CHUNK)
            target.write(part)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unreadable(file: Path, why: object) -> Unusable:
    if isinstance(why, OSError) and why.strerror:
        why = why.strerror
    return Unusable(f"The backup {file} can't be used: {str(why).rstrip('.')}.",
                    "Nothing was changed. Try another one.")
