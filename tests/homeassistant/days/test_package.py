"""The package in config/homeassistant, as it is but for the phone, over a week of its days."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub.sessions import session_event
from tests.homeassistant.announced import differences, parts
from tests.homeassistant.conftest import forgotten
from tests.homeassistant.days.coached import Coached, next_monday
from tests.homeassistant.days.told import NOBODY, Told
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import Mirror
from tests.homeassistant.packages import MOTION, package
from tests.homeassistant.phone import Phone
from tests.integration.conftest import Listener, Mosquitto

ADVICE = "Your mirror has advice for you"
WEEK = "That was a good week"


@pytest.fixture
def mirror(house: House, broker: Mosquitto, listener: Listener, tmp_path: Path
           ) -> Iterator[Mirror]:
    """A mirror of which nothing has been changed."""
    made = Mirror(HubConfig(host=broker.host, port=broker.port), tmp_path / "outbox.sqlite3", house)
    with forgotten(house, listener, made.config.id):
        yield made
        made.close()


def test_home_assistant_finds_it_valid(house: House) -> None:
    assert house.post("config/core/check_config", {})["result"] == "valid"


def test_it_speaks_of_the_entities_that_a_fresh_mirror_has(
        house: House, coached: Coached, listener: Listener) -> None:
    coached.look()
    coached.until_alike()
    listener.fence()
    found = parts(listener, coached.mirror.config.id)
    house.until_alike(lambda: differences(house, listener, found))
    meant = {*re.findall(r"\b[a-z_]+\.mirrorapp_mirror\w*", package())}
    assert len(meant) > 15
    assert meant <= {part.entity_id for part in found if part.platform != "device_automation"}


def test_its_scripts_do_what_they_are_called(house: House, coached: Coached) -> None:
    today = next_monday(house.now().date()) + timedelta(hours=19)
    house.pass_until(today, leap=True)
    coached.look()
    coached.until_alike()
    for script, said in (("start", "start: nobody is in front of the mirror"),
                         ("snooze", "snooze: done"), ("skip_today", "skip_today: done"),
                         ("acknowledge", "acknowledge: there is nothing to acknowledge")):
        house.call(f"script.mirrorapp_{script}")
        coached.until_answered(said)

    def shown() -> str:
        coached.look()
        message = coached.messages.read()
        return message.text if message else ""

    for text in ("Tea is ready", ""):
        house.call("script.mirrorapp_show", message=text)
        house.until(lambda text=text: shown() == text, shown)


def test_a_week_with_each_of_its_automations(house: House, phone: Phone, coached: Coached,
                                             listener: Listener) -> None:
    told = Told(house, next_monday(house.now().date()))
    house.pass_until(told.at(-1, "22:00"), leap=True)
    for day in range(-29, 0):
        coached.people.now = told.at(day, "18:00")
        if day % 7 != 6:  # Sundays are for rest
            coached.people.trained("p1", pain=5)
    coached.live_until(told.at(0, "18:10"))

    # Monday: advice since ten, which is read; nobody is there to start, then somebody is.
    assert list(phone.shown) == [
        f"mirrorapp_binary_sensor.{coached.node}_p1_see_professional",
        f"mirrorapp_binary_sensor.{coached.node}_due"]
    phone.press("I have read it", phone.notes[0])
    coached.until_answered("acknowledge: done")
    phone.press("Start")
    coached.until_answered("start: nobody is in front of the mirror")
    assert phone.until_told(3)["message"] == NOBODY
    coached.somebody = True
    coached.live_until(told.at(0, "18:12"))
    phone.press("Start")
    coached.until_answered("start: done")
    coached.train()
    phone.until_clear()
    event = session_event(coached.people.done[-1], share_health=False)
    listener.say(f"mirrorapp/{coached.mirror.config.id}/event", event.to_json())

    # A cue on the stairs, once in an hour.
    for clock in ("18:30", "19:00", "19:40"):
        coached.live_until(told.at(0, clock))
        for state in ("on", "off"):
            house.pretend(MOTION, state, device_class="motion")
    coached.live_until(told.at(0, "23:00"))

    # Tuesday is put off, Wednesday skipped, Thursday not answered; then all is done in time.
    coached.live_until(told.at(1, "18:05"))
    phone.press("Snooze")
    coached.until_answered("snooze: done")
    coached.live_until(told.at(2, "18:05"))
    phone.press("Skip today")
    coached.until_answered("skip_today: done")
    for day in (4, 5, 6):
        coached.live_until(told.at(day, "12:00"))
        coached.train()
    coached.live_until(told.at(7, "00:01"))
    assert told(ADVICE, "title") == ["Mon 10:00"]
    assert told() == ["Mon 18:00", "Tue 18:00", "Tue 18:35", "Wed 18:00",
                      "Thu 18:00", "Thu 19:01"]
    assert told(NOBODY) == ["Mon 18:10"]
    assert told(WEEK, "title") == ["Sun 19:00"]
    shown = [said["message"] for at, said in house.calls("notify.send_message") if at > told.since]
    assert shown == ["Knee over your second toe.", ""] * 2
    lines = [said["message"] for at, said in house.calls("logbook.log") if at > told.since]
    assert lines == ["completed first-week, 10.0 min"] * 4, "and the repeated one is not among them"
