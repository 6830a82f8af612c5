"""The whole program under a systemd that only listens: what it hears, and when it hears no more."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from mirrorapp.vision import model
from tests.kiosk.ears import Ear, listening

pytestmark = [pytest.mark.broker, pytest.mark.ui]

WATCHDOG_S = 3.0
PATIENCE_S = 60.0
ROOT = Path(__file__).resolve().parents[2]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Ear]:
    with listening(str(tmp_path / "notify")) as ear:
        yield ear


@pytest.fixture
def start(tmp_path: Path, ear: Ear) -> Iterator[Start]:
    """Starts the program; in the end it is gone."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*args: str, **environ: str) -> subprocess.Popen[bytes]:
        env = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "NOTIFY_SOCKET": ear.name,
               "WATCHDOG_USEC": f"{WATCHDOG_S * 1e6:.0f}", **environ}
        started.append(subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.service_child", "run", "--journal",
             str(tmp_path / "journal.db"), *args],
            cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.wait()


def workers(mirror: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The one that looks, and the one that stands by."""
    return [each for each in psutil.Process(mirror.pid).children()
            if "mirrorapp.vision.worker" in each.cmdline()]


@pytest.fixture
def film(tmp_path: Path) -> str:
    """Five minutes of nobody."""
    path = tmp_path / "long.avi"
    out = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (180, 320))
    for _ in range(3000):
        out.write(np.zeros((320, 180, 3), np.uint8))
    out.release()
    return str(path)


def is_silent(ear: Ear) -> bool:
    """Whether nothing comes for as long as systemd waits, after what was on its way."""
    ear.heard(WATCHDOG_S / 3)
    return ear.heard(WATCHDOG_S) == []


def test_it_is_alive_once_it_shows_and_while_it_mends_itself_and_not_when_its_screens_hang(
        start: Start, ear: Ear, film: str) -> None:
    mirror = start("--source", film)
    assert ear.wait_for("READY=1", PATIENCE_S)[0] == "READY=1"
    for _ in range(2):
        ear.wait_for("WATCHDOG=1", PATIENCE_S)
    first = workers(mirror)
    first[0].kill()
    first[0].wait(PATIENCE_S)
    for _ in range(4):
        assert ear.wait_for("WATCHDOG=1", PATIENCE_S) == ["WATCHDOG=1"]
    mirror.send_signal(signal.SIGUSR1)
    assert is_silent(ear)
    assert mirror.poll() is None


@pytest.mark.full
def test_it_is_not_alive_while_its_pose_model_can_not_be_started(
        start: Start, ear: Ear, film: str, tmp_path: Path) -> None:
    bundle = Path(shutil.copy(model.find(), tmp_path))
    mirror = start("--source", film, MIRRORAPP_VISION__MODEL_DIR=str(tmp_path))
    ear.wait_for("WATCHDOG=1", PATIENCE_S)
    bundle.unlink()
    for each in workers(mirror):
        each.kill()
    ear.wait_for("STATUS=The pose model can't be started again.", PATIENCE_S)
    assert is_silent(ear)
    mirror.terminate()
    ear.wait_for("STOPPING=1", PATIENCE_S)
    assert mirror.wait(PATIENCE_S) == 0


@pytest.mark.full
@pytest.mark.parametrize("source", ["webcam", "live"])
def test_it_is_alive_while_it_looks_for_its_camera(start: Start, ear: Ear, source: str) -> None:
    mirror = start("--source", source, MIRRORAPP_CAMERA__DEVICE="63")
    ear.wait_for("READY=1", PATIENCE_S)
    for _ in range(4):
        ear.wait_for("WATCHDOG=1", PATIENCE_S)
    mirror.terminate()
    ear.wait_for("STOPPING=1", PATIENCE_S)
    assert mirror.wait(PATIENCE_S) == 0


def test_without_a_screen_it_ends_and_tells_why_and_plays_to_nobody(
        start: Start, ear: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    if any(Path("/dev/dri").glob("card*")):
        pytest.skip("this machine has a screen")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    mirror = start("--source", "rehearsal", SDL_VIDEODRIVER="")
    assert ear.heard(PATIENCE_S)[0].startswith("STATUS=No screen is seen. Plug the screen in")
    assert mirror.wait(PATIENCE_S) == 1
    assert ear.heard() == []


@pytest.mark.full
def test_what_keeps_it_from_starting_is_told_and_it_is_not_ready(
        start: Start, ear: Ear, tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    mirror = start("--source", "rehearsal", "--journal", str(bad))
    assert "no journal" in ear.heard(PATIENCE_S)[0]
    assert mirror.wait(PATIENCE_S) == 1
    assert ear.heard() == []
