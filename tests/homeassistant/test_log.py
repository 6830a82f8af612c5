"""The log's blueprint, in the hands of a real Home Assistant."""

from dataclasses import replace

import pytest

from mirrorapp.coach.records import Outcome
from mirrorapp.hub import dialer
from mirrorapp.hub.sessions import session_event
from tests.homeassistant.automations import LINE, Book, logging, ready
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import Mirror, session
from tests.integration.conftest import Listener, Mosquitto


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mirrors look for their broker more often than at home."""
    monkeypatch.setattr(dialer, "RECONNECT_S", (0.05, 0.4))


@pytest.mark.usefixtures("impatient")
def test_two_sessions_a_bounce_and_three_repeats_are_two_lines(
        bare_house: House, mirror: Mirror, broker: Mosquitto, listener: Listener, memory: str
        ) -> None:
    hub, book = ready(bare_house, mirror), Book(bare_house, mirror)
    event = f"event.{mirror.node}_session"

    def again(uuid: str) -> None:
        listener.say(f"mirrorapp/{mirror.config.id}/event",
                     session_event(session(uuid), share_health=False).to_json())
        bare_house.until(lambda: bare_house.attribute(event, "uuid") == uuid,
                         lambda: str(bare_house.state(event)))

    with bare_house.automation("mirrorapp/log.yaml", **logging(mirror, memory)):
        hub.session_started(session("first"))
        hub.session_ended(session("first"))
        book.until([LINE])
        broker.stop()
        bare_house.until_says(event, "unavailable")
        hub.session_ended(session("second", 5))
        broker.start()
        bare_house.until_says(f"binary_sensor.{mirror.node}_connected", "on")
        book.until([LINE, LINE])
        listener.fence()
        for uuid in ("first", "second", "first"):
            again(uuid)
        hub.session_ended(session("third", 10))  # with it, what came before would stand there
        book.until([LINE] * 3)
    lost = bare_house.complaints()
    assert any("The connection was lost" in each for each in lost)
    # A busy machine has Home Assistant greet a broker that is gone: its own affair.
    assert all("mqtt.client" in each or "mqtt/client" in each for each in lost), lost
    bare_house.forget_log()


def test_only_what_is_wanted_is_logged_and_what_the_event_missed_is(
        house: House, mirror: Mirror, listener: Listener, memory: str) -> None:
    hub, book = ready(house, mirror), Book(house, mirror)
    last = f"sensor.{mirror.node}_last_session"
    with house.automation("mirrorapp/log.yaml", **logging(mirror, memory)):
        hub.session_ended(replace(session("aborted"), outcome=Outcome.ABORTED))
        house.until(lambda: house.attribute(last, "uuid") == "aborted",
                    lambda: str(house.state(last)))
        listener.say(f"mirrorapp/{mirror.config.id}/session/last",
                     session_event(session("missed"), share_health=False).to_json())
        book.until([LINE])
