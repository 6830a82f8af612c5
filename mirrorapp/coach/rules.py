"""By whose rules a body is judged just now."""

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.doing import Doing
from mirrorapp.alignment.side_view import FRONT
from mirrorapp.alignment.signals import Signal
from mirrorapp.events import Side
from mirrorapp.exercises.schema import Exercise

_DOING = {Signal.DEPTH: Doing.SQUAT, Signal.KNEE_LIFT: Doing.MARCH, Signal.RISE: Doing.STEP_UP,
          Signal.LOWERING: Doing.STEP_DOWN, Signal.FOLD: Doing.HINGE,
          Signal.APPROACH: Doing.WALK}
_ONE_LEG = ("stance", "leading")


def judge_by(aligner: Aligner, exercise: Exercise | None, side: Side | None = None) -> None:
    """Have `aligner` look as this exercise needs it, on this leg; None: at somebody standing.

    In a hold limbs may be as they like, and no knee is judged.
    """
    aligner.views = FRONT if exercise is None else exercise.views
    if exercise is None:
        aligner.folded, aligner.judging, aligner.single = False, True, False
        aligner.do(Doing.SQUAT)
        return
    aligner.folded = exercise.dose.kind != "reps"
    aligner.judging = exercise.judges_knees
    aligner.single = exercise.counting.stance == "single" or exercise.knees in _ONE_LEG
    aligner.thresholds = exercise.thresholds.thresholds()
    aligner.do(_DOING.get(exercise.counting.signal, Doing.UNTRIED), side,
               aside=exercise.counting.signal is Signal.STANCE_WIDTH)
