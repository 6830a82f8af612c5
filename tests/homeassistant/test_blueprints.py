"""The blueprints in config/homeassistant, in the hands of a real Home Assistant."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mirrorapp.coach.records import Outcome
from mirrorapp.coach.state import Phase
from mirrorapp.hub import dialer
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.payloads import MirrorState, Person, PersonState, Told
from mirrorapp.hub.sessions import session_event
from tests.homeassistant.house import ROOT, House
from tests.homeassistant.mirrors import STATE, Mirror, session, told
from tests.homeassistant.phone import Phone
from tests.homeassistant.wire import RefusedError
from tests.integration.conftest import Listener, Mosquitto

FOLDER = ROOT / "config" / "homeassistant" / "blueprints" / "automation"
FILES = sorted(FOLDER.glob("*/*.yaml"))
SOON_S = 3.0
REST = STATE.model_copy(update={"running": False, "phase": Phase.HOME, "due": False})


def local(seconds: float = 0.0) -> datetime:
    """The time in Home Assistant's zone, so much later."""
    return datetime.now(ZoneInfo("Europe/Berlin")) + timedelta(seconds=seconds)


def clock(seconds: float) -> str:
    return local(seconds).strftime("%H:%M:%S")


def name(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def flat(inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs of a blueprint, those in sections, too."""
    found = {}
    for key, said in inputs.items():
        found.update(said.get("input", {key: said}))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_blueprint_is_listed_and_explains_itself(house: House, file: Path) -> None:
    listed = house.ask("blueprint/list", domain="automation")
    assert {each for each in listed if each.startswith("mirrorapp/")} == {*map(name, FILES)}
    metadata = listed[name(file)]["metadata"]
    assert metadata["homeassistant"]["min_version"] == "2025.1.0"
    for key, said in flat(metadata["input"]).items():
        assert said["name"], key
        assert said["description"], key
        (kind, choice), = said["selector"].items()
        assert kind not in ("entity", "device") or choice["filter"], f"{key} offers everything"


def test_what_is_missing_is_refused(bare_house: House) -> None:
    with pytest.raises(RefusedError, match="Missing input"), \
            bare_house.automation("mirrorapp/reminder.yaml", due="binary_sensor.due"):
        pass
    bare_house.forget_log()


class Reminded:
    """A mirror, a phone and the automation between them."""

    def __init__(self, house: House, mirror: Mirror, phone: Phone) -> None:
        self.house, self.mirror, self.phone = house, mirror, phone
        self.hub = mirror.hub()
        self.tell()
        for entity in ("binary_sensor.{}_due", "binary_sensor.{}_running", "switch.{}_reminders"):
            house.until(lambda at=entity: house.says(at.format(mirror.node)) in ("on", "off"),
                        lambda at=entity: at)
        self.automation = ""

    def tell(self, **changes: Any) -> None:
        """The mirror rests, but for these `changes`."""
        self.hub.update(told(REST.model_copy(update=changes)))
        due = "on" if changes.get("due") else "off"
        self.house.until_says(f"binary_sensor.{self.mirror.node}_due", due)

    def inputs(self, **more: Any) -> dict[str, Any]:
        node = self.mirror.node
        return {"phone": self.phone.device, "due": f"binary_sensor.{node}_due",
                "running": f"binary_sensor.{node}_running",
                "reminders": f"switch.{node}_reminders", "start": f"button.{node}_start",
                "snooze": f"button.{node}_snooze", "skip": f"button.{node}_skip_today",
                "quiet_from": "00:00:00", "quiet_to": "00:00:00", **more}

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


Remind = Callable[..., Reminded]


@pytest.fixture
def remind(house: House, mirror: Mirror, phone: Phone) -> Iterator[Remind]:
    """Makes the reminder of that mirror, with these inputs."""
    with ExitStack() as stack:
        def make(**more: Any) -> Reminded:
            made = Reminded(house, mirror, phone)
            made.automation = stack.enter_context(
                house.automation("mirrorapp/reminder.yaml", **made.inputs(**more)))
            return made
        yield make


@pytest.mark.parametrize(("button", "command"), [
    ("Start", Command(Name.START, "")),
    ("Snooze", Command(Name.SNOOZE, 30)),
    ("Skip today", Command(Name.SKIP_TODAY)),
])
def test_what_the_phone_answers_reaches_the_mirror(remind: Remind, phone: Phone, button: str,
                                                   command: Command) -> None:
    reminded = remind()
    reminded.tell(due=True)
    note = phone.until_told()
    assert note["title"] == "Time for your knees"
    phone.press(button)
    assert reminded.mirror.obeys() == command
    phone.until_clear()


def test_snoozed_it_comes_again_but_not_more_often_than_allowed(remind: Remind, phone: Phone
                                                                ) -> None:
    reminded = remind(most=2)
    for times in (1, 2):
        reminded.tell(due=True)
        phone.until_told(times)
        phone.press("Snooze")
        assert reminded.mirror.obeys() == Command(Name.SNOOZE, 30)
        reminded.tell(due=False)
        phone.until_clear()
    reminded.until_ended()
    reminded.tell(due=True)
    reminded.until_ended()
    assert len(phone.notes) == 2


def test_unanswered_it_comes_again_in_the_place_of_the_first(remind: Remind, phone: Phone) -> None:
    reminded = remind(again={"seconds": 1}, most=2)
    reminded.tell(due=True)
    first = phone.until_told()

    def told_again() -> bool:
        for reminders in (False, True):  # whatever changes has it look at its clock
            reminded.tell(due=True, reminders=reminders)
            reminded.house.until_says(f"switch.{reminded.mirror.node}_reminders",
                                      "on" if reminders else "off")
        return len(phone.notes) > 1

    reminded.house.until(told_again, lambda: str(phone.notes))
    second = phone.until_told(2)
    assert list(phone.shown) == [first["data"]["tag"]] == [second["data"]["tag"]]
    phone.press("Skip today")
    assert reminded.mirror.obeys() == Command(Name.SKIP_TODAY)


def test_it_is_silent_when_it_is_done(remind: Remind, phone: Phone) -> None:
    reminded = remind()
    reminded.tell(due=True)
    phone.until_told()
    reminded.tell(due=False, minutes_today=14.0)
    phone.until_clear()
    assert len(phone.notes) == 1


def test_it_is_silent_once_somebody_has_begun_even_if_they_break_off(remind: Remind, phone: Phone
                                                                     ) -> None:
    reminded = remind()
    reminded.tell(due=True)
    phone.until_told()
    reminded.tell(due=True, running=True, phase=Phase.ACTIVE)
    phone.until_clear()
    reminded.until_ended()
    reminded.tell()
    reminded.tell(due=True)
    reminded.until_ended()
    assert len(phone.notes) == 1


def test_a_mirror_that_comes_back_does_not_begin_the_day_anew(remind: Remind, phone: Phone
                                                              ) -> None:
    reminded = remind(most=1)
    reminded.tell(due=True)
    phone.until_told()
    phone.press("Skip today")
    assert reminded.mirror.obeys() == Command(Name.SKIP_TODAY)
    reminded.tell(due=False)
    reminded.until_ended()
    reminded.hub.stop()
    reminded.house.until_says(f"binary_sensor.{reminded.mirror.node}_due", "unavailable")
    reminded.hub = reminded.mirror.hub()
    reminded.tell(due=True)
    reminded.until_ended()
    assert len(phone.notes) == 1


@pytest.mark.parametrize(("quiet_from", "quiet_to", "is_quiet"), [
    (-3600, 3600, True), (3600, -3600, False), (0, 0, False)])
def test_quiet_hours_are_quiet(remind: Remind, phone: Phone, quiet_from: float, quiet_to: float,
                               is_quiet: bool) -> None:
    reminded = remind(quiet_from=clock(quiet_from), quiet_to=clock(quiet_to))
    reminded.tell(due=True)
    if is_quiet:
        reminded.until_holds_back()
    else:
        phone.until_told()


def test_nobody_is_reminded_while_reminders_are_off(remind: Remind, phone: Phone) -> None:
    reminded = remind()
    reminded.tell(due=True, reminders=False)
    reminded.until_holds_back()
    reminded.tell(due=True)
    phone.until_told()


def test_whoever_is_at_the_mirror_needs_no_reminder(remind: Remind, phone: Phone) -> None:
    somebody = f"binary_sensor.somebody_{local().timestamp():.0f}"
    reminded = remind(presence=[somebody])
    reminded.house.pretend(somebody, "on", device_class="occupancy")
    reminded.tell(due=True)
    reminded.until_holds_back()
    reminded.house.pretend(somebody, "off", device_class="occupancy")
    phone.until_told()


# --- Log ---

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


@pytest.fixture
def memory(bare_house: House) -> Iterator[str]:
    """A text helper."""
    made = bare_house.ask("input_text/create", name=f"Memory {local().timestamp():.0f}")
    yield f"input_text.{made['id']}"
    bare_house.ask("input_text/delete", input_text_id=made["id"])


def logging(mirror: Mirror, memory: str, **more: Any) -> dict[str, Any]:
    return {"session": f"event.{mirror.node}_session",
            "last_session": f"sensor.{mirror.node}_last_session", "memory": memory, **more}


def ready(house: House, mirror: Mirror) -> Hub:
    hub = mirror.hub()
    hub.update(told(REST))
    house.until_says(f"event.{mirror.node}_session", "unknown")
    return hub


LINE = "completed squat, 1.5 min, on 2026-11-21"


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
    lost, = bare_house.complaints()
    assert "The connection was lost" in lost
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


# --- Stairs ---

def stairs(mirror: Mirror, motion: str, **more: Any) -> dict[str, Any]:
    node = mirror.node
    return {"motion": [motion], "next_session": f"sensor.{node}_next_session",
            "minutes_today": f"sensor.{node}_minutes_today", "show": [f"notify.{node}_show"],
            "shown": {"seconds": 1}, "hours_from": clock(-3600), "hours_to": clock(3600), **more}


@pytest.fixture
def motion(house: House) -> str:
    entity_id = f"binary_sensor.stairs_{local().timestamp():.0f}"
    house.pretend(entity_id, "off", device_class="motion")
    return entity_id


def test_motion_on_the_stairs_is_answered_on_the_glass_and_not_again_for_a_while(
        house: House, mirror: Mirror, motion: str) -> None:
    mirror.hub().update(told(STATE))  # somebody has exercised today
    house.until_says(f"sensor.{mirror.node}_minutes_today", "12.5")
    with house.automation("mirrorapp/stairs.yaml", **stairs(mirror, motion)) as automation:
        house.pretend(motion, "on", device_class="motion")
        assert mirror.obeys() == Command(Name.SHOW, "Knee over your second toe.")
        assert mirror.obeys() == Command(Name.SHOW, "")
        house.pretend(motion, "off", device_class="motion")
        began = house.attribute(automation, "last_triggered")
        house.pretend(motion, "on", device_class="motion")
        assert house.attribute(automation, "last_triggered") == began


@pytest.mark.parametrize(("days", "hours"), [(0, (-3600, 3600)), (1, (-3600, 3600)),
                                             (0, (3600, -3600))],
                         ids=["today", "rest day", "night"])
def test_the_cue_comes_on_days_with_a_plan_and_within_hours(
        house: House, mirror: Mirror, motion: str, days: int, hours: tuple[float, float]) -> None:
    mirror.hub().update(told(REST.model_copy(update={
        "next_session": local() + timedelta(days=days), "minutes_today": 0.0})))
    house.until_says(f"sensor.{mirror.node}_minutes_today", "0.0")
    inputs = stairs(mirror, motion, hours_from=clock(hours[0]), hours_to=clock(hours[1]))
    with house.automation("mirrorapp/stairs.yaml", **inputs) as automation:
        house.pretend(motion, "on", device_class="motion")
        if days == 0 and hours[0] < 0:
            assert mirror.obeys() == Command(Name.SHOW, "Knee over your second toe.")
        else:
            house.complaints()
            assert house.attribute(automation, "last_triggered") is None


def test_the_cue_is_spoken(bare_house: House, mirror: Mirror, motion: str) -> None:
    mirror.hub().update(told(STATE))
    bare_house.until_says(f"sensor.{mirror.node}_minutes_today", "12.5")
    inputs = stairs(mirror, motion, show=[], voice=["tts.nobody"], speakers=["media_player.hall"])

    def spoken() -> list[Any]:
        return [each["service_data"] for each in bare_house.happened("call_service")
                if (each["domain"], each["service"]) == ("tts", "speak")]

    with bare_house.automation("mirrorapp/stairs.yaml", **inputs):
        bare_house.pretend(motion, "on", device_class="motion")
        bare_house.until(spoken, lambda: "nothing was spoken")
    assert spoken() == [{"entity_id": ["tts.nobody"], "message": "Knee over your second toe.",
                         "media_player_entity_id": ["media_player.hall"]}]
    bare_house.forget_log()  # there is no such voice


# --- A person's ---

def of_ann(mirror: MirrorState = REST, **state: Any) -> Told:
    return replace(told(mirror), people={"p1": Person(PersonState(**state))})


def professional(mirror: Mirror, phone: Phone, **more: Any) -> dict[str, Any]:
    return {"see_professional": f"binary_sensor.{mirror.node}_p1_see_professional",
            "acknowledge": f"button.{mirror.node}_p1_acknowledge", "phone": phone.device, **more}


def test_advice_stays_on_the_phone_until_it_is_acknowledged(house: House, mirror: Mirror,
                                                            phone: Phone) -> None:
    hub = mirror.hub()
    hub.update(of_ann())
    house.until_says(f"binary_sensor.{mirror.node}_p1_see_professional", "off")
    with house.automation("mirrorapp/professional.yaml", **professional(mirror, phone)):
        hub.update(of_ann(see_professional=True))
        assert phone.until_told()["data"]["visibility"] == "private"
        phone.press("I have read it")
        assert mirror.obeys() == Command(Name.ACKNOWLEDGE, "p1")
        hub.update(of_ann())
        phone.until_clear()


def test_advice_is_told_again_each_day(house: House, mirror: Mirror, phone: Phone) -> None:
    mirror.hub().update(of_ann(see_professional=True))
    house.until_says(f"binary_sensor.{mirror.node}_p1_see_professional", "on")
    inputs = professional(mirror, phone, at=clock(SOON_S))
    with house.automation("mirrorapp/professional.yaml", **inputs):
        phone.until_told()


def test_a_good_week_is_celebrated_and_another_passed_over(house: House, mirror: Mirror,
                                                           phone: Phone) -> None:
    mirror.hub().update(of_ann(adherence=86, streak=9))
    adherence, streak = f"sensor.{mirror.node}_p1_adherence", f"sensor.{mirror.node}_p1_streak"
    house.until_says(adherence, "86")
    soon = local(SOON_S + 3)
    inputs = {"adherence": adherence, "phone": phone.device, "at": soon.strftime("%H:%M:%S")}
    today, tomorrow = (
        f"{soon + timedelta(days=days):%a}".lower() for days in (0, 1))

    with ExitStack() as stack:
        for title, more in {
                "bad": {"day": today, "adherence_least": 90},
                "short": {"day": today, "adherence_least": 90, "streak": [streak],
                          "streak_least": 10},
                "other day": {"day": tomorrow},
                "good": {"day": today},
                "long": {"day": today, "adherence_least": 90, "streak": [streak]}}.items():
            stack.enter_context(house.automation("mirrorapp/week.yaml", **inputs, **more,
                                                 title=title))
        assert local() < soon, "too slow to be seen"
        house.until(lambda: len(phone.notes) > 1, lambda: str(phone.notes))
    assert {each["title"] for each in phone.notes} == {"good", "long"}


# --- Restart ---

def test_a_restart_repeats_no_reminder_and_no_line_and_advice_can_still_be_acknowledged(
        house: House, remind: Remind, phone: Phone, memory: str) -> None:
    reminded = remind()
    mirror, hub, book = reminded.mirror, reminded.hub, Book(house, reminded.mirror)
    see = f"binary_sensor.{mirror.node}_p1_see_professional"
    due = REST.model_copy(update={"due": True})
    hub.update(of_ann(due))
    phone.until_told()
    house.until_says(see, "off")
    with house.automation("mirrorapp/professional.yaml", **professional(mirror, phone)), \
            house.automation("mirrorapp/log.yaml", **logging(mirror, memory)):
        hub.update(of_ann(due, see_professional=True))
        phone.until_told(2)
        hub.session_ended(session("a"))
        book.until([LINE])
        house.stop()
        house.start()
        for entity_id in (see, f"binary_sensor.{mirror.node}_due", reminded.automation):
            house.until_says(entity_id, "on")
        hub.session_ended(session("b"))
        book.until([LINE, LINE])
        reminded.until_ended()
        phone.press("I have read it")
        assert mirror.obeys() == Command(Name.ACKNOWLEDGE, "p1")
    assert len(phone.notes) == 2
