"""What a picture on the glass costs in Python; with FULL=1, for it is about time.

Milliseconds are reported; what is asserted is how often a fixed piece of work would go into that
time on the same machine in the same run, and with a wide margin.
"""

from statistics import median
from time import thread_time
from typing import Any

import pytest

from mirrorapp.coach.state import CoachState, Cue, Phase
from mirrorapp.events import Verdict
from tests.ui.doubles import PORTRAIT, picture, reading, squat
from tests.ui.states import SHELF, at_home

pytestmark = pytest.mark.ui
PICTURES = 60
MOST = 40.0
"""So many times the fixed work at most; 8 were measured on two busy x86 cores, in 2 ms."""


def fixed_work() -> int:
    """About a quarter of a millisecond of plain Python."""
    total = 0
    for number in range(4000):
        total += number & 7
    return total


def took_ms(do: Any) -> float:
    """On this thread's own clock: other work of the machine does not count."""
    start_s = thread_time()
    do()
    return 1000 * (thread_time() - start_s)


@pytest.fixture
def it(glass: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Without the guide, whose pictures the graphics card draws (tests/ui/test_figure_speed.py);
    here that is the processor."""
    from mirrorapp.ui.widgets.guide import Guide

    monkeypatch.setattr(Guide, "tick", lambda *_: None)
    return glass(options={"shelf": SHELF})


def beat(it: Any) -> None:
    from kivy.clock import Clock
    from kivy.lang import Builder

    it.app._beat(0.0)
    Clock.tick()
    Builder.sync()
    Clock.tick_draw()


def snapshots(it: Any) -> Any:
    """Somebody moves: every snapshot has a new picture, new legs and new marks."""
    frames = [picture(*PORTRAIT, shade=shade, time_s=shade / 30) for shade in range(60, 90)]
    for number in range(10_000):
        verdict = list(Verdict)[number // 10 % len(Verdict)]
        cue = Cue.LEFT_KNEE_OUT if number // 30 % 2 else None
        seen = reading(*PORTRAIT, left=verdict, knee_in=0.2 * (number % 20) / 20,
                       time_s=number / 30)
        it.mirror.show(coach=squat(Phase.ACTIVE, cue=cue, reps=number // 40, target=99),
                       frame=frames[number % len(frames)], reading=seen)
        yield number


@pytest.mark.full
def test_a_picture_with_the_overlay_costs_little_python(it: Any, report: Any,
                                                        record_property: Any) -> None:
    """Of the beat, and of what Kivy makes of it before it draws: layouts, texts, bindings. What
    is left is the graphics card's work."""
    shown = snapshots(it)
    for _ in range(10):
        next(shown)
        it.settle(1)
    beats, works = [], []
    for _ in range(PICTURES):
        next(shown)
        beats.append(took_ms(lambda: beat(it)))
        works.append(took_ms(fixed_work))
        it.settle(1)
    ratio = median(beats) / median(works)
    said = (f"UI Python a picture with the overlay: {median(beats):.2f} ms, {ratio:.1f} times the "
            f"fixed work of {median(works):.2f} ms")
    report(said)
    record_property("ui_python_ms", round(median(beats), 3))
    record_property("ui_python_ratio", round(ratio, 2))
    assert ratio < MOST, said


def draws(it: Any, beats: int) -> int:
    """How often the window is drawn in so many turns of Kivy's loop."""
    from kivy.base import EventLoop
    from kivy.core.window import Window

    drawn: list[int] = []
    count = lambda *_: drawn.append(1)  # noqa: E731
    Window.bind(on_draw=count)
    for _ in range(beats):
        it.app._beat(0.0)
        EventLoop.idle()
    Window.unbind(on_draw=count)
    return len(drawn)


@pytest.mark.parametrize("coach", [at_home(), CoachState(), squat(Phase.PAUSED)],
                         ids=["home", "guest", "paused"])
def test_nothing_is_drawn_where_nothing_changes(it: Any, coach: CoachState) -> None:
    it.show(coach=coach)
    it.settle(6)
    assert draws(it, 40) == 0
    it.mirror.show(coach=squat(Phase.ACTIVE))
    assert draws(it, 5) > 0, "and what changes is drawn"


@pytest.mark.full
def test_idle_costs_next_to_nothing(it: Any, report: Any, record_property: Any) -> None:
    it.show(coach=at_home())
    it.settle(6)
    idle = [took_ms(lambda: beat(it)) for _ in range(200)]
    ratio = median(idle) / median([took_ms(fixed_work) for _ in range(50)])
    said = f"UI Python an idle beat at home: {median(idle):.3f} ms, {ratio:.2f} times the work"
    report(said)
    record_property("ui_idle_ms", round(median(idle), 4))
    assert ratio < 1.0, said
