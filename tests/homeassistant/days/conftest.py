"""A Home Assistant whose days pass in less than a second, with a broker and a phone of its own."""

from collections.abc import Iterator

import pytest

from mirrorapp.hub.broker import find_mosquitto
from mirrorapp.hub.topics import BIRTH
from tests.homeassistant.days.coached import Coached
from tests.homeassistant.house import House
from tests.homeassistant.mirrors import Mirror
from tests.homeassistant.phone import ACTION, Phone
from tests.homeassistant.seed import BOOK, CLOCKWORK, PACKAGES
from tests.integration.conftest import Listener, Mosquitto


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    program = find_mosquitto()
    assert program is not None, "mosquitto is not installed"
    made = Mosquitto(program, tmp_path_factory.mktemp("mosquitto"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def listener(broker: Mosquitto) -> Iterator[Listener]:
    heard = Listener(broker.port)
    yield heard
    heard.close()


@pytest.fixture(scope="session")
def shared_house(broker: Mosquitto, listener: Listener) -> Iterator[House]:
    made = House(broker.port, CLOCKWORK + PACKAGES + BOOK, ACTION)
    try:
        made.start()
        listener.wait_for(BIRTH, "online")
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def shared_phone(shared_house: House) -> Iterator[Phone]:
    made = Phone(shared_house)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _the_packages_phone(phone: Phone) -> None:
    """What the package tells has to be there."""


@pytest.fixture
def coached(house: House, mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> Coached:
    """That mirror, with somebody who lives there."""
    monkeypatch.setattr(house, "until_heard", house.until_heard)  # the house stays for others
    return Coached(house, mirror)
