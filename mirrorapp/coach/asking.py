"""A question in a session: it waits for so long, and silence changes nothing."""

from dataclasses import replace

from mirrorapp.coach.records import Asked, SetRecord
from mirrorapp.coach.state import Ask, Question
from mirrorapp.exercises.schema import Exercise, HoldDose

_PATIENCE_S = {Ask.BREATH: 15.0, Ask.PAIN_AFTER: 60.0}
EASED = 0.75
"""What is left of later holds for somebody who could not breathe easily (app)."""

_BREATH_FROM_S = 30.0


def wants_breath(exercise: Exercise | None, last: SetRecord | None) -> bool:
    """Whether its long holds are over: could they breathe easily?"""
    dose = exercise.dose if exercise is not None else None
    hold = last.hold if last is not None else None
    return (isinstance(dose, HoldDose) and dose.ease
            and hold is not None and hold.held_s >= _BREATH_FROM_S)


class Asking:
    """One question at a time, and what was answered in this session."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.question: Question | None = None
        self._left_s = 0.0

    @property
    def ease(self) -> float:
        """What share of a hold is asked for, after what was answered."""
        return EASED if self.asked.breath is False else 1.0

    def ask(self, ask: Ask) -> None:
        """Put a question."""
        self.question = Question(ask, scale=ask is Ask.PAIN_AFTER)
        self._left_s = _PATIENCE_S[ask]

    def wait(self, step_s: float) -> bool:
        """True once it has waited for long enough; then nothing is asked any more."""
        self._left_s -= step_s
        if self._left_s <= 0:
            self.question = None
        return self.question is None

    def answer(self, value: str) -> Ask | None:
        """What was answered; None where it was no answer to this question."""
        question = self.question
        if question is None:
            return None
        if question.ask is Ask.PAIN_AFTER:
            if not (value.isascii() and value.isdecimal() and int(value) <= 10):
                return None
            self.asked = replace(self.asked, pain_after=int(value))
        else:
            if value not in ("yes", "no"):
                return None
            # One "no" in a session is enough: what was hard once is not taken back.
            easily = value == "yes" and self.asked.breath is not False
            self.asked = replace(self.asked, breath=easily)
        self.question = None
        return question.ask
