"""What is asked before a session begins, and what the answers lead to."""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from mirrorapp.coach import safety
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked
from mirrorapp.coach.state import SORE, Advice, Ask, Question, on_scale


@dataclass
class Interview:
    """Screening once, then how it is today. Pure: whoever owns it keeps what was answered.

    `sore`: the day after the last session is asked about, too. `anew`: the screening alone, once
    more, and no session after it. `profile` has the screening as soon as it is complete, or
    cleared. `advice` is there while something is to be read; `over` once nothing is left to ask,
    `turned_away` where no session may begin.
    """

    profile: Profile
    now: datetime
    sore: bool = False
    anew: bool = False

    def __post_init__(self) -> None:
        self.asked = Asked()
        self.advice: tuple[Advice, ...] = ()
        self.turned_away = False
        self._yes: set[str] = set()
        self._no = False
        self._asked_today = self.anew
        self._before = None if self.anew else self.profile.screening
        self._left = deque(safety.questions(replace(self.profile, screening=self._before)))
        self._screening = bool(self._left)
        if not self._screening:
            self._ask_today()

    @property
    def question(self) -> Question | None:
        """What is asked just now; None while something is to be read, and at the end."""
        return self._left[0] if self._left and not self.advice else None

    @property
    def over(self) -> bool:
        """Whether the session may begin."""
        return not (self._left or self.advice or self.turned_away)

    def answer(self, value: str) -> None:
        """An answer to the question; any, once what is advised has been read."""
        if self.advice:
            self.turned_away = any(each.blocks for each in self.advice)
            self.advice = ()
            if not (self.turned_away or self._asked_today):
                self._ask_today()
        elif self._left and self._understood(self._left[0], value):
            self._left.popleft()
            if self._no and self._before is not None:
                self._left.clear()  # one that is not cleared is enough
            if self._screening and not self._left:
                self._end_screening()

    def _understood(self, question: Question, value: str) -> bool:
        if question.sore is not None and value == SORE:
            self._left[0] = replace(question, sore=not question.sore)
            return False
        if question.scale:
            pain = on_scale(value)
            if pain is None:
                return False
            self.asked = replace(self.asked, pain_before=pain, sore=question.sore)
            stop = safety.stop(self.asked)
            self.advice = (stop,) if stop is not None else ()
        elif value not in ("yes", "no"):
            return False
        elif value == "yes":
            self._yes.add(question.id)
        elif self._screening:
            self._no = True
        return True

    def _end_screening(self) -> None:
        """All questions were answered, or those that clear."""
        self._screening = False
        before = self._before
        if before is None:
            found = Screening(self.now, frozenset(self._yes))
        else:
            found = replace(before, cleared=before.cleared if self._no else self.now)
        self.profile = replace(self.profile, screening=found)
        # What everybody should have read is read once, when all is well.
        self.advice = safety.screened(found) or (() if self.anew else safety.told_always())

    def _ask_today(self) -> None:
        self._asked_today = True
        # One page, so that who is not sore begins with one touch.
        self._left.append(Question(Ask.PAIN_BEFORE, scale=True, sore=False if self.sore else None))
