"""The set-up on the glass, a step at a time. Pure: whoever owns it keeps how far it has come."""

from collections.abc import Callable
from enum import StrEnum

from mirrorapp.coach.calibration_state import Stage
from mirrorapp.coach.profile import Screening
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.ui.unread import Unread

FIRST = "first-"
"""What the steps' pages are called, with the step after it."""


class Step(StrEnum):
    """In the order in which they come."""

    LANGUAGE = "language"
    WELCOME = "welcome"
    WHO = "who"
    AVOID = "avoid"
    CAMERA = "camera"
    CALIBRATE = "calibrate"
    HEALTH = "health"
    HUB = "hub"


STEPS = tuple(Step)


class FirstRun:
    """At which step the set-up is; `step` is None once it is over.

    `begun`: where it goes on, by name; one that is not known begins anew. `keep` hears of every
    step, and of None in the end. `now_s` is a clock in seconds that never runs back. `measured`:
    the camera's place was, since the start.
    """

    def __init__(self, begun: str, keep: Callable[[Step | None], None],
                 now_s: Callable[[], float]) -> None:
        self.step: Step | None = Step(begun) if begun in STEPS else STEPS[0]
        self._keep = keep
        self._unread = Unread(now_s)
        self._was = Phase.HOME
        self._screened: Screening | None = None
        self.measured = False

    @property
    def number(self) -> int:
        """Which of the steps it is, from 1."""
        return len(STEPS) if self.step is None else STEPS.index(self.step) + 1

    def next(self) -> None:
        """On, whether or not anything was told."""
        self._go(1)

    def back(self) -> None:
        """To the step before; from the first there is no way back."""
        self._go(-1)

    def seen(self, coach: CoachState) -> None:
        """Follow what was done on the coach's own screens: what was done there needs no more."""
        was, self._was = self._was, coach.phase
        if coach.calibration is not None:
            self.measured = coach.calibration.stage is Stage.DONE
        if coach.phase is not Phase.HOME:
            return
        before, self._screened = self._screened, _screening(coach)
        if was is Phase.HOME:
            return
        done = {Step.CALIBRATE: was is Phase.CALIBRATE and self.measured,
                Step.HEALTH: answered(coach) and self._screened != before}
        if self.step is not None and done.get(self.step, False):
            self._move(1)

    def _go(self, by: int) -> None:
        if self._unread.over:
            self._move(by)

    def _move(self, by: int) -> None:
        if self.step is None:
            return
        index = STEPS.index(self.step) + by
        if index < 0:
            return
        self.step = STEPS[index] if index < len(STEPS) else None
        self._unread.came()
        self._keep(self.step)


def answered(coach: CoachState) -> bool:
    """Whether who trains has answered the questions about their health."""
    return _screening(coach) is not None


def _screening(coach: CoachState) -> Screening | None:
    return coach.profile.screening if coach.profile is not None else None
