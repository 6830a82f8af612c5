"""The hub against a real mosquitto."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.hub import dialer, messenger
from mirrorapp.hub.commands import Command, Name, Refused
from mirrorapp.hub.payloads import MirrorState, Person, PersonState, Told
from tests.integration.conftest import NOTHING

pytestmark = pytest.mark.broker

AVAILABILITY = "mirrorapp/mirror/availability"
STATE = "mirrorapp/mirror/state"
EVENT = "mirrorapp/mirror/event"
LAST = "mirrorapp/mirror/session/last"
DISCOVERY = "homeassistant/device/mirror/config"
PERSON = "mirrorapp/mirror/p/p1"
PERSON_DISCOVERY = "homeassistant/device/mirror/p1/config"
COMMANDS = "mirrorapp/mirror/cmd"
PLATFORMS_2025_1 = {"sensor", "binary_sensor", "event", "button", "select", "switch", "notify",
                    "number", "text", "image", "device_automation"}
ROOT = Path(__file__).resolve().parents[2]


def uuids(payloads):
    return [json.loads(each)["uuid"] for each in payloads]


def spawn(script, *arguments):
    return subprocess.Popen(
        [sys.executable, Path(__file__).with_name(script), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)


def row_count(file):
    with closing(sqlite3.connect(file)) as db:
        return db.execute("SELECT count(*) FROM outbox").fetchone()[0]


def kill(process):
    process.kill()
    process.wait()
    process.stdout.close()


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


def test_a_session_starts_only_for_who_listens(bench, listener, mosquitto, record):
    hub = bench.hub()
    assert hub.drained(5)
    hub.session_started(record("a"))
    listener.wait_for(EVENT)
    listener.fence()
    mosquitto.stop()
    bench.board.wait_for("can't be reached")
    hub.session_started(record("b"))
    mosquitto.start()
    bench.board.wait_empty()
    hub.session_ended(record("c"))
    assert hub.drained(5)
    listener.wait(lambda _: len(listener.heard(EVENT)) >= 2)
    assert uuids(listener.heard(EVENT)) == ["a", "c"]


def test_sessions_of_an_outage_arrive_once_and_in_order(bench, listener, mosquitto, record):
    hub = bench.hub()
    assert hub.drained(5)
    mosquitto.stop()
    bench.board.wait_for("can't be reached at 127.0.0.1")
    names = [f"s{number}" for number in range(12)]
    for number, name in enumerate(names):
        hub.session_ended(record(name, number))
    assert not hub.connected

    mosquitto.start()
    bench.board.wait_empty()
    assert hub.drained(5)
    listener.wait(lambda _: len(listener.heard(EVENT)) >= len(names))
    listener.fence()
    assert uuids(listener.heard(EVENT)) == names
    assert json.loads(listener.wait_for(LAST).payload)["uuid"] == names[-1]


def test_sessions_of_an_outage_survive_a_restart_of_the_mirror(bench, listener, mosquitto, record):
    mosquitto.stop()
    first = bench.hub()
    first.session_ended(record("a"))
    bench.board.wait_for("can't be reached")
    bench.close()

    mosquitto.start()
    second = bench.hub()
    second.tell_again([record("a")], lambda _: False)  # as the app does from its journal
    assert second.drained(5)
    listener.wait_for(EVENT)
    listener.fence()
    assert uuids(listener.heard(EVENT)) == ["a"]


def test_an_older_session_does_not_replace_the_last(bench, listener, record):
    hub = bench.hub()
    hub.session_ended(record("new", 30))
    hub.tell_again([record("old", 0), record("new", 30)], lambda _: False)
    hub.session_ended(record("demo", 60, demo=True))
    assert hub.drained(5)
    listener.wait(lambda _: len(listener.heard(EVENT)) == 3)
    listener.fence()
    assert set(uuids(listener.heard(LAST))) == {"new"}


def test_a_killed_mirror_is_offline_and_loses_nothing(bench, listener, mosquitto):
    child = spawn("hub_child.py", mosquitto.port, bench.file, 200)
    listener.wait(lambda _: len(listener.heard(EVENT)) >= 5)
    kill(child)
    listener.wait_for(AVAILABILITY, "offline")

    hub = bench.hub()
    assert hub.drained(10)
    on_disk = row_count(bench.file)
    listener.wait(lambda _: len(set(uuids(listener.heard(EVENT)))) == on_disk)
    firsts = list(dict.fromkeys(uuids(listener.heard(EVENT))))
    assert firsts == [f"s{number}" for number in range(on_disk)]
    assert on_disk >= 5


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


def test_stopping_without_a_broker_is_quick(bench):
    hub = bench.hub()
    bench.board.wait_for("can't be reached")
    hub.stop(0.2)
    assert not hub._line.messenger.running


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


def test_a_wrong_password_is_told_apart_and_read_again(bench, mosquitto, passwords, tmp_path,
                                                       caplog):
    secret = tmp_path / "secret"
    secret.write_text("not it at all\n")
    secret.chmod(0o600)
    mosquitto.configure(f"password_file {passwords('mirror', 'open sesame')}", anonymous=False)
    mosquitto.start()
    bench.config = bench.config.model_copy(update={"username": "mirror", "password_file": secret})
    hub = bench.hub()
    bench.board.wait_for("refused the user name or password")
    secret.write_text("open sesame\n")
    bench.board.wait_empty()
    assert hub.drained(5)
    assert "sesame" not in caplog.text
    assert "not it" not in caplog.text


def test_a_missing_password_file_is_said_and_mended(bench, mosquitto, tmp_path):
    secret = tmp_path / "secret"
    mosquitto.start()
    bench.config = bench.config.model_copy(update={"username": "mirror", "password_file": secret})
    hub = bench.hub()
    bench.board.wait_for("is missing")
    secret.write_text("x\n")
    bench.board.wait_empty()
    assert hub.drained(5)


def test_a_broker_that_forbids_the_topics(bench, mosquitto, tmp_path, record, caplog):
    rules = tmp_path / "acl"
    rules.write_text("topic read #\n")
    mosquitto.configure(f"acl_file {rules}")
    mosquitto.start()
    hub = bench.hub()
    hub.session_ended(record("a"))
    bench.board.wait_for("keeps the mirror from some of its topics")
    assert "write mirrorapp/mirror/#" in caplog.text
    hub.stop(0.2)
    assert hub._line.outbox.open_count() == 1


def test_two_mirrors_of_one_name(bench, listener):
    bench.hub()
    bench.board.wait_empty()
    listener.wait_for(AVAILABILITY, "online")
    bench.file = bench.file.with_name("other.sqlite3")
    bench.hub()
    bench.board.wait_for("again and again")


def test_health_stays_at_home(bench, listener, record):
    hub = bench.hub()
    hub.session_started(record("a"))
    hub.session_ended(record("a"))
    assert hub.drained(5)
    everything = " ".join(f"{each.topic} {each.payload}" for each in listener.wait(
        lambda _: listener.heard(EVENT) and listener.heard(LAST))).lower()
    for word in ("knee", "pain", "side", "valgus", "good", "caving", "left", "hurt"):
        assert word not in everything


SHARED = Told(MirrorState(), {"p1": "Anna"}, people={"p1": Person(PersonState(pain=2))})


def test_health_is_told_on_topics_of_who_shares_it_until_they_stop(bench, listener, mosquitto,
                                                                   record):
    hub = bench.hub(SHARED)
    hub.session_ended(record("a"), share_health=True)
    assert hub.drained(5)
    told = json.loads(listener.wait_for(f"{PERSON}/event").payload)
    assert told["sides"]["left"] == {"good": 5, "drifting": 0, "caving_in": 0, "unjudged_s": 0.0}
    assert "sides" in json.loads(listener.wait_for(f"{PERSON}/session/last").payload)
    for topic in (EVENT, LAST):
        assert "sides" not in json.loads(listener.wait_for(topic).payload)
    listener.fence()
    mosquitto.stop()
    bench.board.wait_for("can't be reached")
    hub.session_ended(record("b", 1), share_health=True)
    hub.stop(1)

    mosquitto.start()
    assert bench.hub(NOTHING).drained(5)
    listener.wait(lambda _: uuids(listener.heard(EVENT)) == ["a", "b"])
    listener.fence()
    assert uuids(listener.heard(f"{PERSON}/event")) == ["a"], "what waited is withdrawn"
    gone = ("state", "session/last")
    assert [listener.heard(f"{PERSON}/{each}")[-1] for each in gone] == ["", ""]
    assert listener.heard(PERSON_DISCOVERY)[-1] == ""


def test_sharing_is_switched_while_the_hub_listens(bench, listener, listen, mosquitto, record):
    hub = bench.hub()
    hub.update(SHARED)
    hub.session_ended(record("a"), share_health=True)
    assert hub.drained(5)
    found = json.loads(listener.wait_for(PERSON_DISCOVERY).payload)
    assert found["device"]["via_device"] in json.loads(
        listener.wait_for(DISCOVERY).payload)["device"]["identifiers"]
    assert json.loads(listener.wait_for(f"{PERSON}/state").payload)["pain"] == 2
    hub.update(NOTHING)
    assert hub.drained(5)
    late = listen(mosquitto.port)
    late.fence()
    assert not [each for each in late.wait(lambda all_: all_) if PERSON in each.topic]
    assert late.wait_for(DISCOVERY).retained
    hub.update(SHARED)
    assert hub.drained(5)
    late.wait_for(PERSON_DISCOVERY)
    late.fence()
    assert not any(late.heard(f"{PERSON}/session/last")), "what was taken back is forgotten"


def test_who_is_renamed_keeps_their_device(bench, listener):
    hub = bench.hub(SHARED)
    assert hub.drained(5)
    hub.update(replace(SHARED, names={"p1": "Anne"}))
    assert hub.drained(5)
    listener.fence()
    old, new = (json.loads(each)["device"] for each in listener.heard(PERSON_DISCOVERY))
    assert (old["name"], new["name"]) == ("Anna", "Anne")
    assert old["identifiers"] == new["identifiers"]


def test_a_mirror_of_another_name_leaves_no_ghost(bench, listener, listen, mosquitto, record):
    hub = bench.hub(SHARED)
    assert hub.drained(5)
    hub.stop(2)
    mosquitto.stop()
    hub = bench.hub(SHARED)
    hub.session_ended(record("a"))
    hub.stop(0.2)
    mosquitto.start()
    bench.config = bench.config.model_copy(update={"id": "hall", "base": "house"})
    assert bench.hub(SHARED).drained(5)
    late = listen(mosquitto.port)
    late.wait_for("homeassistant/device/hall/p1/config")
    listener.wait_for(DISCOVERY, "")
    late.fence()
    assert not [each for each in late.wait(lambda all_: all_) if "/mirror/" in each.topic]


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


def test_an_exception_in_a_callback_does_not_end_the_hub(bench, listener, monkeypatch, record):
    hub = bench.hub()
    assert hub.drained(5)
    link = hub._line.messenger._dialer.link
    post, link._post = link._post, lambda signal: 1 / 0
    listener.say("homeassistant/status", "online")
    monkeypatch.setattr(hub._line.messenger._courier, "announce", lambda event: 1 / 0)
    hub.session_started(record("a"))
    link._post = post
    hub.session_ended(record("b"))
    assert hub.drained(5)
    assert uuids([listener.wait_for(EVENT).payload]) == ["b"]


def test_a_broker_that_hangs_is_given_up_and_told_all_when_it_wakes(bench, listener, mosquitto,
                                                                   monkeypatch, record):
    hub = bench.hub()
    assert hub.drained(5)
    monkeypatch.setattr(messenger, "ACK_TIMEOUT_S", 0.2)
    monkeypatch.setattr(dialer, "HELLO_TIMEOUT_S", 0.2)
    mosquitto.send_signal(signal.SIGSTOP)
    hub.session_ended(record("a"))
    bench.board.wait_for("can't be reached")
    mosquitto.send_signal(signal.SIGCONT)
    assert hub.drained(8)
    listener.wait_for(EVENT)
    assert set(uuids(listener.heard(EVENT))) == {"a"}


def test_a_disk_that_is_full_keeps_nobody_from_listening(bench, listener, record):
    hub = bench.hub()
    assert hub.drained(5)
    hub._line.outbox._db.execute("PRAGMA query_only = 1")
    hub.session_ended(record("a"))
    assert bench.board.wait_for("outbox").key == "outbox"
    assert uuids([listener.wait_for(EVENT).payload]) == ["a"]
    hub._line.outbox._db.execute("PRAGMA query_only = 0")
    hub.session_ended(record("a"))
    bench.board.wait_empty()
    assert hub.drained(5)


def test_the_discovery_is_small(bench, listener):
    assert bench.hub().drained(5)
    listener.fence()
    assert len(listener.heard(DISCOVERY)[-1]) < 12_000
