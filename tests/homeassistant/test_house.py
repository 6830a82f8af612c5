"""The Home Assistant that the other tests talk to, and that its complaints are found."""

import json

import pytest

from tests.homeassistant.house import House
from tests.integration.conftest import Listener

OLDEST = (2025, 1)


def test_it_is_recent_enough_and_whole(house: House) -> None:
    config = house.config()
    assert tuple(map(int, config["version"].split(".")[:2])) >= OLDEST
    assert not config["recovery_mode"]
    assert "mqtt" in config["components"]


def test_it_listens_on_loopback_alone(house: House) -> None:
    assert house.listens_at() == {"127.0.0.1"}


def sensor(**more: object) -> dict[str, object]:
    return {"platform": "sensor", "unique_id": "wrong_a", "name": "A", "state_topic": "wrong/s",
            **more}


def message(component: dict[str, object], **more: object) -> dict[str, object]:
    return {"device": {"identifiers": ["wrong"], "name": "Wrong"}, "origin": {"name": "test"},
            "components": {"a": component}, **more}


@pytest.mark.parametrize(("wrong", "complaint"), [
    (message(sensor(), origin={}), "Invalid MQTT device discovery payload"),
    (message(sensor(), unheard_of=1), "Invalid MQTT device discovery payload"),
    (message({**sensor(), "platform": "unheard_of"}), "Invalid MQTT device discovery payload"),
    (message(sensor(device_class="enum", options=["a"], unit_of_measurement="%")),
     "when processing MQTT discovery message"),
    (message(sensor(value_template="{{ nothing(")), "when processing MQTT discovery message"),
], ids=["no origin", "unknown key", "unknown platform", "enum with unit", "broken template"])
def test_what_it_refuses_is_found_in_its_log(bare_house: House, listener: Listener,
                                             wrong: dict[str, object], complaint: str) -> None:
    listener.say("homeassistant/device/wrong/config", json.dumps(wrong))
    bare_house.until_complains(complaint)
    assert "wrong_a" not in bare_house.entities()


def test_a_template_that_fails_later_is_found_in_its_log(bare_house: House,
                                                         listener: Listener) -> None:
    listener.client.publish("wrong/s", "{}", qos=1, retain=True).wait_for_publish(10.0)
    listener.say("homeassistant/device/wrong/config", json.dumps(
        message(sensor(value_template="{{ value_json.nothing.at.all }}"))))
    bare_house.until_complains("value_json.nothing.at.all")
    listener.say("homeassistant/device/wrong/config", "")
    bare_house.until(lambda: "wrong_a" not in bare_house.entities(), lambda: "the sensor stays")
