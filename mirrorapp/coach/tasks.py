"""What a plan is made of: one task after the other, each repetitions or a hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.checks import Check, HoldPart
from mirrorapp.exercises.schema import Exercise
from mirrorapp.exercises.words import Step

STEP_S = 2.5
"""For so long each line of what is to be done is shown, before getting ready counts."""
BAND_S = 15.0
"""The least that is waited for somebody who puts a band on: bending down to it is no squat."""


@dataclass(frozen=True, slots=True)
class Task:
    """Repetitions of `exercise`, or where it is None a hold of `hold_s` seconds.

    `check` is the check that it belongs to: then nothing is cued, since how somebody moves
    unprompted is what is looked for. `steps` are told beforehand. `side`: on that leg alone.
    """

    exercise: Exercise | None
    reps: int = 0
    hold_s: float = 0.0
    check: Check | None = None
    steps: tuple[Step, ...] = ()
    band: bool = False
    side: Side | None = None

    @property
    def name(self) -> str:
        """The exercise's id, or the check's."""
        if self.exercise is not None:
            return self.exercise.id
        return self.check.id if self.check is not None else ""

    def told_s(self) -> float:
        """How long it takes to tell what is to be done."""
        return max(STEP_S * len(self.steps), BAND_S if self.band else 0.0)

    def step(self, since_s: float) -> Step | None:
        """What is told so long after the task began; the first line has what time there is."""
        if not self.steps:
            return None
        after = int(max(0.0, self.told_s() - since_s) / STEP_S)
        return self.steps[max(0, len(self.steps) - 1 - after)]


def of_checks(checks: Iterable[Check]) -> tuple[Task, ...]:
    """The parts of some checks, in their order. Raises `ExerciseError`."""
    return tuple(
        Task(None, hold_s=part.seconds, check=check, steps=part.steps)
        if isinstance(part, HoldPart) else
        Task(library.load(part.exercise), part.reps, check=check, steps=part.steps,
             band=part.band, side=part.side)
        for check in checks for part in check.parts)
