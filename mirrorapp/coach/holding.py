"""A hold: time that counts only while it is held as it should be."""

from mirrorapp.alignment.checks import Moment, held_s
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.results import Untold
from mirrorapp.coach import checking
from mirrorapp.exercises.checks import Check

PATIENCE_S = 30.0
"""After so long the hold is given up: not everybody can bring the knees together."""
_HINT_AFTER_S = 0.7


class Holding:
    """Feed it every reading; `done` once it was held for `hold_s`, or given up."""

    def __init__(self, check: Check, hold_s: float) -> None:
        self._check = check
        self._hold_s = hold_s
        self._moments: list[Moment] = []
        self._held_s = self._spent_s = 0.0
        self._wrong_since_s: float | None = None

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All of it so far."""
        return tuple(self._moments)

    @property
    def done(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.portion >= 1.0 or self._spent_s >= PATIENCE_S

    @property
    def portion(self) -> float:
        """How much has been held, 0-1."""
        return min(1.0, self._held_s / self._hold_s)

    @property
    def wrong(self) -> Untold | None:
        """What keeps it from being measured, once that has lasted."""
        if self._wrong_since_s is None or not self._moments:
            return None
        last = self._moments[-1]
        lasted_s = last.time_s - self._wrong_since_s
        return last.refused if lasted_s >= _HINT_AFTER_S else None

    def update(self, reading: Reading, step_s: float) -> None:
        """Take in one reading, `step_s` after the one before.

        Where the user is lost it begins anew: a hold is one person's.
        """
        if reading.lost:
            self.__init__(self._check, self._hold_s)  # type: ignore[misc]
            return
        now = checking.moment(self._check, reading)
        self._held_s += held_s((*self._moments[-1:], now))
        self._moments.append(now)
        self._spent_s += step_s
        if now.refused is None:
            self._wrong_since_s = None
        elif self._wrong_since_s is None:
            self._wrong_since_s = now.time_s
