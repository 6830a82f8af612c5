"""What the phone was told, and when."""

from datetime import datetime, time, timedelta

from tests.homeassistant.house import House
from tests.homeassistant.phone import SERVICE

DUE = "Today's session is waiting at the mirror."
NOBODY = "Nobody stands in front of the mirror."


class Told:
    """What the phone is told from `since` on, as day and time of day."""

    def __init__(self, house: House, since: datetime) -> None:
        self._house, self.since = house, since

    def __call__(self, said: str = DUE, key: str = "message") -> list[str]:
        return [f"{at:%a %H:%M}" for at, data in self._house.calls(SERVICE)
                if at >= self.since and data.get(key) == said]

    def at(self, day: int, clock: str) -> datetime:
        """That time of day, so many days after the first."""
        return datetime.combine(self.since.date() + timedelta(days=day), time.fromisoformat(clock),
                                self.since.tzinfo)
