"""What a guest's demo does, by the id in the settings."""

from mirrorapp.coach.plan import Plan
from mirrorapp.coach.tasks import of_checks, of_exercise
from mirrorapp.config import SessionConfig
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.checks import STANDING_EXERCISE, WEEKLY, Check
from mirrorapp.exercises.mistakes import ExerciseError

TODAY = "today"


def choose(session: SessionConfig, catalogue: Catalogue) -> tuple[Plan, Plan | None]:
    """The plan for the touch on "Start", and that of the weekly check. Raises `ExerciseError`.

    A guest has no programme: "today" is squats.
    """
    weekly = catalogue.routines.get(WEEKLY)
    checks = tuple(catalogue.check(name) for name in weekly.checks) if weekly else ()
    check_plan = _of_checks(checks, WEEKLY, session, catalogue) if checks else None
    name = STANDING_EXERCISE if session.exercise == TODAY else session.exercise
    if name == WEEKLY and check_plan is not None:
        return check_plan, check_plan
    if name in catalogue.checks:
        return _of_checks((catalogue.checks[name],), name, session, catalogue), check_plan
    routine = catalogue.routines.get(name)
    if routine is None and name not in catalogue.exercises:
        known = (TODAY, *catalogue.routines, *catalogue.exercises, *catalogue.checks)
        raise ExerciseError(f"There is no exercise, routine or check {name!r}.",
                            f"Known are: {', '.join(known)}.")
    names = routine.exercises if routine is not None else (name,)
    exercises = [catalogue.exercise(each) for each in names]
    if len(exercises) == 1 and exercises[0].sides.kind == "both":
        return Plan(exercises[0], session.reps, session.profile), check_plan
    tasks = tuple(task for each in exercises for task in of_exercise(each))
    return Plan(exercises[0], sum(t.reps for t in tasks), session.profile, routine=name,
                parts=tasks), check_plan


def _of_checks(found: tuple[Check, ...], routine: str, session: SessionConfig,
               catalogue: Catalogue) -> Plan:
    tasks = of_checks(found, catalogue.exercise)
    first = next((task.exercise for task in tasks if task.exercise is not None), None)
    return Plan(first or catalogue.exercise(STANDING_EXERCISE), sum(t.reps for t in tasks),
                session.profile, routine=routine, parts=tasks)
