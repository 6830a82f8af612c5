"""From a choice, or from what today has, to a plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mirrorapp.coach.plan import Plan
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import Asked
from mirrorapp.coach.state import Today
from mirrorapp.coach.tasks import Task, in_a_row, of_checks, of_exercise
from mirrorapp.events import Side
from mirrorapp.exercises import checks, library, routines
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.exercises.schema import Exercise

BAND_CHECK = "band-effect"
REST_DAY = "stretch-short"
"""For somebody who starts on a rest day all the same."""


@dataclass(frozen=True, slots=True)
class How:
    """For whom, and how: `asked` was answered beforehand; `owed_s`: seconds, by exercise."""

    profile: Profile
    asked: Asked = field(default_factory=Asked)
    lighter: bool = False
    owed_s: Mapping[str, Mapping[Side, float]] = field(default_factory=dict)


def of_today(today: Today, how: How) -> Plan:
    """Today's session, with the checks that are due before it. Raises `ExerciseError`."""
    if not today.exercises:
        return of_choice(REST_DAY, how)
    due = checks.weekly() if today.check_due else ()
    band = (checks.load(BAND_CHECK),) if today.band_check_due else ()
    return _plan("+".join(today.routines), how, of_checks((*due, *band)), today.exercises)


def of_choice(choice: str, how: How) -> Plan:
    """What was chosen by its id: a routine, an exercise, a check, or the weekly check.

    Raises `ExerciseError`.
    """
    if choice == WEEKLY:
        return _plan(choice, how, of_checks(checks.weekly()), ())
    if choice in checks.known():
        return _plan(choice, how, of_checks((checks.load(choice),)), ())
    chosen = routines.load(choice).exercises if choice in routines.known() else (choice,)
    return _plan(choice, how, (), chosen)


def _plan(routine: str, how: How, first: tuple[Task, ...], ids: Sequence[str]) -> Plan:
    exercises = [library.load(name) for name in ids]
    tasks = [of_exercise(each, lighter=how.lighter, owed_s=how.owed_s.get(each.id))
             for each in exercises]
    parts = in_a_row(each for each in (first, *tasks) if each)
    judge = next((task.exercise for task in parts if task.exercise is not None), None)
    return Plan(judge or library.load(checks.STANDING_EXERCISE), sum(t.reps for t in parts),
                how.profile.id, routine=routine, parts=parts, asks=True, asked=how.asked,
                depth_most=how.profile.depth_most, instead=dict(_easier(exercises)))


def _easier(exercises: Sequence[Exercise]) -> Iterator[tuple[str, tuple[Task, ...]]]:
    for exercise in exercises:
        if exercise.easier is not None:
            yield exercise.id, of_exercise(library.load(exercise.easier))
