"""Everything that can be trained, packaged and out of packs: what is whole, and what is not.

A file with a mistake stops nobody: its mistake is told, and the packaged file that it would have
replaced stands in for it, if there is one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from mirrorapp.exercises import complete, files, mistakes, pacing, rules
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.files import KINDS, ONE, Found, Kind, Shelf
from mirrorapp.exercises.mistakes import ExerciseError, nearest
from mirrorapp.exercises.plan import WeekPlan
from mirrorapp.exercises.routines import Routine
from mirrorapp.exercises.schema import Exercise

Entry = TypeVar("Entry", bound=BaseModel)
Wrong = Callable[[Entry, Path], Iterable[ExerciseError]]
_A: dict[Kind, str] = {"exercises": "an exercise", "routines": "a routine", "checks": "a check"}
_REMEDY = "Mend the file."
_ITS_LIKE = "Let it be one, or give it an id of its own."


class NoPlanError(ExerciseError):
    """No plan is whole. It says its cause; `problems` are all that were found, causes first."""

    def __init__(self, problems: Sequence[ExerciseError]) -> None:
        first, *others = problems
        super().__init__(first.what, f"{first.remedy} `mirrorapp check` tells what else is wrong."
                         if others else first.remedy)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """By their ids, which no two have in common. `found`: the file that each is from.

    Whatever a check, a routine or the plan asks for is there, and so is each step of a ladder.
    """

    exercises: Mapping[str, Exercise]
    checks: Mapping[str, Check]
    routines: Mapping[str, Routine]
    plan: WeekPlan
    found: Mapping[str, Found]
    problems: tuple[ExerciseError, ...] = ()

    def digest(self) -> str:
        """What tells it, and the rules of the programme, from others."""
        shelves: tuple[Mapping[str, BaseModel], ...] = (
            self.exercises, self.checks, self.routines)
        parts = (self.plan, pacing.packaged(), rules.packaged(),
                 *(each[name] for each in shelves for name in sorted(each)))
        return sha256("\n".join(each.model_dump_json() for each in parts).encode()).hexdigest()

    def exercise(self, name: str) -> Exercise:
        """Raises `ExerciseError` for one that is not there."""
        return _get(self.exercises, name, "exercise")

    def check(self, name: str) -> Check:
        """Raises `ExerciseError` for one that is not there."""
        return _get(self.checks, name, "check")

    def members(self, routine: Routine) -> tuple[Exercise | Check, ...]:
        """A routine's exercises, without those of later, or its checks."""
        return (*(self.exercises[each] for each in routine.exercises),
                *(self.checks[each] for each in routine.checks))


def _get(known: Mapping[str, Entry], name: str, one: str) -> Entry:
    if name not in known:
        raise ExerciseError(f"There is no {one} {name!r}.", f"Known are: {nearest(name, known)}.")
    return known[name]


def read(places: Sequence[Path] = ()) -> Catalogue:
    """What is packaged, and the packs in `places`. Raises `NoPlanError` if no plan is whole."""
    gather = _Gathering(places)
    exercises = gather.all("exercises", Exercise, lambda *_: ())
    checks = gather.all("checks", Check, lambda check, path: (
        *_missing(path, check.exercises, exercises), *_unfit(path, check, exercises)))
    routines = gather.all("routines", Routine, lambda routine, path: (
        *_missing(path, (*routine.exercises, *routine.later), exercises),
        *_missing(path, routine.checks, checks, "check")))
    training = {name: each for name, each in routines.items() if each.exercises}
    checking = {name: each for name, each in routines.items() if each.checks}
    plan = gather.plan(lambda plan, path: (
        *_missing(path, plan.routines, training, "routine", checking),
        *_missing(path, (each.id for each in plan.checks), {**checks, **checking}, "check",
                  {**training, **exercises})))
    exercises = {name: gather.on_ladder(each, exercises) for name, each in exercises.items()}
    return Catalogue(exercises, checks, routines, plan, gather.found, tuple(gather.problems))


def _missing(path: Path, asked: Iterable[str], known: Mapping[str, object], one: str = "exercise",
             others: Collection[str] = ()) -> Iterator[ExerciseError]:
    """What is asked for and not there; `others` are there, and no such thing."""
    for each in asked:
        if each in others:
            yield ExerciseError(f"{path} asks for the {one} {each!r}, which is something else.",
                                _there(each, known))
        elif each not in known:
            yield ExerciseError(f"{path} asks for the {one} {each!r}, which is not there.",
                                _there(each, known))


def _there(name: str, known: Iterable[str]) -> str:
    return f"Allowed: {nearest(name, known)}."


def _unfit(path: Path, check: Check, known: Mapping[str, Exercise]) -> Iterator[ExerciseError]:
    """What the camera can't count in a check."""
    counted = [each.id for each in known.values() if complete.counted(each)]
    for name in check.exercises:
        if name in known and name not in counted:
            yield ExerciseError(f"{path} asks for repetitions of {name!r}, which none are counted "
                                "of from F.", _there(name, counted))


class _Gathering:
    """Reads file after file, and keeps where each is from and what is wrong with it."""

    def __init__(self, places: Sequence[Path]) -> None:
        self.problems: list[ExerciseError] = list(files.strays(places))
        self.found: dict[str, Found] = {}
        self._places = places
        self._ours: list[ExerciseError] = []
        self._kinds = {name: kind for kind in KINDS for name in files.shelf(kind).files}

    def all(self, kind: Kind, model: type[Entry], wrong: Wrong[Entry]) -> dict[str, Entry]:
        """Every whole file of one kind; `wrong` tells what is amiss in one that is well formed."""
        shelf = self._shelf(files.shelf(kind, self._places))
        whole: dict[str, Entry] = {}
        for found in shelf.files.values():
            taken = self._kinds.setdefault(found.id, kind)
            if taken != kind:
                self._add(found, ExerciseError(f"{found.path} has the id of {_A[taken]}.", _REMEDY))
                continue
            entry = self._whole(found, model, ONE[kind], wrong)
            if entry is not None:
                whole[found.id] = entry
        return whole

    def plan(self, wrong: Wrong[WeekPlan]) -> WeekPlan:
        """The plan. Raises `NoPlanError` where neither a pack's nor the packaged one is whole."""
        found = self._shelf(files.plans(self._places)).files["plan"]
        plan = self._whole(found, WeekPlan, "plan", wrong)
        if plan is None:
            # A pack's mistake leaves what is packaged in its place: the cause is a packaged file,
            # and the first of them, since none asks for what is read after it.
            raise NoPlanError([*self._ours, *(each for each in self.problems
                                              if each not in self._ours)])
        return plan

    def on_ladder(self, exercise: Exercise, known: Mapping[str, Exercise]) -> Exercise:
        """The exercise, without a step of its ladder that leads nowhere or round in a circle."""
        for way in ("harder", "easier"):
            target = getattr(exercise, way)
            if target is None:
                continue
            found = self.found[exercise.id]
            if target not in known:
                self._add(found, ExerciseError(
                    f"{found.path} says {way} is {target!r}, which is not there.",
                    _there(target, known)))
            elif _circles(exercise, way, known):
                self._add(found, ExerciseError(
                    f"In {found.path} {way} leads round in a circle.", _REMEDY))
            else:
                continue
            exercise = exercise.model_copy(update={way: None})
        return exercise

    def _shelf(self, shelf: Shelf) -> Shelf:
        self.problems += shelf.clashes.values()
        return shelf

    def _whole(self, found: Found, model: type[Entry], one: str, wrong: Wrong[Entry]
               ) -> Entry | None:
        entry, wrongs = mistakes.look(found.path, model, one)
        self._add(found, *wrongs)
        told = [] if entry is None else [
            *_misnamed(entry, found), *wrong(entry, found.path),
            *_unlike(entry, found, model, one)]
        self._add(found, *told)
        if entry is not None and not told:
            self.found[found.id] = found
            return entry
        return self._whole(found.instead, model, one, wrong) if found.instead else None

    def _add(self, found: Found, *problems: ExerciseError) -> None:
        self.problems += problems
        if not found.pack:
            self._ours += problems


def _misnamed(entry: BaseModel, found: Found) -> Iterator[ExerciseError]:
    said = getattr(entry, "id", found.id)
    if said != found.id:
        yield ExerciseError(f"{found.path} says id = {said!r}, and its file is named {found.id!r}.",
                            _REMEDY)


def _unlike(entry: BaseModel, found: Found, model: type[BaseModel], one: str
            ) -> Iterator[ExerciseError]:
    """Where a pack's file can't do what is asked of the packaged one whose place it takes."""
    ours = mistakes.look(found.instead.path, model, one)[0] if found.instead else None
    if isinstance(ours, Exercise) and isinstance(entry, Exercise):
        if complete.counted(ours) and not complete.counted(entry):
            yield ExerciseError(f"{found.path} takes the place of an exercise whose repetitions "
                                "are judged from F, which checks and its ladder rest on.",
                                _ITS_LIKE)
    elif (isinstance(ours, Routine) and isinstance(entry, Routine)
            and bool(ours.checks) is not bool(entry.checks)):
        yield ExerciseError(f"{found.path} takes the place of a routine of "
                            f"{'checks' if ours.checks else 'exercises'}.", _ITS_LIKE)


def _circles(exercise: Exercise, way: str, known: Mapping[str, Exercise]) -> bool:
    seen: set[str] = set()
    at: str | None = exercise.id
    while at is not None and at in known and at not in seen:
        seen.add(at)
        at = getattr(known[at], way)
    return at == exercise.id
