"""Getting into place: what is told first, and when somebody is ready."""

from collections.abc import Sequence

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.presence import on_floor, seen
from mirrorapp.coach.state import Advice
from mirrorapp.coach.tasks import Task
from mirrorapp.exercises.words import Step

READY_S = 2.0
"""For so long somebody is in place before it begins."""
READ_S = 5.0
"""For so long each advice is shown; nothing begins before all of it could be read."""
_STRAIGHT_DEPTH = 0.02


class Arriving:
    """Feed it every reading until it says that the user is ready."""

    def __init__(self, task: Task, told: Sequence[Advice] = ()) -> None:
        self._told = tuple(told)
        self._hurried = False
        self._task = task
        self._told_s = self._ready_s = 0.0

    @property
    def portion(self) -> float:
        """How much of getting ready is done, 0-1."""
        return min(1.0, self._ready_s / READY_S)

    @property
    def step(self) -> Step | None:
        """What is told just now."""
        return self._task.step(self._told_s)

    @property
    def telling(self) -> bool:
        """Whether there is something to be read, or a line of what is to be done."""
        return bool(self._told or self._task.steps)

    @property
    def upright(self) -> bool:
        """Whether it begins standing before the mirror, facing it."""
        exercise = self._task.exercise
        return exercise is None or self._task.check is not None or (
            exercise.judged and exercise.dose.kind == "reps")

    @property
    def reading(self) -> Advice | None:
        """What there is to be read just now, of what is told before an exercise."""
        return self._told[int(self._told_s / READ_S) % len(self._told)] if self._told else None

    def hurry(self) -> None:
        """The user has read enough."""
        self._hurried = True

    def again(self) -> None:
        """The user has to get into place once more; what was told stays told."""
        self._ready_s = 0.0

    def update(self, reading: Reading, step_s: float) -> bool:
        """Take in one reading; true once the user is ready."""
        self._told_s += step_s
        told_s = 0.0 if self._hurried else max(self._task.told_s(), READ_S * len(self._told))
        ready = self._told_s >= told_s and self._in_place(reading)
        self._ready_s = self._ready_s + step_s if ready else 0.0
        return self._ready_s >= READY_S

    def _in_place(self, reading: Reading) -> bool:
        """Standing, for repetitions before the mirror; else seen as the exercise wants to be seen.

        Somebody on the floor may be out of the camera's sight; what is timed goes by the clock.
        """
        exercise = self._task.exercise
        if exercise is None or self._task.check is not None:
            return reading.refusal is None and reading.standing
        if not exercise.judged:
            return on_floor(exercise) or seen(reading)
        if exercise.dose.kind == "reps" and reading.view != "S":
            return reading.refusal is None and (reading.standing or self._on_the_step(reading))
        return reading.refusal is None

    def _on_the_step(self, reading: Reading) -> bool:
        """On a step one leg is watched alone; straight, it is ready, after a pause as before."""
        exercise = self._task.exercise
        return (exercise is not None and "step" in exercise.kit
                and reading.stance in (self._task.side, None)
                and reading.depth is not None and abs(reading.depth) < _STRAIGHT_DEPTH)
