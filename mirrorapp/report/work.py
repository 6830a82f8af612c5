"""What was done against what was asked for, exercise by exercise."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mirrorapp.coach.diary import Entry
from mirrorapp.coach.past import Told
from mirrorapp.coach.records import SessionRecord
from mirrorapp.events import Side, Why
from mirrorapp.exercises.checks import BAND_EFFECT, WEEKLY_CHECKS
from mirrorapp.exercises.words import Source


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise over a while. `source`: who says the dose; None of one that has no file.

    `sets`: whole ones, of so many asked for; `reps` and `held_s`: done of those asked for, in the
    sets that were begun. `seen`: repetitions that the camera saw, of which `judged`; `good` and
    `told` count knees, by side. `whys`: why the others were not judged, None: not known. `timed`:
    by the clock, never judged.
    """

    exercise: str
    source: Source | None
    timed: bool
    sets: tuple[int, int]
    reps: tuple[int, int]
    held_s: tuple[float, float]
    seen: int
    judged: int
    touched: int
    good: Mapping[Side, tuple[int, int]]
    whys: Mapping[Why | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dosed:
    """Of an exercise's file what is needed here: who says the dose, and whether it is judged."""

    source: Source
    judges_knees: bool
    timed: bool


def work(entries: Collection[Entry], told: Iterable[Told], doses: Mapping[str, Dosed],
         checks: Collection[str] = ()) -> tuple[Work, ...]:
    """Every exercise that was asked for or done, those with the most sets first.

    `told`: the good repetitions of the same time. `doses`: by the exercise's id. `checks`: ids of
    checks, which are no exercises.
    """
    known = {*WEEKLY_CHECKS, BAND_EFFECT, *checks,
             *(found.check for each in entries for found in each.record.checks)}
    names = {name for each in entries for name in _named(each.record)} - known
    counts: dict[str, dict[Side, tuple[int, int]]] = {}
    for each in told:
        of = counts.setdefault(each.exercise, {})
        good, judged = of.get(each.side, (0, 0))
        of[each.side] = (good + each.good, judged + each.judged)
    found = [_work(name, entries, doses.get(name), counts.get(name, {})) for name in sorted(names)]
    return tuple(sorted(found, key=lambda each: -max(each.sets)))


def _named(record: SessionRecord) -> Iterator[str]:
    yield from (each.exercise for each in record.sets)
    yield from (each.exercise for each in record.planned if each.sets > 0)


def _work(name: str, entries: Collection[Entry], dosed: Dosed | None,
          good: Mapping[Side, tuple[int, int]]) -> Work:
    sets = [each for entry in entries for each in entry.record.sets if each.exercise == name]
    repeated = [each for each in sets if each.hold is None]
    holds = [each.hold for each in sets if each.hold is not None]
    judges = dosed is None or dosed.judges_knees
    reps = [rep for each in repeated for rep in each.reps] if judges else []
    return Work(
        name, None if dosed is None else dosed.source, dosed is not None and dosed.timed,
        (sum(each.complete for each in sets), sum(_asked(entry.record, name) for entry in entries)),
        (sum(each.done for each in repeated), sum(each.planned_reps for each in repeated)),
        (sum(each.held_s for each in holds), sum(each.asked_s for each in holds)),
        len(reps), sum(rep.judged for rep in reps), sum(each.touched for each in repeated), good,
        dict(Counter(rep.why for rep in reps if not rep.judged)))


def _asked(record: SessionRecord, name: str) -> int:
    """How many sets of it the session was to have; of one that says nothing, those it has."""
    have = sum(each.exercise == name for each in record.sets)
    planned = sum(each.sets for each in record.planned if each.exercise == name)
    return max(have, planned)
