"""By whose rules a body is judged just now."""

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.side_view import FRONT
from mirrorapp.events import Side
from mirrorapp.exercises.schema import Exercise


def judge_by(aligner: Aligner, exercise: Exercise | None, side: Side | None = None) -> None:
    """Have `aligner` look as this exercise needs it, on this leg; None: at somebody standing.

    In a hold limbs may be as they like, and no knee is judged.
    """
    aligner.views = FRONT if exercise is None else exercise.views
    aligner.folded = exercise is not None and exercise.dose.kind != "reps"
    aligner.single = exercise is not None and (
        exercise.counting.stance == "single" or exercise.knees in ("stance", "leading"))
    on_step = exercise is not None and "step" in exercise.kit and exercise.knees != "none"
    aligner.step = side if on_step else None
    if exercise is not None:
        aligner.thresholds = exercise.thresholds.thresholds()
