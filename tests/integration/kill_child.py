"""A process whose own children are killed: whole mirrors but for the glass, one for each line.

    python kill_child.py PORT FOLDER

A line `NAME POINT` runs the mirror NAME through some sessions and kills it (SIGKILL) at POINT:
before its POINT-th SQL statement, word to the broker, or word from it, counted together. Prints
`killed`, or `ended` where there are fewer. `NAME.noted` has every session whose beginning or end
the mirror had taken note of.
"""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Any

from mirrorapp.clock import SystemClock
from mirrorapp.coach.records import Outcome, Repetition, RepKnee, SessionRecord, SetRecord
from mirrorapp.coach.state import Phase
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard, Verdict
from mirrorapp.hub.client import Hub
from mirrorapp.hub.link import Link
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.payloads import MirrorState, Told
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper

SESSIONS = 3
HOME = Told(MirrorState())
_KNEE = RepKnee(Verdict.GOOD)
_SET = SetRecord("squat", 1, (Repetition(0.0, 1.0, 2.0, 0.5, True, _KNEE, _KNEE),))


class Fate:
    """Kills this process at the `point`-th call; 0 never does."""

    def __init__(self, point: int) -> None:
        self._left = point
        self._lock = Lock()

    def __call__(self, *_: object) -> None:
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def fateful(*args: Any, **options: Any) -> Any:
            self()
            return function(*args, **options)
        return fateful

    def watch(self) -> None:
        """From now on every statement and every word counts."""
        connect = sqlite3.connect

        def watched(*args: Any, **options: Any) -> sqlite3.Connection:
            db = connect(*args, **options)
            db.set_trace_callback(self)
            return db

        sqlite3.connect = watched
        Link.publish = self.before(Link.publish)  # type: ignore[method-assign]
        Link._on_publish = self.before(Link._on_publish)  # type: ignore[method-assign]


def live(port: int, folder: Path, name: str) -> None:
    """A mirror's life from its start to its end."""
    board, clock = NoticeBoard(), SystemClock()
    noted = os.open(folder / f"{name}.noted", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with (closing(Journal.open(folder / f"{name}.journal", clock)) as journal,
          Outbox(folder / f"{name}.outbox", board, clock) as outbox):
        hub = Hub(HubConfig(host="127.0.0.1", port=port, id=name), outbox, board, clock)
        hub.update(HOME)
        hub.start()
        keeper = Keeper(journal, hub, board, clock)
        keeper.tell_again(journal.recovered)
        for number in range(SESSIONS):
            begun = SessionRecord(f"{os.getpid()}-{number}", "p1", "squat", clock.now())
            keeper.session_started(begun)
            os.write(noted, f"{begun.uuid}\n".encode())
            hub.update(Told(MirrorState(running=True, phase=Phase.ACTIVE)))
            grown = replace(begun, sets=(_SET,))
            keeper.session_changed(grown)
            keeper.session_ended(replace(grown, ended=clock.now(), outcome=Outcome.COMPLETED))
            hub.update(HOME)
        hub.drained(5.0)
        keeper.close()
        hub.stop(2.0)


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    for line in sys.stdin:
        name, point = line.split()
        child = os.fork()  # there are no threads here
        if not child:
            Fate(int(point)).watch()
            live(port, folder, name)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write({0: "ended\n", -signal.SIGKILL: "killed\n"}.get(status, f"{status}\n"))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
