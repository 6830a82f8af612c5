"""The mirror beside another program that has the whole screen: it comes when the home asks for it,
and goes again; both are real programs before a real window manager.
"""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from paho.mqtt import publish
from PIL import ImageGrab

from mirrorapp.hub.broker import PrivateBroker
from tests.e2e.conftest import RUN_S, Ear
from tests.e2e.fingers import STOP, finger, phases, touched_until

pytestmark = [pytest.mark.broker, pytest.mark.ui, pytest.mark.full,
              pytest.mark.parametrize("display", ["540x960x24"], indirect=True)]

PATIENCE_S = 90.0
GREEN = (0, 128, 0)


@pytest.fixture
def desktop(display: dict[str, str]) -> Iterator[dict[str, str]]:
    """A window manager, and a program that has the whole screen."""
    if shutil.which("openbox") is None:
        pytest.skip("openbox is not installed")
    kiosk = [sys.executable, str(Path(__file__).with_name("kiosk.py"))]
    bare = dict.fromkeys(("KIVY_NO_ARGS", "KIVY_NO_CONFIG", "KIVY_NO_FILELOG"), "1")
    running = [subprocess.Popen(each, env={**display, **bare}, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
               for each in (["openbox"], kiosk)]
    try:
        assert until(lambda: middle(display) == GREEN)
        yield display
    finally:
        for each in reversed(running):
            each.kill()
            each.wait()


def middle(display: dict[str, str]) -> tuple[int, ...]:
    """The colour in the middle of the screen, red, green and blue."""
    picture = ImageGrab.grab(xdisplay=display["DISPLAY"])
    return picture.getpixel((picture.width // 2, picture.height // 2))


def until(holds: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
    """Look at the screen again and again: nothing tells of its changes."""
    end_s = time.monotonic() + patience_s
    while not (held := holds()) and time.monotonic() < end_s:
        time.sleep(0.1)
    return held


def test_it_comes_for_a_start_and_goes_when_it_is_done(
        tmp_path: Path, desktop: dict[str, str], broker: PrivateBroker, ear: Ear) -> None:
    log = tmp_path / "log"

    def start() -> None:
        publish.single("mirrorapp/mirror-demo/cmd/start", "PRESS", qos=1,
                       hostname=broker.host, port=broker.port)

    def asked_until_it_comes() -> bool:
        """Somebody has to stand before it, which the film may not show yet."""
        for _ in range(10):
            start()
            if until(lambda: middle(desktop) != GREEN, 5.0):
                return True
        return False

    with log.open("w") as out:
        program = subprocess.Popen(
            [sys.executable, "-m", "mirrorapp", "run", "--source", "rehearsal",
             "--broker", f"{broker.host}:{broker.port}"],
            env={**desktop, "MIRRORAPP_SCREEN__SHARED": "asked",
                 "MIRRORAPP_SCREEN__FULLSCREEN": "yes"},
            stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            window = finger(desktop, "search", "--sync", "--pid", program.pid).split()[-1]
            assert "home" in phases(ear, "home", RUN_S), log.read_text()
            assert until(lambda: middle(desktop) == GREEN), "at rest the other has the screen"

            assert asked_until_it_comes(), log.read_text()
            assert until(lambda: finger(desktop, "getactivewindow", "getwindowname") == "mirrorapp")
            assert touched_until(ear, "summary", desktop, window, STOP), log.read_text()
            assert middle(desktop) != GREEN, "what came of it can be read"
            assert until(lambda: middle(desktop) == GREEN), "and then the screen goes back"
            assert finger(desktop, "getactivewindow", "getwindowname") == "kiosk"
            assert until(lambda: [each["phase"] for each in ear.payloads("/state")][-1] == "home")

            assert program.poll() is None, "camera, hub and coach stay"
            assert asked_until_it_comes(), "and it comes again"
            program.send_signal(signal.SIGTERM)
            assert program.wait(RUN_S) == 0, log.read_text()
            assert until(lambda: middle(desktop) == GREEN)
        finally:
            program.kill()
            program.wait()
    assert "Traceback" not in log.read_text()
