"""A process to be killed: a hub that tells one session after the other.

    python hub_child.py PORT OUTBOX COUNT

Prints each session's number once it is on the disk, then waits.
"""

import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mirrorapp.clock import SystemClock
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.client import Hub
from mirrorapp.hub.outbox import Outbox


def main() -> None:
    port, file, count = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    board, clock = NoticeBoard(), SystemClock()
    hub = Hub(HubConfig(host="127.0.0.1", port=port), Outbox(file, board, clock), board, clock)
    hub.start()
    for number in range(count):
        began = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(minutes=number)
        hub.session_ended(SessionRecord(f"s{number}", "p1", "squat", began, ended=began,
                                        outcome=Outcome.ABORTED))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    signal.pause()


if __name__ == "__main__":
    main()
