"""A mirror's hub in a process of its own: to be killed, or to be of another version.

    python mirror_child.py PORT ID OUTBOX VERSION

Says so once the broker has everything, then waits.
"""

import signal
import sys
from pathlib import Path

import mirrorapp


def main() -> None:
    port, name, file, mirrorapp.__version__ = sys.argv[1:]
    # Only now: the discovery takes the version with it when it is imported.
    from mirrorapp.clock import SystemClock
    from mirrorapp.config import HubConfig
    from mirrorapp.events import NoticeBoard
    from mirrorapp.hub.client import Hub
    from mirrorapp.hub.outbox import Outbox
    from tests.homeassistant.mirrors import told

    board, clock = NoticeBoard(), SystemClock()
    with Outbox(Path(file), board, clock) as outbox:
        hub = Hub(HubConfig(host="127.0.0.1", port=int(port), id=name), outbox, board, clock)
        hub.start()
        hub.update(told())
        sys.stdout.write(f"{hub.drained(10.0)}\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGTERM})
        hub.stop()


if __name__ == "__main__":
    main()
