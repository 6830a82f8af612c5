"""What the mirror would keep in its journal, kept for as long as a simulation lasts."""

from dataclasses import dataclass, field
from datetime import date

from mirrorapp.coach.past import Past
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import SessionRecord

WHO = "simulated"


@dataclass
class Diary:
    """A `coach.memory.Memory`, and what a coach tells its listener."""

    people: dict[str, Profile] = field(default_factory=lambda: {WHO: Profile(WHO)})
    sessions: list[SessionRecord] = field(default_factory=list)
    rest_days: frozenset[date] = frozenset()
    started: int = 0

    def profiles(self) -> tuple[Profile, ...]:
        return tuple(self.people.values())

    def keep(self, profile: Profile) -> None:
        self.people[profile.id] = profile

    def history(self, profile: str) -> tuple[SessionRecord, ...]:
        return tuple(each for each in self.sessions if each.profile == profile and not each.demo)

    def past(self, profile: str) -> None:
        """A simulation never lasts that long."""

    def settle(self, profile: str, past: Past | None) -> None: ...

    def skipped(self, profile: str) -> frozenset[date]:
        return self.rest_days

    def skip(self, profile: str, day: date) -> None:
        self.rest_days |= {day}

    def session_started(self, record: SessionRecord) -> None:
        self.started += 1

    def session_changed(self, record: SessionRecord) -> None: ...

    def session_ended(self, record: SessionRecord) -> None:
        self.sessions.append(record)

    def turned_away(self, record: SessionRecord) -> None:
        self.sessions.append(record)
