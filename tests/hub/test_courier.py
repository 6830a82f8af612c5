"""What is told and when, to a link that merely remembers."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.config import HubConfig
from mirrorapp.events import NoticeBoard
from mirrorapp.hub.courier import WINDOW, Courier
from mirrorapp.hub.outbox import Letter, Outbox
from mirrorapp.hub.payloads import Live, MirrorState, Person, PersonState, Told
from mirrorapp.hub.sessions import session_event
from mirrorapp.hub.topics import Topics

TOPICS = Topics("mirrorapp", "mirror")
ANNA = TOPICS.person("anna")
NOTHING = Told(MirrorState())
SHARED = Told(MirrorState(), {"anna": "Anna"},
              people={"anna": Person(PersonState(), lambda: b"PNG")})


class FakeLink:
    """Takes everything, acknowledges nothing by itself."""

    def __init__(self):
        self.sent = []
        self.gone = False

    def subscribe(self, topic, *, stored=False):
        self.sent.append((topic, "subscribe", stored))

    def publish(self, topic, payload, *, retain):
        if self.gone:
            return None
        self.sent.append((topic, payload, retain))
        return len(self.sent)

    def mention(self, topic, payload):
        self.sent.append((topic, payload, False))

    def told(self):
        """The newest payload by topic."""
        return {topic: payload for topic, payload, _ in self.sent}

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
    return Courier(HubConfig(host="h"), outbox, board)


@pytest.fixture
def put(outbox, session):
    def put(*uuids):
        for uuid in uuids:
            payload = session_event(session(uuid=uuid), share_health=False).to_json()
            outbox.put([Letter(uuid, {"event": payload}, {})])
    return put


def retain(outbox, record):
    payload = session_event(record, share_health=False).to_json()
    outbox.put([Letter(f"{record.uuid} {record.ended}", {}, {"session/last": payload})])


def ack_all(courier, link, accepted=True):
    for mid in range(1, len(link.sent) + 1):
        courier.acked(mid, accepted=accepted)


def test_the_order_of_a_greeting(courier, outbox, put, session):
    put("a")
    retain(outbox, session())
    link = FakeLink()
    courier.tell(NOTHING)
    courier.greet(link)
    assert [(topic, retain) for topic, _, retain in link.sent] == [
        ("homeassistant/status", False), (TOPICS.commands, False), (TOPICS.discovery, True),
        (TOPICS.availability, True), (TOPICS.state, True), (TOPICS.last_session, True),
        (TOPICS.event, False)]


def test_who_is_not_known_yet_is_not_taken_back(courier, outbox, put):
    courier.tell(SHARED)
    put("a")
    link = FakeLink()
    again = Courier(HubConfig(host="h"), outbox, NoticeBoard())
    again.greet(link)
    assert [topic for topic, *_ in link.sent] == [
        "homeassistant/status", TOPICS.commands, TOPICS.event]
    again.tell(SHARED)
    assert link.told()[ANNA.discovery]
    assert link.told()[ANNA.chart] == b"PNG"


def test_few_are_in_flight_and_the_rest_follow(courier, outbox, put):
    put(*"abcdefg")
    link = FakeLink()
    courier.greet(link)
    assert link.events() == list("abcdefg")[:WINDOW]
    while not courier.settled:
        ack_all(courier, link)
    assert link.events() == list("abcdefg")


def test_what_was_not_acknowledged_is_sent_again_first(courier, put):
    put("a", "b")
    first, second = FakeLink(), FakeLink()
    courier.greet(first)
    courier.part()
    put("c")
    courier.deliver()
    courier.greet(second)
    assert first.events() == ["a", "b"]
    assert second.events() == ["a", "b", "c"]


def test_what_is_refused_waits_for_the_next_connection(courier, outbox, board, put, caplog):
    put("a")
    link = FakeLink()
    courier.greet(link)
    ack_all(courier, link, accepted=False)
    assert outbox.open_count() == 1
    assert not courier.settled
    assert "access list" in board.read()[0].remedy
    (line,) = caplog.messages
    for topic in (f"{TOPICS.root}/#", TOPICS.discovery, TOPICS.person("+").discovery,
                  TOPICS.commands, "homeassistant/status"):
        assert topic in line
    courier.deliver()
    assert link.events() == ["a"]


def test_nothing_is_told_while_nobody_listens(courier, outbox, put, session):
    put("a")
    courier.deliver()
    courier.tell(NOTHING)
    courier.announce(session_event(session(), share_health=False), "")
    courier.mention(Live(progress=5))
    courier.farewell()
    assert not courier.waiting_for_ack
    assert [row.session for row in outbox.pending()] == ["a"]


def test_a_link_that_breaks_while_sending_loses_nothing(courier, outbox, put):
    put("a")
    link = FakeLink()
    courier.greet(link)
    courier.part()
    link.gone = True
    courier.greet(link)
    assert outbox.open_count() == 1
    again = FakeLink()
    courier.greet(again)
    assert again.events() == ["a"]


def test_a_disk_that_fails_keeps_nothing_from_being_sent_and_sends_nothing_again(
        courier, outbox, put):
    put(*"abcdefg")
    outbox._db.execute("PRAGMA query_only = 1")
    courier.tell(SHARED)
    link = FakeLink()
    courier.greet(link)
    while not courier.settled:
        ack_all(courier, link)
    assert link.events() == list("abcdefg")
    assert courier.failing
    again = FakeLink()
    courier.greet(again)
    assert again.events() == []
    assert {TOPICS.state, TOPICS.discovery, ANNA.discovery} <= set(again.told())
    outbox._db.execute("PRAGMA query_only = 0")
    courier.catch_up()
    with closing(sqlite3.connect(outbox._path)) as db:
        assert db.execute("SELECT count(*) FROM outbox WHERE state = 'done'").fetchone() == (7,)
        assert db.execute("SELECT count(*) FROM component").fetchone() > (0,)
        assert db.execute("SELECT count(*) FROM topic").fetchone() > (0,)


def test_what_had_to_wait_for_the_disk_is_told_when_it_works(courier, outbox, put):
    outbox._db.execute("PRAGMA query_only = 1")
    link = FakeLink()
    courier.greet(link)
    put("a")
    courier.catch_up()
    assert link.events() == []
    outbox._db.execute("PRAGMA query_only = 0")
    courier.catch_up()
    assert link.events() == ["a"]
    assert not courier.failing


def test_a_last_session_that_can_not_be_read_holds_up_nothing(courier, outbox, put, caplog):
    put("a")
    outbox.put([Letter("b", {}, {"session/last": '{"uuid": 1}'})])
    courier.tell(NOTHING)
    link = FakeLink()
    courier.greet(link)
    assert link.events() == ["a"]
    assert TOPICS.state in link.told()
    assert TOPICS.last_session not in link.told()
    assert "can't be read" in caplog.text


def test_the_state_is_told_only_when_it_is_news(courier, session, outbox):
    link = FakeLink()
    courier.tell(NOTHING)
    courier.greet(link)
    before = len(link.sent)
    courier.tell(NOTHING)
    assert len(link.sent) == before
    late = session(ended=session().started + timedelta(hours=1))
    retain(outbox, late)
    courier.tell_news()
    state = json.loads(link.sent[before][1])
    assert state["last_session"] == late.ended.isoformat(timespec="seconds")


def test_an_introduction_repeats_all_that_is_retained(courier):
    link = FakeLink()
    courier.tell(NOTHING)
    courier.greet(link)
    before = len(link.sent)
    courier.introduce()
    assert [topic for topic, *_ in link.sent[before:]] == [
        TOPICS.discovery, TOPICS.availability, TOPICS.state]


def test_what_was_removed_while_nobody_listened_is_told_of_once_more(outbox, board):
    Courier(HubConfig(host="h"), outbox, board).tell(SHARED)
    outbox.remember_components(TOPICS.discovery, {"relic": "sensor"})
    courier, link = Courier(HubConfig(host="h"), outbox, board), FakeLink()
    courier.tell(NOTHING)
    courier.greet(link)

    def said(topic):
        return [(payload, retain) for each, payload, retain in link.sent if each == topic]

    (there, kept), gone = said(ANNA.discovery)
    assert (kept, gone) == (False, ("", True))
    assert "state_topic" in json.loads(there)["components"]["pain"]
    recalled, real = (json.loads(payload)["components"]["relic"]
                      for payload, _ in said(TOPICS.discovery))
    assert (recalled["unique_id"], real) == ("mirrorapp_mirror_relic", {"platform": "sensor"})
    assert [retain for _, retain in said(TOPICS.discovery)] == [False, True]
    link.sent.clear()
    courier.greet(link)
    assert [payload for payload, _ in said(ANNA.discovery)] == [""], "once is enough"
    courier.recalling = True
    courier.introduce()
    assert len(said(ANNA.discovery)) == 3


def test_a_chart_that_can_not_be_drawn_keeps_nothing_else_back(courier, put, caplog):
    put("a")
    link = FakeLink()
    courier.tell(replace(SHARED, people={"anna": Person(PersonState(), lambda: 1 / 0)}))
    courier.greet(link)
    assert link.events() == ["a"]
    assert link.told()[ANNA.state]
    assert "chart" in caplog.text


def test_how_far_it_is_asks_for_no_answer(courier):
    link = FakeLink()
    courier.greet(link)
    courier.mention(Live(progress=40, exercise="squat", reps=4))
    assert json.loads(link.told()[TOPICS.live]) == {
        "progress": 40, "exercise": "squat", "reps": 4}
    assert not courier.waiting_for_ack


def test_whoever_stops_sharing_takes_back_what_is_retained_and_what_waits(courier, outbox,
                                                                          session):
    link = FakeLink()
    courier.tell(SHARED)
    shared = session_event(session(), share_health=True).to_json()
    outbox.put([Letter("a", {"event": "{}", "p/anna/event": shared},
                       {"p/anna/session/last": shared})])
    courier.greet(link)
    assert "sides" in link.told()[ANNA.last_session]
    assert "sides" in link.told()[ANNA.event]
    courier.part()
    courier.tell(NOTHING)
    courier.greet(link)
    assert [link.told()[each] for each in (ANNA.discovery, ANNA.state, ANNA.chart)] == ["", "", ""]
    assert outbox.retained("p/anna/session/last") is None
    assert {row.topic for row in outbox.pending()} <= {"event"}
    ack_all(courier, link)
    assert courier.settled


def test_whoever_stops_sharing_takes_back_a_session_told_since(courier, outbox, session):
    link = FakeLink()
    courier.tell(SHARED)
    courier.greet(link)
    shared = session_event(session(), share_health=True).to_json()
    outbox.put([Letter("a", {}, {"p/anna/session/last": shared})])
    courier.tell_news()
    assert "sides" in link.told()[ANNA.last_session]
    courier.tell(NOTHING)
    assert link.told()[ANNA.last_session] == ""


@pytest.mark.parametrize("fleeting", [False, True])
def test_of_a_mirror_that_was_only_tried_nothing_but_that_it_is_gone_stays(outbox, board,
                                                                           fleeting):
    courier, link = Courier(HubConfig(host="h"), outbox, board, fleeting=fleeting), FakeLink()
    courier.tell(SHARED)
    courier.greet(link)
    courier.farewell()
    kept = {topic for topic, payload in link.told().items() if payload not in ("", "subscribe")}
    assert link.told()[TOPICS.availability] == "offline"
    assert (kept == {TOPICS.availability}) is fleeting


@pytest.mark.parametrize("on_disk", [True, False])
def test_whoever_stops_sharing_takes_back_what_waits_for_a_mirror_of_another_name(
        outbox, board, on_disk):
    Courier(HubConfig(host="h", id="old"), outbox, board).tell(SHARED)
    if not on_disk:
        outbox._db.execute("PRAGMA query_only = 1")
    outbox.put([Letter("a", {"event": "{}", "p/anna/event": "{}"},
                       {"p/anna/session/last": "{}"})])
    courier, link = Courier(HubConfig(host="h", id="new"), outbox, board), FakeLink()
    courier.tell(NOTHING)
    courier.greet(link)
    outbox._db.execute("PRAGMA query_only = 0")
    courier.catch_up()
    assert not any(topic.startswith("mirrorapp/new/p/") for topic, *_ in link.sent)
    assert outbox.retained("p/anna/session/last") is None
    assert {row.topic for row in outbox.pending()} == {"event"}


@pytest.mark.parametrize("accepted", [True, False])
def test_what_another_name_left_is_taken_back_as_far_as_it_may_be(outbox, board, accepted):
    Courier(HubConfig(host="h", id="old"), outbox, board).tell(SHARED)
    courier, link = Courier(HubConfig(host="h", id="new"), outbox, board), FakeLink()
    courier.tell(SHARED)
    courier.greet(link)
    gone = {topic for topic, payload, _ in link.sent if payload == ""}
    old = Topics("mirrorapp", "old")
    assert gone == {old.availability, old.state, old.discovery, old.person("anna").state,
                    old.person("anna").chart, old.person("anna").discovery}
    for mid, (topic, *_) in enumerate(link.sent, 1):
        courier.acked(mid, accepted=accepted or topic not in gone)
    assert board.read() == (), "what is not ours any more is nobody's trouble"


def test_what_waits_goes_out_under_the_name_of_now(outbox, board, put):
    put("a")
    courier, link = Courier(HubConfig(host="h", id="new"), outbox, board), FakeLink()
    courier.greet(link)
    assert link.sent[-1][0] == "mirrorapp/new/event"
