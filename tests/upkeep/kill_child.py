"""Makes a backup, restores, puts one in place of a damaged journal, or erases, and is killed at
each step of it, one life a step.

Run as `python -m tests.upkeep.kill_child FOLDER backup|restore|put|erase STRIDE`, where every
STRIDE-th step is tried, and the last. A step is a statement of
SQLite's, or whatever opens, renames, links or removes a file. Each life has its own folder, named
by the step it died at.
"""

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from mirrorapp.clock import ManualClock
from mirrorapp.journal.store import Journal
from mirrorapp.upkeep import backup, erasing, restoring
from mirrorapp.upkeep.places import Places
from tests.journal.kill_child import in_own_process
from tests.upkeep.lived_in import HERS, NOW, live_in, session_of

BACKUP = "mirror-0001-2026-11-30.tar.gz"
FILE_STEPS = ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir")


def prepare(template: Path, *, damaged: bool) -> None:
    """A state folder with a backup, after which something more was done, in a new journal if the
    old one was `damaged`.
    """
    places = live_in(template)
    backup.make(places, template / "backups", keep=3, now=NOW)
    if damaged:
        places.journal.rename(f"{places.journal}.corrupt-20261130-040000")
    with closing(Journal.open(places.journal, ManualClock())) as journal:
        journal.finish(session_of("p1", "later"))


def do(what: str, folder: Path) -> None:
    """What is to be tried, in one of the folders."""
    places = Places(folder / "journal.sqlite3")
    if what == "backup":
        backup.make(places, folder / "backups", keep=3, now=NOW)
    elif what == "restore":
        restoring.restore(places, folder / "backups" / BACKUP, now=NOW)
    elif what == "put":
        with restoring.fetch(places, folder / "backups" / BACKUP) as fetched:
            restoring.put_journal(places, fetched, ManualClock(epoch=NOW))
    else:
        erasing.erase(places, HERS)


def _die_at(step: int, folder: Path) -> None:
    steps, connect = count(1), sqlite3.connect

    def take(_: str) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*args: Any, **options: Any) -> sqlite3.Connection:
        db = connect(*args, **options)
        db.set_trace_callback(take)
        return db

    def look(event: str, args: tuple[object, ...]) -> None:
        if event in FILE_STEPS and args and str(folder) in str(args[0]):
            take(event)

    sqlite3.connect = traced
    sys.addaudithook(look)


def _life(what: str, folder: Path, step: int) -> None:
    _die_at(step, folder)
    do(what, folder)


def main(root: Path, what: str, stride: int) -> None:
    """Live and die until a life gets to its end."""
    template = root / "template"
    prepare(template, damaged=what == "put")
    for step in count(1, stride):
        folder = root / str(step)
        shutil.copytree(template, folder)
        if not in_own_process(partial(_life, what, folder, step)):
            break


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
