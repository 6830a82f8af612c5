"""Many mirrors on one broker that restarts while they tell of their sessions.

    python -m tests.integration.scale [--mirrors 100] [--sessions 50] [--restarts 3]

Every mirror is a hub with an outbox of its own. The broker stops while half of them have just
told of a session, and starts when the others have; then every other mirror is waited for. Says
what was lost (nothing may be), and what came again.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mirrorapp.clock import SystemClock
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.broker import find_mosquitto
from mirrorapp.hub.client import Hub
from mirrorapp.hub.courier import WINDOW
from mirrorapp.hub.outbox import Outbox
from tests.integration.conftest import NOTHING, Listener, Mosquitto

_BEGAN = datetime(2026, 11, 21, tzinfo=UTC)
_PATIENCE_S = 120.0
_MANY = ("connection_messages false", "max_queued_messages 0")
"""Nobody reads so many lines; and what the listener misses during a restart waits for it whole."""


@dataclass(frozen=True)
class Scale:
    """How much of it."""

    mirrors: int
    sessions: int
    restarts: int

    @property
    def names(self) -> list[str]:
        return [f"m{number}" for number in range(self.mirrors)]


@dataclass(frozen=True)
class Result:
    """What came of it: sessions in all, those never heard or out of order, and those heard again.

    `most`: how often the one that came most often came. `stale`: mirrors of which something wrong
    is retained.
    """

    told: int
    lost: int
    disordered: int
    again: int
    most: int
    stale: int
    seconds: float

    def good(self, scale: Scale) -> bool:
        """Whether what is promised was kept."""
        return (self.lost == self.disordered == self.stale == 0
                and self.most <= 1 + scale.restarts
                and self.again <= WINDOW * scale.mirrors * scale.restarts)


def run(scale: Scale, program: Path, folder: Path) -> Result:
    """Let them all tell, with the broker's `program`, and see what was heard."""
    start_s = time.monotonic()
    with ExitStack() as stack:
        broker = Mosquitto(program, folder)
        broker.configure(*_MANY)
        stack.callback(broker.stop)
        broker.start()
        listener = stack.enter_context(closing(Listener(broker.port)))
        hubs = [_hub(stack, name, broker.port, folder) for name in scale.names]
        _tell(scale, hubs, broker)
        _wait(hubs)
        listener.fence()
        late = stack.enter_context(closing(Listener(broker.port)))
        late.fence()
        return _judge(scale, listener, late, time.monotonic() - start_s)


def _hub(stack: ExitStack, name: str, port: int, folder: Path) -> Hub:
    board, clock = NoticeBoard(), SystemClock()
    outbox = stack.enter_context(Outbox(folder / f"{name}.outbox", board, clock))
    hub = Hub(HubConfig(host="127.0.0.1", port=port, id=name), outbox, board, clock)
    hub.update(NOTHING)
    hub.start()
    stack.callback(hub.stop, 5.0)
    return hub


def _tell(scale: Scale, hubs: list[Hub], broker: Mosquitto) -> None:
    pauses = {(1 + each) * scale.sessions // (1 + scale.restarts)
              for each in range(scale.restarts)}
    for number in range(scale.sessions):
        for index, hub in enumerate(hubs):
            if number in pauses and index == len(hubs) // 2:
                broker.stop()
            began = _BEGAN + timedelta(minutes=number)
            hub.session_ended(SessionRecord(
                f"{scale.names[index]}-{number}", "p1", "squat", began, ended=began,
                outcome=Outcome.COMPLETED))
        if number in pauses:
            broker.start()
            _wait(hubs[::2])


def _wait(hubs: list[Hub]) -> None:
    for hub in hubs:
        if not hub.drained(_PATIENCE_S):
            raise TimeoutError("a mirror did not get rid of its sessions")


def _judge(scale: Scale, listener: Listener, late: Listener, seconds: float) -> Result:
    lost = disordered = stale = 0
    told: Counter[str] = Counter()
    for name in scale.names:
        wanted = [f"{name}-{number}" for number in range(scale.sessions)]
        heard = _uuids(listener.heard(f"mirrorapp/{name}/event"))
        told.update(heard)
        lost += len(set(wanted) - set(heard))
        disordered += list(dict.fromkeys(heard)) != wanted
        stale += (_uuids(late.heard(f"mirrorapp/{name}/session/last")) != wanted[-1:]
                  or late.heard(f"mirrorapp/{name}/availability") != ["online"])
    return Result(scale.mirrors * scale.sessions, lost, disordered, told.total() - len(told),
                  max(told.values(), default=0), stale, round(seconds, 1))


def _uuids(payloads: list[str]) -> list[str]:
    return [json.loads(each)["uuid"] for each in payloads]


def main() -> int:
    parser = argparse.ArgumentParser(description="Many mirrors on one broker that restarts.")
    parser.add_argument("--mirrors", type=int, default=100)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--restarts", type=int, default=3)
    scale = Scale(**vars(parser.parse_args()))
    logging.disable(logging.WARNING)  # of each mirror, that its hub is away
    program = find_mosquitto()
    if program is None:
        sys.exit("mosquitto is not installed")
    with tempfile.TemporaryDirectory() as folder:
        result = run(scale, program, Path(folder))
    sys.stdout.write(f"{scale}\n{result}\n")
    return 0 if result.good(scale) else 1


if __name__ == "__main__":
    sys.exit(main())
