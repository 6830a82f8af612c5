"""The home says on a topic of its own whether somebody is there, at a real broker."""

from queue import SimpleQueue

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.link import Heard, Link, Reached, Up, Version
from tests.integration.conftest import TIMEOUT_S

pytestmark = pytest.mark.broker
TOPIC = "mirrorapp/hall/occupancy"


@pytest.fixture
def told(bench):
    """A mirror whose settings name the topic."""
    bench.config = bench.config.model_copy(update={"presence_topic": TOPIC})
    return bench


def test_what_was_said_before_counts_and_nothing_once_the_broker_is_gone(
        told, listener, mosquitto) -> None:
    listener.client.publish(TOPIC, '{"occupancy": true}', qos=1, retain=True).wait_for_publish(5)
    sensed: SimpleQueue[bool] = SimpleQueue()
    orders: SimpleQueue[object] = SimpleQueue()
    told.hub(obey=orders.put, sensed=sensed.put)
    assert sensed.get(timeout=TIMEOUT_S) is True
    for said, there in (("off", False), ("nonsense", None), ("ON", True)):
        listener.say(TOPIC, said)
        if there is not None:
            assert sensed.get(timeout=TIMEOUT_S) is there
    mosquitto.stop()
    assert sensed.get(timeout=TIMEOUT_S) is False
    mosquitto.start()
    assert sensed.get(timeout=TIMEOUT_S) is True, "the broker has kept it"


def test_a_command_that_the_broker_has_in_store_is_still_none(told, listener) -> None:
    listener.client.publish("mirrorapp/mirror/cmd/show", "old", qos=1,
                            retain=True).wait_for_publish(5)
    orders: SimpleQueue[object] = SimpleQueue()
    hub = told.hub(obey=orders.put)
    assert hub.drained(5)
    listener.say("mirrorapp/mirror/cmd/show", "new")
    heard = orders.get(timeout=TIMEOUT_S)
    assert isinstance(heard, Command)
    assert (heard.name, heard.value) == (Name.SHOW, "new")


@pytest.mark.parametrize("version", Version)
def test_both_versions_of_mqtt_hand_out_what_is_in_store(mosquitto, listener, version) -> None:
    listener.client.publish(TOPIC, "on", qos=1, retain=True).wait_for_publish(5)
    signals: SimpleQueue[object] = SimpleQueue()
    link = Link(HubConfig(host=mosquitto.host, port=mosquitto.port), version, signals.put)
    link.open()
    assert isinstance(signals.get(timeout=TIMEOUT_S), Reached)
    assert isinstance(signals.get(timeout=TIMEOUT_S), Up)
    link.subscribe(TOPIC, stored=True)
    heard = [signals.get(timeout=TIMEOUT_S) for _ in range(2)]
    assert Heard(link, TOPIC, b"on") in heard
    link.close()
