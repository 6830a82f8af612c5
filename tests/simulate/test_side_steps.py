"""Steps to one side need room: who steps back to begin anew is not on the wrong way."""

import numpy as np
import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.rep_run import RepRun
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.state import Cue
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Frame, Guide
from mirrorapp.figure.motion import BOTH_FEET
from mirrorapp.simulate.eyes import Eyes
from mirrorapp.simulate.seen import SeenMotion, placed

STANDING = Guide(base="standing", seconds=4, loop=False,
                 frames=(Frame(at=0, contacts=BOTH_FEET),))
STEP = library.load("banded-side-step")
FPS = 10


@pytest.mark.parametrize(("way", "told"), [
    ([1, 1, -1, -1, 1], None), ([-1, 1], None), ([-1, -1], 2), ([1, -1, -1, -1], 4)],
    ids=["there and back", "one astray", "the other way", "far back"])
def test_who_steps_back_to_begin_anew_is_not_told(way: list[int], told: int | None) -> None:
    """`way`: steps to the right, whose turn it is, or -1 to the left; `told` at which of them."""
    run, eyes, aligner = RepRun(of_exercise(STEP)[0], STEP), Eyes(), Aligner()
    judge_by(aligner, STEP, Side.RIGHT)
    assert STEP.guide is not None
    motions = {1: SeenMotion(STEP.guide), -1: SeenMotion(STEP.guide, flip=True),
               0: SeenMotion(STANDING)}
    stride_m = float(motions[1].travelled[0])
    places = np.cumsum([0, *way]) * stride_m
    at_m, time_s, said = -(places.max() + places.min()) / 2, 0.0, []
    steps = round(STEP.guide.seconds * FPS)
    for number, direction in enumerate([0, *way, 0]):
        motion = motions[direction]
        for moment in range(steps):
            time_s += 1 / FPS
            marks = motion.marks(moment / steps if direction else 0.0)
            seen = eyes.look(placed(marks, 0.0, np.array([at_m, 0.0, 0.0])), time_s)
            run.update(aligner.read(seen), 1 / FPS)
            if run.show(live=True).cue is Cue.OTHER_SIDE:
                said.append(number)
        if direction:
            at_m += direction * stride_m
    assert run.record.done >= sum(each > 0 for each in way) - 1
    if told is None:
        assert said == []
    else:
        assert min(said) in (told, told + 1)
