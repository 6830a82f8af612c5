"""For how long something has been so."""

from dataclasses import dataclass

_GAP_S = 0.5


@dataclass
class Lasting:
    """Since when something has been so, without a gap."""

    since_s: float | None = None
    last_s: float = 0.0

    def for_s(self, time_s: float, holds: bool) -> float:
        """For how long it has held by now."""
        if not holds:
            self.since_s = None
            return 0.0
        if self.since_s is None or not 0 <= time_s - self.last_s <= _GAP_S:
            self.since_s = time_s
        self.last_s = time_s
        return time_s - self.since_s
