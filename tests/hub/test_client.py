"""The hub's front, where no broker is to be had."""

import json
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from threading import Event, Lock, Thread

import pytest

from mirrorapp.clock import SystemClock
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import client, dialer, messenger
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Command, Name, Refused
from mirrorapp.hub.orders import Show
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.payloads import MirrorState, Told


@pytest.fixture
def board():
    return NoticeBoard()


@pytest.fixture
def outbox(tmp_path, board):
    with Outbox(tmp_path / "outbox.sqlite3", board, SystemClock()) as made:
        yield made


@pytest.fixture
def hub(outbox, board):
    return Hub(HubConfig(host="127.0.0.1", port=9), outbox, board, SystemClock())


def test_a_host_is_needed(outbox, board):
    with pytest.raises(ValueError, match="is empty"):
        Hub(HubConfig(), outbox, board, SystemClock())


def test_what_is_told_before_the_start_is_kept(hub, outbox, session):
    hub.update(Told(MirrorState()))
    hub.session_ended(session())
    hub.session_ended(session())
    assert [row.session for row in outbox.pending()] == ["7f1c"]
    assert outbox.pending()[0].topic == "event"
    assert outbox.retained("session/last") == outbox.pending()[0].payload
    assert not hub.connected


def test_a_session_that_goes_on_has_not_ended(hub, session):
    with pytest.raises(ValueError, match="has not ended"):
        hub.session_ended(session(ended=None, outcome=None))


def test_a_disk_that_fails_is_a_notice(hub, outbox, board, session):
    outbox._db.execute("PRAGMA query_only = 1")
    hub.session_ended(session())
    (notice,) = board.read()
    assert notice.key == "outbox"
    outbox._db.execute("PRAGMA query_only = 0")
    hub.session_ended(session(uuid="another"))
    assert board.read() == ()
    assert [row.session for row in outbox.pending()] == ["7f1c", "another"]


def test_a_disk_is_tried_until_it_works(hub, outbox, session, monkeypatch):
    monkeypatch.setattr(messenger, "DISK_RETRY_S", 0.01)
    monkeypatch.setattr(dialer, "RECONNECT_S", (600.0, 600.0))
    tried = SimpleQueue()
    outbox._db.execute("PRAGMA query_only = 1")
    monkeypatch.setattr(hub._line.messenger._courier, "catch_up", lambda: tried.put(True))
    hub.start()
    hub.session_ended(session())
    for _ in range(3):
        tried.get(timeout=5.0)
    outbox._db.execute("PRAGMA query_only = 0")
    hub.stop(0.1)


def test_what_is_told_again_keeps_its_order_and_the_newest_is_the_last(hub, outbox, session):
    def tell_again(uuids):
        hub.tell_again([session(uuid=each) for each in uuids], lambda _: False)

    hub.session_ended(session(uuid="b"))
    tell_again("ab")
    assert [row.session for row in outbox.pending()] == ["b", "a"]
    assert '"b"' in outbox.retained("session/last")
    tell_again("abcd")
    assert [row.session for row in outbox.pending()] == ["b", "a", "c", "d"]
    assert '"d"' in outbox.retained("session/last")


def test_stopping_what_was_never_started(hub):
    hub.stop(0.1)
    assert not hub.drained(0.0)


class WatchedLock:
    """Says that somebody waits for it."""

    waited_for = Event()

    def __init__(self):
        self._lock = Lock()

    def __enter__(self):
        if not self._lock.acquire(blocking=False):
            self.waited_for.set()
            self._lock.acquire()

    def __exit__(self, *_):
        self._lock.release()


def test_what_is_told_while_it_goes_over_is_what_the_next_broker_hears_last(
        outbox, board, monkeypatch):
    old, new = (Told(MirrorState(running=running)) for running in (False, True))
    monkeypatch.setattr(client, "Lock", WatchedLock, raising=False)
    monkeypatch.setattr(client.Messenger, "start", lambda _: None)
    hub = Hub(HubConfig(host="127.0.0.1", port=9), outbox, board, SystemClock())
    hub.update(old)
    meanwhile = Thread(target=lambda: (hub.update(new), WatchedLock.waited_for.set()))

    def show(told):
        if told is old:
            meanwhile.start()
            assert WatchedLock.waited_for.wait(5)
        return Show(told)

    monkeypatch.setattr(client, "Show", show)
    hub.move(HubConfig(host="127.0.0.1", port=10), outbox, for_good=False)
    meanwhile.join()
    assert [hub._line.queue.get(0.0).told for _ in range(2)] == [old, new]


def test_health_goes_on_the_topics_of_who_shares_it_alone(hub, outbox, session):
    hub.session_ended(session(), share_health=True)
    plain, person = outbox.pending()
    assert (plain.topic, person.topic) == ("event", "p/p1/event")
    assert "pain" not in plain.payload
    assert "pain" in person.payload
    assert outbox.retained("p/p1/session/last") == person.payload


def test_sharing_later_tells_of_no_old_session_as_if_it_were_new(hub, outbox, session):
    hub.session_ended(session())
    hub.session_ended(session(), share_health=True)
    assert [row.topic for row in outbox.pending()] == ["event"]
    assert "sides" in outbox.retained("p/p1/session/last")


def test_a_day_is_skipped_once_and_a_referral_told_once_until_the_next(hub, outbox):
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for hour in (0, 1):
        hub.day_skipped("p1", noon + timedelta(hours=hour))
        hub.referred("p1", "pain-not-less", None, noon + timedelta(hours=hour))
    hub.day_skipped("p1", noon + timedelta(days=1))
    hub.referred("p1", "pain-not-less", noon, noon + timedelta(days=1))
    assert [(row.topic, json.loads(row.payload)["event_type"]) for row in outbox.pending()] == [
        ("event", "skipped"), ("p/p1/event", "see_professional"),
        ("event", "skipped"), ("p/p1/event", "see_professional")]


def test_a_disk_that_fails_keeps_no_skipped_day(hub, outbox, board):
    outbox._db.execute("PRAGMA query_only = 1")
    hub.day_skipped("p1", datetime(2026, 1, 1, tzinfo=UTC))
    assert [notice.key for notice in board.read()] == ["outbox"]


def test_a_command_is_read_and_what_is_none_is_logged_once(hub, caplog):
    heard = []
    hub._obey = heard.append
    command = hub._line.messenger._command
    command("mirrorapp/mirror/cmd/snooze", b"10")
    command("mirrorapp/mirror/cmd/start", b"\xff")
    assert heard == [Command(Name.SNOOZE, 10), Refused("start", "not UTF-8")]
    assert len(caplog.records) == 1
