"""What a guest's demo does, by the id in the settings."""

from dataclasses import replace

from mirrorapp.coach.plan import Plan
from mirrorapp.coach.planner import How, Planner
from mirrorapp.coach.profile import Profile
from mirrorapp.config import SessionConfig
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.checks import STANDING_EXERCISE, WEEKLY

TODAY = "today"


def choose(session: SessionConfig, catalogue: Catalogue) -> tuple[Plan, Plan | None]:
    """The plan for the touch on "Start", and that of the weekly check. Raises `ExerciseError`.

    A guest has no programme, so "today" is squats; and is asked nothing. Of an exercise for both
    legs at once a guest does one set, as long as the settings say.
    """
    planner, how = Planner(catalogue), How(Profile(session.profile))

    def guest(name: str) -> Plan:
        return replace(planner.of_choice(name, how), asks=False, told=())

    weekly = guest(WEEKLY) if WEEKLY in catalogue.routines else None
    name = STANDING_EXERCISE if session.exercise == TODAY else session.exercise
    exercise = catalogue.exercises.get(name)
    if exercise is not None and (exercise.sides.kind, exercise.dose.kind) == ("both", "reps"):
        return Plan(exercise, session.reps, session.profile), weekly
    return guest(name), weekly
