"""Where things stand in a chart: days from left to right, values from below to above."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mirrorapp.coach.knees import Knee, chart_edges_deg
from mirrorapp.coach.progress import CALENDAR_WEEKS, Progress
from mirrorapp.events import Side
from mirrorapp.ui.geometry import Point

_WEEKS_LEAST = 2
_AIR = 0.06
"""Of the chart's height, so that nothing touches its edge."""
PAIN_MOST = 10.0


@dataclass(frozen=True, slots=True)
class Scale:
    """From `first` to `last`, and from `low` to `high`."""

    first: date
    last: date
    low: float
    high: float

    def place(self, day: date, value: float) -> Point:
        """In [0, 1]², from the lower left corner; what lies beyond is put at the edge."""
        days = (self.last - self.first).days
        return _within((day - self.first).days / days), self.level(value)

    def level(self, value: float) -> float:
        """How high a value stands, 0-1."""
        return _within((value - self.low) / (self.high - self.low))


def of_knees(progress: Progress, knees: Mapping[Side, Knee]) -> Scale:
    """One for both knees, so that they compare: wide enough for all of them and their noise."""
    low, high = chart_edges_deg(knees)
    air = _AIR * (high - low)
    return Scale(_first(progress), progress.today, low - air, high + air)


def of_pain(progress: Progress) -> Scale:
    """Always the whole of what can be said."""
    air = _AIR * PAIN_MOST
    return Scale(_first(progress), progress.today, -air, PAIN_MOST + air)


def calendar(first: date, today: date, first_weekday: int) -> tuple[tuple[date, ...], ...]:
    """Rows of seven days, from the one with `first` to the one with `today`, and no more than the
    last `CALENDAR_WEEKS`; `first_weekday`: 0 is Monday.
    """
    begin = _begin(today, first_weekday)
    back = min((begin - _begin(first, first_weekday)).days // 7, CALENDAR_WEEKS - 1)
    return tuple(tuple(begin + timedelta(weeks=week, days=day) for day in range(7))
                 for week in range(-back, 1))


def _begin(day: date, first_weekday: int) -> date:
    """Of its week."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def _first(progress: Progress) -> date:
    return min(progress.since, progress.today - timedelta(weeks=_WEEKS_LEAST))


def _within(part: float) -> float:
    return min(max(part, 0.0), 1.0)
