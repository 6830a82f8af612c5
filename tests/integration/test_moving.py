"""A hub that goes from broker to broker while the mirror runs: real ones."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mirrorapp.clock import SystemClock
from mirrorapp.config import HubConfig
from mirrorapp.hub import broker as brokers
from mirrorapp.hub import dialer, moving
from mirrorapp.hub.broker import BrokerError
from mirrorapp.hub.moving import OUTBOX, PRIVATE_OUTBOX, Mover
from mirrorapp.hub.payloads import MirrorState, Person, PersonState, Told
from tests.integration.conftest import NOTHING, TIMEOUT_S, Listener, Mosquitto, WatchedBoard

pytestmark = pytest.mark.broker

ROOT, DISCOVERY = "mirrorapp/mirror", "homeassistant/device/mirror/config"
SHARING = Told(MirrorState(), {"p1": "Anna"}, people={"p1": Person(PersonState(pain=2))})
NOBODY = HubConfig(host="127.0.0.1", port=9)
PRIVATE = HubConfig()


@pytest.fixture
def other(mosquitto_program: Path, tmp_path: Path) -> Iterator[Mosquitto]:
    """A second broker, which runs."""
    folder = tmp_path / "other"
    folder.mkdir()
    made = Mosquitto(mosquitto_program, folder)
    made.start()
    yield made
    made.stop()


class Run:
    """A mirror's hub with its settings, and one event for each arrival."""

    def __init__(self, folder: Path, config: HubConfig, told: Told = NOTHING) -> None:
        self.board = WatchedBoard()
        self.mover = Mover(config, folder / "journal.sqlite3", self.board, SystemClock())
        self.hub = self.mover.hub
        self.hub.update(told)
        self.hub.start()

    def go(self, config: HubConfig) -> None:
        """Go there, and wait until that is where the hub dials."""
        arrived = threading.Event()
        self.mover.follow(config, arrived.set)
        assert arrived.wait(TIMEOUT_S)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Run]]:
    monkeypatch.setattr(dialer, "RECONNECT_S", (0.05, 0.4))
    monkeypatch.setattr(moving, "_DRAIN_S", 2.0)
    runs = []

    def start(config: HubConfig, told: Told = NOTHING) -> Run:
        runs.append(Run(tmp_path, config, told))
        return runs[-1]
    yield start
    for each in runs:
        each.mover.close()


def at(broker: Mosquitto, **more: object) -> HubConfig:
    return HubConfig.model_validate({"host": "127.0.0.1", "port": broker.port, **more})


def test_from_one_broker_to_another(run, listener, mosquitto, other, listen):
    """The old one is left offline, the new one has all of it, and hears what comes next."""
    it = run(at(mosquitto))
    assert it.hub.drained(5)
    it.go(at(other))
    assert it.hub.drained(5)
    assert listener.wait_for(f"{ROOT}/availability", "offline")
    new = listen(other.port)
    new.wait_for(f"{ROOT}/availability", "online")
    new.wait_for(DISCOVERY)
    new.wait_for(f"{ROOT}/state")
    listener.fence()
    assert listener.heard(DISCOVERY)[-1] != "", "it may be the same broker by another name"
    assert it.board.read() == ()
    assert it.mover.at == it.mover.heading == at(other)


def test_the_same_broker_by_another_name_has_it_online_in_the_end(run, listener, mosquitto):
    it = run(at(mosquitto))
    assert it.hub.drained(5)
    it.go(at(mosquitto, host="localhost"))
    assert it.hub.drained(5)
    listener.fence()
    assert listener.heard(f"{ROOT}/availability") == ["online", "offline", "online"]
    assert "" not in listener.heard(DISCOVERY)


def test_what_an_absent_broker_is_owed_the_next_one_gets(run, other, listen, record):
    new = listen(other.port)
    it = run(NOBODY)
    it.board.wait_for("can't be reached")
    it.hub.session_ended(record("a"))
    it.go(at(other))
    it.hub.session_ended(record("b", 5))
    assert it.hub.drained(5)
    new.fence()
    assert [json.loads(each)["uuid"] for each in new.heard(f"{ROOT}/event")] == ["a", "b"]
    assert it.board.read() == ()
    assert it.mover._outboxes[OUTBOX].open_count() == 0


def test_what_is_owed_to_the_home_goes_to_no_private_broker(run, mosquitto, listener, record):
    it = run(NOBODY)
    it.hub.session_ended(record("a"))
    it.go(PRIVATE)
    assert it.hub.drained(5)
    it.hub.session_ended(record("b", 5))
    assert it.hub.drained(5)
    home, private = (it.mover._outboxes[each] for each in (OUTBOX, PRIVATE_OUTBOX))
    assert [row.session for row in home.pending()] == ["a"]
    assert private.open_count() == 0
    it.go(at(mosquitto))
    assert it.hub.drained(5)
    listener.fence()
    assert [json.loads(each)["uuid"] for each in listener.heard(f"{ROOT}/event")] == ["a"]
    assert home.open_count() == 0


def test_who_wants_no_broker_any_more_leaves_nothing_behind(run, listener, mosquitto, listen):
    it = run(at(mosquitto), SHARING)
    assert it.hub.drained(5)
    listener.wait_for(f"{ROOT}/p/p1/state")
    it.go(PRIVATE)
    listener.wait_for(f"{ROOT}/availability", "offline")
    listener.wait_for(DISCOVERY, "")
    late = listen(mosquitto.port)
    late.fence()
    kept = {each.topic: each.payload for each in late.wait(lambda heard: heard)}
    kept.pop("mirrorapp/fence")
    assert kept == {f"{ROOT}/availability": "offline"}


def test_a_private_broker_ends_when_it_is_left_and_another_begins(run, other):
    it = run(PRIVATE)
    assert it.hub.drained(5)
    first = it.mover.at
    it.go(at(other))
    assert it.hub.drained(5)
    assert not answers(first.port)
    it.go(PRIVATE)
    assert it.hub.drained(5)
    assert answers(it.mover.at.port)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_newest_wish_wins(run, mosquitto, other):
    mosquitto.start()
    it = run(NOBODY)
    for _ in range(3):
        it.mover.follow(at(mosquitto))
    it.go(at(other))
    assert it.hub.drained(5)
    assert it.mover.at == at(other)


def test_the_same_again_changes_nothing(run, mosquitto, listener):
    it = run(at(mosquitto))
    assert it.hub.drained(5)
    it.mover.follow(at(mosquitto))
    it.mover._worker.submit(lambda: None).result(TIMEOUT_S)
    listener.fence()
    assert listener.heard(f"{ROOT}/availability") == ["online"]


def test_no_broker_for_no_broker_changes_nothing(run):
    it = run(PRIVATE)
    before = it.mover.at
    it.mover.follow(HubConfig(port=1884))
    it.mover._worker.submit(lambda: None).result(TIMEOUT_S)
    assert it.mover.at == before
    assert it.mover.heading == HubConfig(port=1884)


def test_without_a_private_broker_it_stays_and_says_so(run, mosquitto, listener, monkeypatch):
    it = run(at(mosquitto))
    assert it.hub.drained(5)

    def none(*_: object) -> None:
        raise BrokerError("No private broker could be started.", "Install mosquitto.")
    monkeypatch.setattr(brokers.PrivateBroker, "__enter__", none)
    it.mover.follow(PRIVATE)
    it.board.wait_for("No private broker")
    it.mover._worker.submit(lambda: None).result(TIMEOUT_S)
    assert it.hub.connected
    assert it.mover.heading == at(mosquitto)
    monkeypatch.undo()
    it.go(PRIVATE)
    it.board.wait_empty()


def test_a_demo_moves_under_its_own_name(tmp_path, listener, mosquitto):
    mover = Mover(PRIVATE, tmp_path / "journal.sqlite3", WatchedBoard(), SystemClock(), demo=True)
    mover.hub.update(NOTHING)
    mover.hub.start()
    mover.follow(at(mosquitto))
    listener.wait_for("mirrorapp/mirror-demo/availability", "online")
    mover.close()
    assert listener.heard(f"{ROOT}/availability") == []


def test_nothing_stays_where_it_can_not_begin(tmp_path, monkeypatch):
    def none(*_: object) -> None:
        raise BrokerError("No private broker could be started.", "Install mosquitto.")
    monkeypatch.setattr(brokers.PrivateBroker, "__enter__", none)
    with pytest.raises(BrokerError):
        Mover(PRIVATE, tmp_path / "journal.sqlite3", WatchedBoard(), SystemClock())
    assert not [each for each in threading.enumerate() if each.name.startswith("mover")]


def test_commands_of_the_new_broker_are_obeyed(tmp_path, listener: Listener, mosquitto):
    obeyed = threading.Event()
    mover = Mover(NOBODY, tmp_path / "journal.sqlite3", WatchedBoard(), SystemClock())
    mover.hub.update(NOTHING)
    mover.hub.start(lambda _: obeyed.set())
    mover.follow(at(mosquitto))
    listener.wait_for(f"{ROOT}/state")
    listener.say(f"{ROOT}/cmd/start", "")
    assert obeyed.wait(TIMEOUT_S)
    mover.close()
