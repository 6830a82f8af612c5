"""What blueprints are tried with: clocks, a mirror at rest, inputs, the logbook."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mirrorapp.coach.state import Phase
from mirrorapp.hub.client import Hub
from mirrorapp.hub.payloads import MirrorState, Person, PersonState, Told
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import STATE, Mirror, told
from tests.homeassistant.phone import Phone

SOON_S = 3.0
REST = STATE.model_copy(update={"running": False, "phase": Phase.HOME, "due": False})
LINE = "completed squat, 1.5 min, on 2026-11-21"


def local(seconds: float = 0.0) -> datetime:
    """The time in Home Assistant's zone, so much later."""
    return datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(seconds=seconds)


def clock(seconds: float) -> str:
    return local(seconds).strftime("%H:%M:%S")


def reminding(mirror: Mirror, phone: Phone, **more: Any) -> dict[str, Any]:
    node = mirror.node
    return {"phone": phone.device, "due": f"binary_sensor.{node}_due",
            "running": f"binary_sensor.{node}_running", "last_command": f"sensor.{node}_answer",
            "reminders": f"switch.{node}_reminders", "start": f"button.{node}_start",
            "snooze": f"button.{node}_snooze", "skip": f"button.{node}_skip_today", **more}


class Reminded:
    """A mirror, a phone and the automation between them."""

    def __init__(self, house: House, mirror: Mirror, phone: Phone) -> None:
        self.house, self.mirror, self.phone = house, mirror, phone
        self.hub = mirror.hub()
        self.tell()
        for kind, key in (("binary_sensor", "due"), ("binary_sensor", "running"),
                          ("switch", "reminders")):
            house.until_known(f"{kind}.{mirror.node}_{key}")
        self.automation = ""

    def tell(self, **changes: Any) -> None:
        """The mirror rests, but for these `changes`."""
        self.hub.update(told(REST.model_copy(update=changes)))
        due = "on" if changes.get("due") else "off"
        self.house.until_says(f"binary_sensor.{self.mirror.node}_due", due)

    def until_holds_back(self) -> None:
        """Wait until it has begun the day and waits for leave to remind."""
        number = self.house.attribute(self.automation, "id")

        def step() -> str:
            runs = self.house.ask("trace/list", domain="automation", item_id=number)
            return str(runs[-1]["last_step"]) if runs else ""

        self.house.until(lambda: step() == "action/1/repeat/sequence/1", step)
        assert self.phone.notes == []

    def until_ended(self) -> None:
        """Wait until it has ended for today."""
        self.house.until(
            lambda: self.house.attribute(self.automation, "current") == 0,
            lambda: str(self.house.state(self.automation)))


class Book:
    """The logbook of one mirror."""

    def __init__(self, house: House, mirror: Mirror) -> None:
        self._house, self._event = house, f"event.{mirror.node}_session"
        self._since = datetime.now(UTC).isoformat()

    @property
    def lines(self) -> list[str]:
        found = self._house.ask("logbook/get_events", start_time=self._since,
                                entity_ids=[self._event])
        return [each["message"] for each in found if each.get("name") == "Mirror"]

    def until(self, expected: list[str]) -> None:
        self._house.until(lambda: self.lines == expected, lambda: str(self.lines))


def logging(mirror: Mirror, memory: str, **more: Any) -> dict[str, Any]:
    return {"session": f"event.{mirror.node}_session",
            "last_session": f"sensor.{mirror.node}_last_session", "memory": memory, **more}


def ready(house: House, mirror: Mirror) -> Hub:
    hub = mirror.hub()
    hub.update(told(REST))
    house.until_says(f"event.{mirror.node}_session", "unknown")
    return hub


def stairs(mirror: Mirror, motion: str, **more: Any) -> dict[str, Any]:
    node = mirror.node
    return {"motion": [motion], "next_session": f"sensor.{node}_next_session",
            "minutes_today": f"sensor.{node}_minutes_today", "show": [f"notify.{node}_show"],
            "shown": {"seconds": 1}, "hours_from": clock(-3600), "hours_to": clock(3600), **more}


def of_ann(mirror: MirrorState = REST, **state: Any) -> Told:
    return replace(told(mirror), people={"p1": Person(PersonState(**state))})


def professional(mirror: Mirror, phone: Phone, **more: Any) -> dict[str, Any]:
    return {"see_professional": f"binary_sensor.{mirror.node}_p1_see_professional",
            "acknowledge": f"button.{mirror.node}_p1_acknowledge", "phone": phone.device,
            "hours_from": clock(-3600), "hours_to": clock(3600), **more}
