"""Whoever is in the middle of it when the camera sees them first is counted from then on."""

from functools import cache
from typing import Any

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.excursions import counter
from mirrorapp.coach.rules import judge_by
from mirrorapp.exercises.guide import Guide
from mirrorapp.simulate.eyes import Eyes
from mirrorapp.simulate.seen import SeenMotion
from tests.simulate.plays import FPS, known

REPS, STARTS = 12, 16
BY_WHAT_WAS_AT_FIRST = ("hip-hike", "step-up", "step-down", "runners-march", "banded-clamshell",
                        "wall-foam-roll", "mini-walk", "single-leg-deadlift", "single-leg-squat")
ONCE_WRONG = {"hip-hike": (6,), "step-up": (12,)}
"""Begun there, and at others, it taught a wrong "at first": a hike counted nothing at all."""


@cache
def motion(name: str) -> tuple[Guide, SeenMotion]:
    guide = known().exercise(name).guide
    assert guide is not None
    return guide, SeenMotion(guide)


def counted(name: str, start: int) -> int:
    """Of `REPS` cycles, begun `start` sixteenths into the movement: the first and the last one are
    parts of a repetition, unless `start` is 0.
    """
    done = known().exercise(name)
    side = None if done.sides.kind == "both" else done.sides.first
    guide, moving = motion(name)
    aligner, eyes, counts = Aligner(), Eyes(), counter(done, side)
    judge_by(aligner, done, side)
    found = []
    for index in range(round(REPS * guide.seconds * FPS)):
        time_s = index / FPS
        marks = moving.marks((start / STARTS + time_s / guide.seconds) % 1.0)
        found.append(counts.update(aligner.read(eyes.look(marks, time_s))))
    return sum(rep is not None and rep.side in (side, None) for rep in [*found, counts.flush()])


def cases() -> list[Any]:
    """Every starting point of each with FULL=1, else those that went wrong."""
    return [pytest.param(name, start, marks=() if start in ONCE_WRONG.get(name, ())
                         else pytest.mark.full)
            for name in BY_WHAT_WAS_AT_FIRST for start in range(STARTS)]


@pytest.mark.parametrize(("name", "start"), cases())
def test_at_most_one_repetition_is_lost_and_none_is_made_up(name: str, start: int) -> None:
    assert REPS - 1 <= counted(name, start) <= REPS
