"""Leaves a journal of the present layout: `python -m tests.journal.leave FILE`.

It ends in the middle of a session, as in a power cut. `test_layouts` says what is in it.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import Outcome, SessionRecord, SetRecord
from mirrorapp.journal import schema
from mirrorapp.journal.store import Journal
from tests.journal.made_up import STARTED
from tests.journal.test_layouts import ANNA, a_rep, whole


def leave(path: Path) -> None:
    clock = ManualClock(epoch=STARTED)
    journal = Journal.open(path, clock)
    journal.keep_profile(ANNA)
    journal.skip_day("p1", date(2026, 11, 23))
    journal.finish(whole(len(schema.STEPS)))
    journal.finish(SessionRecord("shown", "p1", "squat", STARTED + timedelta(hours=1), demo=True,
                                 ended=STARTED + timedelta(hours=2), outcome=Outcome.ABORTED))
    clock.sleep(86400)
    journal.begin(SessionRecord("cut", "p1", "squat", clock.now()))
    clock.sleep(60)
    journal.save_set("cut", 1, SetRecord("squat", 5, (a_rep(1),)))
    journal.close()


if __name__ == "__main__":
    leave(Path(sys.argv[1]))
