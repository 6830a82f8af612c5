"""How much of the log others may fill."""

from mirrorapp.clock import Clock
from mirrorapp.hub.timers import Timer


class Ration:
    """So many lines in `per_s` seconds, and no more: nobody fills the log from outside."""

    def __init__(self, clock: Clock, lines: int, per_s: float = 3600.0) -> None:
        self._period = Timer(clock)
        self._per_s = per_s
        self._lines = lines
        self._left = lines

    def take(self) -> bool:
        """Whether one more may be written."""
        if not self._period.running or self._period.take():
            self._period.set(self._per_s)
            self._left = self._lines
        self._left -= 1
        return self._left >= 0
