"""A mirror that is killed at any point, and perhaps again while it makes good for that."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from mirrorapp.clock import SystemClock
from mirrorapp.config import HubConfig
from mirrorapp.hub.client import Hub
from mirrorapp.hub.outbox import Outbox
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper
from tests.integration.conftest import NOTHING
from tests.tiers import FULL

pytestmark = pytest.mark.broker

ROOT = Path(__file__).resolve().parents[2]
STEP = 1 if FULL else 32
"""Every so many points are tried. There are a few hundred; their order is not always the same."""


class Mirrors:
    """Mirrors that live, are killed and live again, each on files of its own."""

    def __init__(self, port, folder):
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("kill_child.py"), str(port), folder],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def live(self, name, point):
        """Whether the mirror was killed."""
        self._process.stdin.write(f"{name} {point}\n")
        self._process.stdin.flush()
        outcome = self._process.stdout.readline()
        assert outcome in ("killed\n", "ended\n")
        return outcome == "killed\n"

    def close(self):
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@pytest.fixture
def listener(mosquitto, listen):
    mosquitto.configure("connection_messages false")  # nobody reads so many lines
    mosquitto.start()
    return listen(mosquitto.port)


@pytest.fixture
def mirrors(mosquitto, listener, tmp_path):
    with closing(Mirrors(mosquitto.port, tmp_path)) as made:
        yield made


def make_good(name, folder, port, board):
    """Start the mirror once more, and leave it alone; the sessions in its journal."""
    clock = SystemClock()
    with (closing(Journal.open(folder / f"{name}.journal", clock)) as journal,
          Outbox(folder / f"{name}.outbox", board, clock) as outbox):
        hub = Hub(HubConfig(host="127.0.0.1", port=port, id=name), outbox, board, clock)
        hub.update(NOTHING)
        hub.start()
        try:
            keeper = Keeper(journal, hub, board, clock)
            keeper.tell_again(journal.recovered)
            assert hub.drained(10)
        finally:
            hub.stop(0.0)  # no goodbye is waited for: what is retained is to be seen
        assert outbox.open_count() == 0
        return journal.sessions()


@pytest.mark.parametrize("times", [1, 2])
def test_nothing_is_lost_wherever_it_is_killed(  # noqa: PLR0917
        mirrors, mosquitto, listener, tmp_path, bench, times):
    kills = {}
    for point in range(times, 2000, STEP):
        name = f"m{point}"
        kills[name] = sum(mirrors.live(name, point) for _ in range(times))
        if not kills[name]:
            break
    assert len(kills) > 200 / STEP
    kept = {name: make_good(name, tmp_path, mosquitto.port, bench.board) for name in kills}
    listener.fence()
    for name, sessions in kept.items():
        assert set((tmp_path / f"{name}.noted").read_text().split()) <= {
            each.uuid for each in sessions}, name
        told = [event["uuid"] for event in map(json.loads, listener.heard(
            f"mirrorapp/{name}/event")) if event["event_type"] != "started"]
        assert list(dict.fromkeys(told)) == [each.uuid for each in sessions], name
        assert max(map(told.count, told), default=0) <= 1 + kills[name], name
        state = json.loads(listener.heard(f"mirrorapp/{name}/state")[-1])
        assert state["last_session"] == (
            sessions[-1].ended.isoformat(timespec="seconds") if sessions else None), name
        last = listener.heard(f"mirrorapp/{name}/session/last")[-1:]
        assert [json.loads(each)["uuid"] for each in last] == [
            each.uuid for each in sessions[-1:]], name
        assert not state["running"], name
        assert listener.heard(f"mirrorapp/{name}/availability")[-2] == "online", name
