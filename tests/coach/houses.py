"""A house in which people train: what is remembered of them, and the desk."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from mirrorapp.coach.desk import Desk
from mirrorapp.coach.past import Past
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked, Outcome, SessionRecord, SetRecord
from tests.everything import EVERYTHING as ALL

BEGUN = datetime(2026, 11, 2, 18, tzinfo=UTC)
CLEAR = Screening(BEGUN)


class House:
    """What is remembered, in memory, and a clock that is set by hand."""

    def __init__(self, *profiles: Profile) -> None:
        self.now = BEGUN
        self.people = {each.id: each for each in profiles or (Profile("anna", screening=CLEAR),)}
        self.done: list[SessionRecord] = []
        self.rest_days: set[date] = set()
        self.pasts: dict[str, Past | None] = {}
        self.doubted: datetime | None = None
        self.desk = Desk(self, ALL, lambda: self.now, first=next(iter(self.people)),
                         doubted=lambda: self.doubted)

    def profiles(self) -> tuple[Profile, ...]:
        return tuple(self.people.values())

    def keep(self, profile: Profile) -> None:
        self.people[profile.id] = profile

    def history(self, profile: str) -> Sequence[SessionRecord]:
        all_of_it = [each for each in self.done if each.profile == profile]
        past = self.pasts.get(profile)
        if past is None:
            return all_of_it
        return all_of_it[1 + [each.uuid for each in all_of_it].index(past.last):]

    def past(self, profile: str) -> Past | None:
        return self.pasts.get(profile)

    def settle(self, profile: str, past: Past | None) -> None:
        self.pasts[profile] = past

    def skipped(self, profile: str) -> frozenset[date]:
        return frozenset(self.rest_days)

    def skip(self, profile: str, day: date) -> None:
        self.rest_days.add(day)

    def trained(self, profile: str = "anna", *, pain: int = 5, asked: Asked | None = None,
                sets: tuple[SetRecord, ...] = (SetRecord("squat", 1, touched=1),)) -> None:
        self.done.append(SessionRecord(
            f"u{len(self.done)}", profile, "first-week", self.now, sets=sets,
            ended=self.now + timedelta(minutes=10), outcome=Outcome.COMPLETED,
            asked=asked or Asked(pain_before=pain, pain_after=pain)))
        self.desk.forget()
