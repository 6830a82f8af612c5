"""Says which backup there is where the journal was damaged."""

import logging
from pathlib import Path

from mirrorapp.events import Notice
from mirrorapp.upkeep import shelf

_log = logging.getLogger(__name__)


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
