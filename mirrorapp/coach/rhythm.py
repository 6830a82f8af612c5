"""How training and rest follow each other: what the days up to one leave for the next."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from mirrorapp.exercises.pacing import packaged

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the days up to one leave for the next. All counts are in days.

    `per_week`: how many are for training. `in_a_row`: trained on, up to the last. `recent`:
    whether each of the last six was trained on, newest last. `streak`: trained on since the last
    break. `missed`: dates of the last week that were for training, had none, and did not break
    it. `moved`: the last day was one of them, and so has become a rest day.
    """

    per_week: int
    in_a_row: int = 0
    recent: tuple[bool, ...] = ()
    streak: int = 0
    missed: tuple[date, ...] = ()
    moved: bool = False

    @property
    def rest_due(self) -> bool:
        """Whether the next day is for rest."""
        pace = packaged().pace
        enough = sum(self.recent) >= self.per_week
        return enough or (self.per_week < pace.days and self.in_a_row >= pace.in_a_row)

    def at(self, per_week: int) -> "Rhythm":
        """The same, with so many days a week from now on."""
        return self if per_week == self.per_week else replace(self, per_week=per_week)

    def after(self, day: date, *, trained: bool) -> "Rhythm":
        """A day later. A rest that was due never breaks the streak, nor does one bad day a week."""
        recent = (*self.recent, trained)[-6:]
        if trained:
            return Rhythm(self.per_week, self.in_a_row + 1, recent, self.streak + 1, self.missed)
        if self.rest_due or not self.streak:
            return Rhythm(self.per_week, 0, recent, self.streak, self.missed)
        missed = (*(each for each in self.missed if day - each < _WEEK), day)
        if len(missed) > packaged().pace.missed_most:
            return Rhythm(self.per_week, recent=recent)
        return Rhythm(self.per_week, 0, recent, self.streak, missed, moved=True)
