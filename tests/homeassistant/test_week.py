"""The blueprint of the week, in the hands of a real Home Assistant."""

from contextlib import ExitStack
from datetime import timedelta

from tests.homeassistant.automations import SOON_S, local, of_ann
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import Mirror
from tests.homeassistant.phone import Phone


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
