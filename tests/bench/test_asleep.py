"""What the mirror costs in the dark, and how soon it is lit; with FULL=1, for it is about time.

Of all its processes together: screens, engine, both pose workers, the private broker.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil
import pytest

pytestmark = [pytest.mark.full, pytest.mark.ui, pytest.mark.broker]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
MEASURE_S = 60.0
OFF, ON = "d6 4", "d6 1"


def pictures(folder: Path) -> None:
    """An empty room, and the rehearsal clip's person in it; with a small sensor's noise."""
    clip = cv2.VideoCapture(str(ROOT / "mirrorapp/camera/rehearsal.mp4"))
    _, there = clip.read()
    clip.release()
    wide = cv2.resize(there, (1280, 1280 * there.shape[0] // there.shape[1]))[:720] \
        if there.shape[1] > there.shape[0] else _beside(there)
    empty = np.full_like(wide, np.median(wide, axis=(0, 1)).astype(np.uint8))
    noise = np.random.default_rng(3).normal(0, 4, wide.shape)
    for name, picture in (("empty", empty), ("somebody", wide)):
        cv2.imwrite(str(folder / f"{name}.jpg"),
                    np.clip(picture + noise, 0, 255).astype(np.uint8))


def _beside(upright: Any) -> Any:
    """An upright picture in the middle of one that is 720 lines high."""
    small = cv2.resize(upright, (720 * upright.shape[1] // upright.shape[0], 720))
    margin = (1280 - small.shape[1]) // 2
    return cv2.copyMakeBorder(small, 0, 0, margin, 1280 - small.shape[1] - margin,
                              cv2.BORDER_REPLICATE)


class Asleep:
    """The program, and the light that it turned on and off: each call with its time."""

    def __init__(self, folder: Path, **display: str) -> None:
        self.folder = folder
        self.said = folder / "said"
        pictures(folder)
        tool = folder / "ddcutil"
        tool.write_text(f'#!/bin/sh\necho "$(cut -d" " -f1 /proc/uptime) $*" >> {self.said}\n')
        tool.chmod(0o755)
        environ = {f"MIRRORAPP_DISPLAY__{key.upper()}": value for key, value in display.items()}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.asleep_child", str(folder), "run", "--source",
             "webcam", "--journal", str(folder / "journal.db")], cwd=ROOT,
            env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder),
                 "MIRRORAPP_DISPLAY__LIGHT": "ddc", "MIRRORAPP_DISPLAY__PRESENCE_HOLD_S": "5",
                 "MIRRORAPP_SETUP__DONE": "true", "MIRRORAPP_SCREEN__SOUNDS": "false", **environ},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def wait_for(self, what: str, since_s: float = 0.0) -> float:
        """When that was said, by a clock that runs since the machine was started."""
        until_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < until_s:
            for line in self.said.read_text().splitlines() if self.said.exists() else ():
                at_s, _, said = line.partition(" ")
                if said.endswith(what) and float(at_s) >= since_s:
                    return float(at_s)
            assert self.process.poll() is None
            time.sleep(0.02)
        raise AssertionError(f"never said: {what}")

    def used_s(self) -> float:
        """Of a core, by all of its processes, so far."""
        mine = psutil.Process(self.process.pid)
        times = [each.cpu_times() for each in (mine, *mine.children(recursive=True))]
        return sum(each.user + each.system for each in times)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Asleep]]:
    if shutil.which("sh") is None:
        pytest.skip("there is no sh")
    started: list[Asleep] = []

    def make(**display: str) -> Asleep:
        started.append(Asleep(tmp_path, **display))
        return started[-1]

    yield make
    for each in started:
        each.process.terminate()
        each.process.wait(PATIENCE_S)


@pytest.mark.parametrize(("presence", "most"), [("touch", 0.03), ("camera", 0.08)])
def test_dark_it_costs_next_to_nothing(start: Callable[..., Asleep], report: Any, presence: str,
                                       most: float) -> None:
    mirror = start(presence=presence)
    mirror.wait_for(OFF)
    time.sleep(3.0)  # what was under way as it went dark
    before_s, began_s = mirror.used_s(), time.monotonic()
    time.sleep(MEASURE_S)
    share = (mirror.used_s() - before_s) / (time.monotonic() - began_s)
    report(f"dark, presence = {presence}: {100 * share:.1f} % of a core")
    assert share <= most
    mirror.wait_for(OFF)
    assert ON not in mirror.said.read_text().split(OFF)[-1], "nobody came"


def test_whoever_the_camera_sees_has_light_soon(start: Callable[..., Asleep],
                                                           report: Any) -> None:
    mirror = start(presence="camera")
    mirror.wait_for(OFF)
    time.sleep(3.0)
    mirror.process.send_signal(signal.SIGUSR1)
    until_s = time.monotonic() + PATIENCE_S
    while not (mirror.folder / "come").exists():
        assert time.monotonic() < until_s
        time.sleep(0.01)
    came_s = float(Path("/proc/uptime").read_text().split()[0])
    took_s = mirror.wait_for(ON, came_s - 0.02) - came_s
    report(f"lit {took_s:.2f} s after somebody came")
    assert took_s <= 2.0
