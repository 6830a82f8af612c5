"""A day of mixed use in simulated time: nothing grows, nothing is stuck, and systemd hears of it.

What is real, and what is not, is in `tests/days.py`; with the screens it is `tests/ui/test_day.py`.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from mirrorapp.coach.records import Outcome
from tests.days import HOWS, MISHAPS, WATCHDOG_S, Day
from tests.growing import held, unlogged
from tests.kiosk.ears import listening
from tests.tiers import FULL

HOURS, APART_S = (24, 1800.0) if FULL else (1, 600.0)
SETTLED = 1 / 4
"""After this share of the day whatever is made once has been made."""
MORE_MB = 4.0
MORE = 300
"""Objects: what is remembered of the last pictures varies, and SQLite forgets cursors that are gone
at every two hundredth."""


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    unlogged(monkeypatch)
    with listening(str(tmp_path / "notify")) as ear, ExitStack() as rooms:
        yield Day(tmp_path, ear, rooms)


def test_a_day_of_mixed_use(day: Day) -> None:
    end_s, first = 3600.0 * HOURS, None
    for number in count():
        day.nobody(APART_S)
        if day.clock.monotonic_s() >= end_s:
            break
        day.somebody(HOWS[number % len(HOWS)], MISHAPS[number % len(MISHAPS)])
        if first is None and day.clock.monotonic_s() > SETTLED * end_s:
            first = held(day.clock.monotonic_s())
    last = held(day.clock.monotonic_s())
    assert day.stuck == []
    assert day.longest_s < WATCHDOG_S
    assert first is not None
    assert last.rss - first.rss < MORE_MB * 1e6
    assert last.objects - first.objects < MORE
    outcomes = Counter(each.outcome for each in day.journal.sessions())
    assert None not in outcomes
    assert min(outcomes[each] for each in (Outcome.ABORTED, Outcome.COMPLETED)) > 0
