"""Hours of training one after the other, in simulated time: what the mirror holds does not grow.

What is real, and what is not, is in `tests/days.py`.
"""

import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.coach.records import Outcome
from tests.days import Day
from tests.growing import Held, an_hour, held, unlogged
from tests.kiosk.ears import listening
from tests.tiers import FULL

FPS = 4.0
PARTS = ("squat", "seated-thigh-stretch", "foot-doming")
"""Repetitions, a hold and timed phases."""
HOURS, TRACED_H = (10.0, 0.5) if FULL else (1 / 3, 0.0)
SETTLED = 1 / 4
"""After this share whatever is made once has been made."""
MOST = {"blocks": 400.0, "rss": 1e6, "traced": 200e3} if FULL else {"blocks": 4000.0, "rss": 40e6}
"""More an hour: blocks, and bytes. One small object a picture is 14,400 blocks, 0.4 MB or more."""


@pytest.fixture
def train(tmp_path: Path, monkeypatch: pytest.MonkeyPatch
          ) -> Iterator[Callable[..., Sequence[Held]]]:
    """Trains for hours; what was held in the end of each session, once all has settled."""
    unlogged(monkeypatch)
    with listening(str(tmp_path / "notify")) as ear, ExitStack() as rooms:
        day = Day(tmp_path, ear, rooms, fps=FPS, parts=PARTS)
        rooms.callback(tracemalloc.stop)

        def run(beat: Callable[[], None], hours: float, traced_h: float) -> Sequence[Held]:
            day.beat = beat
            samples = []
            while (time_s := day.clock.monotonic_s()) < 3600.0 * hours:
                if time_s > 3600.0 * (hours - traced_h) and not tracemalloc.is_tracing():
                    tracemalloc.start()
                day.trains(day.next_how())
                day.goes_home()
                samples.append(held(day.clock.monotonic_s()))
            assert {each.outcome for each in day.journal.sessions()} == {Outcome.COMPLETED}
            return [each for each in samples if each.time_s > SETTLED * 3600.0 * hours]

        yield run


def grows(samples: Sequence[Held]) -> dict[str, float]:
    """How much more an hour; of what is traced, from the second session on that was."""
    traced = [each for each in samples if each.traced][2:]
    return {what: an_hour(traced if what == "traced" else samples, what) for what in MOST}


def test_nothing_grows_while_somebody_trains(train: Callable[..., Sequence[Held]],
                                             report: Any) -> None:
    found = grows(train(lambda: None, HOURS, TRACED_H))
    report(f"{HOURS:.1f} hours of training: more an hour: "
           + ", ".join(f"{what} {more:.0f}" for what, more in found.items()))
    assert all(more < MOST[what] for what, more in found.items()), found


def test_one_small_object_a_picture_is_found(train: Callable[..., Sequence[Held]]) -> None:
    kept: list[object] = []
    samples = train(lambda: kept.append(object()), 1 / 6, 0.0)
    assert an_hour(samples, "blocks") > 2 * 4000.0
