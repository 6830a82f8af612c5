"""Brokers and homes that misbehave: one line in the log, the state as it was, still connected."""

import json
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Semaphore

import pytest

from mirrorapp.coach.records import SessionRecord
from mirrorapp.config import HubConfig
from mirrorapp.hub import dialer, messenger
from mirrorapp.hub.client import REFUSALS_MOST, Hub
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.inbox import HEARD_MOST
from mirrorapp.hub.link import MESSAGE_MOST
from tests.integration.conftest import TIMEOUT_S, Bench
from tests.integration.odd_broker import Caller, OddBroker, frame

pytestmark = pytest.mark.broker

OWN = "mirrorapp/mirror"
BIRTH = "homeassistant/status"
DISCOVERY = "homeassistant/device/mirror/config"
NOT_UTF8 = b"\xc3\x28\xff"
LARGE = b"x" * 10_000_000


@pytest.fixture
def odd(bare_bench: Bench) -> Iterator[Callable[[Callable[[Caller], None]], OddBroker]]:
    """Starts a broker that does as it is told, which is that of `bare_bench`."""
    with ExitStack() as stack:
        def make(talk: Callable[[Caller], None]) -> OddBroker:
            broker = OddBroker(talk)
            stack.callback(broker.close)
            stack.callback(bare_bench.close)
            bare_bench.config = HubConfig(host="127.0.0.1", port=broker.port)
            return broker
        yield make


def well_behaved(caller: Caller) -> None:
    caller.welcome()
    caller.serve()


def connected(bench: Bench) -> Hub:
    hub = bench.hub()
    assert hub.drained(TIMEOUT_S)
    return hub


def told(broker: OddBroker, topic: str) -> int:
    """How often something was published on `topic` since the last time this was asked."""
    count = 0
    while not broker.told.empty():
        count += broker.told.get()[0] == topic
    return count


# A real mosquitto, and a home that says the wrong things.

@pytest.mark.parametrize("topic", [BIRTH, f"{OWN}/cmd/start", f"{OWN}/cmd/", f"{OWN}/cmd/a/b/c",
                                   f"{OWN}/state", f"{OWN}/availability", DISCOVERY])
def test_nonsense_changes_nothing(bench, listener, topic, caplog):
    hub = connected(bench)
    listener.fence()
    before = len(listener.heard(f"{OWN}/state"))
    for payload in (b"", NOT_UTF8, b"\0", b"[" * 10_000, b"{}", b"1e999", b'"\\ud800"', b"NaN",
                    LARGE):
        listener.client.publish(topic, payload, qos=1).wait_for_publish(TIMEOUT_S)
    assert hub.drained(5)
    assert hub.connected
    assert bench.board.read() == ()
    assert len(listener.heard(f"{OWN}/state")) - before == (
        9 if topic == f"{OWN}/state" else 0), "what was said there, and nothing of the mirror's"
    assert len(caplog.records) <= 9


def test_what_is_refused_is_not_told_of_for_ever(bench, listener, caplog):
    heard = SimpleQueue()
    assert bench.hub(obey=heard.put).drained(5)
    for number in range(HEARD_MOST):
        listener.client.publish(f"{OWN}/cmd/sing{number}", b"\xff" * 1000, qos=1)
    for _ in range(HEARD_MOST):
        heard.get(timeout=TIMEOUT_S)
    listener.say(f"{OWN}/cmd/start", "PRESS")
    assert heard.get(timeout=TIMEOUT_S) == Command(Name.START, "")
    assert len(caplog.records) == REFUSALS_MOST


@pytest.mark.usefixtures("mosquitto")
def test_garbage_that_the_broker_keeps_is_overwritten_and_not_obeyed(bench, listener, listen,
                                                                    record, caplog):
    ours = [f"{OWN}/{each}" for each in ("state", "availability", "session/last")] + [DISCOVERY]
    for topic in [*ours, BIRTH, f"{OWN}/cmd/start", f"{OWN}/cmd/show"]:
        listener.client.publish(topic, b"garbage", qos=1, retain=True).wait_for_publish(TIMEOUT_S)
    hub = bench.hub()
    hub.session_ended(record("a"))
    assert hub.drained(5)
    late = listen(bench.config.port)
    for topic in ours:
        assert late.wait_for(topic).payload != "garbage"
    assert json.loads(late.wait_for(DISCOVERY).payload)["device"]
    assert caplog.records == []


def test_a_broker_that_is_killed_is_told_the_rest_once_it_is_back(bench, listener, mosquitto,
                                                                  record):
    hub = connected(bench)
    hub.session_ended(record("a"))
    listener.wait_for(f"{OWN}/event")
    mosquitto.send_signal(signal.SIGKILL)
    bench.board.wait_for("can't be reached")
    hub.session_ended(record("b", 1))
    mosquitto.stop()
    mosquitto.start()
    bench.board.wait_empty()
    assert hub.drained(TIMEOUT_S)
    # It remembers nothing of before, not even who listened: what it holds is told anew.
    listener.wait(lambda _: '"b"' in listener.heard(f"{OWN}/session/last")[-1])
    listener.wait(lambda _: len(listener.heard(DISCOVERY)) == 2)


# Brokers that are none.

def test_one_that_drops_whom_it_took(odd, bare_bench, caplog):
    broker = odd(lambda caller: None)
    hub = bare_bench.hub()
    bare_bench.board.wait_for("can't be reached")
    assert [broker.calls.get(timeout=TIMEOUT_S) for _ in range(4)] == [5, 4, 5, 4]
    assert len(caplog.records) == 1
    broker.talk = well_behaved
    bare_bench.board.wait_empty()
    assert hub.drained(TIMEOUT_S)


def test_one_that_lets_us_in_and_drops_us(odd, bare_bench, caplog):
    broker = odd(Caller.welcome)
    hub = bare_bench.hub()
    bare_bench.board.wait_for("again and again")
    for _ in range(3):
        broker.calls.get(timeout=TIMEOUT_S)
    broker.talk = well_behaved
    bare_bench.board.wait_empty()
    assert hub.drained(TIMEOUT_S)
    assert len([each for each in caplog.records if each.levelname == "WARNING"]) == 2


def only_v3(caller: Caller) -> None:
    if caller.version == 5:
        caller.send(frame(0x20, b"\0\1"))  # what a broker of 3.1.1 answers to a later version
    else:
        well_behaved(caller)


def v3_or_silence(caller: Caller) -> None:
    if caller.version == 5:
        caller.serve()
    else:
        well_behaved(caller)


@pytest.mark.parametrize("talk", [only_v3, v3_or_silence])
def test_one_that_speaks_the_old_version_only(odd, bare_bench, talk, monkeypatch, caplog):
    monkeypatch.setattr(dialer, "HELLO_TIMEOUT_S", 0.1)
    broker = odd(talk)
    connected(bare_bench)
    assert [broker.calls.get(), broker.calls.get()] == [5, 4]
    assert caplog.records == []


def mutter(*said: tuple[bytes, bytes]) -> Callable[[Caller], None]:
    """Lets who calls in, says all that, and then behaves."""
    def talk(caller: Caller) -> None:
        caller.welcome()
        for topic, payload in said:
            caller.say(topic, payload)
        caller.serve()
    return talk


@pytest.mark.parametrize(("talk", "lines"), [
    (mutter(*[(NOT_UTF8, b"online")] * 50), 1),
    (mutter((b"", b"x"), (b"\0", b"x"), (b"#", b"x"), (b"a" * 65_535, b"x"), (b"$SYS/x", b"x")), 5),
    (mutter(*[(BIRTH.encode(), LARGE)] * 3), 1),
    (mutter(*[(BIRTH.encode(), NOT_UTF8)] * 50), 0)])
def test_messages_that_no_broker_should_pass_on(odd, bare_bench, talk, lines, caplog):
    broker = odd(talk)
    connected(bare_bench)
    assert broker.calls.qsize() == 1
    assert [each.levelname for each in caplog.records] == ["WARNING"] * lines
    assert told(broker, f"{OWN}/state") == 1


def test_an_old_broker_can_not_fill_the_memory_with_what_is_too_large(odd, bare_bench, caplog):
    def talk(caller: Caller) -> None:
        only_v3(caller) if caller.version == 5 else mutter(*[(BIRTH.encode(), LARGE)] * 20)(caller)
    odd(talk)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    connected(bare_bench)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 100_000
    assert "too large" in caplog.text
    assert len(caplog.records) == 1


def test_what_is_just_not_too_large_is_heard(odd, bare_bench, monkeypatch):
    heard = []
    monkeypatch.setattr(messenger.Messenger, "_hear", _also(
        messenger.Messenger._hear, lambda signal: heard.append(getattr(signal, "payload", None))))
    payload = b"x" * MESSAGE_MOST
    odd(mutter((b"t", payload + b"x"), (b"t", payload)))
    connected(bare_bench)
    assert [len(each) for each in heard if each] == [MESSAGE_MOST]


def _also(function, before):
    def both(self, signal):
        before(signal)
        function(self, signal)
    return both


def test_a_flood_starts_nothing_over_and_over(odd, bare_bench, monkeypatch, caplog):
    """Each of these is what Home Assistant says when it has started."""
    monkeypatch.setattr(messenger, "BIRTH_DELAY_S", (0.2, 0.2))
    broker = odd(mutter(*[(BIRTH.encode(), b"online")] * 4_000))
    hub = connected(bare_bench)
    assert hub.connected
    assert broker.calls.qsize() == 1
    assert [each.levelname for each in caplog.records] in ([], ["WARNING"])
    assert told(broker, f"{OWN}/state") < 50


def test_one_that_lets_nobody_listen(odd, bare_bench, caplog):
    def talk(caller: Caller) -> None:
        caller.welcome()
        caller.serve(granted=0x87)
    odd(talk)
    hub = connected(bare_bench)
    bare_bench.board.wait_for("keeps the mirror from some of its topics")
    assert "read mirrorapp/mirror/cmd/+" in caplog.text
    assert hub.connected


def test_one_that_answers_a_thousand_times(odd, bare_bench, caplog):
    def talk(caller: Caller) -> None:
        for _ in range(1000):
            caller.welcome()
        caller.serve()
    broker = odd(talk)
    connected(bare_bench)
    assert told(broker, DISCOVERY) == 1
    assert caplog.records == []


@pytest.mark.parametrize("garbage", [
    b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x30\xff\xff\xff\xff\xff", b"\x00\x00", b"\xff" * 100,
    frame(0x30, b"\xff\xff"), frame(0x40, b""), frame(0x90, b"\0"), frame(0x32, b"\0\1a\0")])
def test_garbage_in_place_of_packets_ends_the_connection_and_no_more(odd, bare_bench, garbage,
                                                                    monkeypatch):
    monkeypatch.setattr(messenger, "ACK_TIMEOUT_S", 0.5)  # some promises a packet that never ends
    left = [garbage, garbage]

    def talk(caller: Caller) -> None:
        caller.welcome()
        if left:
            caller.send(left.pop())
        caller.serve()
    broker = odd(talk)
    hub = bare_bench.hub()
    for _ in range(3):
        broker.calls.get(timeout=TIMEOUT_S)
    assert hub.drained(TIMEOUT_S)
    assert hub.connected
    bare_bench.board.wait_empty()


def test_one_that_is_slow_holds_up_nobody_and_is_told_all_once_and_in_order(
        odd: Callable[[Callable[[Caller], None]], OddBroker], bare_bench: Bench,
        record: Callable[[str], SessionRecord]) -> None:
    """It answers each message when the test lets it; until then it reads no other."""
    answers = Semaphore(0)

    def slow(caller: Caller) -> None:
        caller.welcome()
        caller.serve(before=lambda: answers.acquire(timeout=TIMEOUT_S))

    broker = odd(slow)
    hub = bare_bench.hub()
    sessions = [f"s{number}" for number in range(30)]
    for each in sessions:
        hub.session_ended(record(each))
    assert not hub.drained(0.0)
    assert broker.told.qsize() <= 1, "nobody waited for it"
    answers.release(1000)
    assert hub.drained(TIMEOUT_S)
    assert [json.loads(payload)["uuid"] for topic, payload in told_all(broker)
            if topic == f"{OWN}/event"] == sessions
    assert broker.calls.qsize() == 1, "it was not given up"


def told_all(broker: OddBroker) -> list[tuple[str, bytes]]:
    return [broker.told.get() for _ in range(broker.told.qsize())]
