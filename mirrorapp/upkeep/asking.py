"""Asks on the glass whether a backup is to take the place of a journal that was damaged."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Thread

from mirrorapp.clock import Clock
from mirrorapp.config import Config
from mirrorapp.events import Notice
from mirrorapp.journal import copying, files
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.exchange.errors import ExchangeError
from mirrorapp.ui.offered import Copy, Offer, Trouble
from mirrorapp.upkeep import offering, restoring, shelf
from mirrorapp.upkeep.archive import Manifest, Unusable
from mirrorapp.upkeep.places import Places, UpkeepError, backups_folder
from mirrorapp.upkeep.restoring import Fetched, Placed

_log = logging.getLogger(__name__)
_ANSWERED = ".answered"
"""Behind the name of a damaged file: nobody is asked about it again."""
_STAMP = "%Y%m%d-%H%M%S"

Start = Callable[[Callable[[], None]], None]


def _on_a_thread(work: Callable[[], None]) -> None:
    Thread(target=work, name="copy", daemon=True).start()


class Asking:
    """A `ui.offered.Offering`. What was damaged lies beside the journal until it is erased, and
    the question stands, over restarts, until it is answered.

    `journal`: where this run keeps it; of another one than the settings' there are no backups.
    `file`: the settings that were named, None for the usual ones. `silent`: nobody is there to be
    asked. `start` does work without waiting for it.
    """

    def __init__(self, config: Config, journal: Path, clock: Clock, *, file: Path | None = None,
                 silent: bool = False, start: Start = _on_a_thread) -> None:
        self._places = Places.of(config)
        self._folder = backups_folder(config)
        self._ours = journal.absolute() == self._places.journal
        self._clock = clock
        self._file = file
        self._silent = silent
        self._start = start
        self._left: list[tuple[Path, Manifest]] = []
        self._offer: Offer | None = None
        self._fetched: Fetched | None = None

    @property
    def offer(self) -> Offer | None:
        return self._offer

    @property
    def chosen(self) -> bool:
        """Whether a copy has been read and takes the journal's place once that is closed."""
        return self._fetched is not None

    def look(self) -> None:
        """See whether there is something to ask; from any thread."""
        asides = _unanswered(self._places.journal)
        if self._silent or not self._ours or not asides:
            return
        self._left = _made_before(asides[-1], shelf.with_sessions(self._folder))
        if self._left:
            self._offer = Offer(_copy(self._left[0][1]))

    def told(self, notice: Notice) -> Notice:
        """The journal was damaged, as `notice` says: what else there is to say of it."""
        self.look()
        if not self._ours:
            return notice
        return offering.with_backup(notice, self._folder, self._file)

    def use(self) -> None:
        if self._offer is None or self._offer.copy is None or self._offer.fetching:
            return
        self._offer = replace(self._offer, fetching=True, trouble=None)
        self._start(self._fetch)

    def go_on(self) -> None:
        if self._offer is None or self._offer.fetching:
            return
        self._offer = None
        self._answered()

    def put(self) -> None:
        """Put the copy that was chosen in place, with what was done since; the journal is closed.

        Raises `MirrorError`: the journal is as it was then, and it is asked again.
        """
        if self._fetched is not None:
            with self._fetched as fetched:
                placed = self._put(fetched)
            _log.warning("%s has taken the journal's place; what was there is in %s.",
                         fetched.file.name, placed.aside)
            for each in placed.otherwise:
                _log.warning("The copy has %s otherwise, and keeps it so; yours is in %s.",
                             each, placed.aside)
            if placed.unreadable:
                _log.warning("%d of what was done since can't be read, and stays in %s.",
                             placed.unreadable, placed.aside)
            self._answered()

    def _put(self, fetched: Fetched) -> Placed:
        """What goes wrong there is worded for the terminal, but stands on the glass here."""
        try:
            return restoring.put_journal(self._places, fetched, self._clock)
        except (UpkeepError, ExchangeError) as error:
            _log.error("%s %s", error.what, error.remedy)
            raise JournalError("The copy can't take the journal's place.",
                               "The journal is as it was. Check the disk's room and permissions; "
                               "you are asked again.") from error

    def _fetch(self) -> None:
        file, _ = self._left[0]
        try:
            self._fetched = restoring.fetch(self._places, file)
        except Unusable as error:
            _log.error("%s", error)
            self._left = self._left[1:]
            copy = _copy(self._left[0][1]) if self._left else None
            self._offer = Offer(copy, Trouble.UNREADABLE)
        except Exception:  # whatever it is: the glass must not wait for ever
            _log.exception("%s can't be fetched.", file)
            self._offer = Offer(_copy(self._left[0][1]), Trouble.FAILED)

    def _answered(self) -> None:
        """On a disk that can't be written it is asked again at the next start."""
        with suppress(OSError):
            for each in _unanswered(self._places.journal):
                Path(f"{each}{_ANSWERED}").touch(mode=0o600)
            copying.sync(self._places.journal.parent)


def _unanswered(journal: Path) -> list[Path]:
    """Damaged files that nobody has been asked about to the end, the oldest first; none where the
    folder can't be looked into, for the mirror goes on without.
    """
    try:
        found = {each.name for each in journal.parent.glob(f"{journal.name}.corrupt-*")}
    except OSError:
        return []
    return sorted(journal.with_name(name) for name in found
                  if not name.endswith((*files.PARTS[1:], _ANSWERED))
                  and f"{name}{_ANSWERED}" not in found)


def _made_before(aside: Path, backups: list[tuple[Path, Manifest]]) -> list[tuple[Path, Manifest]]:
    """Those of before the damage was found, the newest first; all, where the clock leaves none."""
    stamp = aside.name.partition(".corrupt-")[2]
    with suppress(ValueError):
        when = datetime.strptime(stamp[:15], _STAMP)
        before = [each for each in backups
                  if each[1].made.astimezone().replace(tzinfo=None) <= when]
        return before or backups
    return backups


def _copy(manifest: Manifest) -> Copy:
    return Copy(manifest.made.date(), manifest.sessions)
