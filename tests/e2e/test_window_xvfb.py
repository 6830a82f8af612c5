"""The program in a real window, started, touched and stopped from outside.

A virtual X server, a finger that xdotool moves, and what the home hears over MQTT.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mirrorapp.hub.broker import PrivateBroker
from tests.e2e.conftest import RUN_S, Ear

pytestmark = [pytest.mark.broker, pytest.mark.ui, pytest.mark.full]

SIZE = (540, 960)
START = (0.5, 0.50)
STOP = (0.16, 0.9325)
"""Where they are, from the upper left of the window: what anybody sees on the glass."""


@pytest.fixture
def display(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An X server of this test's own, as an environment."""
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    told, tell = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", "800x1000x24", "-nolisten", "tcp",
         "-noreset"],
        pass_fds=(tell,), stderr=subprocess.DEVNULL)
    os.close(tell)
    with os.fdopen(told) as number:
        name = f":{number.readline().strip()}"
    homes = {"HOME": "home", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config",
             "XDG_DATA_HOME": "data", "XDG_RUNTIME_DIR": "run"}
    for folder in homes.values():
        (tmp_path / folder).mkdir(mode=0o700)
    kept = {key: value for key, value in os.environ.items()
            if key not in ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY", "KIVY_HOME")}
    # The pose model is made once on a machine, and lies in the cache.
    yield {**kept, **{key: str(tmp_path / folder) for key, folder in homes.items()},
           "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
           "DISPLAY": name}
    server.terminate()
    server.wait(10)


def finger(display: dict[str, str], *args: object) -> str:
    """What xdotool answers."""
    return subprocess.run(["xdotool", *map(str, args)], env=display, check=True, text=True,
                          capture_output=True, timeout=60).stdout.strip()


def touch(display: dict[str, str], window: str, place: tuple[float, float]) -> None:
    x, y = (round(part * size) for part, size in zip(place, SIZE, strict=True))
    finger(display, "mousemove", "--window", window, x, y, "sleep", "0.2", "mousedown", 1,
           "sleep", "0.15", "mouseup", 1)


def phases(ear: Ear, wanted: str, patience_s: float = 90.0) -> list[str]:
    """Wait until the mirror is in this phase; every one so far."""
    with ear.changed:
        ear.changed.wait_for(lambda: wanted in _heard(ear), patience_s)
        return _heard(ear)


def touched_until(ear: Ear, wanted: str, display: dict[str, str], window: str,
                  place: tuple[float, float]) -> bool:
    """Touch as anybody does: again, where a slow machine has not heard it yet."""
    for _ in range(10):
        touch(display, window, place)
        if wanted in phases(ear, wanted, 5.0):
            return True
    return False


def _heard(ear: Ear) -> list[str]:
    return [each["phase"] for each in ear.payloads("/state")]


def test_a_finger_starts_a_session_in_a_real_window(
        tmp_path: Path, display: dict[str, str], broker: PrivateBroker, ear: Ear) -> None:
    log = tmp_path / "log"
    with log.open("w") as out:
        program = subprocess.Popen(
            [sys.executable, "-m", "mirrorapp", "run", "--source", "rehearsal",
             "--broker", f"{broker.host}:{broker.port}"],
            env=display, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            window = finger(display, "search", "--sync", "--onlyvisible", "--pid", program.pid
                            ).split()[0]
            assert "home" in phases(ear, "home"), log.read_text()
            assert touched_until(ear, "get_ready", display, window, START), log.read_text()
            assert touched_until(ear, "summary", display, window, STOP), log.read_text()
            program.send_signal(signal.SIGTERM)
            assert program.wait(RUN_S) == 0, log.read_text()
        finally:
            program.kill()
            program.wait()
    said = log.read_text()
    assert "Traceback" not in said
    assert next(each["event_type"] for each in ear.payloads("/event")) == "started"
    assert not list((tmp_path / "home").rglob("*kivy*")), "and it left nothing in the home"
