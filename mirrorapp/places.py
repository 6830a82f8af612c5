"""Where a run keeps things: its journal, its pictures."""

import logging
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mirrorapp.clock import Clock
from mirrorapp.config import Config
from mirrorapp.events import MirrorError, Notice, NoticeBoard
from mirrorapp.journal.guarded import NOTICE_KEY
from mirrorapp.journal.store import Journal

_log = logging.getLogger(__name__)
_JOURNAL = "journal.sqlite3"


@dataclass(frozen=True, slots=True)
class Places:
    """Said in the terminal. `screenshots` None: nowhere. `named`: the journal was asked for."""

    journal: Path
    screenshots: Path | None
    named: bool

    @classmethod
    def of(cls, config: Config, journal: Path | None = None, screenshots: Path | None = None, *,
           demo: bool, unseen: bool) -> "Places":
        """Those that were asked for, or else the usual ones.

        A demo's journal is apart, so that it never enters a trend or a streak; `unseen`: so are
        pictures of a recording that plays without a screen.
        """
        temporary = Path(tempfile.mkdtemp(prefix="mirrorapp-")) if demo else None
        place = journal or (temporary / _JOURNAL if temporary else config.journal.place)
        return cls(place, screenshots or (temporary if unseen else None),
                   named=place in (journal, config.journal.file))


def open_journal(places: Places, clock: Clock, board: NoticeBoard,
                 offer: Callable[[Notice], Notice] = lambda notice: notice) -> Journal:
    """The journal; one in a temporary place, with a notice, where the usual one can't be had.

    A file that was asked for by name is had or refused: that raises `JournalError`. `offer` as in
    `Keeper`.
    """
    try:
        journal = Journal.open(places.journal, clock, later=True)
    except MirrorError as error:
        if places.named:
            raise
        _log.error("%s %s", error.what, error.remedy)
        board.post(Notice(NOTICE_KEY, error.what, error.remedy))
        return Journal.open(Path(tempfile.mkdtemp(prefix="mirrorapp-")) / _JOURNAL, clock)
    if journal.notice is not None:
        board.post(offer(journal.notice) if journal.aside else journal.notice)
    return journal


def make_folder(folder: Path) -> None:
    """For pictures. Raises `MirrorError` where none could be kept in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise MirrorError(f"Screenshots can't be kept in {folder}: {error.strerror}.",
                          "Name another folder with --screenshots.") from None
