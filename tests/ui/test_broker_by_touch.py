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
from contextlib import closing
from ipaddress import IPv4Network
from pathlib import Path

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from mirrorapp.clock import SystemClock
from mirrorapp.config import data_dir
from mirrorapp.events import NoticeBoard
from mirrorapp.hub import announced
from mirrorapp.hub.finding import Finder
from mirrorapp.hub.moving import Mover
from mirrorapp.hub.trial import Trial
from mirrorapp.ui.broker import Reach
from mirrorapp.ui.house import House
from tests.hub.test_finding import LOOPBACK, _multicast  # noqa: F401 - a fixture
from tests.integration.conftest import (  # noqa: F401 - fixtures
    NOTHING,
    Listener,
    Mosquitto,
    mosquitto,
    mosquitto_program,
)
from tests.ui.conftest import Glass, glass, window  # noqa: F401 - fixtures
from tests.ui.setting_up import Hand

pytestmark = [pytest.mark.broker, pytest.mark.ui]

PATIENCE_S = 30.0
NAME, SECRET = "Living room", "open Sesame!"
KIND = f"_m{os.getpid()}._tcp.local."
"""Of this process alone: tests that run beside this one hear the same loopback."""


class Around:
    """What is around a mirror that looks on loopback."""

    def __init__(self) -> None:
        self.reach = Reach(Finder([LOOPBACK]), Trial)


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


@pytest.fixture
def hand(glass: Callable[..., Glass], tmp_path: Path, house: Around  # noqa: F811
         ) -> Iterator[Hand]:
    """At the last step of the set-up, before a mirror whose hub goes where the settings say."""
    hand = Hand(glass, tmp_path, house, told=House(
        hub=lambda: mover.heading, connected=lambda: mover.hub.connected))
    with closing(Mover(hand.settings.config.hub, tmp_path / "journal", NoticeBoard(),
                       SystemClock())) as mover:
        mover.hub.update(NOTHING)
        mover.hub.start()
        hand.settings.listen(lambda config: mover.follow(config.hub))
        yield hand


def until(hand: Hand, condition: Callable[[], object]) -> None:
    """Draw frames until it holds, and then read what has come."""
    end_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end_s, hand.page
        hand.wait(0.0)
    hand.wait(1.0)


def test_it_is_found_refused_mended_kept_and_used(
        hand: Hand, broker: Mosquitto, caplog: pytest.LogCaptureFixture) -> None:
    until(hand, lambda: hand.rows)
    assert [(each.name, each.more) for each in hand.rows] == [(NAME, LOOPBACK)]
    hand.pick(NAME)
    assert (hand.it.screen.host, hand.it.screen.port) == (LOOPBACK, str(broker.port))
    hand.touch("user")
    hand.type("mirror")
    hand.touch("secret")
    hand.type("open sesame")
    tried(hand, "✓–✗•", "The broker refused the user name or password.")
    assert hand.settings.config.hub.host == ""
    hand.touch("back")
    hand.touch("secret")
    for _ in "sesame":
        hand.it.touch(*hand.it.screen.ids.board.keys["⌫"].center)
    hand.type("Sesame!")
    tried(hand, "✓–✓✓", "It works. I have kept it.")
    hand.touch("done")
    assert (hand.page, hand.it.screen.named) == ("first-hub", LOOPBACK)
    with closing(Listener(broker.port, credentials=("homeassistant", SECRET))) as home:
        home.wait_for("mirrorapp/mirror/availability", "online")
    until(hand, lambda: hand.it.screen.state == "✓ Connected")
    hand.settings.close()
    assert_kept(hand, broker.port)
    assert SECRET not in hand.settings.path.read_text() + caplog.text


def tried(hand: Hand, marks: str, told: str) -> None:
    hand.touch("try")
    until(hand, lambda: hand.it.screen.over)
    assert (hand.marks, hand.it.screen.told) == (marks, told)


def assert_kept(hand: Hand, port: int) -> None:
    """In files, the password where nobody else reads it."""
    kept = tomllib.loads(hand.settings.path.read_text())["hub"]
    assert (kept["host"], kept["port"], kept["username"]) == (LOOPBACK, port, "mirror")
    file = Path(kept["password_file"])
    assert (file.parent, file.read_text()) == (hand.settings.path.parent, SECRET)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
