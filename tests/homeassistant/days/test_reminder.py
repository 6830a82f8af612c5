"""A week of reminders, and many days that a model of the rules knows nothing of but the rules."""

from datetime import datetime, time, timedelta
from random import Random

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.payloads import Answer
from tests.homeassistant.automations import REST, reminding
from tests.homeassistant.days.coached import Coached, next_monday
from tests.homeassistant.days.rules import Day, Rules, What, a_day, live
from tests.homeassistant.days.told import NOBODY, Told
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import Mirror
from tests.homeassistant.mirrors import told as telling
from tests.homeassistant.phone import Phone

SOMEBODY = "binary_sensor.somebody_in_the_hall"


def test_a_week_with_the_clocks_put_forward_has_its_reminders_and_no_others(
        house: House, mirror: Mirror, phone: Phone, coached: Coached) -> None:
    told = Told(house, next_monday(house.now().date(), short=True))
    house.pass_until(told.at(-1, "22:00"), leap=True)
    for day in range(-6, 0):
        coached.people.now = told.at(day, "18:00")
        coached.people.trained("p1", pain=1)
    coached.live_until(told.since)
    house.pretend(SOMEBODY, "off", device_class="occupancy")
    with house.automation("mirrorapp/reminder.yaml",
                          **reminding(mirror, phone, presence=[SOMEBODY])):
        assert coached.people.desk.today.kind == "rest", "Monday is a rest day: not a word"
        coached.live_until(told.at(1, "00:01"))

        # Tuesday: nobody answers. Twice, and no more.
        coached.live_until(told.at(2, "00:01"))
        assert (phone.shown, told()) == ({}, ["Tue 18:00", "Tue 19:01"])

        # Wednesday: put off twice. Once it comes again; the second time would be too often.
        for clock in ("18:05", "18:40"):
            coached.live_until(told.at(2, clock))
            phone.press("Snooze")
            coached.until_answered("snooze: done")
        coached.live_until(told.at(3, "00:01"))

        # Thursday: somebody is at the mirror; then the day is skipped.
        coached.live_until(told.at(3, "17:30"))
        house.pretend(SOMEBODY, "on", device_class="occupancy")
        coached.live_until(told.at(3, "18:45"))
        house.pretend(SOMEBODY, "off", device_class="occupancy")
        coached.live_until(told.at(3, "18:50"))
        phone.press("Skip today")
        coached.until_answered("skip_today: done")
        assert coached.people.desk.today.kind == "rest"

        # Friday: done before it was due.
        coached.live_until(told.at(4, "16:00"))
        coached.train()
        coached.live_until(told.at(5, "12:00"))

        # Saturday: no reminders until half past eight; an hour later it is quiet.
        house.call("switch.turn_off", entity_id=f"switch.{mirror.node}_reminders")
        coached.until_answered("reminders: done")
        coached.live_until(told.at(5, "20:30"))
        house.call("switch.turn_on", entity_id=f"switch.{mirror.node}_reminders")
        coached.until_answered("reminders: done")
        coached.live_until(told.at(6, "00:01"))

        # Sunday: due at seven, told at eight; nobody is there to start, then they break off.
        coached.people.desk.remind(time(7))
        coached.live_until(told.at(6, "08:20"))
        phone.press("Start")
        coached.until_answered("start: nobody is in front of the mirror")
        phone.until_told(8)
        coached.somebody = True
        coached.live_until(told.at(6, "08:21"))
        phone.press("Start")
        coached.until_answered("start: done")
        assert coached.phase is Phase.ASK
        coached.train(to_the_end=False)
        coached.live_until(told.at(7, "00:01"))
    assert told() == ["Tue 18:00", "Tue 19:01", "Wed 18:00", "Wed 18:35", "Thu 18:45",
                      "Sat 20:30", "Sun 08:00"]
    assert told(NOBODY) == ["Sun 08:20"]
    assert len(phone.notes) == 8
    assert phone.shown == {}


class Driven:
    """A mirror and a phone to which a day happens."""

    def __init__(self, house: House, mirror: Mirror, phone: Phone) -> None:
        self.house, self.mirror, self.phone = house, mirror, phone
        self._hub: Hub = mirror.hub()
        self.rest()

    def rest(self) -> None:
        """Nothing is due, nobody is there, and reminders are on."""
        self._state = REST
        self._tell()
        self.house.pretend(SOMEBODY, "off", device_class="occupancy")

    def happen(self, what: What) -> None:
        match what:
            case "comes" | "goes":
                self.house.pretend(SOMEBODY, "on" if what == "comes" else "off",
                                   device_class="occupancy")
            case "due" | "not due":
                self._tell(due=what == "due")
            case "begins" | "ends":
                self._tell(running=what == "begins")
            case "on" | "off":
                self._tell(reminders=what == "on")
            case "Start":
                self._press(what, Command(Name.START, ""))
                self._refuse()
            case "Snooze":
                self._press(what, Command(Name.SNOOZE, 30))
            case "Skip today":
                self._press(what, Command(Name.SKIP_TODAY))

    def _tell(self, **changes: object) -> None:
        self._state = self._state.model_copy(update=changes)
        self._hub.update(telling(self._state))
        for entity, says in ((f"binary_sensor.{self.mirror.node}_due", self._state.due),
                             (f"binary_sensor.{self.mirror.node}_running", self._state.running),
                             (f"switch.{self.mirror.node}_reminders", self._state.reminders)):
            self.house.until_says(entity, "on" if says else "off")

    def _press(self, button: str, command: Command) -> None:
        self.phone.press(button)
        assert self.mirror.obeys() == command

    def _refuse(self) -> None:
        notes = len(self.phone.notes)
        self._tell(answer=Answer(command="start", accepted=False, said="nobody", reason="nobody",
                                 at=self.house.now()))
        self.house.until(lambda: len(self.phone.notes) > notes, lambda: str(self.phone.notes))
        assert self.phone.notes[-1]["message"] == NOBODY


# With these seeds each rule decides at least one of the days.
@pytest.mark.parametrize(("seed", "rules"), [
    (4, Rules()), (38, Rules(0, 0, most=3)), (146, Rules(12 * 60, 15 * 60, most=1))],
    ids=["by night", "never quiet", "at noon"])
def test_ten_days_of_all_kinds_go_by_the_rules(house: House, mirror: Mirror, phone: Phone,
                                               seed: int, rules: Rules) -> None:
    told = Told(house, next_monday(house.now().date()))
    house.pass_until(told.at(-1, "23:00"), leap=True)
    driven, random, expected = Driven(house, mirror, phone), Random(seed), list[str]()

    def moment(day: int, minute: int) -> datetime:
        return told.at(day, f"{minute // 60:02}:{minute % 60:02}")

    inputs = reminding(
        mirror, phone, presence=[SOMEBODY], most=rules.most,
        quiet_from=f"{moment(0, rules.quiet_from):%H:%M:%S}",
        quiet_to=f"{moment(0, rules.quiet_to):%H:%M:%S}", again={"seconds": rules.again_s})
    with house.automation("mirrorapp/reminder.yaml", **inputs):
        for number in range(10):
            day: Day = a_day(random)
            lived = live(day, rules)
            for minute, what in lived.happened:
                house.pass_until(moment(number, minute) + timedelta(seconds=20))
                driven.happen(what)
            house.pass_until(moment(number, 23 * 60 + 59) + timedelta(seconds=40))
            expected += [f"{moment(number, minute):%a %H:%M}" for minute in lived.told]
            assert told() == expected, f"day {number}: {lived}"
            driven.rest()
    assert len(expected) > 3
    assert len(phone.notes) == len(told()) + len(told(NOBODY)), "and nothing else"


def test_what_is_due_from_midnight_on_is_told_every_day(
        house: House, mirror: Mirror, phone: Phone, coached: Coached) -> None:
    told = Told(house, next_monday(house.now().date()))
    house.pass_until(told.at(-1, "22:00"), leap=True)
    coached.people.desk.remind(time(0))
    coached.look()
    coached.until_alike()
    with house.automation("mirrorapp/reminder.yaml", **reminding(mirror, phone, most=1)):
        coached.live_until(told.at(3, "12:00"))
    assert told() == ["Mon 08:00", "Tue 08:00", "Wed 08:00", "Thu 08:00"]


def test_a_mirror_that_says_nothing_is_waited_for_as_for_an_answer(
        house: House, mirror: Mirror, phone: Phone) -> None:
    told = Told(house, next_monday(house.now().date()))
    house.pass_until(told.at(0, "18:00"), leap=True)
    driven = Driven(house, mirror, phone)
    with house.automation("mirrorapp/reminder.yaml", **reminding(mirror, phone)):
        driven.happen("due")
        house.pass_until(told.at(0, "18:05"))
        phone.press("Start")
        assert mirror.obeys() == Command(Name.START, "")
        house.pass_until(told.at(0, "18:06"))
        assert phone.shown == {}
        house.pass_until(told.at(1, "00:01"))
    assert told() == ["Mon 18:00", "Mon 19:05"]
    assert len(phone.notes) == 2
