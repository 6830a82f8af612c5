"""The blueprint of the cue on the stairs, in the hands of a real Home Assistant."""

from datetime import timedelta
from typing import Any

import pytest

from mirrorapp.hub.commands import Command, Name
from tests.homeassistant.automations import REST, clock, local, stairs
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import STATE, Mirror, told


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
