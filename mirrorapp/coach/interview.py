"""What is asked before a session begins, and what the answers lead to."""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from mirrorapp.coach import safety
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked
from mirrorapp.coach.state import Advice, Ask, Question


@dataclass
class Interview:
    """Screening once, then how it is today. Pure: whoever owns it keeps what was answered.

    `profile` has the screening as soon as it is complete, or cleared. `advice` is there while
    something is to be read; `over` once nothing is left to ask, `turned_away` where no session
    may begin.
    """

    profile: Profile
    now: datetime
    sore: bool = False

    def __post_init__(self) -> None:
        self.asked = Asked()
        self.advice: tuple[Advice, ...] = ()
        self.turned_away = False
        self._yes: set[str] = set()
        self._left = deque(safety.questions(self.profile))
        self._screening = bool(self._left)
        self._today = False
        if not self._screening:
            self._judge_screening()

    @property
    def question(self) -> Question | None:
        """What is asked just now; None while something is to be read, and at the end."""
        return self._left[0] if self._left and not self.advice else None

    @property
    def over(self) -> bool:
        """Whether the session may begin."""
        return self._today and not self._left and not self.advice

    def answer(self, value: str) -> None:
        """An answer to the question, or to the advice: "yes", a doctor was asked."""
        if self.advice:
            self._heed(value)
        elif self._left:
            self._take(self._left[0], value)

    def _take(self, question: Question, value: str) -> None:
        if question.scale:
            if not value.isdecimal() or int(value) > 10:
                return
            self.asked = replace(self.asked, pain_before=int(value))
            stop = safety.stop(self.asked)
            self.advice = (stop,) if stop is not None else ()
        elif value not in ("yes", "no"):
            return
        elif question.ask is Ask.SORE:
            self.asked = replace(self.asked, sore=value == "yes")
        elif value == "yes":
            self._yes.add(question.id)
        self._left.popleft()
        if self._screening and not self._left:
            self._screening = False
            self.profile = replace(self.profile, screening=Screening(self.now,
                                                                     frozenset(self._yes)))
            self._judge_screening()

    def _judge_screening(self) -> None:
        screening = self.profile.screening
        self.advice = safety.screened(screening) if screening is not None else ()
        if not self.advice:
            self._ask_today()

    def _heed(self, value: str) -> None:
        """What was advised has been read."""
        blocked = any(each.blocks for each in self.advice)
        clears = all(each.clears for each in self.advice if each.blocks)
        if blocked and not (clears and value == "yes"):
            self.turned_away = True
            return
        self.advice = ()
        if blocked and self.profile.screening is not None:
            self.profile = replace(self.profile, screening=replace(self.profile.screening,
                                                                   cleared=self.now))
        if not self._today:
            self._ask_today()

    def _ask_today(self) -> None:
        self._today = True
        if self.sore:
            self._left.append(Question(Ask.SORE))
        self._left.append(Question(Ask.PAIN_BEFORE, scale=True))
