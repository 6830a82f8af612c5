"""The blueprint of a professional's advice, in the hands of a real Home Assistant."""

from mirrorapp.hub.commands import Command, Name
from tests.homeassistant.automations import SOON_S, clock, of_ann, professional
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import Mirror
from tests.homeassistant.phone import Phone


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
