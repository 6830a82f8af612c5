"""How long exercises, checks and routines take, by their doses.

What no dose says is `app`: the time to get into place and the count-in are an estimate, and a
hold that may last from so long to so long counts with what lies between.
"""

from collections.abc import Iterable

from mirrorapp.exercises.checks import Check, HoldPart
from mirrorapp.exercises.schema import LEAVE, Exercise

READY_S = 10.0
"""To read what comes next, fetch a chair or a band, and get into place, once an exercise."""
BEGIN_S = 5.0
"""To square up and be counted in, each set on each side."""
REP_S = 5.0
"""Of one repetition whose file gives no tempo: 2 s down, 1 s held, 2 s up."""


def sides(exercise: Exercise) -> int:
    """How often a set is done: once for both legs, or once for each leg or direction."""
    return 1 if exercise.sides.kind == "both" else 2


def of_set(exercise: Exercise) -> float:
    """Seconds of work in one set on one side, coming out of it included."""
    dose = exercise.dose
    phases = sum(phase.seconds for phase in exercise.phases
                 if dose.kind != "hold" or phase.id == LEAVE)
    if dose.kind == "reps":
        return dose.reps * (phases or REP_S)
    if dose.kind == "timed":
        return dose.rounds * phases
    return (dose.seconds + (dose.seconds_most or dose.seconds)) / 2 + phases


def of_exercise(exercise: Exercise, sets_most: int | None = None) -> float:
    """Minutes of one exercise, all sets and sides, with its rests; of no more sets than that."""
    sets = min(exercise.dose.sets, sets_most or exercise.dose.sets)
    work = sets * sides(exercise) * (BEGIN_S + of_set(exercise))
    return (READY_S + work + (sets - 1) * exercise.dose.rest_s) / 60


def of_check(check: Check) -> float:
    """Minutes of one check."""
    return (READY_S + sum(BEGIN_S + (part.seconds if isinstance(part, HoldPart)
                                     else part.reps * REP_S) for part in check.parts)) / 60


def of_routine(members: Iterable[Exercise | Check], sets_most: int | None = None) -> float:
    """Minutes of a routine's exercises, without those of later, or of its checks."""
    return sum(of_check(each) if isinstance(each, Check) else of_exercise(each, sets_most)
               for each in members)
