"""The folder of backups: which there are, which go.

They are numbered, for a clock may be wrong: the highest number is the newest.
"""

import logging
import re
from datetime import datetime
from pathlib import Path

from mirrorapp.upkeep import archive
from mirrorapp.upkeep.archive import Manifest
from mirrorapp.upkeep.places import UpkeepError

_log = logging.getLogger(__name__)
_NAME = re.compile(r"mirror-(\d{4,})-\d{4}-\d\d-\d\d" + re.escape(archive.SUFFIX))


def backups(folder: Path) -> list[Path]:
    """Those in a folder, newest first."""
    if not folder.is_dir():
        return []
    return sorted((each for each in folder.iterdir() if _NAME.fullmatch(each.name)),
                  key=_number, reverse=True)


def next_name(folder: Path, now: datetime) -> Path:
    """What the next one is to be called."""
    newest = backups(folder)[:1]
    return folder / (f"mirror-{1 + (_number(newest[0]) if newest else 0):04d}-{now:%Y-%m-%d}"
                     f"{archive.SUFFIX}")


def with_sessions(folder: Path) -> list[tuple[Path, Manifest]]:
    """Those that hold a session, as far as they say of themselves, newest first; none where the
    folder can't be read.
    """
    try:
        there = backups(folder)
    except OSError as error:  # the mirror asks at every start, and must go on
        _log.warning("The backups in %s can't be looked for: %s", folder, error.strerror)
        return []
    return [(each, manifest) for each in there
            if (manifest := _manifest(each)) is not None and manifest.sessions]


def superfluous(folder: Path, keep: int) -> list[Path]:
    """Those that may go: all but the `keep` newest and whichever holds the most sessions.

    The latter, for after a mishap every new one may hold next to nothing. What can't be read is
    not counted, and stays.
    """
    held = [(each, manifest.sessions) for each in backups(folder)
            if (manifest := _manifest(each)) is not None]
    fullest = max(held, key=lambda each: each[1], default=None)  # the newest of several
    return [each for each, sessions in held[keep:] if (each, sessions) != fullest]


def _manifest(file: Path) -> Manifest | None:
    try:
        return archive.read_manifest(file)
    except UpkeepError:
        return None


def _number(file: Path) -> int:
    found = _NAME.fullmatch(file.name)
    assert found is not None  # noqa: S101 - it is one of ours
    return int(found[1])
