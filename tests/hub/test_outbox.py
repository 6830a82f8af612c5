"""The outbox against a plain model of it, and against a disk that fails."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mirrorapp.clock import ManualClock
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.outbox_file import OutboxError
from tests.tiers import examples

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def board():
    return NoticeBoard()


@pytest.fixture
def outbox(tmp_path, board):
    with Outbox(tmp_path / "outbox.sqlite3", board, ManualClock()) as made:
        yield made


def names(outbox, limit=-1):
    return [row.session for row in outbox.pending(limit)]


def test_keeps_order_and_gives_few(outbox):
    for name in "cab":
        assert outbox.add(name, "t", "{}")
    assert names(outbox) == ["c", "a", "b"]
    assert names(outbox, 2) == ["c", "a"]


def test_takes_a_session_once_even_when_it_is_done(outbox):
    outbox.add("a", "t", "{}")
    assert not outbox.add("a", "t", "{}")
    outbox.done(outbox.pending()[0].seq)
    assert not outbox.add("a", "t", "{}")
    assert outbox.pending() == ()
    assert outbox.add("a", "another topic", "{}")


def test_what_is_done_is_forgotten_but_for_its_name(outbox, tmp_path):
    outbox.add("a", "t", "a secret")
    outbox.done(outbox.pending()[0].seq)
    db = sqlite3.connect(tmp_path / "outbox.sqlite3")
    assert db.execute("SELECT session, payload FROM outbox").fetchall() == [("a", "")]
    db.close()


def test_only_its_owner_can_read_it(outbox, tmp_path):
    assert (tmp_path / "outbox.sqlite3").stat().st_mode & 0o077 == 0


def test_the_newest_truth_is_retained(outbox):
    assert outbox.retained("t") is None
    outbox.retain("t", "noon", NOON)
    outbox.retain("t", "before", NOON - timedelta(hours=1))
    assert outbox.retained("t") == "noon"
    outbox.retain("t", "later", NOON + timedelta(hours=1))
    assert outbox.retained("t") == "later"


def test_a_demo_gives_way_to_what_is_genuine(outbox):
    outbox.retain("t", "demo", NOON, demo=True)
    assert outbox.retained("t") == "demo"
    outbox.retain("t", "genuine", NOON - timedelta(days=1))
    outbox.retain("t", "demo", NOON + timedelta(days=1), demo=True)
    assert outbox.retained("t") == "genuine"


def test_components_are_remembered_by_device(outbox):
    outbox.remember_components("d", {"a": "sensor"})
    outbox.remember_components("d", {"a": "sensor", "b": "event"})
    assert outbox.components("d") == {"a": "sensor", "b": "event"}
    assert outbox.components("another") == {}


@pytest.mark.parametrize("damage", [
    b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside(tmp_path, board, damage):
    file = tmp_path / "outbox.sqlite3"
    file.write_bytes(damage)
    with Outbox(file, board, ManualClock()) as outbox:
        assert outbox.add("a", "t", "{}")
    (aside,) = tmp_path.glob("*.damaged-*")
    assert aside.read_bytes() == damage
    (notice,) = board.read()
    assert aside.name in notice.what


def test_a_file_damaged_in_the_middle_is_set_aside(tmp_path, board):
    file = tmp_path / "outbox.sqlite3"
    with Outbox(file, board, ManualClock()) as outbox:
        for number in range(200):
            outbox.add(str(number), "t", "x" * 200)
    content = bytearray(file.read_bytes())
    content[4096:12288] = b"\xa5" * 8192
    file.write_bytes(content)
    with Outbox(file, board, ManualClock()) as outbox:
        assert outbox.pending() == ()
    assert len(list(tmp_path.glob("*.damaged-*"))) == 1


def test_a_place_that_can_not_hold_it(tmp_path, board):
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "outbox.sqlite3"):
        with pytest.raises(OutboxError, match="can't be used") as refused:
            Outbox(path, board, ManualClock())
        assert "permissions" in refused.value.remedy


def test_a_full_disk_is_an_error_with_a_remedy(outbox):
    outbox.add("a", "t", "{}")
    outbox._db.execute("PRAGMA max_page_count = 1")
    with pytest.raises(OutboxError, match="full") as refused:
        outbox.add("b", "t", "x" * 100_000)
    assert "free space" in refused.value.remedy
    assert names(outbox) == ["a"]


def test_a_later_format_is_left_alone(tmp_path, board):
    file = tmp_path / "outbox.sqlite3"
    db = sqlite3.connect(file)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(OutboxError, match="later mirrorapp"):
        Outbox(file, board, ManualClock())
    assert list(tmp_path.glob("*.damaged-*")) == []


class OutboxMachine(RuleBasedStateMachine):
    """A dict of states is what the outbox should amount to, whenever it is opened again."""

    sessions = st.integers(0, 6).map(str)

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.model = {}
        self.seqs = {}
        self.open()

    def open(self):
        self.outbox = Outbox(Path(self.folder.name) / "o", NoticeBoard(), ManualClock())

    @rule(session=sessions)
    def add(self, session):
        assert self.outbox.add(session, "t", session) is (session not in self.model)
        self.model.setdefault(session, "pending")

    @rule(count=st.integers(1, 3))
    def send(self, count):
        for row in self.outbox.pending(count):
            self.outbox.sent(row.seq)
            self.model[row.session] = "inflight"
            self.seqs[row.session] = row.seq

    @rule(session=sessions)
    def acknowledge(self, session):
        if self.model.get(session) == "inflight":
            self.outbox.done(self.seqs[session])
            self.model[session] = "done"

    @rule()
    def reconnect(self):
        in_flight = [name for name, state in self.model.items() if state == "inflight"]
        assert self.outbox.requeue() == len(in_flight)
        self.model.update(dict.fromkeys(in_flight, "pending"))

    @rule()
    def restart(self):
        self.outbox.close()
        self.open()

    @invariant()
    def agrees(self):
        rows = self.outbox.pending()
        assert [row.session for row in rows] == [
            name for name, state in self.model.items() if state == "pending"]
        assert all(row.payload == row.session for row in rows)
        assert self.outbox.open_count() == sum(state != "done" for state in self.model.values())

    def teardown(self):
        self.outbox.close()
        self.folder.cleanup()


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(max_examples=examples(20), stateful_step_count=20,
                                      deadline=None)
