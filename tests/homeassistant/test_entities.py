"""Everything that the mirror announces is in Home Assistant as it was announced."""

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.hub.payloads import Live, MirrorState, Person, PersonState, Told
from tests.homeassistant.announced import differences, parts
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import CHART, STATE, Mirror, session, told
from tests.integration.conftest import Listener


@pytest.mark.parametrize("sharing", [(), ("p1",), ("p1", "p2")], ids=["nobody", "one", "both"])
def test_every_component_is_there_as_announced(
        house: House, mirror: Mirror, listener: Listener, sharing: tuple[str, ...]) -> None:
    hub = mirror.hub()
    hub.update(told(STATE, *sharing))
    hub.session_ended(session("a"), share_health="p1" in sharing)
    assert hub.drained(10)
    listener.fence()
    found = parts(listener, mirror.config.id)
    assert {part.key for part in found} >= {"running", "connected", "last_session", "session"}
    assert len({part.device["identifiers"][0] for part in found}) == 1 + len(sharing)
    house.until_alike(lambda: differences(house, listener, found))
    assert len(house.devices(mirror.node)) == 1 + len(sharing)


def test_nothing_is_wrong_where_nothing_is_known(house: House, mirror: Mirror,
                                                 listener: Listener) -> None:
    hub = mirror.hub()
    # A clock's time alone is always known.
    hub.update(Told(MirrorState(remind_at="18:00"), {"p1": ""}, (), {"p1": Person(PersonState())}))
    assert hub.drained(10)
    listener.fence()
    found = parts(listener, mirror.config.id)
    house.until_alike(lambda: differences(house, listener, found))
    for entity in ("sensor.{}_last_session", "sensor.{}_minutes_today", "binary_sensor.{}_due",
                   "sensor.{}_next_session", "number.{}_daily_target", "sensor.{}_p1_pain",
                   "sensor.{}_p1_knee_left"):
        house.until_says(entity.format(mirror.node), "unknown")


def test_states_are_what_the_mirror_told(house: House, mirror: Mirror) -> None:
    hub = mirror.hub()
    hub.update(told(STATE, "p1"))
    for entity, state in {
            "binary_sensor.{}_running": "on", "binary_sensor.{}_connected": "on",
            "sensor.{}_phase": "active", "sensor.{}_minutes_today": "12.5",
            "binary_sensor.{}_due": "on", "sensor.{}_next_session": "2026-11-22T18:00:00+00:00",
            "select.{}_routine": "squat", "select.{}_profile": "Ann",
            "switch.{}_reminders": "on", "number.{}_daily_target": "20",
            "text.{}_remind_at": "18:30", "sensor.{}_p1_streak": "4",
            "sensor.{}_p1_adherence": "86", "sensor.{}_p1_pain": "2",
            "sensor.{}_p1_knee_right": "-1.5", "binary_sensor.{}_p1_see_professional": "on"
            }.items():
        house.until_says(entity.format(mirror.node), state)
    hub.update(told(STATE.model_copy(update={
        "running": False, "phase": Phase.HOME, "due": False, "reminders": False}), "p1"))
    for entity, state in {
            "binary_sensor.{}_running": "off", "sensor.{}_phase": "home",
            "binary_sensor.{}_due": "off", "switch.{}_reminders": "off"}.items():
        house.until_says(entity.format(mirror.node), state)


def test_a_session_is_an_event_once_and_then_the_last_session(house: House,
                                                              mirror: Mirror) -> None:
    hub = mirror.hub()
    hub.update(told())
    event, last = f"event.{mirror.node}_session", f"sensor.{mirror.node}_last_session"
    house.until_says(event, "unknown")
    for uuid, minute in (("a", 0), ("a", 0), ("b", 5)):
        hub.session_ended(session(uuid, minute))
    house.until(lambda: house.attribute(event, "uuid") == "b", lambda: str(house.state(event)))
    assert house.attribute(event, "event_type") == "completed"
    heard = [state["attributes"].get("uuid") for state in house.heard(event)]
    assert [uuid for uuid in heard if uuid] == ["a", "b"]
    house.until(lambda: house.attribute(last, "uuid") == "b", lambda: str(house.state(last)))
    house.until_says(last, "2026-11-21T18:06:30+00:00")
    assert (house.attribute(last, "routine"), house.attribute(last, "reps")) == ("squat", 5)


def test_how_far_a_session_is(house: House, mirror: Mirror) -> None:
    hub = mirror.hub()
    hub.update(told())
    progress = f"sensor.{mirror.node}_progress"
    house.until_says(progress, "unavailable")
    live = Live(progress=40, exercise="squat", reps=3)

    def told_again() -> bool:
        hub.mention(live)  # as a mirror does every second: it is never retained
        return house.says(progress) == "40"

    house.until(told_again, lambda: str(house.state(progress)))
    assert house.attribute(progress, "exercise") == "squat"


def test_the_chart_is_a_picture_in_home_assistant(house: House, mirror: Mirror) -> None:
    mirror.hub().update(told(STATE, "p1"))
    chart = f"image.{mirror.node}_p1_progress_chart"
    house.until(lambda: house.says(chart) not in (None, "unknown", "unavailable"),
                lambda: str(house.state(chart)))
    assert house.picture(chart) == ("image/png", CHART)
