"""The hub's front, where no broker is to be had."""

from queue import SimpleQueue

import pytest

from mirrorapp.clock import SystemClock
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import dialer, messenger
from mirrorapp.hub.client import Hub
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.payloads import MirrorState


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
    hub.update(MirrorState())
    hub.session_ended(session())
    hub.session_ended(session())
    assert [row.session for row in outbox.pending()] == ["7f1c"]
    assert outbox.pending()[0].topic == "mirrorapp/mirror/event"
    assert outbox.retained("mirrorapp/mirror/session/last") == outbox.pending()[0].payload
    assert not hub.connected


def test_a_disk_is_tried_until_it_works(hub, outbox, session, monkeypatch):
    monkeypatch.setattr(messenger, "DISK_RETRY_S", 0.01)
    monkeypatch.setattr(dialer, "RECONNECT_S", (600.0, 600.0))
    tried = SimpleQueue()
    outbox._db.execute("PRAGMA query_only = 1")
    monkeypatch.setattr(hub._messenger._courier, "catch_up", tried.put)
    hub.start()
    hub.session_ended(session())
    for _ in range(3):
        tried.get(timeout=5.0)
    outbox._db.execute("PRAGMA query_only = 0")
    hub.stop(0.1)


def test_what_is_told_again_keeps_its_order_and_the_newest_is_the_last(hub, outbox, session):
    hub.session_ended(session(uuid="b"))
    hub.tell_again([session(uuid=each) for each in "ab"])
    assert [row.session for row in outbox.pending()] == ["b", "a"]
    assert '"b"' in outbox.retained("mirrorapp/mirror/session/last")
    hub.tell_again([session(uuid=each) for each in "abcd"])
    assert [row.session for row in outbox.pending()] == ["b", "a", "c", "d"]
    assert '"d"' in outbox.retained("mirrorapp/mirror/session/last")


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


def test_stopping_what_was_never_started(hub):
    hub.stop(0.1)
    assert not hub.drained(0.0)
