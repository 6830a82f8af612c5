"""Whether repetitions are done much faster than their exercise asks for."""

from mirrorapp.coach import safety
from mirrorapp.coach.records import Repetition
from mirrorapp.exercises.schema import Exercise

_SEEN_SHARE = 0.35
"""Of a repetition's time: of one done in half of it, .36 to .48 lie beyond where counting begins
(a simulated body, every exercise of that tempo)."""
_IN_A_ROW = 3
"""So many that are too fast are no accident (app)."""


class Tempo:
    """Follows the repetitions of one set; of an exercise that need not be slow none is too fast."""

    def __init__(self, exercise: Exercise) -> None:
        asked_s = sum(phase.seconds for phase in exercise.phases)
        self._least_s = _SEEN_SHARE * asked_s if safety.slow(exercise) else 0.0
        self._fast = 0

    def hurries(self, rep: Repetition) -> bool:
        """Take in one repetition: whether it and those before it took less than half the time."""
        self._fast = self._fast + 1 if rep.end_s - rep.start_s < self._least_s else 0
        return self._fast >= _IN_A_ROW
