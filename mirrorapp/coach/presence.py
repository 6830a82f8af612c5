"""Whether somebody is there at all, for what goes by the clock."""

from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal
from mirrorapp.exercises.schema import Exercise

GONE_S, GONE_FLOOR_S = 5.0, 45.0
"""Out of sight for so long is gone, for somebody who was in sight (app). On the floor the camera
loses people easily: they are given more time."""
SEEN_S = 3.0
"""In sight for so long is there: a flicker is nobody."""
_ON_THE_FLOOR = frozenset({"mat", "roller"})


def on_floor(exercise: Exercise) -> bool:
    """Whether it is done where the camera may not look."""
    return exercise.lying or bool(_ON_THE_FLOOR & set(exercise.kit))


class Presence:
    """Somebody on the floor may be out of the camera's sight from the start: that is not gone."""

    def __init__(self, exercise: Exercise) -> None:
        self._gone_s = GONE_FLOOR_S if on_floor(exercise) else GONE_S
        self._there_s = self._away_s = 0.0

    @property
    def gone(self) -> bool:
        """Whether the user was there and is not any more."""
        return self._there_s >= SEEN_S and self._away_s > self._gone_s

    def update(self, reading: Reading, step_s: float) -> None:
        """Take in one reading; a stranger in the user's place is no presence."""
        there = reading.refusal is not Refusal.NO_PERSON and not reading.lost
        self._there_s += step_s if there else 0.0
        self._away_s = 0.0 if there else self._away_s + step_s
