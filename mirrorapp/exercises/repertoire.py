"""Everything that is taught, read once: exercises, routines, checks and the week's plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from mirrorapp.exercises import checks, library, plan, routines
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.library import ExerciseError
from mirrorapp.exercises.plan import WeekPlan
from mirrorapp.exercises.routines import Routine
from mirrorapp.exercises.schema import Exercise

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Repertoire:
    """By their ids. `problems`: what could not be used, and is not among them."""

    exercises: Mapping[str, Exercise]
    routines: Mapping[str, Routine]
    checks: Mapping[str, Check]
    plan: WeekPlan
    problems: tuple[ExerciseError, ...] = ()

    def exercise(self, name: str) -> Exercise:
        """Raises `ExerciseError` for one that is not there."""
        return _get(self.exercises, name, "exercise")

    def check(self, name: str) -> Check:
        """Raises `ExerciseError` for one that is not there."""
        return _get(self.checks, name, "check")


def load(places: Sequence[Path] = ()) -> Repertoire:
    """Read all of it, packaged and in packs. Raises `ExerciseError` where there is no plan.

    A file that can't be used costs only itself.
    """
    problems: list[ExerciseError] = []
    exercises = _all(library.known(places=places),
                     lambda name: library.load(name, places=places), problems)
    found = _all(routines.known(places), lambda name: routines.load(name, places), problems)
    checked = _all(checks.known(places=places),
                   lambda name: checks.load(name, places=places), problems)
    return Repertoire(exercises, found, checked, plan.load(places), tuple(problems))


def _all(names: Sequence[str], read: Callable[[str], _Read],
         problems: list[ExerciseError]) -> dict[str, _Read]:
    found = {}
    for name in names:
        try:
            found[name] = read(name)
        except ExerciseError as error:
            problems.append(error)
    return found


def _get(found: Mapping[str, _Read], name: str, kind: str) -> _Read:
    if name not in found:
        raise ExerciseError(f"There is no {kind} {name!r}.",
                            f"Known are: {', '.join(found) or 'none'}.")
    return found[name]
