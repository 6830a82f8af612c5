"""Days with the other blueprints."""

import pytest

from mirrorapp.hub.commands import Command, Name
from tests.homeassistant.automations import of_ann, professional, stairs
from tests.homeassistant.days.coached import Coached, next_monday
from tests.homeassistant.days.told import Told
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import Mirror
from tests.homeassistant.phone import Phone

CUE = "Knee over your second toe."


def test_the_stairs_have_a_cue_by_day_where_there_is_a_session_and_once_an_hour(
        house: House, mirror: Mirror, coached: Coached) -> None:
    told, motion = Told(house, next_monday(house.now().date())), "binary_sensor.cellar_stairs"
    house.pass_until(told.at(-1, "22:00"), leap=True)
    for day in range(-6, 0):
        coached.people.now = told.at(day, "18:00")
        coached.people.trained("p1", pain=1)
    coached.live_until(told.since)
    house.pretend(motion, "off", device_class="motion")
    inputs = stairs(mirror, motion, shown={"minutes": 1}, hours_from="08:00:00",
                    hours_to="21:00:00")

    def walk(day: int, *clocks: str) -> None:
        for clock in clocks:
            coached.live_until(told.at(day, clock))
            house.pretend(motion, "on", device_class="motion")
            house.pretend(motion, "off", device_class="motion")

    with house.automation("mirrorapp/stairs.yaml", **inputs):
        assert coached.people.desk.today.kind == "rest"
        walk(0, "09:00", "18:30")
        walk(1, "07:30", "08:10", "08:40", "09:05", "09:20", "20:59", "21:30")
        coached.live_until(told.at(2, "10:00"))
        coached.train()
        walk(2, "12:00")
        coached.live_until(told.at(3, "00:01"))
    assert [f"{at:%a %H:%M}" for at, said in house.calls("notify.send_message")
            if at > told.since and said["message"] == CUE] == [
        "Tue 08:10", "Tue 09:20", "Tue 20:59", "Wed 12:00"]
    assert coached.messages.read() is None, "each was taken off the glass again"


def test_advice_comes_daily_until_it_is_acknowledged_and_not_at_night(
        house: House, mirror: Mirror, phone: Phone) -> None:
    told, hub = Told(house, next_monday(house.now().date())), mirror.hub()
    see = f"binary_sensor.{mirror.node}_p1_see_professional"

    def advise(day: int, clock: str, *, see_professional: bool) -> None:
        house.pass_until(told.at(day, clock))
        hub.update(of_ann(see_professional=see_professional))
        house.until_says(see, "on" if see_professional else "off")

    house.pass_until(told.since, leap=True)
    advise(0, "00:01", see_professional=False)
    inputs = professional(mirror, phone, hours_from="08:00:00", hours_to="21:00:00")
    with house.automation("mirrorapp/professional.yaml", **inputs):
        advise(1, "12:00", see_professional=True)
        house.pass_until(told.at(3, "11:00"))
        phone.press("I have read it")
        assert mirror.obeys() == Command(Name.ACKNOWLEDGE, "p1")
        advise(3, "11:01", see_professional=False)
        phone.until_clear()
        advise(4, "23:30", see_professional=True)
        house.pass_until(told.at(5, "10:01"))
    assert told("Your mirror has advice for you", "title") == [
        "Tue 12:00", "Wed 10:00", "Thu 10:00", "Sat 10:00"]
    assert len(phone.notes) == 4


@pytest.mark.parametrize("week", [
    (80, 1, ["Sun 19:00"]), (79, 7, ["Sun 19:00"]), (79, 6, [])], ids=["plan", "streak", "neither"])
def test_a_good_week_is_celebrated_on_its_last_day_and_another_passed_over(
        house: House, mirror: Mirror, phone: Phone, week: tuple[int, int, list[str]]) -> None:
    adherence, streak, expected = week
    told, person = Told(house, next_monday(house.now().date())), f"sensor.{mirror.node}_p1"
    house.pass_until(told.since, leap=True)
    mirror.hub().update(of_ann(adherence=adherence, streak=streak))
    house.until_says(f"{person}_adherence", str(adherence))
    house.until_says(f"{person}_streak", str(streak))
    with house.automation("mirrorapp/week.yaml", adherence=f"{person}_adherence",
                          streak=[f"{person}_streak"], phone=phone.device):
        house.pass_until(told.at(7, "00:01"))
    assert told("That was a good week", "title") == expected
    assert len(phone.notes) == len(expected)
