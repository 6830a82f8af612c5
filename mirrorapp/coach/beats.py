"""Where the clock is among an exercise's phases."""

from collections.abc import Sequence

from mirrorapp.exercises.schema import Exercise, Phase
from mirrorapp.exercises.words import Step

_BEAT_S = 5.0
"""A repetition's time where the exercise's phases tell none: 2 s, 1 s, 2 s (app)."""


def index_at(phases: Sequence[Phase], since_s: float) -> int:
    """Which phase runs so long after the first began; the number of phases once all are over."""
    for index, phase in enumerate(phases):
        since_s -= phase.seconds
        if since_s < 0:
            return index
    return len(phases)


def announced(phases: Sequence[Phase], since_s: float, for_s: float) -> Step | None:
    """What a phase announces, for so long after it began; else None."""
    index = index_at(phases, since_s)
    into_s = since_s - sum(each.seconds for each in phases[:index])
    return phases[index].words if index < len(phases) and into_s < for_s else None


def phase_at(phases: Sequence[Phase], since_s: float) -> Step | None:
    """What that phase announces; None once all are over."""
    index = index_at(phases, since_s)
    return phases[index].words if index < len(phases) else None


def beat_s(exercise: Exercise) -> float:
    """How long one repetition takes."""
    return sum(each.seconds for each in exercise.phases) or _BEAT_S
