"""A broker is chosen on the glass: a real one, announced by real multicast DNS on loopback.

By touches in the real window; what comes of it is in files, and the mirror connects with those.
"""

import os
import shutil
import stat
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterator
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from mirrorapp.clock import SystemClock
from mirrorapp.config import data_dir
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import announced
from mirrorapp.hub.client import Hub
from mirrorapp.hub.finding import Finder
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.trial import Trial
from mirrorapp.ui.broker import Reach
from tests.hub.test_finding import LOOPBACK, _multicast  # noqa: F401 - a fixture
from tests.integration.conftest import (  # noqa: F401 - fixtures
    NOTHING,
    Listener,
    Mosquitto,
    mosquitto,
    mosquitto_program,
)
from tests.ui.conftest import glass, window  # noqa: F401 - fixtures
from tests.ui.setting_up import Hand

pytestmark = [pytest.mark.broker, pytest.mark.ui]

PATIENCE_S = 30.0
NAME, SECRET = "Living room", "open Sesame!"
KIND = f"_m{os.getpid()}._tcp.local."
"""Of this process alone: tests that run beside this one hear the same loopback."""


class Around:
    """What is around a mirror that looks on loopback."""

    def __init__(self) -> None:
        self.finder = Finder([LOOPBACK])
        self.reach = Reach(self.finder, Trial)


@pytest.fixture
def broker(mosquitto: Mosquitto, tmp_path: Path) -> Mosquitto:  # noqa: F811
    """Lets in who has a password, and lets them do what the example access list says."""
    if shutil.which("mosquitto_passwd") is None:
        pytest.skip("mosquitto_passwd is not installed")
    passwords = tmp_path / "passwords"
    passwords.touch(mode=0o600)
    for user in ("mirror", "homeassistant"):
        subprocess.run(["mosquitto_passwd", "-b", passwords, user, SECRET], check=True,
                       capture_output=True)
    rules = shutil.copy(data_dir() / "mosquitto" / "mirrorapp.acl", tmp_path / "acl")
    mosquitto.configure(f"password_file {passwords}", f"acl_file {rules}", anonymous=False)
    mosquitto.start()
    return mosquitto


@pytest.fixture
def house(broker: Mosquitto, monkeypatch: pytest.MonkeyPatch) -> Iterator[Around]:
    """The broker says where it is, and loopback is a home's network here."""
    monkeypatch.setattr(announced, "BROKER", KIND)
    monkeypatch.setattr(announced, "KINDS", (KIND,))
    monkeypatch.setattr(announced, "_HOME_NETS", (IPv4Network("127.0.0.0/8"),))
    monkeypatch.setattr(announced, "knows_local_names", lambda: False)
    net = Zeroconf(interfaces=[LOOPBACK], ip_version=IPVersion.V4Only)
    net.register_service(ServiceInfo(KIND, f"{NAME}.{KIND}", port=broker.port,
                                     parsed_addresses=[LOOPBACK], server="living.local."))
    yield Around()
    net.close()


def until(hand: Hand, condition: Callable[[], object]) -> None:
    """Draw frames until it holds."""
    end_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end_s, hand.page
        hand.wait(0.0)


def test_it_is_found_refused_mended_kept_and_used(
        glass, tmp_path: Path, broker: Mosquitto, house: Around,  # noqa: F811
        caplog: pytest.LogCaptureFixture) -> None:
    hand = Hand(glass, tmp_path, house)
    until(hand, lambda: hand.rows)
    assert [(each.name, each.more) for each in hand.rows] == [(NAME, LOOPBACK)]
    hand.wait(1.0)
    hand.pick(NAME)
    assert (hand.it.screen.host, hand.it.screen.port) == (LOOPBACK, str(broker.port))
    hand.touch("user")
    hand.type("mirror")
    hand.touch("secret")
    hand.type("open sesame")
    hand.touch("try")
    until(hand, lambda: hand.it.screen.over)
    assert (hand.marks, hand.it.screen.told) == (
        "✓–✗•", "The broker refused the user name or password.")
    assert hand.settings.config.hub.host == ""

    hand.wait(1.0)
    hand.touch("back")
    hand.touch("secret")
    hand.press(hand.it.screen.ids.look)
    for _ in "sesame":
        hand.it.touch(*hand.it.screen.ids.board.keys["⌫"].center)
    hand.type("Sesame!")
    hand.touch("try")
    until(hand, lambda: hand.it.screen.over)
    assert (hand.marks, hand.it.screen.told) == ("✓–✓✓", "It works. I have kept it.")
    hand.wait(1.0)
    hand.touch("done")
    assert (hand.page, hand.it.screen.named) == ("first-hub", LOOPBACK)

    hand.settings.close()
    hub = hand.settings.config.hub
    kept = tomllib.loads(hand.settings.path.read_text())["hub"]
    assert (kept["host"], kept["port"], kept["username"]) == (LOOPBACK, broker.port, "mirror")
    assert Path(kept["password_file"]) == hub.password_file
    assert hub.password_file.read_text() == SECRET
    assert stat.S_IMODE(hub.password_file.stat().st_mode) == 0o600
    assert SECRET not in hand.settings.path.read_text() + caplog.text

    home = Listener(broker.port, credentials=("homeassistant", SECRET))
    with Outbox(tmp_path / "outbox", NoticeBoard(), SystemClock()) as outbox:
        mirror = Hub(hub, outbox, NoticeBoard(), SystemClock())
        mirror.update(NOTHING)
        mirror.start()
        home.wait_for("mirrorapp/mirror/availability", "online")
        assert mirror.connected
        mirror.stop()
    home.close()
