"""What the hub tells of people: health for those alone who share it, and names."""

import json
from dataclasses import replace

import pytest

from mirrorapp.hub.payloads import MirrorState, Person, PersonState, Told
from tests.integration.conftest import NOTHING
from tests.integration.topics import DISCOVERY, EVENT, LAST, PERSON, PERSON_DISCOVERY, uuids

pytestmark = pytest.mark.broker

SHARED = Told(MirrorState(), {"p1": "Anna"}, people={"p1": Person(PersonState(pain=2))})


def test_health_stays_at_home(bench, listener, record):
    hub = bench.hub()
    hub.session_started(record("a"))
    hub.session_ended(record("a"))
    assert hub.drained(5)
    everything = " ".join(f"{each.topic} {each.payload}" for each in listener.wait(
        lambda _: listener.heard(EVENT) and listener.heard(LAST))).lower()
    for word in ("knee", "pain", "side", "valgus", "good", "caving", "left", "hurt"):
        assert word not in everything


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
