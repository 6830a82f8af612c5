"""The discovery message, held against what Home Assistant is known to refuse."""

import json
import re

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub.discovery import discovery
from mirrorapp.hub.payloads import PHASES, MirrorState

TOP_KEYS = {"device", "origin", "availability", "qos", "components"}
DEVICE_KEYS = {"identifiers", "name", "manufacturer", "model", "sw_version"}
ORIGIN_KEYS = {"name", "sw_version"}
HEALTH_WORDS = ("pain", "knee", "alignment", "valgus", "professional")


@pytest.fixture
def message():
    return json.loads(discovery(HubConfig(id="bath-room", base="Mirrors")).to_json())


@pytest.fixture
def components(message):
    return message["components"]


def test_no_key_that_is_unknown_and_none_that_is_missing(message):
    assert set(message) == TOP_KEYS
    assert set(message["device"]) == DEVICE_KEYS
    assert set(message["origin"]) == ORIGIN_KEYS
    assert message["qos"] in (0, 1, 2)


def test_every_entity_has_a_name_of_its_own_in_its_own_domain(components):
    for part in components.values():
        assert re.fullmatch(rf"{part['platform']}\.[a-z0-9_]+", part["default_entity_id"])
        assert "object_id" not in part
    assert len({part["unique_id"] for part in components.values()}) == len(components)


def test_first_entities(components):
    assert {key: part["platform"] for key, part in components.items()} == {
        "running": "binary_sensor", "connected": "binary_sensor", "phase": "sensor",
        "last_session": "sensor", "minutes_today": "sensor", "session": "event",
        "due": "binary_sensor", "next_session": "sensor"}


def test_what_is_health_is_there_for_who_shares_it_alone():
    shared = json.loads(discovery(HubConfig(), sharing=True).to_json())["components"]
    assert shared["see_professional"]["device_class"] == "problem"
    plain = discovery(HubConfig(), {"see_professional": "binary_sensor"})
    assert json.loads(plain.to_json())["components"]["see_professional"] == {
        "platform": "binary_sensor"}


def test_an_enum_has_options_and_no_unit(components):
    assert components["phase"]["options"] == [phase.value for phase in PHASES]
    assert not {"hurts", "advised"} & set(components["phase"]["options"])
    assert not {"unit_of_measurement", "state_class"} & set(components["phase"])


def test_a_timestamp_has_no_unit(components):
    assert not {"unit_of_measurement", "state_class"} & set(components["last_session"])


def test_an_event_has_its_types(components):
    assert components["session"]["event_types"] == ["started", "completed", "aborted"]


def test_connected_is_there_while_the_mirror_is_not(components):
    assert components["connected"]["availability"] == []
    assert components["connected"]["state_topic"] == "Mirrors/bath-room/availability"


def test_templates_ask_for_nothing_that_the_state_does_not_carry(components):
    state = set(json.loads(MirrorState().to_json()))
    asked = {word for part in components.values()
             for word in re.findall(r"value_json\.(\w+)", part.get("value_template", ""))}
    assert asked <= state


def test_no_health(message):
    assert not any(word in json.dumps(message).lower() for word in HEALTH_WORDS)


def test_what_was_published_and_is_no_more_is_removed():
    message = discovery(HubConfig(), {"gone": "switch", "phase": "sensor"})
    found = json.loads(message.to_json())["components"]
    assert found["gone"] == {"platform": "switch"}
    assert found["phase"]["name"] == "Phase"
    assert message.platforms()["gone"] == "switch"
