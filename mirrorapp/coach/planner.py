"""From a choice, or from what today has, to a plan."""

from collections.abc import Iterator, Mapping

from mirrorapp.coach.plan import Plan
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.state import Today
from mirrorapp.coach.tasks import Task, in_a_row, of_checks, of_exercise
from mirrorapp.events import Side
from mirrorapp.exercises import checks, library, routines
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.exercises.schema import Exercise

BAND_CHECK = "band-effect"

Owed = Mapping[str, Mapping[Side, float]]


def of_today(today: Today, profile: Profile, owed_s: Owed) -> Plan:
    """Today's session, the checks that are due before it. Raises `ExerciseError`."""
    due = checks.weekly() if today.check_due else ()
    band = (checks.load(BAND_CHECK),) if today.band_check_due else ()
    exercises = [library.load(name) for name in today.exercises]
    tasks = [of_checks((*due, *band)),
             *(of_exercise(each, lighter=today.lighter, owed_s=owed_s.get(each.id))
               for each in exercises)]
    return _plan("+".join(today.routines), profile, tasks, exercises)


def of_choice(choice: str, profile: Profile, today: Today | None = None,
              owed_s: Owed | None = None) -> Plan:
    """What was chosen by its id: a routine, an exercise, a check, or the weekly check.

    Raises `ExerciseError`.
    """
    if choice == WEEKLY:
        return _plan(choice, profile, [of_checks(checks.weekly())], [])
    if choice in checks.known():
        return _plan(choice, profile, [of_checks((checks.load(choice),))], [])
    ids = routines.load(choice).exercises if choice in routines.known() else (choice,)
    exercises = [library.load(name) for name in ids]
    lighter = today is not None and today.lighter
    tasks = [of_exercise(each, lighter=lighter, owed_s=(owed_s or {}).get(each.id))
             for each in exercises]
    return _plan(choice, profile, tasks, exercises)


def _plan(routine: str, profile: Profile, tasks: list[tuple[Task, ...]],
          exercises: list[Exercise]) -> Plan:
    parts = in_a_row(each for each in tasks if each)
    first = next((task.exercise for task in parts if task.exercise is not None), None)
    return Plan(first or library.load(checks.STANDING_EXERCISE), sum(t.reps for t in parts),
                profile.id, routine=routine, parts=parts, asks=True,
                depth_most=profile.depth_most, instead=dict(_easier(exercises)))


def _easier(exercises: list[Exercise]) -> Iterator[tuple[str, tuple[Task, ...]]]:
    for exercise in exercises:
        if exercise.easier is not None:
            yield exercise.id, of_exercise(library.load(exercise.easier))
