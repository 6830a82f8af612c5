"""When an exercise gets harder or easier: one rung at a time, and never harder while pain is up.

Each place of the plan's routines stands on a rung of its exercise's ladder (`harder`, `easier`).
After three good sessions of what stands there in a row the place goes up a rung, after two others
it goes down. A hold that may last from so long to so long is lengthened likewise, where breathing
was easy each time; where it was not, in whichever exercise, all of them are shortened at once. A
place that is for `later` joins when its easier exercise has been mastered.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mirrorapp.coach.diary import Entry
from mirrorapp.coach.marks import eased, marks
from mirrorapp.coach.past import Good, Rungs
from mirrorapp.coach.records import HELD_SLACK_S, SessionRecord
from mirrorapp.exercises.pacing import packaged
from mirrorapp.exercises.schema import Exercise, HoldDose


@dataclass(frozen=True, slots=True)
class Move:
    """One step of the programme: `kind` is harder, easier, joins, longer or shorter; ids of
    exercises, of the last two the same twice.
    """

    day: date
    kind: str
    before: str
    after: str


@dataclass
class Ladder:
    """Where every place stands by now. `may`: whether an exercise suits this user at all.

    `longer`: whose holds are asked for at their longest.
    """

    exercises: Mapping[str, Exercise]
    may: Callable[[str], bool]
    places: dict[str, str]
    later: tuple[str, ...] = ()
    moves: list[Move] = field(default_factory=list)
    longer: set[str] = field(default_factory=set)
    _fallen: dict[str, list[str]] = field(default_factory=dict)
    _good: dict[str, list[Good]] = field(default_factory=dict)
    _bad: dict[str, int] = field(default_factory=dict)

    @property
    def rungs(self) -> Rungs:
        """Where it stands, to go on from another time."""
        return Rungs(dict(self.places), tuple(sorted(self.longer)),
                     {place: tuple(each) for place, each in self._fallen.items()},
                     {name: tuple(each) for name, each in self._good.items()}, dict(self._bad))

    def stand(self, rungs: Rungs) -> None:
        """Go on from there."""
        self.places, self.longer = dict(rungs.places), set(rungs.longer)
        self._fallen = {place: list(each) for place, each in rungs.fallen.items()}
        self._good = {name: list(each) for name, each in rungs.good.items()}
        self._bad = dict(rungs.bad)

    def take(self, entry: Entry) -> None:
        """Go on by one session."""
        if entry.record.asked.breath is False:
            self._shorten_all(entry.day)
        for name, good in marks(entry.record, self.exercises).items():
            self._note(name, entry, good)

    def _note(self, name: str, entry: Entry, good: bool | None) -> None:
        """What can't be told neither counts nor breaks the row."""
        rule = packaged().progress
        if good is None:
            return
        if not good:
            self._good[name] = []
            self._bad[name] = self._bad.get(name, 0) + 1
            if self._bad[name] >= rule.bad and (
                    self._shorten(name, entry.day) or self._down(name, entry.day)):
                self._bad[name] = 0
            return
        self._bad[name] = 0
        row = [*self._good.get(name, ()), _good(name, entry.record)][-rule.good:]
        self._good[name] = row
        if len(row) >= rule.good and eased([each.asked for each in row]) and (
                self._lengthen(name, entry.day) or self._up(name, entry.day)):
            self._good[name] = []

    def _lengthen(self, name: str, day: date) -> bool:
        """Only after it was held whole and with easy breath each time: a lighter day's is no
        reason, and who did not answer may not have had it.
        """
        dose = self.exercises[name].dose
        if not isinstance(dose, HoldDose) or dose.seconds_most is None or name in self.longer:
            return False
        row = self._good[name]
        whole = all(held_s >= dose.seconds - HELD_SLACK_S for each in row for held_s in each.held_s)
        if not (whole and all(each.asked.breath for each in row)):
            return False
        self.longer.add(name)
        self.moves.append(Move(day, "longer", name, name))
        return True

    def _shorten_all(self, day: date) -> None:
        """What was easy before tells nothing any more."""
        for name, exercise in self.exercises.items():
            if isinstance(exercise.dose, HoldDose) and exercise.dose.seconds_most is not None:
                self._shorten(name, day)
                self._good[name] = []

    def _shorten(self, name: str, day: date) -> bool:
        if name not in self.longer:
            return False
        self.longer.remove(name)
        self.moves.append(Move(day, "shorter", name, name))
        return True

    def _up(self, name: str, day: date) -> bool:
        moved = {self._rise(place, day) for place in self._at(name)} | {
            self._join(each, name, day) for each in self.later if each not in self.places}
        return True in moved

    def _rise(self, place: str, day: date) -> bool:
        """Back to where it fell from, else to the next rung."""
        now = self.places[place]
        fallen = self._fallen.get(place, [])
        after = fallen[-1] if fallen else self.exercises[now].harder
        if after is None or after not in self.exercises or not self.may(after):
            return False
        if fallen:
            fallen.pop()
        self._move(place, "harder", after, day)
        return True

    def _join(self, place: str, mastered: str, day: date) -> bool:
        known = self.exercises.get(place)
        if known is None or known.easier != mastered or not self.may(place):
            return False
        self.places[place] = place
        if self.exercises[mastered].harder != place:
            self.moves.append(Move(day, "joins", mastered, place))
        return True

    def _down(self, name: str, day: date) -> bool:
        after = self.exercises[name].easier
        places = self._at(name)
        if after is None or after not in self.exercises or not self.may(after) or not places:
            return False
        for place in places:
            self._fallen.setdefault(place, []).append(name)
            self._move(place, "easier", after, day)
        return True

    def _move(self, place: str, kind: str, after: str, day: date) -> None:
        move = Move(day, kind, self.places[place], after)
        if move not in self.moves:
            self.moves.append(move)
        self.places[place] = after

    def _at(self, name: str) -> list[str]:
        return [place for place, now in self.places.items() if now == name]


def climb(entries: Iterable[Entry], places: Mapping[str, str], later: Sequence[str],
          exercises: Mapping[str, Exercise], may: Callable[[str], bool], *,
          rungs: Rungs | None = None) -> Ladder:
    """Every place after these sessions, oldest first; `places`: which exercise each begins with.
    `rungs`: where those before them have led.
    """
    ladder = Ladder(exercises, may, dict(places), tuple(later))
    if rungs is not None:
        ladder.stand(rungs)
    for entry in entries:
        ladder.take(entry)
    return ladder


def _good(name: str, record: SessionRecord) -> Good:
    return Good(record.asked, tuple(each.hold.held_s for each in record.sets
                                    if each.exercise == name and each.hold is not None))
