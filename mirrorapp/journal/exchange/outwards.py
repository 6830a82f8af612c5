"""What of a journal goes out, row by row, as it is at one instant."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mirrorapp import __version__
from mirrorapp.clock import Clock
from mirrorapp.journal import schema
from mirrorapp.journal.errors import JournalError
from mirrorapp.journal.exchange import document, places, sheets, tables
from mirrorapp.journal.exchange.done import Calibration, Session
from mirrorapp.journal.exchange.errors import ExchangeError
from mirrorapp.journal.exchange.keys import Row
from mirrorapp.journal.store import Journal
from mirrorapp.journal.times import iso

_log = logging.getLogger(__name__)

_SESSIONS = """
SELECT id FROM session WHERE (:profile IS NULL OR profile = :profile)
    AND (:first IS NULL OR substr(started, 1, 10) >= :first)
    AND (:last IS NULL OR substr(started, 1, 10) <= :last)
"""
_IN_FORCE = f"""
id IN (SELECT calibration_id FROM session_calibration WHERE session_id IN ({_SESSIONS}))
"""  # noqa: S608 - no user's words
_KNOWN = """
SELECT profile FROM session UNION SELECT id FROM profile UNION SELECT profile FROM screened
UNION SELECT profile FROM acknowledged UNION SELECT profile FROM skipped_day ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose sessions, None: everybody's; begun from `first` to `last`, each as the mirror told the
    day then, both included.
    """

    profile: str | None = None
    first: date | None = None
    last: date | None = None

    @property
    def everything(self) -> bool:
        return (self.profile, self.first, self.last) == (None, None, None)

    def told(self) -> dict[str, str | None]:
        """In plain values, by name."""
        return {"profile": self.profile, "first": _day(self.first), "last": _day(self.last)}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@dataclass
class Outwards:
    """What goes out. `left_out`: rows that can't be read, so far."""

    db: sqlite3.Connection
    selection: Selection
    left_out: int = field(default=0, init=False)

    def sections(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """Each part of the JSON file, in its order."""
        for name, model in document.SECTIONS.items():
            yield name, self.sessions() if model is Session else self._others(model)

    def sessions(self) -> Iterator[Session]:
        """In the order in which they were begun."""
        for row in self.db.execute(f"{_SESSIONS} ORDER BY id", self.selection.told()):
            yield from self._read(Session, "id = ?", (row["id"],))

    def must_know(self) -> None:
        """Raises `ExchangeError` where nothing was ever kept of whose it is to be."""
        known = [row["profile"] for row in self.db.execute(_KNOWN)]
        if self.selection.profile not in (None, *known):
            raise ExchangeError(f"The journal knows no {self.selection.profile!r}.",
                                f"It knows: {', '.join(known) or 'nobody'}.")

    def _others(self, model: type[Row]) -> Iterator[Row]:
        keys = ", ".join(model.identity)
        whose = "id" if "profile" not in model.model_fields else "profile"
        where = f"(:profile IS NULL OR {whose} = :profile)"
        if model is Calibration:
            where = "1" if self.selection.everything else _IN_FORCE
        for row in self.db.execute(
                f"SELECT {keys} FROM {model.table} WHERE {where} ORDER BY {keys}",  # noqa: S608
                self.selection.told()):
            yield from self._read(model, f"({keys}) = ({', '.join('?' * len(row))})", tuple(row))

    def _read(self, model: type[Row], where: str, values: tuple[Any, ...]) -> Iterator[Any]:
        """The row, or nothing: one that can't be read costs only itself."""
        try:
            yield tables.read(self.db, model, where, values)
        except (ValueError, TypeError) as error:
            _log.warning("A %s can't be read: %s", model.table, error)
            self.left_out += 1


@dataclass(frozen=True, slots=True)
class Exported:
    """How much went out, and how many rows were left out because they can't be read."""

    counts: dict[str, int]
    left_out: int


def to_json(journal: Journal, selection: Selection, path: Path, clock: Clock) -> Exported:
    """Write the file whole. Raises `ExchangeError` and `JournalError`: nothing is there then."""
    head = document.Head(mirrorapp_journal=document.SCHEMA, layout=len(schema.STEPS),
                         app=__version__, exported=iso(clock.now()), **selection.told())
    with places.new_file(path) as file, _outwards(journal, selection) as out:
        counts = document.write(file, head, out.sections())
    return Exported(counts, out.left_out)


def to_csv(journal: Journal, selection: Selection, path: Path) -> Exported:
    """Write a folder of sheets and their dictionary, whole. Raises as `to_json`."""
    with places.new_folder(path) as folder, _outwards(journal, selection) as out:
        counts = sheets.write(folder, out.sessions())
    return Exported(counts, out.left_out)


@contextmanager
def _outwards(journal: Journal, selection: Selection) -> Iterator[Outwards]:
    if journal.aside is not None and journal.notice is not None:
        raise JournalError(journal.notice.what, journal.notice.remedy)
    with journal.transaction("DEFERRED") as db:
        out = Outwards(db, selection)
        out.must_know()
        yield out
