"""A question in a session: it waits for so long, and silence changes nothing."""

from collections.abc import Iterable
from dataclasses import replace

from mirrorapp.coach.records import Asked, SessionRecord, SetRecord
from mirrorapp.coach.state import Ask, Question, on_scale
from mirrorapp.exercises.pacing import packaged
from mirrorapp.exercises.schema import Exercise, HoldDose

_PATIENCE_S = {Ask.BREATH: 15.0, Ask.PAIN_AFTER: 60.0}


def short_of_breath(history: Iterable[SessionRecord], *, before: bool = False) -> bool:
    """Whether the last answer was that breathing was not easy, whatever time its session tells;
    `before`: whether it was before these.
    """
    told = [each.asked.breath for each in history
            if not each.demo and each.asked.breath is not None]
    return not told[-1] if told else before


def asks_breath(exercise: Exercise) -> bool:
    """Whether breath is asked about after it: of holds with the ease guard."""
    return isinstance(exercise.dose, HoldDose) and exercise.dose.ease


class Asking:
    """One question at a time, and what was answered in this session.

    `short`: whether holds are shorter already, for what was answered in an earlier one.
    """

    def __init__(self, asked: Asked, *, short: bool = False) -> None:
        self.asked = asked
        self.question: Question | None = None
        self._short = short
        self._left_s = 0.0
        self._breath_of: set[str] = set()

    @property
    def ease(self) -> float:
        """What share of a hold is asked for, after what was answered."""
        short = self._short or self.asked.breath is False
        return packaged().breath.share if short else 1.0

    def wants_breath(self, exercise: Exercise, sets: Iterable[SetRecord]) -> bool:
        """Whether something was held of long holds, on either side: could they breathe easily?

        Of each exercise that is asked once.
        """
        if not asks_breath(exercise) or exercise.id in self._breath_of:
            return False
        held_s = sum(each.hold.held_s for each in sets
                     if each.exercise == exercise.id and each.hold is not None)
        return held_s >= packaged().breath.least_s

    def breath(self, exercise: Exercise) -> None:
        """Ask it."""
        self._breath_of.add(exercise.id)
        self.ask(Ask.BREATH)

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
            pain = on_scale(value)
            if pain is None:
                return None
            self.asked = replace(self.asked, pain_after=pain)
        else:
            if value not in ("yes", "no"):
                return None
            # One "no" in a session is enough: what was hard once is not taken back.
            easily = value == "yes" and self.asked.breath is not False
            self.asked = replace(self.asked, breath=easily)
        self.question = None
        return question.ask
