"""The discovery messages, held against what Home Assistant is known to refuse."""

import json
import re

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub import discovery
from mirrorapp.hub.commands import Name
from mirrorapp.hub.payloads import PHASES, Live, MirrorState, PersonState
from mirrorapp.hub.topics import Topics

CONFIG = HubConfig(id="bath-room", base="Mirrors")
TOPICS = Topics("Mirrors", "bath-room")
TOP_KEYS = {"device", "origin", "availability", "qos", "components"}
DEVICE_KEYS = {"identifiers", "name", "manufacturer", "model", "sw_version"}
ORIGIN_KEYS = {"name", "sw_version"}
HEALTH_WORDS = ("pain", "knee", "alignment", "valgus", "professional", "streak", "adherence")
NAMES = {"p1": "Anna", "p2": "Ben", "p3": "Ben", "p4": ""}


def mirror(published=None):
    return json.loads(discovery.of_mirror(CONFIG, NAMES, ("ease",), published).to_json())


def person(published=None):
    return json.loads(discovery.of_person(CONFIG, "p1", "Anna", published).to_json())


@pytest.fixture(params=[mirror, person], ids=["mirror", "person"])
def message(request):
    return request.param()


@pytest.fixture
def entities(message):
    return {key: part for key, part in message["components"].items()
            if part["platform"] != "device_automation"}


def test_no_key_that_is_unknown_and_none_that_is_missing(message):
    assert set(message) == TOP_KEYS
    assert set(message["device"]) - {"via_device"} == DEVICE_KEYS
    assert set(message["origin"]) == ORIGIN_KEYS
    assert message["qos"] in (0, 1, 2)


def test_every_entity_has_a_name_of_its_own_in_its_own_domain(entities):
    for part in entities.values():
        assert re.fullmatch("[a-z0-9_]+", part["object_id"])
        assert part["default_entity_id"] == f"{part['platform']}.{part['object_id']}"
    for key in ("unique_id", "default_entity_id"):
        assert len({part[key] for part in entities.values()}) == len(entities)


def test_all_of_the_mirror():
    assert {key: part["platform"] for key, part in mirror()["components"].items()} == {
        "running": "binary_sensor", "connected": "binary_sensor", "phase": "sensor",
        "progress": "sensor", "last_session": "sensor", "minutes_today": "sensor",
        "session": "event", "due": "binary_sensor", "next_session": "sensor", "today": "sensor",
        "answer": "sensor", "start": "button", "snooze": "button", "skip_today": "button",
        "routine": "select", "profile": "select", "show": "notify", "reminders": "switch",
        "daily_target": "number", "remind_at": "text", "session_completed": "device_automation"}


def test_all_of_who_shares_their_health_beneath_the_mirror():
    message = person()
    assert {key: part["platform"] for key, part in message["components"].items()} == {
        "last_session": "sensor", "minutes_today": "sensor", "session": "event",
        "due": "binary_sensor", "next_session": "sensor", "streak": "sensor",
        "adherence": "sensor", "programme_week": "sensor", "pain": "sensor",
        "alignment": "sensor", "knee_left": "sensor", "knee_right": "sensor",
        "see_professional": "binary_sensor", "acknowledge": "button", "progress_chart": "image",
        "see_professional_trigger": "device_automation"}
    assert [message["device"]["via_device"]] == mirror()["device"]["identifiers"]
    assert message["device"]["name"] == "Anna"


def test_two_mirrors_and_their_people_share_no_id_and_no_topic():
    found = [discovery.of_mirror(HubConfig(id=each), NAMES, ())
             for each in ("hall", "hall-p1", "hall_p1")]
    found.append(discovery.of_person(HubConfig(id="hall"), "p1", "Anna"))
    nodes = [message.device.identifiers for message in found]
    assert len(set(nodes)) == len(nodes)
    ids = [part.unique_id for message in found for part in message.components.values()
           if part.platform != "device_automation"]
    assert len(set(ids)) == len(ids)
    topics = {Topics("mirrorapp", "hall").discovery, Topics("mirrorapp", "hall-p1").discovery,
              Topics("mirrorapp", "hall").person("p1").discovery}
    assert len(topics) == 3


def test_an_enum_has_options_and_no_unit():
    phase = mirror()["components"]["phase"]
    assert phase["options"] == [phase.value for phase in PHASES]
    assert not {"hurts", "advised"} & set(phase["options"])
    assert not {"unit_of_measurement", "state_class"} & set(phase)


def test_a_timestamp_has_no_unit(entities):
    for part in entities.values():
        if part.get("device_class") == "timestamp":
            assert not {"unit_of_measurement", "state_class"} & set(part)


def test_a_sensor_is_nothing_to_configure(entities):
    assert not [key for key, part in entities.items() if part.get("entity_category") == "config"
                and part["platform"] in ("sensor", "binary_sensor")]


def test_connected_is_there_while_the_mirror_is_not():
    connected = mirror()["components"]["connected"]
    assert connected["availability"] == []
    assert connected["state_topic"] == "Mirrors/bath-room/availability"


def test_whoever_has_no_name_of_their_own_is_chosen_by_id():
    components = mirror()["components"]
    assert components["profile"]["options"] == ["Anna", "p2", "p3", "p4"]
    assert components["routine"]["options"] == ["today", "ease"]


@pytest.mark.parametrize(("made", "states"), [
    (mirror, {TOPICS.state: MirrorState(), TOPICS.live: Live()}),
    (person, {TOPICS.person("p1").state: PersonState()})])
def test_templates_ask_for_nothing_that_the_state_does_not_carry(made, states):
    for part in made()["components"].values():
        state = states.get(part.get("state_topic"))
        for word in re.findall(r"value_json\.(\w+)", part.get("value_template", "")):
            assert state is None or word in json.loads(state.to_json())


def test_every_command_has_its_entity_on_its_topic():
    parts = {**person()["components"], **mirror()["components"]}
    assert {part["command_topic"] for part in parts.values() if "command_topic" in part} == {
        f"Mirrors/bath-room/cmd/{name}" for name in Name}


def test_the_mirror_tells_no_health():
    assert not any(word in json.dumps(mirror()).lower() for word in HEALTH_WORDS)


@pytest.mark.parametrize("made", [mirror, person])
def test_what_was_published_and_is_no_more_is_removed(made):
    found = made({"gone": "switch", "due": "binary_sensor"})["components"]
    assert found["gone"] == {"platform": "switch"}
    assert found["due"]["name"] == "Session due"
    message = discovery.of_mirror(CONFIG, {}, (), {"gone": "switch"})
    assert message.platforms()["gone"] == "switch"
