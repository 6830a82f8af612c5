"""Lives of a mirror before which somebody trains, until it is killed: one for each line read.

    python -m tests.simulate.killed_child FOLDER

Each life has the same journal, and plays sessions as fast as it goes. It says its process id, then
a line for every few pictures; `FOLDER/noted` has what the mirror took note of, as it came.
"""

import gc
import json
import os
import sys
from pathlib import Path

from mirrorapp.clock import ManualClock
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import Phase
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.exercises import catalogue
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.hub.client import Hub
from mirrorapp.hub.outbox import Outbox
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper
from mirrorapp.simulate.play import Room
from mirrorapp.simulate.user import User

FPS = 5.0
TOLD_EACH = 5
SETS, REPS = 3, 2


class Noting(Keeper):
    """Notes what it has kept, each time that it has."""

    noted: int

    def session_started(self, record: SessionRecord) -> None:
        super().session_started(record)
        self._note(record)

    def session_changed(self, record: SessionRecord) -> None:
        super().session_changed(record)
        self._note(record)

    def session_ended(self, record: SessionRecord) -> None:
        super().session_ended(record)
        self._note(record)

    def _note(self, record: SessionRecord) -> None:
        line = json.dumps({"uuid": record.uuid, "sets": [len(each.reps) for each in record.sets],
                           "outcome": record.outcome})
        os.write(self.noted, f"{line}\n".encode())


def live(folder: Path, known: Catalogue) -> None:
    board, clock = NoticeBoard(), ManualClock()
    with Outbox(folder / "outbox", board, clock) as outbox:
        journal = Journal.open(folder / "journal", clock)
        hub = Hub(HubConfig(host="127.0.0.1", port=9), outbox, board, clock)
        keeper = Noting(journal, hub, board, clock)
        keeper.noted = os.open(folder / "noted", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        keeper.tell_again(journal.recovered)
        while True:
            train(keeper, clock, known)


def train(keeper: Keeper, clock: ManualClock, known: Catalogue) -> None:
    """One session, up to its summary."""
    squat = known.exercise("squat")
    briefly = squat.model_copy(update={"dose": squat.dose.model_copy(
        update={"sets": SETS, "reps": REPS, "rest_s": 5.0})})
    plan = Plan(squat, 0, "p1", routine="squat", parts=of_exercise(briefly))
    room = Room(Coach(plan, clock.now, keeper), User(known=known), clock, fps=FPS)
    frames = 0
    while room.turn().state.phase is not Phase.SUMMARY:
        frames += 1
        if frames % TOLD_EACH == 0:
            os.write(1, b".\n")


def main() -> None:
    folder, known = Path(sys.argv[1]), catalogue.read()
    gc.freeze()
    for _ in sys.stdin:
        child = os.fork()  # there are no threads here
        if not child:
            os.write(1, f"{os.getpid()}\n".encode())
            live(folder, known)
        os.waitpid(child, 0)
        os.write(1, b"killed\n")


if __name__ == "__main__":
    main()
