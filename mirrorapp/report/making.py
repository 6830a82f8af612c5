"""From the settings and the journal to the report's file."""

import errno
import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from mirrorapp import whole
from mirrorapp.clock import Clock
from mirrorapp.coach.diary import diary
from mirrorapp.coach.profile import Profile
from mirrorapp.config import Config
from mirrorapp.events import MirrorError
from mirrorapp.exercises import catalogue
from mirrorapp.exercises.words import Name
from mirrorapp.journal import files
from mirrorapp.journal.store import Journal
from mirrorapp.memory import as_set
from mirrorapp.report import page, words
from mirrorapp.report.handover import Kept, handover
from mirrorapp.report.wording import sheet


def make(config: Config, who: str, days: tuple[date, date], out: Path, *, language: str,
         clock: Clock) -> None:
    """Write the report of the profile `who` over `days` (both included, in order) to `out`. Raises
    `MirrorError`; an earlier file is then as it was.
    """
    since, _ = days
    now = clock.now().astimezone()
    if since > now.date():
        raise MirrorError(f"--from {since} is still to come: today is {now.date()}.",
                          "Name a day that has been, or set the clock.")
    look(out)
    put(out, lambda: drawn(config, config.journal.place, who, days, language=language, now=now,
                           clock=clock))


def drawn(config: Config, journal: Path, who: str, days: tuple[date | None, date], *,
          language: str, now: datetime, clock: Clock) -> bytes:
    """The page of the profile `who` over `days` (both included; None: since their first one), from
    `journal`, which somebody may have open. Raises `MirrorError` and `OSError`.
    """
    known = catalogue.read(config.exercises.packs)

    def name_of(slug: str) -> Name | None:
        return known.exercises[slug].name if slug in known.exercises else None

    since, until = days
    found = kept(config, journal, who, clock, since)
    if since is None:
        dated = diary(found.history, now).entries
        since = min((each.day for each in dated), default=until)
    told = handover(found, since, until, now, known)
    return page.pdf(sheet(told, words.load(language, name_of), known, now.date()), now)


def kept(config: Config, path: Path, who: str, clock: Clock, since: date | None = None) -> Kept:
    """What the journal at `path` keeps of somebody; of repetitions before `since` only what a
    report from that day on asks of them. Raises `MirrorError`; no journal is begun for it.
    """
    if not files.is_there(path):
        raise MirrorError(f"There is no journal {path}.",
                          "Train once, or name it under journal.file.")
    with closing(Journal.open(path, clock)) as journal:
        if journal.notice is not None:
            raise MirrorError(journal.notice.what, journal.notice.remedy)
        people = {each.id: each for each in journal.profiles()}
        told = config.everybody.get(who)
        if who not in people and told is None:
            raise MirrorError(f"There is no profile {who!r}.",
                              f"Known are: {', '.join(sorted({*people, *config.everybody}))}.")
        person = people.get(who) or Profile(who)
        count = journal.ended_count(who)  # first: one may end meanwhile, and is not damaged
        history = (journal.history(who) if since is None
                   else journal.history_from(who, _before_anywhere(since)))
        return Kept(person if told is None else as_set(person, told), history,
                    journal.skipped_days(who), journal.screenings(who),
                    journal.acknowledged(who), max(0, count - len(history)))


def _before_anywhere(day: date) -> datetime:
    """No place's `day` begins as early."""
    return datetime.combine(day, time.min, UTC) - timedelta(days=1)


def look(out: Path) -> None:
    """Before anything is read for a report that can be put nowhere. Raises `MirrorError`."""
    if not out.parent.is_dir():
        raise MirrorError(f"There is no folder {out.parent} for the report {out.name}.",
                          "Make it, or name another file with -o.")
    if out.is_dir():
        raise MirrorError(f"{out} is a folder.", "Name a file with -o.")
    if out.exists():
        raise MirrorError(f"{out} is there already, and stays as it is.",
                          "Name another file with -o, or move that one.")


def put(out: Path, made: Callable[[], bytes]) -> None:
    """Whole or not at all. Raises `MirrorError`."""
    try:
        whole.write_bytes(out, made())
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = "the disk is full" if full else error.strerror or os.strerror(error.errno or 0)
        raise MirrorError(f"The report {out} can't be written: {why}.",
                          "Make room, or name another file with -o." if full
                          else "Name another file with -o.") from None

