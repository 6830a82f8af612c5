"""Which plan a mirror starts with, by the id in its settings."""

from mirrorapp.coach.plan import Plan
from mirrorapp.coach.tasks import of_checks
from mirrorapp.config import SessionConfig
from mirrorapp.exercises import checks, library
from mirrorapp.exercises.checks import WEEKLY, Check


def choose(session: SessionConfig) -> tuple[Plan, Plan]:
    """The plan for the touch on "Start", and that of the weekly check. Raises `ExerciseError`."""
    weekly = _of_checks(checks.weekly(), WEEKLY, session.profile)
    if session.exercise == WEEKLY:
        return weekly, weekly
    exercise, check = checks.exercise_or_check(session.exercise)
    if check is not None:
        return _of_checks((check,), check.id, session.profile), weekly
    return Plan(exercise, session.reps, session.profile), weekly


def _of_checks(found: tuple[Check, ...], routine: str, profile: str) -> Plan:
    tasks = of_checks(found)
    first = next((task.exercise for task in tasks if task.exercise is not None), None)
    return Plan(first or library.load(checks.STANDING_EXERCISE), sum(t.reps for t in tasks),
                profile, routine=routine, parts=tasks)
