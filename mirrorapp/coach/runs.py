"""Which kind of set a task is done as."""

from mirrorapp.coach.hold_run import HoldRun
from mirrorapp.coach.rep_run import RepRun
from mirrorapp.coach.running import CheckHold, Run
from mirrorapp.coach.tasks import Task
from mirrorapp.coach.timed_run import TimedRun


def begin(task: Task, depth_most: float | None, ease: float) -> Run:
    """A set of this task; `depth_most` as in `Profile`, `ease` is the share of a hold asked for."""
    if task.exercise is None:
        return CheckHold(task)
    if task.check is not None or task.exercise.dose.kind == "reps":
        return RepRun(task, task.exercise, depth_most)
    if task.exercise.dose.kind == "hold":
        return HoldRun(task, task.exercise, ease)
    return TimedRun(task, task.exercise)
