"""Whether somebody is before the mirror, whoever it is: what wakes a screen, and lets it sleep."""

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.elapsed import Elapsed
from mirrorapp.coach.presence import SEEN_S
from mirrorapp.events import Refusal


class Nearby:
    """Feed it the reading of every snapshot (the same one again changes nothing).

    `there`: somebody has been seen for half a second, and nobody for no longer than that since: a
    flicker is nothing. `alone_s`: for how long nobody has been there, by the readings' own time. A
    screen wakes as soon as `there` is true, and may sleep once `alone_s` is long. Where nobody
    looks (no reading, or a cut) both stay as they are: that nobody is seen then means nothing.
    """

    def __init__(self) -> None:
        self.there = False
        self.alone_s = 0.0
        self._seen_s = 0.0
        self._elapsed = Elapsed()
        self._last: Reading | None = None

    def watch(self, reading: Reading | None) -> None:
        """Take in what a snapshot has; cheap enough for every frame that is drawn."""
        if reading is None or reading is self._last:
            return
        self._last = reading
        step_s = self._elapsed.step(reading.time_s)
        if reading.pose is not None:
            self._seen_s += step_s
            self.there = self.there or self._seen_s >= SEEN_S
            self.alone_s = 0.0 if self.there else self.alone_s + step_s
        elif reading.refusal is Refusal.NO_PERSON:
            self._seen_s = 0.0
            self.alone_s += step_s
            self.there = self.there and self.alone_s < SEEN_S
