"""The hub against a real mosquitto."""

import json
from queue import SimpleQueue

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.hub import messenger
from mirrorapp.hub.commands import Command, Name, Refused
from mirrorapp.hub.payloads import MirrorState, Told
from tests.integration.topics import AVAILABILITY, COMMANDS, DISCOVERY, EVENT, LAST, STATE, uuids

pytestmark = pytest.mark.broker

PLATFORMS_2025_1 = {"sensor", "binary_sensor", "event", "button", "select", "switch", "notify",
                    "number", "text", "image", "device_automation"}


def test_tells_who_is_there_and_how_things_stand_and_it_stays(bench, listener, listen, mosquitto):
    hub = bench.hub(Told(MirrorState(running=True, phase=Phase.ACTIVE)))
    assert hub.drained(5)
    assert hub.connected

    late = listen(mosquitto.port)
    message = late.wait_for(DISCOVERY)
    assert message.retained
    found = json.loads(message.payload)
    assert {part["platform"] for part in found["components"].values()} <= PLATFORMS_2025_1
    assert set(found) == {"device", "origin", "availability", "qos", "components"}
    assert late.wait_for(AVAILABILITY).payload == "online"
    assert json.loads(late.wait_for(STATE).payload) == {
        "running": True, "phase": "active", "last_session": None, "minutes_today": None,
        "due": None, "next_session": None, "routine": "today", "profile": None,
        "reminders": True, "daily_target": None, "remind_at": None, "answer": None,
        "words": {"today": "", "exercises": "", "next": ""}}


def test_discovery_comes_before_availability_and_state(bench, listener):
    hub = bench.hub()
    assert hub.drained(5)
    topics = [each.topic for each in listener.wait(lambda all_: len(all_) >= 3)]
    assert topics[:3] == [DISCOVERY, AVAILABILITY, STATE]


def test_the_same_state_is_told_once(bench, listener):
    hub = bench.hub(Told(MirrorState(phase=Phase.ACTIVE, running=True)))
    for _ in range(3):
        hub.update(Told(MirrorState(phase=Phase.ACTIVE, running=True)))
        assert hub.drained(5)
    listener.fence()
    assert len(listener.heard(STATE)) == 1


def test_a_finished_session_is_an_event_and_the_last_session(bench, listener, listen, mosquitto,
                                                             record):
    hub = bench.hub()
    hub.session_ended(record("a"))
    assert hub.drained(5)
    event = listener.wait_for(EVENT)
    assert json.loads(event.payload)["event_type"] == "completed"

    late = listen(mosquitto.port)
    assert json.loads(late.wait_for(LAST).payload)["uuid"] == "a"
    assert json.loads(late.wait_for(STATE).payload)["last_session"] == "2026-11-21T18:01:30+00:00"
    assert late.heard(EVENT) == []


def test_an_older_session_does_not_replace_the_last(bench, listener, record):
    hub = bench.hub()
    hub.session_ended(record("new", 30))
    hub.tell_again([record("old", 0), record("new", 30)], lambda _: False)
    hub.session_ended(record("demo", 60, demo=True))
    assert hub.drained(5)
    listener.wait(lambda _: len(listener.heard(EVENT)) == 3)
    listener.fence()
    assert set(uuids(listener.heard(LAST))) == {"new"}


def test_says_goodbye(bench, listener):
    hub = bench.hub()
    assert hub.drained(5)
    hub.stop(5)
    assert not hub.connected
    listener.wait_for(AVAILABILITY, "offline")
    listener.fence()
    assert listener.heard(AVAILABILITY) == ["online", "offline"]


def test_stopping_delivers_first(bench, listener, record):
    hub = bench.hub()
    for number in range(20):
        hub.session_ended(record(f"s{number}", number))
    hub.stop(5)
    listener.wait_for(AVAILABILITY, "offline")
    assert len(listener.heard(EVENT)) == 20


def test_home_assistant_starts_later(bench, listener, monkeypatch):
    monkeypatch.setattr(messenger, "BIRTH_DELAY_S", (0.0, 0.05))
    hub = bench.hub()
    assert hub.drained(5)
    listener.say("homeassistant/status", "online")
    listener.wait(lambda _: len(listener.heard(DISCOVERY)) == len(listener.heard(STATE)) == 2)


def test_a_component_that_is_no_more_is_removed(bench, listener):
    hub = bench.hub()
    hub._line.outbox.remember_components(DISCOVERY, {"gone": "switch"})
    hub.stop(5)
    assert bench.hub().drained(5)
    listener.fence()
    found = json.loads(listener.heard(DISCOVERY)[-1])
    assert found["components"]["gone"] == {"platform": "switch"}


def test_a_command_is_heard_and_one_that_waited_on_the_broker_is_not(bench, listener):
    heard = SimpleQueue()
    listener.client.publish(f"{COMMANDS}/start", "PRESS", retain=True)
    listener.fence()
    hub = bench.hub(obey=heard.put)
    assert hub.drained(5)
    for name, payload in (("snooze", "45"), ("nonsense", "1"), ("daily_target", "no"),
                          ("show", '{"value": "Tea is ready"}')):
        listener.say(f"{COMMANDS}/{name}", payload)
    found = [heard.get(timeout=5) for _ in range(4)]
    assert found[0] == Command(Name.SNOOZE, 45)
    assert [type(each) for each in found[1:]] == [Refused, Refused, Command]
    assert found[3] == Command(Name.SHOW, "Tea is ready")
    assert heard.empty()


def test_the_discovery_is_small(bench, listener):
    assert bench.hub().drained(5)
    listener.fence()
    assert len(listener.heard(DISCOVERY)[-1]) < 12_000
