"""One Home Assistant and one broker for all tests; each test has a mirror of its own."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mirrorapp.config import HubConfig
from mirrorapp.hub.broker import find_mosquitto
from mirrorapp.hub.topics import BIRTH
from tests.homeassistant.automations import Reminded, local, reminding
from tests.homeassistant.house import ROOT, House
from tests.homeassistant.mirrors import Mirror
from tests.homeassistant.phone import Phone
from tests.integration.conftest import Listener, Mosquitto

if TYPE_CHECKING:
    from tests.homeassistant.browser import Browser

_NUMBERS = count(1)


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
    """Hears all that is said at the broker, from before Home Assistant starts."""
    heard = Listener(broker.port)
    yield heard
    heard.close()


@pytest.fixture(scope="session")
def shared_house(broker: Mosquitto, listener: Listener) -> Iterator[House]:
    made = House(broker.port)
    try:
        made.start()
        listener.wait_for(BIRTH, "online")  # it runs before it has the broker
        yield made
    finally:
        made.close()


@pytest.fixture
def bare_house(shared_house: House) -> House:
    """Home Assistant, whatever its log says in the end."""
    shared_house.forget_log()
    return shared_house


@pytest.fixture
def house(bare_house: House) -> Iterator[House]:
    """Home Assistant, which must have had nothing to complain of in the end."""
    yield bare_house
    assert (bare_house.complaints(), bare_house.repairs()) == ([], [])


@pytest.fixture
def mirror(house: House, broker: Mosquitto, listener: Listener,
           tmp_path: Path) -> Iterator[Mirror]:
    """A mirror that no other test has."""
    made = Mirror(HubConfig(host=broker.host, port=broker.port, id=f"test{next(_NUMBERS):03}"),
                  tmp_path / "outbox.sqlite3", clock=house)
    with forgotten(house, listener, made.config.id):
        yield made
        made.close()


@pytest.fixture(scope="session")
def shared_phone(shared_house: House) -> Iterator[Phone]:
    made = Phone(shared_house)
    yield made
    made.close()


@pytest.fixture
def phone(shared_phone: Phone) -> Phone:
    """A phone that nobody has told anything yet."""
    shared_phone.forget()
    return shared_phone


Remind = Callable[..., Reminded]


@pytest.fixture
def remind(house: House, mirror: Mirror, phone: Phone) -> Iterator[Remind]:
    """Makes the reminder of that mirror, with these inputs."""
    with ExitStack() as stack:
        def make(**more: Any) -> Reminded:
            made = Reminded(house, mirror, phone)
            inputs = {"quiet_from": "00:00:00", "quiet_to": "00:00:00", **more}
            made.automation = stack.enter_context(house.automation(
                "mirrorapp/reminder.yaml", **reminding(mirror, phone, **inputs)))
            return made
        yield make


@pytest.fixture
def memory(bare_house: House) -> Iterator[str]:
    """A text helper."""
    made = bare_house.ask("input_text/create", name=f"Memory {local().timestamp():.0f}")
    yield f"input_text.{made['id']}"
    bare_house.ask("input_text/delete", input_text_id=made["id"])


@contextmanager
def forgotten(house: House, listener: Listener, mirror: str) -> Iterator[None]:
    """In the end neither the broker nor Home Assistant knows of `mirror` any more."""
    yield
    listener.fence()  # also of what was said last
    _forget(listener, f"homeassistant/device/{mirror}/")
    house.until(lambda: not house.devices(f"mirrorapp_{mirror}"),
                lambda: f"these stay: {house.devices(f'mirrorapp_{mirror}')}")
    _forget(listener, f"mirrorapp/{mirror}/")  # later: no template makes anything of nothing


def _forget(listener: Listener, start: str) -> None:
    newest = {each.topic: each.payload for each in listener.wait(lambda _: True)}
    for topic in [topic for topic, said in newest.items() if said and topic.startswith(start)]:
        listener.client.publish(topic, b"", qos=1, retain=True).wait_for_publish(10.0)


@pytest.fixture
def spawn(mirror: Mirror) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts that mirror's hub as a process, of the version that is named."""
    with ExitStack() as stack:
        def start(version: str) -> subprocess.Popen[str]:
            child = stack.enter_context(subprocess.Popen(
                [sys.executable, "-m", "tests.homeassistant.mirror_child",
                 str(mirror.config.port), mirror.config.id, str(mirror.file), version],
                cwd=ROOT, stdout=subprocess.PIPE, text=True))
            stack.callback(child.kill)
            assert child.stdout is not None
            assert child.stdout.readline() == "True\n", "the broker did not take everything"
            return child
        yield start


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, where there is one; who asks for it has looked for Playwright."""
    from tests.homeassistant.browser import Browser, find_chromium
    if find_chromium() is None:
        pytest.skip("Chromium is not installed: sudo scripts/apt-install.sh chromium")
    made = Browser()
    yield made
    made.close()
