"""Somebody who has Home Assistant and a mirror and follows docs/home-assistant.md, in a browser."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import Phase
from mirrorapp.config import HubConfig
from mirrorapp.hub.broker import find_mosquitto
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.payloads import Answer, MirrorState, Told
from tests.homeassistant.browser import Browser, Page
from tests.homeassistant.house import ROOT, House, free_port
from tests.homeassistant.mirrors import Mirror
from tests.homeassistant.past import HERE, Past
from tests.homeassistant.phone import Phone
from tests.integration.conftest import Mosquitto
from tests.integration.own_broker import HOME_ASSISTANT, SECRET, own_broker

DASHBOARD = ROOT / "config" / "homeassistant" / "dashboard.yaml"
DESK = (1100, 760)
HAND = (412, 915)
NODE = "mirrorapp_mirror"
PERSON = f"{NODE}_p1"
_MENUS = "hui-root .action-items ha-dropdown, hui-root ha-button-menu"
_BLINK_MS, _WIDEN_MS = 700, 4000
"""Until what slides in has come to rest, and graphs are as wide as their cards."""

Look = Callable[[Page, str], None]


class Newcomer:
    """Does what the page says, and looks at what it is to look like (`look`, with a name)."""

    def __init__(self, house: House, browser: Browser, look: Look = lambda _, __: None) -> None:
        self._house = house
        self._browser = browser
        self._look = look
        self._page = browser.page(house, *DESK)

    def adds_the_broker(self, port: int, user: str, password: str) -> None:
        """Settings, Devices & services, Add integration, MQTT."""
        self._page.open("config/integrations/dashboard/add?domain=mqtt")
        self._says("OK", exact=True).click()
        for name, text in (("username", user), ("password", password), ("broker", "127.0.0.1")):
            self._page.find(f"input[name={name}]").fill(text)
        self._page.find("dialog-data-entry-flow input[type=number]").fill(str(port))
        self._looks("broker")
        self._says("Submit", exact=True).click()
        self._house.until(
            lambda: [each["state"] for each in self._house.ask("config_entries/get")
                     if each["domain"] == "mqtt"] == ["loaded"],
            lambda: str(self._house.ask("config_entries/get")))

    def sees_the_mirror(self) -> None:
        """Settings, Devices & services, MQTT; and from there its device."""
        self._house.until(lambda: self._house.device(NODE), lambda: "there is no mirror")
        self._house.until_says(f"binary_sensor.{NODE}_connected", "on")
        self._page.open("config/integrations/integration/mqtt")
        self._says("2 devices").wait_for()
        self._looks("mqtt")
        device = self._house.device(NODE)
        assert device is not None
        self._page.open(f"config/devices/device/{device['id']}")
        self._says("Exercise time today").wait_for()
        self._looks("device")

    def pastes_the_dashboard(self) -> str:
        """A new dashboard, its raw configuration editor; the path of what has come of it."""
        path = self._house.ask("lovelace/dashboards/create", mode="storage", title="Mirror",
                               url_path="exercise-mirror", icon="mdi:mirror")["url_path"]
        self._house.ask("lovelace/config/save", url_path=path, config={"views": [{}]})
        self._page.open(f"{path}/0?edit=1")
        self._page.find(_MENUS).wait_for()
        self._page.tab.locator(_MENUS).last.click()
        self._says("Raw configuration editor").click()
        self._page.find("hui-editor .cm-content").click()
        self._page.tab.keyboard.press("Control+A")
        self._page.tab.keyboard.insert_text(DASHBOARD.read_text())
        self._page.tab.on("dialog", lambda dialog: dialog.accept())
        self._looks("editor")
        self._says("Save", exact=True).click()
        self._house.until(lambda: len(self.saved(path)["views"]) > 1, lambda: str(self.saved(path)))
        return str(path)

    def saved(self, path: str) -> dict[str, Any]:
        """The dashboard as it is kept."""
        return dict(self._house.ask("lovelace/config", url_path=path))

    def looks_at(self, path: str) -> None:
        """Both views of that dashboard, in the hand and on the desk."""
        for name, size, scale in (("phone", HAND, 2.0), ("desk", DESK, 1.0)):
            page = self._browser.page(self._house, *size, scale)
            page.open(f"{path}/today")
            page.until(lambda view: "minutes today" in view.words)
            self._look(page, f"today-{name}")
            page.open(f"{path}/progress")
            page.until(lambda view: view.of_kind("statistics-graph") and all(
                each.drawn for each in view.cards
                if each.config["type"] in ("statistics-graph", "picture-entity")))
            page.tab.wait_for_timeout(_WIDEN_MS)
            self._look(page, f"progress-{name}")
            page.close()

    def chooses_blueprints(self, phone: Phone) -> str:
        """The reminder and the log, each made of its blueprint; the reminder's number."""
        self._page.open("config/blueprint/dashboard")
        self._says("Mirror: reminder").wait_for()
        self._looks("blueprints")
        made = self._house.ask("input_text/create", name="Memory of the mirror", max=100)
        self._make("1", "Mirror: reminder", "reminder", {
            "phone": phone.device, "due": f"binary_sensor.{NODE}_due",
            "running": f"binary_sensor.{NODE}_running", "reminders": f"switch.{NODE}_reminders",
            "start": f"button.{NODE}_start", "snooze": f"button.{NODE}_snooze",
            "skip": f"button.{NODE}_skip_today", "last_command": f"sensor.{NODE}_answer",
            "quiet_from": "00:00:00", "quiet_to": "00:00:00"})
        self._make("2", "Mirror: log", "log", {
            "session": f"event.{NODE}_session", "last_session": f"sensor.{NODE}_last_session",
            "memory": f"input_text.{made['id']}"})
        self._page.open("config/automation/edit/1")
        self._says("Quiet from").wait_for()
        self._looks("reminder")
        return "1"

    def follows_the_reminder(self, number: str) -> None:
        """The automation's trace: how far it has come."""
        self._page.open(f"config/automation/trace/{number}")
        self._page.find("hat-script-graph").wait_for()
        self._looks("trace")

    def reads_the_log(self, line: str) -> None:
        """The logbook, called *Activity* in later versions."""
        self._page.open("logbook")
        self._says(line).wait_for()
        self._looks("logbook")
        assert self._page.tab.get_by_text(line).count() == 1

    def _make(self, number: str, alias: str, blueprint: str, inputs: dict[str, Any]) -> None:
        self._house.post(f"config/automation/config/{number}", {
            "alias": alias,
            "use_blueprint": {"path": f"mirrorapp/{blueprint}.yaml", "input": inputs}})
        self._house.until_says(f"automation.mirror_{blueprint}", "on")

    def _says(self, words: str, *, exact: bool = False) -> Any:
        return self._page.tab.get_by_text(words, exact=exact).locator("visible=true").first

    def _looks(self, name: str) -> None:
        self._page.tab.wait_for_timeout(_BLINK_MS)
        self._look(self._page, name)


def follow(browser: Browser, folder: Path, look: Look = lambda _, __: None) -> None:
    """The whole page of the docs, from a Home Assistant that knows of no broker to a reminder on
    the phone and a line in the log. Raises `AssertionError` where something else comes of a step.
    """
    program = find_mosquitto()
    assert program is not None, "mosquitto is not installed"
    with ExitStack() as stack:
        broker, port = Mosquitto(program, folder), free_port()
        hub_config = own_broker(broker, folder, port)
        stack.callback(broker.stop)
        broker.start()
        house = House(None)
        stack.callback(house.close)
        house.start()
        phone = Phone(house)
        stack.callback(phone.close)
        house.ask("config/device_registry/update", device_id=phone.device, name_by_user="My phone")
        mirror = Mirror(HubConfig(**hub_config), folder / "outbox.sqlite3")
        stack.callback(mirror.close)
        newcomer, past = Newcomer(house, browser, look), Past.of(8)

        newcomer.adds_the_broker(port, HOME_ASSISTANT, SECRET)
        hub = mirror.hub()
        hub.update(_of_today(past, due=True))
        newcomer.sees_the_mirror()
        path = newcomer.pastes_the_dashboard()
        assert newcomer.saved(path) == yaml.safe_load(DASHBOARD.read_text())
        past.remember(house, NODE, PERSON)
        newcomer.looks_at(path)
        hub.update(_of_today(past))
        house.until_says(f"binary_sensor.{NODE}_due", "off")
        number = newcomer.chooses_blueprints(phone)
        hub.update(_of_today(past, due=True))
        assert phone.until_told()["title"] == "Time for your knees"
        phone.press("Start")
        assert mirror.obeys() == Command(Name.START, "")
        done = Answer(command="start", accepted=True, said="start: done", at=datetime.now(HERE))
        hub.update(_of_today(past, due=True, running=True, phase=Phase.ACTIVE, answer=done))
        phone.until_clear()
        house.until(lambda: house.attribute("automation.mirror_reminder", "current") == 0,
                    lambda: str(house.state("automation.mirror_reminder")))
        newcomer.follows_the_reminder(number)
        record = _just_now(past.sessions[-1])
        hub.session_ended(record)
        hub.update(_of_today(past, minutes_today=14.0))
        newcomer.reads_the_log(f"completed {record.routine}, 14.0 min")


def keep(folder: Path) -> Look:
    """Looks that leave pictures in `folder`, in few colours: a page of docs is to be light."""
    def look(page: Page, name: str) -> None:
        file = folder / f"{name}.png"
        page.picture(file, whole=name.endswith("phone"))
        with Image.open(file) as seen:
            seen.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(file, optimize=True)
    return look


def _of_today(past: Past, **state: Any) -> Told:
    """Ann shares her health; while she has not trained yet, a session is due, or later."""
    now, until = datetime.now(HERE), timedelta(minutes=-10 if state.get("due") else 120, seconds=30)
    mirror = {"phase": Phase.HOME, "minutes_today": 0.0, "profile": "Ann", "daily_target": 15,
              "remind_at": "18:00", "next_session": now + until,
              "last_session": past.sessions[-1].ended, "due": False, **state}
    person = past.person(due=mirror["due"], streak=4, adherence=86, programme_week=8, alignment=91)
    return Told(MirrorState(**mirror), {"p1": "Ann"}, ("squat", "retraining"), {"p1": person})


def _just_now(record: SessionRecord) -> SessionRecord:
    ended = datetime.now(HERE)
    return replace(record, profile="p1", started=ended - timedelta(minutes=14), ended=ended)
