"""Whether somebody is there, for what goes by the clock: whether it waits, and what of it counts.

Somebody who lies is seen badly, so their clock goes on unseen; but an empty room trains nothing:
what went by unseen counts once there is a sign of life, in a set or after it.
"""

from math import inf

from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal
from mirrorapp.exercises.schema import Exercise

GONE_S = 5.0
"""No sign of life for so long is gone (app)."""
SEEN_S = 0.5
"""In sight for so long is a sign of life: a flicker is nobody (app)."""


def on_floor(exercise: Exercise) -> bool:
    """Whether it is done where the camera may not look; kneeling is judged, and seen."""
    return exercise.lying or (not exercise.judged and "mat" in exercise.kit)


def seen(reading: Reading) -> bool:
    """Whether somebody is seen; a stranger in the user's place is nobody."""
    return reading.refusal is not Refusal.NO_PERSON and not reading.lost


class Presence:
    """Feed it every reading of a set; a sign of life is the user in sight, or any touch."""

    def __init__(self, exercise: Exercise) -> None:
        self._hidden = on_floor(exercise)
        self._seen_s = 0.0
        self._away_s = inf if self._hidden else 0.0
        self.stranger = False
        """Whether somebody else is seen: that says nothing of the user."""

    @property
    def waits(self) -> bool:
        """Whether the clock waits: for who left the picture, or for a stranger to leave it."""
        return self.stranger or (not self._hidden and not self.sure)

    @property
    def sure(self) -> bool:
        """Whether there was a sign of life just now: what went by until now was the user's."""
        return self._away_s <= GONE_S

    def touched(self) -> None:
        """Whoever touches is there."""
        self._away_s = 0.0

    def update(self, reading: Reading, step_s: float) -> None:
        """Take in one reading, `step_s` after the one before."""
        self._seen_s = self._seen_s + step_s if seen(reading) else 0.0
        self._away_s = 0.0 if self._seen_s >= SEEN_S else self._away_s + step_s
        nobody = reading.refusal is Refusal.NO_PERSON
        self.stranger = reading.lost and not (self._hidden and nobody)
