"""Whether somebody is there at all, for what goes by the clock."""

from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal

GONE_S = 5.0
"""Out of sight for so long is gone, for somebody who was in sight (app)."""


class Presence:
    """Somebody on the floor may be out of the camera's sight from the start: that is not gone."""

    def __init__(self) -> None:
        self._seen = False
        self._away_s = 0.0

    @property
    def gone(self) -> bool:
        """Whether the user was there and is not any more."""
        return self._seen and self._away_s > GONE_S

    def update(self, reading: Reading, step_s: float) -> None:
        """Take in one reading; a stranger in the user's place is no presence."""
        there = reading.refusal is not Refusal.NO_PERSON and not reading.lost
        self._seen = self._seen or there
        self._away_s = 0.0 if there else self._away_s + step_s
