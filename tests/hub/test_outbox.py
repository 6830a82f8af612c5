"""The outbox against a plain model of it, and against a disk that fails."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mirrorapp.clock import ManualClock
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import outbox as outbox_module
from mirrorapp.hub.outbox import Letter, Outbox
from mirrorapp.hub.outbox_file import OutboxError
from mirrorapp.keeper import TOLD_AGAIN
from tests.in_memory import MEMORY
from tests.tiers import examples

FIRST_LAYOUT = """
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT NOT NULL, topic TEXT NOT NULL,
    payload TEXT NOT NULL, added TEXT NOT NULL, changed TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'inflight', 'done')),
    UNIQUE (session, topic)) STRICT;
CREATE INDEX outbox_open ON outbox (seq) WHERE state <> 'done';
CREATE TABLE retained (
    topic TEXT PRIMARY KEY, payload TEXT NOT NULL, genuine INTEGER NOT NULL,
    at_s REAL NOT NULL) STRICT;
CREATE TABLE component (
    device TEXT NOT NULL, key TEXT NOT NULL, platform TEXT NOT NULL,
    PRIMARY KEY (device, key)) STRICT;
PRAGMA user_version = 1;
INSERT INTO outbox VALUES (1, 'a', 't', '', '', '', 'done'), (2, 'b', 't', 'b', '', '', 'inflight'),
    (3, 'c', 't', 'c', '', '', 'pending');
INSERT INTO retained VALUES ('mirrorapp/mirror/session/last', 'of 2040', 1, 2208988800.0);
INSERT INTO component VALUES ('d', 'key', 'sensor');
"""


@pytest.fixture
def board():
    return NoticeBoard()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "outbox.sqlite3"


@pytest.fixture
def outbox(file, board):
    with Outbox(file, board, ManualClock()) as made:
        yield made


def letter(session, *, payload="{}", demo=False):
    return Letter(session, {"t": payload}, {"last": session}, demo)


def put(outbox, *sessions):
    return outbox.put([letter(each) for each in sessions])


def names(outbox, limit=None, after=0):
    return [row.session for row in outbox.pending(limit, after=after)]


def deliver(outbox):
    for row in outbox.pending():
        outbox.done(row.seq)


def row_count(file):
    with closing(sqlite3.connect(file)) as db:
        return db.execute("SELECT count(*) FROM outbox").fetchone()[0]


def test_keeps_order_and_gives_few(outbox):
    assert put(outbox, *"cab")
    assert names(outbox) == ["c", "a", "b"]
    assert names(outbox, 2) == ["c", "a"]
    assert names(outbox, after=outbox.pending()[0].seq) == ["a", "b"]


def test_takes_a_session_once_even_when_it_is_done(outbox):
    put(outbox, "a", "a")
    assert names(outbox) == ["a"]
    deliver(outbox)
    put(outbox, "a")
    outbox.put([Letter("a", {"another topic": "{}"}, {})])
    assert outbox.pending() == ()


def test_a_letter_brings_all_of_its_session(outbox):
    outbox.put([Letter("a", {"t": "1", "u": "2"}, {"last": "1", "mine": "2"})])
    assert [(row.topic, row.payload) for row in outbox.pending()] == [("t", "1"), ("u", "2")]
    assert (outbox.retained("last"), outbox.retained("mine")) == ("1", "2")


def test_what_is_done_is_forgotten_but_for_its_name(outbox, file):
    outbox.put([letter("a", payload="a secret")])
    deliver(outbox)
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT session, payload FROM outbox").fetchall() == [("a", "")]


def test_it_does_not_grow_for_ever_and_forgets_nothing_that_waits(outbox, file, monkeypatch):
    monkeypatch.setattr(outbox_module, "KEPT", 10)
    put(outbox, "waits")
    for number in range(50):
        put(outbox, str(number))
        outbox.done(outbox.pending()[-1].seq)
    assert row_count(file) == 11
    assert names(outbox) == ["waits"]
    put(outbox, *map(str, range(40, 50)))
    assert names(outbox) == ["waits"], "what is still known is not sent again"


def test_far_more_is_known_than_is_told_again():
    assert outbox_module.KEPT >= 10 * TOLD_AGAIN


def test_only_its_owner_can_read_it(outbox, file):
    assert file.stat().st_mode & 0o077 == 0


def test_the_newest_session_is_the_truth_whatever_its_clock_said(outbox):
    assert outbox.retained("last") is None
    outbox.put([Letter("of 2040", {"t": "{}"}, {"last": '{"ended": "2040-01-01T00:00:00Z"}'})])
    outbox.put([Letter("of 1970", {"t": "{}"}, {"last": '{"ended": "1970-01-01T00:00:00Z"}'})])
    assert outbox.retained("last") == '{"ended": "1970-01-01T00:00:00Z"}'


@pytest.mark.parametrize(("known", "again", "truth"), [
    ("b", "ab", "b"),  # an older one was missed
    ("a", "ab", "b"),  # the newest was
    ("ac", "ab", "b"),  # of one the journal knows nothing: what it has to tell is new
    ("", "ab", "b"),  # a new outbox
    ("ab", "ab", "b"),
    ("b", "a", "a")])
def test_the_truth_after_sessions_are_told_again(outbox, known, again, truth):
    put(outbox, *known)
    put(outbox, *again)
    assert outbox.retained("last") == truth


def test_each_topic_has_its_own_truth(outbox):
    mine, yours = (Letter(each, {"t": "{}"}, {"last": each, f"last of {each}": each})
                   for each in ("mine", "yours"))
    outbox.put([yours])
    outbox.put([mine, yours])
    assert [outbox.retained(topic) for topic in ("last", "last of mine", "last of yours")] == [
        "yours", "mine", "yours"]


def test_what_is_not_held_of_a_session_that_is_known_is_held_from_now_on(outbox):
    put(outbox, *"abc")
    outbox.put([Letter(each, {"t": "{}", "mine": "{}"}, {"last": each, "my last": each})
                for each in "ab"])
    assert names(outbox) == ["a", "b", "c"]
    assert (outbox.retained("last"), outbox.retained("my last")) == ("c", "b")


@pytest.mark.parametrize("works", [True, False])
def test_what_is_withdrawn_is_gone_and_may_come_anew(outbox, works):
    mine = {name: Letter(name, {"event": "{}", "p/me/event": "{}"},
                         {"last": name, "p/me/last": name}) for name in "abc"}
    outbox.put([mine["a"]])
    outbox._db.execute(f"PRAGMA query_only = {int(not works)}")
    outbox.put([mine["b"]])
    outbox.withdraw("p/me/")
    outbox.put([mine["c"]])
    assert outbox.retained("p/me/last") == ("c" if works else None)
    outbox._db.execute("PRAGMA query_only = 0")
    assert outbox.catch_up()
    assert [(row.session, row.topic) for row in outbox.pending()] == [
        ("a", "event"), ("b", "event"), ("c", "event"), ("c", "p/me/event")]
    assert outbox.open_count() == 4
    assert (outbox.retained("last"), outbox.retained("p/me/last")) == ("c", "c")


@pytest.mark.parametrize("works", [True, False])
def test_topics_are_remembered(outbox, works):
    outbox.remember_topics(["a"])
    outbox._db.execute(f"PRAGMA query_only = {int(not works)}")
    outbox.remember_topics(["a", "b"])
    assert outbox.topics() == {"a", "b"}
    outbox._db.execute("PRAGMA query_only = 0")
    assert outbox.catch_up()
    assert outbox.topics() == {"a", "b"}


def test_a_demo_gives_way_to_what_is_genuine(outbox):
    outbox.put([letter("demo", demo=True)])
    assert outbox.retained("last") == "demo"
    outbox.put([letter("genuine"), letter("another demo", demo=True)])
    assert outbox.retained("last") == "genuine"
    outbox.put([letter("a third demo", demo=True)])
    outbox.put([letter("missed"), letter("demo", demo=True)])
    assert outbox.retained("last") == "missed"


def test_components_are_remembered_by_device(outbox):
    outbox.remember_components("d", {"a": "sensor"})
    outbox.remember_components("d", {"a": "sensor", "b": "event"})
    assert outbox.components("d") == {"a": "sensor", "b": "event"}
    assert outbox.components("another") == {}


@pytest.mark.parametrize("damage", [
    b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside(file, tmp_path, board, damage):
    file.write_bytes(damage)
    with Outbox(file, board, ManualClock()) as outbox:
        assert put(outbox, "a")
    (aside,) = tmp_path.glob("*.damaged-*")
    assert aside.read_bytes() == damage
    (notice,) = board.read()
    assert aside.name in notice.what


def test_a_file_damaged_in_the_middle_is_set_aside(file, tmp_path, board):
    with Outbox(file, board, ManualClock()) as outbox:
        outbox.put([letter(str(number), payload="x" * 200) for number in range(200)])
    content = bytearray(file.read_bytes())
    content[4096:12288] = b"\xa5" * 8192
    file.write_bytes(content)
    with Outbox(file, board, ManualClock()) as outbox:
        assert outbox.pending() == ()
    assert len(list(tmp_path.glob("*.damaged-*"))) == 1


def test_a_place_that_can_not_hold_it_is_said_and_used_once_it_can(tmp_path, board):
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "outbox.sqlite3"
    with Outbox(path, board, ManualClock()) as outbox:
        (notice,) = board.read()
        assert "can't be used" in notice.what
        assert "permissions" in notice.remedy
        assert not put(outbox, "a")
        assert (outbox.pending(), outbox.open_count()) == ((), 0)
        assert outbox.failing
        (tmp_path / "file").unlink()
        assert outbox.catch_up()
        assert names(outbox) == ["a"]
        assert board.read() == ()


@pytest.mark.parametrize(("before", "failing", "truth"), [
    ((), ("a", "b", "a"), "b"),
    (("a",), ("b", "a"), "b"),  # known, told again: nothing is taken from what came meanwhile
    ((), ("b", "ab"), "b"),  # an older one that was missed
    (("b",), ("c", "ab"), "c"),
    (("a",), ("bb",), "b")])
def test_the_truth_is_the_same_when_the_disk_fails_meanwhile(outbox, before, failing, truth):
    for names_told in before:
        put(outbox, *names_told)
    outbox._db.execute("PRAGMA query_only = 1")
    for names_told in failing:
        put(outbox, *names_told)
    outbox._db.execute("PRAGMA query_only = 0")
    assert outbox.catch_up()
    assert outbox.retained("last") == truth
    assert names(outbox) == list(dict.fromkeys("".join((*before, *failing))))


def test_what_is_told_again_and_again_to_a_disk_that_fails_is_kept_once(outbox):
    outbox._db.execute("PRAGMA query_only = 1")
    for _ in range(100):
        put(outbox, *"abc")
    assert len(outbox._puts) == 1


def test_a_later_format_is_left_alone(file, tmp_path, board):
    db = sqlite3.connect(file)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(OutboxError, match="later mirrorapp"):
        Outbox(file, board, ManualClock())
    assert list(tmp_path.glob("*.damaged-*")) == []


def test_an_earlier_layout_is_brought_up_to_date(file, board):
    with closing(sqlite3.connect(file)) as db:
        db.executescript(FIRST_LAYOUT)
    for _ in range(2):
        with Outbox(file, board, ManualClock()) as outbox:
            put(outbox, "a")
            assert names(outbox) == ["b", "c"]
            assert outbox.retained("session/last") == "of 2040"
            assert {row.topic for row in outbox.pending()} == {"event"}
            assert outbox.components("d") == {"key": "sensor"}
    with Outbox(file, board, ManualClock()) as outbox:
        outbox.put([Letter("d", {}, {"session/last": "d"})])
        assert outbox.retained("session/last") == "d"


class OutboxMachine(RuleBasedStateMachine):
    """A dict of what is delivered is what the outbox amounts to, whenever it is opened again.

    While the disk fails, what is put in or delivered shows at once or later, and is never undone;
    once it works, all is as with a `twin` whose disk always did.
    """

    sessions = st.lists(st.integers(0, 6).map(str), min_size=1, max_size=3, unique=True).map(sorted)

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory(dir=MEMORY)
        self.delivered = {}
        self.unwritten = []
        self.works = True
        self.twin = Outbox(Path(self.folder.name) / "twin", NoticeBoard(), ManualClock())
        self.open()

    def open(self):
        self.outbox = Outbox(Path(self.folder.name) / "o", NoticeBoard(), ManualClock())

    @rule(told=sessions)
    def put(self, told):
        assert put(self.outbox, *told) is self.works
        assert put(self.twin, *told)
        self.unwritten += told
        self.note_down()

    @rule(count=st.integers(1, 3))
    def acknowledge(self, count):
        for row in self.outbox.pending(count):
            self.outbox.done(row.seq)
            self.delivered[row.session] = True

    @rule(works=st.booleans())
    def fail(self, works):
        self.works = works
        self.outbox._db.execute(f"PRAGMA query_only = {int(not works)}")
        assert self.outbox.catch_up() or not works
        self.note_down()

    @rule()
    def restart(self):
        self.fail(True)
        self.outbox.close()
        self.open()

    def note_down(self):
        if self.works:
            for name in self.unwritten:
                self.delivered.setdefault(name, False)
            self.unwritten.clear()

    @invariant()
    def agrees(self):
        waiting = [name for name, delivered in self.delivered.items() if not delivered]
        assert names(self.outbox) == waiting
        assert self.outbox.open_count() == len(waiting)
        if self.works:
            assert self.outbox.retained("last") == self.twin.retained("last")

    def teardown(self):
        self.outbox.close()
        self.twin.close()
        self.folder.cleanup()


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(max_examples=examples(40), stateful_step_count=20,
                                      deadline=None)
