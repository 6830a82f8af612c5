"""What drawing a session costs: `python -m tests.bench.drawing [540x960]`, by hand, before and
after a change to what is drawn.

The processor's time of all threads for a beat of the screens whose picture, legs and marks are new,
the least of some rounds; of it what the screens' own thread took. Where there is no graphics
processor the rest is Mesa's. Nothing is shown anywhere; a second line is without the figure.
"""

import sys
import tempfile
from pathlib import Path
from time import process_time, thread_time
from typing import Any

from mirrorapp.coach.state import Phase
from mirrorapp.config import ScreenConfig
from mirrorapp.events import Verdict
from mirrorapp.settings import Settings
from mirrorapp.ui import window
from tests.ui import conftest
from tests.ui.doubles import PORTRAIT, FakeMirror, picture, reading, squat
from tests.ui.states import SHELF

ROUNDS, BEATS = 4, 40


def main(size: str = "540x960") -> None:
    """Measure and print, with the figure and without it."""
    width, height = map(int, size.split("x"))
    window.prepare(ScreenConfig(width=width, height=height), offscreen=True)
    from kivy.clock import Clock

    from mirrorapp.ui.widgets.guide import Guide

    Clock._max_fps = 0  # no waiting for the next picture
    folder = Path(tempfile.mkdtemp())
    (folder / "mirror.toml").touch()
    it = conftest.Glass(FakeMirror(), Settings(
        folder / "mirror.toml", {"screen": {"width": width, "height": height},
                                 "journal": {"file": folder / "journal.sqlite3"}}, {}), shelf=SHELF)
    for name in ("all of it", "without the figure"):
        took_ms, own_ms = min(_beats(it) for _ in range(ROUNDS))
        print(f"{size}, {name}: {took_ms:.1f} ms a beat, {own_ms:.1f} on its own thread")  # noqa: T201
        Guide.tick = lambda *_: None  # type: ignore[method-assign]


def _beats(it: Any) -> tuple[float, float]:
    """Milliseconds of all threads a beat, and of this one."""
    from kivy.graphics.opengl import glFinish

    frames = [picture(*PORTRAIT, shade=shade, time_s=shade / 30) for shade in range(60, 90)]
    verdicts = (Verdict.GOOD, Verdict.DRIFTING, Verdict.CAVING_IN)
    glFinish()
    all_s, own_s = process_time(), thread_time()
    for number in range(BEATS):
        seen = reading(*PORTRAIT, left=verdicts[number // 10 % len(verdicts)],
                       knee_in=0.2 * (number % 20) / 20, time_s=number / 30)
        it.mirror.show(coach=squat(Phase.ACTIVE), frame=frames[number % len(frames)], reading=seen)
        it.now_s += 1 / 30
        it.settle(1)
    glFinish()
    return (1000 * (process_time() - all_s) / BEATS, 1000 * (thread_time() - own_s) / BEATS)


if __name__ == "__main__":
    main(*sys.argv[1:])
