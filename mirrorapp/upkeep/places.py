"""Where all that the mirror keeps stands, and whose turn it is to work on it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mirrorapp import settings
from mirrorapp.alignment import station_file
from mirrorapp.config import Config
from mirrorapp.events import MirrorError
from mirrorapp.hub import moving
from mirrorapp.journal import files

JOURNAL = "journal.sqlite3"


class UpkeepError(MirrorError):
    """It can't be done just now; what was there still is."""


@dataclass(frozen=True, slots=True)
class Places:
    """All of it goes by where the journal is."""

    journal: Path

    @classmethod
    def of(cls, config: Config) -> "Places":
        """Those of the mirror with these settings."""
        return cls(config.journal.place.absolute())

    @property
    def settings(self) -> Path:
        return self.journal.with_name(settings.NAME)

    @property
    def calibration(self) -> Path:
        return station_file.path_beside(self.journal, recording=False)

    @property
    def outbox(self) -> Path:
        return self.journal.with_suffix(moving.OUTBOX)

    @property
    def private_outbox(self) -> Path:
        return self.journal.with_suffix(moving.PRIVATE_OUTBOX)

    @property
    def kept(self) -> dict[str, Path]:
        """What a backup holds, by its name there; the journal last.

        Not the private broker's outbox, which is of use to nobody else; nor passwords.
        """
        inside = Places(Path(JOURNAL))
        return {str(getattr(inside, each)): getattr(self, each)
                for each in ("settings", "calibration", "outbox", "journal")}

    def must_be(self) -> None:
        """Raises `UpkeepError` where no mirror has kept anything yet, and `JournalError` where
        that can't be told.
        """
        if not files.is_there(self.journal):
            raise UpkeepError(f"There is no journal {self.journal} yet.",
                              "Start the mirror once, or name its settings with --config.")

    @contextmanager
    def turn(self) -> Iterator[Path]:
        """Have a folder to work in, empty, beside the journal; nobody else has one meanwhile.

        What a killed one left in it is cleared away by the next. Raises `UpkeepError`, and
        `OSError`.
        """
        folder = self.journal.with_name(".upkeep")
        with folder.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UpkeepError("Another backup, restore or erase is under way.",
                                  "Try again when it is done.") from None
            _clear(folder)
            folder.mkdir(mode=0o700)
            try:
                yield folder
            finally:
                _clear(folder)

    @contextmanager
    def alone(self) -> Iterator[Path]:
        """As `turn`, while no mirror runs. Raises `UpkeepError` where one does."""
        with files.claim(self.journal) as ours:
            if not ours:
                raise UpkeepError("The mirror is running.", "End it, then try again.")
            with self.turn() as folder:
                yield folder


def backups_folder(config: Config) -> Path:
    """Where backups go, unless somebody says otherwise."""
    return (config.journal.backups or Places.of(config).journal.with_name("backups")).absolute()


@contextmanager
def told(doing: str) -> Iterator[None]:
    """Let the system's errors out in our words; `doing` says what was to be done."""
    try:
        yield
    except OSError as error:
        where = f" ({os.fsdecode(error.filename)})" if error.filename else ""
        raise UpkeepError(f"{doing}: {error.strerror or error}{where}.",
                          "What was there is still there. Check the disk's room and permissions."
                          ) from None


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
