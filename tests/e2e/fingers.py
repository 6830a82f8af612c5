"""A finger at a real window: xdotool moves it, and what the home hears tells what came of it."""

import subprocess

from tests.e2e.conftest import Ear

SIZE = (540, 960)
START = (0.5, 0.50)
STOP = (0.16, 0.9325)
"""Where they are, from the upper left of the window: what anybody sees on the glass."""


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
