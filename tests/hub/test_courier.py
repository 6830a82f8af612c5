"""What is told and when, to a link that merely remembers."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from uuid import uuid4

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.courier import WINDOW, Courier
from mirrorapp.hub.outbox import Letter, Outbox
from mirrorapp.hub.payloads import MirrorState, session_event
from mirrorapp.hub.topics import Topics

TOPICS = Topics("mirrorapp", "mirror")


class FakeLink:
    """Takes everything, acknowledges nothing by itself."""

    def __init__(self):
        self.sent = []
        self.gone = False

    def subscribe(self, topic):
        self.sent.append((topic, "subscribe", False))

    def publish(self, topic, payload, *, retain):
        if self.gone:
            return None
        self.sent.append((topic, payload, retain))
        return len(self.sent)

    def events(self):
        return [json.loads(payload)["uuid"] for topic, payload, _ in self.sent
                if topic == TOPICS.event]


@pytest.fixture
def board():
    return NoticeBoard()


@pytest.fixture
def outbox(tmp_path, board):
    with Outbox(tmp_path / "outbox.sqlite3", board, ManualClock()) as made:
        yield made


@pytest.fixture
def courier(outbox, board):
    return Courier(HubConfig(host="h"), outbox, board, sharing=None)


@pytest.fixture
def put(outbox, session):
    def put(*uuids, share_health=False):
        for uuid in uuids:
            payload = session_event(session(uuid=uuid), share_health=share_health).to_json()
            outbox.put([Letter(uuid, {TOPICS.event: payload}, {})])
    return put


def retain(outbox, record, *, share_health=False):
    payload = session_event(record, share_health=share_health).to_json()
    outbox.put([Letter(str(uuid4()), {}, {TOPICS.last_session: payload})])


def ack_all(courier, link, accepted=True):
    for mid in range(1, len(link.sent) + 1):
        courier.acked(mid, accepted=accepted)


def test_the_order_of_a_greeting(courier, outbox, put, session):
    put("a")
    retain(outbox, session(), share_health=True)
    link = FakeLink()
    courier.greet(link, MirrorState())
    assert [(topic, retain) for topic, _, retain in link.sent] == [
        ("homeassistant/status", False), (TOPICS.discovery, True), (TOPICS.availability, True),
        (TOPICS.state, True), (TOPICS.last_session, True), (TOPICS.event, False)]
    assert "sides" not in link.sent[4][1]


def test_few_are_in_flight_and_the_rest_follow(courier, outbox, put):
    put(*"abcdefg")
    link = FakeLink()
    courier.greet(link, None)
    assert link.events() == list("abcdefg")[:WINDOW]
    while not courier.settled:
        ack_all(courier, link)
    assert link.events() == list("abcdefg")


def test_what_was_not_acknowledged_is_sent_again_first(courier, put):
    put("a", "b")
    first, second = FakeLink(), FakeLink()
    courier.greet(first, None)
    courier.part()
    put("c")
    courier.deliver()
    courier.greet(second, None)
    assert first.events() == ["a", "b"]
    assert second.events() == ["a", "b", "c"]


def test_what_is_refused_waits_for_the_next_connection(courier, outbox, board, put):
    put("a")
    link = FakeLink()
    courier.greet(link, None)
    ack_all(courier, link, accepted=False)
    assert outbox.open_count() == 1
    assert not courier.settled
    assert "access list" in board.read()[0].remedy
    courier.deliver()
    assert link.events() == ["a"]


def test_nothing_is_told_while_nobody_listens(courier, outbox, put, session):
    put("a")
    courier.deliver()
    courier.tell_state(MirrorState())
    courier.announce(session_event(session(), share_health=False))
    courier.farewell()
    assert not courier.waiting_for_ack
    assert [row.session for row in outbox.pending()] == ["a"]


def test_a_link_that_breaks_while_sending_loses_nothing(courier, outbox, put):
    put("a")
    link = FakeLink()
    courier.greet(link, None)
    courier.part()
    link.gone = True
    courier.greet(link, None)
    assert outbox.open_count() == 1
    again = FakeLink()
    courier.greet(again, None)
    assert again.events() == ["a"]


def test_a_disk_that_fails_keeps_nothing_from_being_sent_and_sends_nothing_again(
        courier, outbox, put):
    put(*"abcdefg")
    outbox._db.execute("PRAGMA query_only = 1")
    link = FakeLink()
    courier.greet(link, MirrorState())
    while not courier.settled:
        ack_all(courier, link)
    assert link.events() == list("abcdefg")
    assert courier.failing
    again = FakeLink()
    courier.greet(again, MirrorState())
    assert again.events() == []
    assert TOPICS.state in [topic for topic, *_ in again.sent]
    outbox._db.execute("PRAGMA query_only = 0")
    courier.catch_up(None)
    with closing(sqlite3.connect(outbox._path)) as db:
        assert db.execute("SELECT count(*) FROM outbox WHERE state = 'done'").fetchone() == (7,)
        assert db.execute("SELECT count(*) FROM component").fetchone() > (0,)


def test_what_had_to_wait_for_the_disk_is_told_when_it_works(courier, outbox, put):
    outbox._db.execute("PRAGMA query_only = 1")
    link = FakeLink()
    courier.greet(link, None)
    put("a")
    courier.catch_up(None)
    assert link.events() == []
    outbox._db.execute("PRAGMA query_only = 0")
    courier.catch_up(None)
    assert link.events() == ["a"]
    assert not courier.failing


def test_one_that_can_not_be_read_holds_up_no_other(courier, outbox, put, caplog):
    put("a", "b")
    outbox._db.execute("UPDATE outbox SET payload = '{' WHERE session = 'a'")
    outbox.put([Letter("c", {}, {TOPICS.last_session: '{"uuid": 1}'})])
    link = FakeLink()
    courier.greet(link, MirrorState())
    ack_all(courier, link)
    assert link.events() == ["b"]
    assert courier.settled
    assert TOPICS.last_session not in [topic for topic, *_ in link.sent]
    assert "can't be read" in caplog.text
    put("a")
    courier.deliver()
    assert link.events() == ["b", "a"]


def test_the_state_is_told_only_when_it_is_news(courier, session, outbox):
    link = FakeLink()
    courier.greet(link, MirrorState())
    before = len(link.sent)
    courier.tell_state(MirrorState())
    assert len(link.sent) == before
    late = session(ended=session().started + timedelta(hours=1))
    retain(outbox, late)
    courier.tell_state(MirrorState())
    state = json.loads(link.sent[before][1])
    assert state["last_session"] == late.ended.isoformat(timespec="seconds")


def test_an_introduction_repeats_all_that_is_retained(courier):
    link = FakeLink()
    courier.greet(link, MirrorState())
    before = len(link.sent)
    courier.introduce(MirrorState())
    assert [topic for topic, *_ in link.sent[before:]] == [
        TOPICS.discovery, TOPICS.availability, TOPICS.state]


def test_health_is_told_only_of_the_profile_that_shares_it(outbox, board, session):
    courier = Courier(HubConfig(host="h"), outbox, board, sharing="p2")
    mine = session_event(session(), share_health=True).to_json()
    assert "sides" not in courier._censored(mine)
    theirs = mine.replace('"p1"', '"p2"')
    assert "sides" in courier._censored(theirs)


def test_whoever_stops_sharing_takes_back_what_is_retained(outbox, board, session):
    courier = Courier(HubConfig(host="h"), outbox, board, sharing="p1")
    link = FakeLink()
    retain(outbox, session(), share_health=True)
    courier.greet(link, MirrorState(see_professional=True))

    def told() -> dict[str, str]:
        return {topic: payload for topic, payload, _ in link.sent}

    assert "sides" in told()[TOPICS.last_session]
    assert json.loads(told()[TOPICS.discovery])["components"]["see_professional"]["unique_id"]
    courier.tell_state(MirrorState())
    courier.share(None, MirrorState())
    assert "sides" not in told()[TOPICS.last_session]
    assert json.loads(told()[TOPICS.discovery])["components"]["see_professional"] == {
        "platform": "binary_sensor"}
    assert json.loads(told()[TOPICS.state])["see_professional"] is None
    courier.share("p1", MirrorState(see_professional=False))
    assert "sides" in told()[TOPICS.last_session]
    assert json.loads(told()[TOPICS.discovery])["components"]["see_professional"]["unique_id"]


def test_who_shares_is_known_to_the_next_link_where_there_is_none_now(courier, outbox, session):
    courier.share("p1", None)
    retain(outbox, session(), share_health=True)
    link = FakeLink()
    courier.greet(link, None)
    assert "sides" in {topic: payload for topic, payload, _ in link.sent}[TOPICS.last_session]
