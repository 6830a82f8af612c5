"""What somebody does in Home Assistant reaches the mirror, and nothing else does."""

import pytest

from mirrorapp.hub.commands import Command, Name
from tests.homeassistant.announced import differences, parts
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import STATE, Mirror, told
from tests.homeassistant.wire import RefusedError
from tests.integration.conftest import Listener

TEXT = "Füße hoch – \"jetzt\" {{ 1 }}"
SERVICES = [
    ("start", "button.press", {}, ""),
    ("snooze", "button.press", {}, 30),
    ("skip_today", "button.press", {}, None),
    ("routine", "select.select_option", {"option": "lunge"}, "lunge"),
    ("profile", "select.select_option", {"option": "Bo"}, "Bo"),
    ("show", "notify.send_message", {"message": TEXT}, TEXT),
    ("reminders", "switch.turn_off", {}, False),
    ("reminders", "switch.turn_on", {}, True),
    ("daily_target", "number.set_value", {"value": 35}, 35),
    ("remind_at", "text.set_value", {"value": "07:15"}, "07:15"),
    ("acknowledge", "button.press", {}, "p1"),
]


def test_every_service_reaches_the_mirror(house: House, mirror: Mirror,
                                          listener: Listener) -> None:
    hub = mirror.hub()
    hub.update(told(STATE, "p1"))
    assert hub.drained(10)
    listener.fence()
    found = parts(listener, mirror.config.id)
    house.until_alike(lambda: differences(house, listener, found))
    entities = {part.key: part.entity_id for part in found if "command_topic" in part.said}
    assert set(entities) == {key for key, *_ in SERVICES}, "each of them is tried below"
    for key, service, data, value in SERVICES:
        house.call(service, entity_id=entities[key], **data)
        assert mirror.obeys() == Command(Name(key), value), key


@pytest.mark.parametrize(("entity", "service", "data"), [
    ("select.{}_routine", "select.select_option", {"option": "no such routine"}),
    ("number.{}_daily_target", "number.set_value", {"value": 100_000}),
    ("text.{}_remind_at", "text.set_value", {"value": "25:00"}),
])
def test_home_assistant_refuses_what_the_mirror_would(
        bare_house: House, mirror: Mirror, entity: str, service: str,
        data: dict[str, object]) -> None:
    mirror.hub().update(told())
    entity = entity.format(mirror.node)
    bare_house.until(lambda: bare_house.says(entity) not in (None, "unavailable"),
                     lambda: str(bare_house.state(entity)))
    with pytest.raises(RefusedError):
        bare_house.call(service, entity_id=entity, **data)
    bare_house.forget_log()
