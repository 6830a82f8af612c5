"""What the broker is told and holds after a full disk, a week offline, restarts, a wrong clock.

Promised is at least once: in order, and each session once more only for each connection or mirror
that ended while it was in flight. Whoever tells them apart by their UUID has each exactly once.
"""

import json
import resource
import signal
import subprocess
from collections import Counter
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.hub import dialer, messenger
from mirrorapp.hub.courier import WINDOW
from mirrorapp.hub.outbox import Outbox
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper

pytestmark = pytest.mark.broker

AVAILABILITY = "mirrorapp/mirror/availability"
STATE = "mirrorapp/mirror/state"
EVENT = "mirrorapp/mirror/event"
LAST = "mirrorapp/mirror/session/last"
DISCOVERY = "homeassistant/device/mirror/config"
RETAINED = (DISCOVERY, AVAILABILITY, STATE, LAST)


def nobody(_profile):
    """Who shares their health."""
    return False


def uuids(payloads):
    return [json.loads(each)["uuid"] for each in payloads]


def ended(listener, *, again=True):
    """UUIDs of the sessions that were told to have ended, as often as they were."""
    return uuids(each for each in listener.heard(EVENT, again=again)
                 if json.loads(each)["event_type"] != "started")


def wait_told(listener, *names):
    listener.wait(lambda _: set(names) <= set(uuids(listener.heard(EVENT))))
    listener.fence()


def told_anew(messages):
    """Whether a second start has told how things stand."""
    topics = [each.topic for each in messages]
    return (topics.count(DISCOVERY) == 2
            and STATE in topics[len(topics) - topics[::-1].index(DISCOVERY):])


def retained(listen, port):
    """What somebody new is told of the mirror, by topic."""
    late = listen(port)
    late.fence()
    return {topic: late.wait_for(topic) for topic in RETAINED}


def assert_truth(found, last):
    assert all(each.retained for each in found.values())
    assert found[AVAILABILITY].payload == "online"
    assert json.loads(found[LAST].payload)["uuid"] == last
    assert json.loads(found[STATE].payload)["last_session"] == json.loads(
        found[LAST].payload)["ended"]
    assert json.loads(found[DISCOVERY].payload)["components"]


@contextmanager
def limited():
    """The kernel lets this process write to no file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def filled(folder):
    """The disk in `folder` has not one block left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(512))
    try:
        yield
    finally:
        ballast.unlink()


@pytest.fixture(params=["limit", "tmpfs"])
def disk(request, tmp_path, bare_bench, monkeypatch):
    """Fills the disk on which the bench keeps its outbox; it is tried more often than at home."""
    monkeypatch.setattr(messenger, "DISK_RETRY_S", 0.1)
    folder = tmp_path / "disk"
    folder.mkdir()
    bare_bench.file = folder / "outbox.sqlite3"
    if request.param == "limit":
        yield limited
        return
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "none", folder],
                           check=False, capture_output=True)
    if mount.returncode:
        pytest.skip("no file system can be mounted here")
    yield lambda: filled(folder)
    bare_bench.close()
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_loses_nothing_and_says_so(  # noqa: PLR0917
        disk, bench, listener, listen, mosquitto, record):
    hub = bench.hub()
    hub.session_ended(record("before"))
    assert hub.drained(5)
    with disk():
        hub.session_ended(record("online", 1))
        assert bench.board.wait_for("can't be used").key == "outbox"
        wait_told(listener, "online")
        mosquitto.stop()
        bench.board.wait_for("can't be reached")
        hub.session_ended(record("offline", 2))
        mosquitto.start()
        listener.wait(lambda _: listener.heard(AVAILABILITY)[-1] == "online")
        assert {each.key for each in bench.board.read()} <= {"outbox", "hub"}
    bench.board.wait_empty()
    assert hub.drained(5)
    wait_told(listener, "offline")
    assert list(dict.fromkeys(ended(listener))) == ["before", "online", "offline"]
    assert max(Counter(ended(listener)).values()) <= 2
    assert_truth(retained(listen, mosquitto.port), "offline")


def test_a_disk_that_fills_up_while_all_is_in_flight_sends_nothing_again(
        disk, bench, listener, mosquitto, record):
    mosquitto.stop()
    hub = bench.hub()
    names = [f"s{number}" for number in range(3 * WINDOW)]
    for number, name in enumerate(names):
        hub.session_ended(record(name, number))
    with disk():
        mosquitto.start()
        assert hub.drained(10)
        wait_told(listener, *names)
        mosquitto.stop()
        bench.board.wait_for("can't be reached")
        mosquitto.start()
        listener.wait(lambda _: listener.heard(AVAILABILITY).count("online") == 2)
        assert hub.drained(10)
    listener.fence()
    assert ended(listener) == names
    hub.stop(2)
    bench.close()
    assert bench.hub().drained(5)
    listener.fence()
    assert ended(listener) == names, "that they were told is known even after a restart"


def test_a_start_with_a_full_disk_is_heard_of_and_made_good(  # noqa: PLR0917
        disk, bench, listener, listen, mosquitto, record):
    first = bench.hub()
    first.session_ended(record("before"))
    assert first.drained(5)
    bench.close()
    with disk():
        hub = bench.hub()
        hub.tell_again([record("before")], nobody)
        bench.board.wait_for("can't be used")
        listener.wait(told_anew)
        hub.session_ended(record("during", 1))
        wait_told(listener, "during")
    bench.board.wait_empty()
    assert hub.drained(5)
    listener.fence()
    assert list(dict.fromkeys(ended(listener))) == ["before", "during"]
    assert ended(listener).count("before") == 1
    assert ended(listener).count("during") <= 2
    assert_truth(retained(listen, mosquitto.port), "during")


def test_a_mirror_that_ends_with_a_full_disk_tells_from_its_journal(
        disk, bench, listener, mosquitto, record):
    mosquitto.stop()
    hub = bench.hub()
    hub.session_ended(record("a"))
    with disk():
        hub.session_ended(record("b", 1))
        hub.stop(1)
        bench.close()
    mosquitto.start()
    second = bench.hub()
    second.tell_again([record("a"), record("b", 1)], nobody)
    assert second.drained(5)
    wait_told(listener, "b")
    assert ended(listener) == ["a", "b"]


def test_a_week_offline_arrives_in_order_and_soon(bench, listener, listen, mosquitto, record):
    mosquitto.stop()
    names = []
    for day in range(7):
        hub = bench.hub()  # it is switched off at night
        hub.tell_again([record(name, number) for number, name in enumerate(names)], nobody)
        for _ in range(3):
            names.append(f"d{day}-{len(names)}")
            hub.session_ended(record(names[-1], len(names)))
        bench.close()
    assert bench.file.stat().st_size < 100_000
    hub = bench.hub()
    bench.board.wait_for("can't be reached")
    mosquitto.start()
    assert hub.drained(10)
    wait_told(listener, *names)
    assert ended(listener) == names
    assert_truth(retained(listen, mosquitto.port), names[-1])


def test_after_an_outage_however_long_it_is_tried_again_within_half_a_minute():
    assert dialer.RECONNECT_S[1] <= 30.0


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("memory", [True, False])
def test_a_broker_that_restarts_is_told_everything_retained_anew(  # noqa: PLR0917
        bench, mosquitto, listen, record, end, memory):
    mosquitto.configure(memory=memory)
    mosquitto.start()
    hub = bench.hub()
    hub.session_ended(record("a"))
    assert hub.drained(5)
    mosquitto.send_signal(end)
    mosquitto.stop()
    bench.board.wait_for("can't be reached")
    hub.session_ended(record("b", 1))
    mosquitto.start()
    assert hub.drained(10)
    assert_truth(retained(listen, mosquitto.port), "b")


def test_a_mirror_that_restarts_without_a_network_still_knows_the_truth(
        bench, mosquitto, listen, record):
    hub = bench.hub()
    hub.session_ended(record("a"))
    bench.close()
    hub = bench.hub()
    bench.board.wait_for("can't be reached")
    mosquitto.start()
    assert hub.drained(10)
    assert_truth(retained(listen, mosquitto.port), "a")


@pytest.mark.parametrize("breaks", [1, 3])
def test_a_broken_connection_repeats_no_more_than_what_was_in_flight(
        bench, listener, mosquitto, record, breaks):
    hub = bench.hub()
    assert hub.drained(5)
    numbers = count()
    for _ in range(breaks):
        for number in (next(numbers) for _ in range(25)):
            hub.session_ended(record(f"s{number}", number))
        mosquitto.stop()  # while some are in flight, or acknowledged unheard
        bench.board.wait_for("can't be reached")
        mosquitto.start()
        bench.board.wait_empty()
    assert hub.drained(10)
    names = [f"s{number}" for number in range(25 * breaks)]
    wait_told(listener, names[-1])
    told = ended(listener)
    assert list(dict.fromkeys(told)) == names
    ours = ended(listener, again=False)  # the broker repeats what nobody said had come
    assert max(Counter(ours).values()) <= 1 + breaks
    assert len(ours) <= len(names) + WINDOW * breaks


class Mirror:
    """A keeper with its journal and hub, by a clock that may be set."""

    def __init__(self, bench, folder, clock):
        self.clock = clock
        self.journal = Journal.open(folder / "journal.sqlite3", clock)
        self.hub = bench.hub()
        self.keeper = Keeper(self.journal, self.hub, bench.board, clock)
        self.keeper.tell_again(self.journal.recovered)

    def train(self, uuid, *, set_to=None):
        """A session of ten minutes, in which the clock is set."""
        begun = SessionRecord(uuid, "p1", "squat", self.clock.now())
        self.keeper.session_started(begun)
        self.clock.sleep(600.0)
        if set_to is not None:
            self.clock.epoch, self.clock.time_s = set_to, 0.0
        self.keeper.session_ended(
            replace(begun, ended=self.clock.now(), outcome=Outcome.COMPLETED))

    def close(self):
        self.hub.stop(2.0)
        self.journal.close()


def test_a_wrong_clock_loses_nothing_and_disorders_nothing(bench, listener, listen, mosquitto,
                                                           tmp_path):
    right = datetime(2026, 6, 1, 12, tzinfo=UTC)
    clock = ManualClock(epoch=right)
    clock.epoch = right.replace(year=2040)
    with closing(Mirror(bench, tmp_path, clock)) as mirror:
        mirror.train("ahead")
        clock.epoch = right
        mirror.train("right")
        assert mirror.hub.drained(5)
        assert_truth(retained(listen, mosquitto.port), "right")
    clock = ManualClock(epoch=datetime(1970, 1, 1, tzinfo=UTC))
    with closing(Mirror(bench, tmp_path, clock)) as mirror:
        mirror.train("no time yet")
        mirror.train("told the time", set_to=right + timedelta(hours=1))
        mirror.train("afterwards")
        mirror.train("set back", set_to=right + timedelta(minutes=30))
        assert mirror.hub.drained(5)
        wait_told(listener, "set back")
        assert_truth(retained(listen, mosquitto.port), "set back")
    names = ["ahead", "right", "no time yet", "told the time", "afterwards", "set back"]
    assert ended(listener) == names
    minutes = {event["uuid"]: event["minutes"]
               for event in map(json.loads, listener.heard(EVENT)) if event["ended"]}
    assert minutes == dict.fromkeys(names, 10.0) | {"told the time": None, "set back": None}


def test_what_the_outbox_missed_is_told_again_whatever_the_clock_says(bench, listener, tmp_path):
    for year in (1970, 2026, 2040):
        clock = ManualClock(epoch=datetime(year, 6, 1, tzinfo=UTC))
        with closing(Journal.open(tmp_path / "journal.sqlite3", clock)) as journal:
            journal.finish(SessionRecord(str(year), "p1", "squat", clock.now(), ended=clock.now(),
                                         outcome=Outcome.COMPLETED))
    for year in (2026, 1970, 2040):
        with closing(Mirror(bench, tmp_path, ManualClock(epoch=datetime(
                year, 6, 2, tzinfo=UTC)))) as mirror:
            assert mirror.hub.drained(5)
    listener.fence()
    assert ended(listener) == ["1970", "2026", "2040"]
    assert set(uuids(listener.heard(LAST))) == {"2040"}


def test_a_damaged_outbox_is_told_again_from_the_journal_and_then_no_more(
        bench, listener, tmp_path):
    clock = ManualClock()
    with closing(Mirror(bench, tmp_path, clock)) as mirror:
        mirror.train("a")
        mirror.train("b")
        assert mirror.hub.drained(5)
    bench.close()
    bench.file.write_bytes(b"\xa5" * 8192)
    for _ in range(2):
        with closing(Mirror(bench, tmp_path, clock)) as mirror:
            assert mirror.hub.drained(5)
        bench.close()
    listener.fence()
    assert ended(listener) == ["a", "b", "a", "b"]
    assert uuids(listener.heard(LAST))[-1] == "b"
    with Outbox(bench.file, bench.board, clock) as outbox:
        assert outbox.open_count() == 0
