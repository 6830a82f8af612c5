"""What a plan is made of: one task after the other, each one set on one side, or a check's part."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mirrorapp.events import Side
from mirrorapp.exercises.checks import Check, HoldPart
from mirrorapp.exercises.pacing import packaged
from mirrorapp.exercises.schema import Dose, Exercise, HoldDose, RepDose, TimedDose
from mirrorapp.exercises.words import Step

STEP_S = 2.5
"""For so long each line of what is to be done is shown, before getting ready counts."""
BAND_S = 15.0
"""The least that is waited for somebody who puts a band on: bending down to it is no squat."""
FLOOR_S = 12.0
"""The least that is waited for somebody who lies or sits down, and is not to be seen there."""
CHANGE_S = 15.0
"""Between two exercises: to breathe, and to fetch what the next one needs (app)."""
_LIGHTER = 2 / 3


@dataclass(frozen=True, slots=True)
class Task:
    """One set: repetitions, a hold, or timed phases, by its exercise's dose; or a check's part.

    `hold_s`: seconds of a hold, or of timed phases. Where `exercise` is None it is a check's hold.
    `check` is the check that it belongs to: then no knee is cued, since how somebody moves
    unprompted is what is looked for. `steps` are told beforehand. `side`: on that leg alone.
    `rest_s` comes before it. `switched`: the same exercise as before, on the other side.
    """

    exercise: Exercise | None
    reps: int = 0
    hold_s: float = 0.0
    check: Check | None = None
    steps: tuple[Step, ...] = ()
    band: bool = False
    side: Side | None = None
    set_number: int = 1
    set_count: int = 1
    rest_s: float = 0.0
    switched: bool = False

    @property
    def name(self) -> str:
        """The exercise's id, or the check's."""
        if self.exercise is not None:
            return self.exercise.id
        return self.check.id if self.check is not None else ""

    @property
    def kept_as(self) -> str:
        """The id that its set is kept under: of a check the check's, since it is no training."""
        return self.check.id if self.check is not None else self.name

    @property
    def by_the_clock(self) -> bool:
        """Whether it is timed, not judged: nobody need be seen in place."""
        return self.exercise is not None and not self.exercise.judged

    def told_s(self) -> float:
        """How long it takes to tell what is to be done, and to get there."""
        floor_s = FLOOR_S if self.by_the_clock and self.set_number == 1 else 0.0
        return max(STEP_S * len(self.steps), BAND_S if self.band else 0.0, floor_s)

    def step(self, since_s: float) -> Step | None:
        """What is told so long after the task began; the first line has what time there is."""
        if not self.steps:
            return None
        after = int(max(0.0, self.told_s() - since_s) / STEP_S)
        return self.steps[max(0, len(self.steps) - 1 - after)]


def of_exercise(exercise: Exercise, *, lighter: bool = False, reps: int | None = None,
                owed_s: Mapping[Side, float] | None = None,
                sets_most: int | None = None, longer: bool = False) -> tuple[Task, ...]:
    """All sets of an exercise, its sides taking turns; no more of them than `sets_most`.

    `lighter`: a set less, or where there is one alone two thirds of it. `reps` in place of the
    dose's. `owed_s`: seconds that a side was held for less than the other before; a lighter
    session asks for none of them. `longer`: a hold lasts as long as its dose allows; not while it
    is lighter, or one side is asked for more than the other.
    """
    dose, more_s = exercise.dose, extra_s(exercise, owed_s or {}, lighter=lighter)
    sets = min(dose.sets, sets_most or dose.sets)
    share = _LIGHTER if lighter and sets == 1 else 1.0
    sets = sets - 1 if lighter and sets > 1 else sets
    exercise = exercise if share == 1.0 else _timed_less(exercise, share)
    sides = _sides(exercise)
    longer = longer and not lighter and not any(more_s.values())
    hold_s = timed_s(exercise) or _hold_s(dose, longer=longer) * share
    tasks: list[Task] = []
    for number in range(1, sets + 1):
        for turn, side in enumerate(sides):
            owing_s = more_s.get(side, 0.0) if side and number == 1 else 0.0
            first = not tasks
            tasks.append(Task(
                exercise, reps=_reps(exercise, reps, share),
                hold_s=hold_s + owing_s,
                steps=exercise.steps if first else (), band=first and "band" in exercise.kit,
                side=side, set_number=number, set_count=sets,
                rest_s=dose.rest_s if turn == 0 and number > 1 else 0.0, switched=turn > 0))
    return tuple(tasks)


def extra_s(exercise: Exercise, owed_s: Mapping[Side, float], *, lighter: bool = False
            ) -> dict[Side, float]:
    """Seconds of what its sides are owed that are asked for the next time, and no more than by so
    much at once: nothing is held on top of repetitions.
    """
    if lighter or isinstance(exercise.dose, RepDose):
        return {}
    most_s = packaged().owed.asked_most_s
    return {side: min(most_s, seconds) for side, seconds in owed_s.items()}


def timed_s(exercise: Exercise) -> float:
    """How long all phases of what is timed last, in all rounds; 0 for anything else."""
    if not isinstance(exercise.dose, TimedDose):
        return 0.0
    return exercise.dose.rounds * sum(phase.seconds for phase in exercise.phases)


def _timed_less(exercise: Exercise, share: float) -> Exercise:
    """The exercise with so much of what is timed: fewer rounds, or all lines of a single one
    shorter.
    """
    dose = exercise.dose
    if not isinstance(dose, TimedDose):
        return exercise
    if dose.rounds > 1:
        rounds = max(1, round(dose.rounds * share))
        return exercise.model_copy(update={"dose": dose.model_copy(update={"rounds": rounds})})
    return exercise.model_copy(update={"phases": tuple(
        each.model_copy(update={"seconds": each.seconds * share}) for each in exercise.phases)})


def in_a_row(exercises: Iterable[tuple[Task, ...]]) -> tuple[Task, ...]:
    """The tasks of several exercises, with a pause for breath before each but the first."""
    return tuple(_in_a_row(exercises))


def _in_a_row(exercises: Iterable[tuple[Task, ...]]) -> Iterator[Task]:
    for number, tasks in enumerate(exercises):
        for turn, task in enumerate(tasks):
            yield replace(task, rest_s=CHANGE_S) if number and not turn else task


def _sides(exercise: Exercise) -> tuple[Side | None, ...]:
    if exercise.sides.kind == "both":
        return (None,)
    return (exercise.sides.first, exercise.sides.first.other)


def _hold_s(dose: Dose, *, longer: bool) -> float:
    if not isinstance(dose, HoldDose):
        return 0.0
    return dose.seconds_most or dose.seconds if longer else dose.seconds


def _reps(exercise: Exercise, asked: int | None, share: float) -> int:
    if not isinstance(exercise.dose, RepDose):
        return 0
    return max(1, round((asked or exercise.dose.reps) * share))


def of_checks(checks: Iterable[Check], find: Callable[[str], Exercise]) -> tuple[Task, ...]:
    """The parts of some checks, in their order; `find` gives an exercise by its id."""
    return tuple(
        Task(None, hold_s=part.seconds, check=check, steps=part.steps)
        if isinstance(part, HoldPart) else
        Task(find(part.exercise), part.reps, check=check, steps=part.steps,
             band=part.band, side=part.side)
        for check in checks for part in check.parts)
