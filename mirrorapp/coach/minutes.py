"""How long a session takes whose user reads and answers all that is told and asked."""

from collections.abc import Iterable, Iterator

from mirrorapp.coach import briefing, safety
from mirrorapp.coach.asking import asks_breath
from mirrorapp.coach.beats import beat_s
from mirrorapp.coach.place import READ_S, READY_S
from mirrorapp.coach.plan import COUNT_IN_S
from mirrorapp.coach.tasks import Task, in_a_row, of_checks, of_exercise
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.routines import Routine
from mirrorapp.exercises.schema import LEAVE, HoldDose

ANSWER_S = 5.0
"""To read a question and touch an answer (app)."""
NEAR_MIN = 1.0
"""How far from what it takes a routine may tell."""


def of_tasks(tasks: Iterable[Task]) -> float:
    """Minutes of these; pain is asked about before and after, breath once after long holds."""
    tasks = tuple(tasks)
    held = {task.name for task in tasks if task.exercise and asks_breath(task.exercise)}
    return (sum(map(_seconds, tasks)) + ANSWER_S * (2 + len(held))) / 60


def of_routine(routine: Routine, known: Catalogue) -> float:
    """Minutes of its exercises, without those of later, or of its checks."""
    parts = (of_checks(map(known.check, routine.checks), known.exercise),
             *(of_exercise(known.exercise(name), sets_most=routine.sets_most)
               for name in routine.exercises))
    return of_tasks(in_a_row(part for part in parts if part))


def far_off(routine: Routine, known: Catalogue) -> Iterator[str]:
    """Where a routine tells of another time than its members take."""
    takes = of_routine(routine, known)
    if abs(takes - routine.minutes) > NEAR_MIN:
        yield f"says minutes = {routine.minutes:g}, and what is in it takes {takes:.0f}"


def _seconds(task: Task) -> float:
    told_s = max(task.told_s(), READ_S * _cards(task))
    return task.rest_s + told_s + READY_S + COUNT_IN_S + _work_s(task)


def _cards(task: Task) -> int:
    """How many are read before it: none before a check, and before the first set alone."""
    if task.exercise is None or task.check is not None or not task.steps:
        return 0
    return len(briefing.cards(task.exercise, (task,))) + len(safety.told_before(task.exercise))


def _work_s(task: Task) -> float:
    """In the set itself, coming out of a hold included; repetitions go no faster than is shown."""
    exercise = task.exercise
    if exercise is None:
        return task.hold_s
    leaving_s = sum(each.seconds for each in exercise.phases
                    if isinstance(exercise.dose, HoldDose) and each.id == LEAVE)
    shown_s = exercise.guide.seconds if exercise.guide is not None else 0.0
    return task.hold_s + leaving_s + task.reps * max(beat_s(exercise), shown_s)
