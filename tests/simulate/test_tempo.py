"""Who moves much faster than asked is told so, and nobody else."""

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach import safety
from mirrorapp.coach.excursions import counter
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.tempo import Tempo
from mirrorapp.exercises import library
from mirrorapp.simulate.eyes import Eyes
from tests.simulate.plays import FPS, known
from tests.simulate.test_mid_movement import motion

SLOW = [name for name in library.known() if safety.slow(library.load(name))
        and library.load(name).judged]
REPS = 5


def hurries(name: str, share: float) -> list[bool]:
    """Of repetitions done in this share of the time that is asked for."""
    done = known().exercise(name)
    side = None if done.sides.kind == "both" else done.sides.first
    _, moving = motion(name)
    cycle_s = share * sum(phase.seconds for phase in done.phases)
    aligner, eyes, counts, tempo = Aligner(), Eyes(), counter(done, side), Tempo(done)
    judge_by(aligner, done, side)
    found = []
    for index in range(round((REPS * cycle_s + 2.0) * FPS)):
        time_s = index / FPS
        phase = max(0.0, time_s - 1.0) / cycle_s
        marks = moving.marks(phase % 1.0 if phase < REPS else 0.0)
        rep = counts.update(aligner.read(eyes.look(marks, time_s)))
        if rep is not None:
            found.append(tempo.hurries(rep))
    return found


def test_all_that_is_told_to_be_slow_is_looked_at() -> None:
    assert SLOW == ["banded-squat", "hip-hike", "single-leg-deadlift", "single-leg-squat", "squat",
                    "step-down", "step-up"]


@pytest.mark.parametrize("name", [
    each if each == "squat" else pytest.param(each, marks=pytest.mark.full)
    for each in SLOW])
def test_haste_is_told_below_half_of_the_time_alone(name: str) -> None:
    assert True in hurries(name, 0.35)
    for share in (1.0, 0.55):
        assert hurries(name, share)
        assert True not in hurries(name, share)
