"""Says which backup there is where the journal was damaged."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mirrorapp.config import Config
from mirrorapp.events import Notice
from mirrorapp.upkeep import shelf
from mirrorapp.upkeep.places import Places, backups_folder

_log = logging.getLogger(__name__)

Offer = Callable[[Notice], Notice]


def of(config: Config, journal: Path) -> Offer:
    """What else a notice that this journal is damaged says: which backup there is of it, if any."""
    if journal.absolute() != Places.of(config).journal:
        return lambda notice: notice
    return partial(with_backup, folder=backups_folder(config))


def with_backup(notice: Notice, folder: Path) -> Notice:
    """In place of a notice that the journal was damaged: how to have the newest backup back, if
    there is one. What it says of itself is believed here; restoring reads all of it.
    """
    found = shelf.newest(folder)
    if found is None:
        return notice
    file, manifest = found
    remedy = (f"There is a copy of {manifest.made:%Y-%m-%d}: end the mirror, then run "
              f"mirrorapp restore {file.name}")
    _log.warning("%s (%d sessions)", remedy, manifest.sessions)
    return Notice(notice.key, "The journal was damaged. A new one is begun.", remedy)
