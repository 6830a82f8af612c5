"""A mirror that kills itself with SIGKILL at each statement of a session, one life a statement.

Run as `python -m tests.journal.kill_child FOLDER train|reopen|migrate`. Each life has its own
folder, named by the statement it died at, and notes there each call that returned.
"""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import Change, Measured, Outcome, Planned, SessionRecord
from mirrorapp.journal.store import Journal
from tests.journal.made_up import STARTED, a_calibration, a_check, a_set
from tests.tiers import one_in

STEP_S = 10.0
EACH = one_in(7)
OLD = Path(__file__).parent / "layouts" / "1.sqlite3"
BEGUN = SessionRecord("cut", "p1", "squat", STARTED, planned=(Planned("squat", 2),),
                      changes=(Change(kind="whole_plan", en="All of it.", de="Alles."),))
AS_IT_WAS, ANEW = (replace(BEGUN.measured, calibrations=each) for each in (
    (None,), (None, a_calibration())))
GROWTH = tuple(replace(BEGUN, sets=sets, measured=measured) for sets, measured in (
    ((), Measured()), ((a_set(1),), AS_IT_WAS), ((a_set(2),), AS_IT_WAS), ((a_set(3),), AS_IT_WAS),
    ((a_set(3), a_set(1)), ANEW), ((a_set(3), a_set(2)), ANEW)))
WHOLE = replace(GROWTH[-1], ended=STARTED + timedelta(minutes=5), outcome=Outcome.COMPLETED,
                checks=(a_check(),))


def states() -> list[list[SessionRecord]]:
    """What a journal opened anew must hold after so many calls have returned."""
    cut = [replace(record, ended=STARTED + timedelta(seconds=STEP_S * calls),
                   outcome=Outcome.ABORTED) for calls, record in enumerate(GROWTH, start=1)]
    return [[], *([record] for record in cut), [WHOLE], [WHOLE]]


def train(journal: Journal, clock: ManualClock, returned: Callable[[], None]) -> None:
    """The session, one call every ten seconds, telling which have returned."""
    before = None
    for record in GROWTH:
        clock.sleep(STEP_S)
        if record.measured == before:
            journal.save_set(record.uuid, len(record.sets), record.sets[-1])
        else:
            journal.begin(record)
        before = record.measured
        returned()
    journal.finish(WHOLE)
    returned()
    journal.lay_aside("p1", WHOLE.uuid, "{}")
    returned()


def _die_at(statement: int) -> None:
    """Let this process be killed when SQLite begins its so-manieth statement."""
    statements, connect = count(1), sqlite3.connect

    def look(_: str) -> None:
        if next(statements) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*args: Any, **options: Any) -> sqlite3.Connection:
        db = connect(*args, **options)
        db.set_trace_callback(look)
        return db

    sqlite3.connect = traced


def _live(folder: Path, statement: int, *, trains: bool) -> None:
    clock = ManualClock(epoch=STARTED)
    calls = os.open(folder / "returned", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    _die_at(statement)
    journal = Journal.open(folder / "journal.sqlite3", clock)
    if trains:
        train(journal, clock, lambda: os.write(calls, b"."))
    journal.close()


def in_own_process(life: Callable[[], None]) -> bool:
    """Whether it was killed."""
    child = os.fork()
    if child == 0:
        life()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    assert os.WEXITSTATUS(status) == 0
    return False


def _leave_open(folder: Path) -> None:
    clock = ManualClock(epoch=STARTED)
    train(Journal.open(folder / "journal.sqlite3", clock), clock,
          lambda: os.kill(os.getpid(), signal.SIGKILL) if clock.time_s >= 3 * STEP_S else None)


def main(root: Path, what: str) -> None:
    """Live and die until a life gets to its end; at every third statement, or all with FULL=1."""
    template = root / "template"
    template.mkdir()
    if what == "reopen":
        assert in_own_process(lambda: _leave_open(template))
    elif what == "migrate":
        shutil.copy(OLD, template / "journal.sqlite3")
    for statement in count(1, EACH):
        folder = root / str(statement)
        shutil.copytree(template, folder)
        if not in_own_process(partial(_live, folder, statement, trains=what == "train")):
            break


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
