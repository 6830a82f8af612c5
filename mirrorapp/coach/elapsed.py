"""Time between readings, by their own clock."""

from math import ceil

from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal

STEP_S_MAX = 2.0
"""A longer step is a gap: what happened in it nobody knows."""


class Elapsed:
    """Feed it every reading's time; a jump, a gap or a step back takes no time."""

    def __init__(self) -> None:
        self._last_s: float | None = None

    def step(self, time_s: float) -> float:
        """Seconds since the reading before."""
        last, self._last_s = self._last_s, time_s
        step_s = 0.0 if last is None else time_s - last
        return step_s if 0 <= step_s <= STEP_S_MAX else 0.0


class Absence:
    """For how long nobody has been there."""

    def __init__(self) -> None:
        self.away_s = 0.0

    def update(self, reading: Reading, step_s: float) -> None:
        """Take in one reading, `step_s` after the one before."""
        away = reading.refusal is Refusal.NO_PERSON
        self.away_s = self.away_s + step_s if away else 0.0


class Countdown:
    """Seconds that run out."""

    def __init__(self) -> None:
        self.left_s = 0.0

    def begin(self, seconds: float) -> None:
        """So many are left."""
        self.left_s = seconds

    @property
    def over(self) -> bool:
        """Whether none are left."""
        return self.left_s <= 0

    def run(self, step_s: float) -> bool:
        """So much has gone by; true where another whole second of what is left has begun."""
        before_s, self.left_s = self.left_s, self.left_s - step_s
        return not self.over and ceil(before_s) != ceil(self.left_s)
