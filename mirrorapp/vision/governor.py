"""Which model looks, and how often: as much as this machine can do just now.

Nothing here knows a process, a file or a clock: it is told how long looks took and what strains the
machine, and says what to do.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mirrorapp.config import Size

NEEDS_HZ, LIKES_HZ = 8.0, 15.0
"""Knees were read at 8 pictures a second, too; 15 are as good as more (docs/repeatability.md)."""
RATES_HZ = (math.inf, LIKES_HZ, 10.0)
"""Looks a second at most, from step to step; none is below what is needed."""
APART_S = 60.0
"""At least so long from one change to the next."""

_LASTS_S = 10.0
_WINDOW_S, _WHOLE_S, _BUSY = 10.0, 9.0, 0.8
"""Looks are remembered for so long; they tell how slow it is once they reach back so far and fill
that share of it. Looks that are seldom because nobody is there tell nothing: the processor idles,
and is slow by itself."""
_FEW = 20
_ROOM_S, _ROOM_MOST_S, _SOON_S = 180.0, 3600.0, 600.0
"""So long there has to be room before more is tried: twice as long after each try that was over so
soon, an hour at most."""
_ROOM = 1.25
_GAIN, _LEAST_GAIN, _MOST_GAIN = 1.5, 1.1, 3.0
"""How many looks `lite` makes in the time of one of `full`: half as many again on x86; learnt anew
where it is tried."""
_LATE, _PROOF_S, _HELPED = 0.1, 20.0, 0.7
"""Of the screens' beats so many may be late. Fewer looks have so long to bring that down to that
share, else it was not the looks."""
_AGAIN_S = 3600.0
"""What brought nothing is tried again then: the machine may have been busy with something else."""


class Why(StrEnum):
    """What keeps looks fewer than there could be."""

    HEAT = "heat"
    POWER = "power"
    SCREENS = "screens"


@dataclass(frozen=True, slots=True)
class Choice:
    """`rate_hz`: looks a second at most, infinite where every picture that comes may be looked at;
    `why`: what keeps it lower.
    """

    model: Size = "full"
    rate_hz: float = math.inf
    why: Why | None = None


@dataclass(slots=True)
class _Lasting:
    """For how long something has been so."""

    since_s: float | None = None

    def s(self, now_s: float, so: bool) -> float:
        if not so:
            self.since_s = None
            return -math.inf
        if self.since_s is None:
            self.since_s = now_s
        return now_s - self.since_s


@dataclass(slots=True)
class _Climb:
    """When to try more again."""

    room: _Lasting = field(default_factory=_Lasting)
    wait_s: float = _ROOM_S
    up_s: float = -math.inf

    def due(self, now_s: float, room: bool) -> bool:
        return self.room.s(now_s, room) >= self.wait_s

    def up(self, now_s: float) -> None:
        self.up_s, self.room = now_s, _Lasting()

    def down(self, now_s: float) -> None:
        soon = now_s - self.up_s < _SOON_S
        self.wait_s = min(_ROOM_MOST_S, 2 * self.wait_s) if soon else _ROOM_S
        self.room = _Lasting()


class Looks:
    """How long the looks of the last seconds took, with one model."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, float]] = deque()

    def note(self, began_s: float, ended_s: float) -> None:
        self._looks.append((began_s, ended_s))

    def forget(self, now_s: float) -> None:
        """What is long past."""
        while self._looks and now_s - self._looks[0][1] > _WINDOW_S:
            self._looks.popleft()

    @property
    def hz(self) -> float | None:
        """How many could be made in a second; None where too few were to tell."""
        return len(self._looks) / self._spent_s if len(self._looks) >= _FEW else None

    @property
    def whole(self) -> bool:
        """Whether they reach back as far as is remembered."""
        return bool(self._looks) and self._looks[-1][1] - self._looks[0][0] >= _WHOLE_S

    @property
    def slow(self) -> bool:
        """Whether one came after the other all the time, and too few of them."""
        if not self.whole:
            return False
        spent_s = self._spent_s
        return (spent_s >= _BUSY * (self._looks[-1][1] - self._looks[0][0])
                and len(self._looks) < NEEDS_HZ * spent_s)

    @property
    def _spent_s(self) -> float:
        return max(1e-9, sum(ended_s - began_s for began_s, ended_s in self._looks))


class Governor:
    """Steps down where the machine can't, and up again once there has been room for minutes.

    Rate: one step lower while something strains the machine, or the screens come late because of
    the looks. Model: `lite` while `full` makes fewer looks than are needed; `models` are those
    may be taken, and the first of them is at the start. From change to change a minute passes at
    least, and what did not last is tried more seldom. `too_slow`: what is used makes fewer looks
    than are needed, or did within the last minute, and nothing else is to be had.
    """

    def __init__(self, models: Sequence[Size] = ("full",)) -> None:
        self.choice = Choice(models[0])
        self.looks = Looks()
        self.too_slow = False
        self._models = set(models)
        self._using = models[0]
        self._now_s = self._changed_s = -math.inf
        self._pressed, self._quick = _Lasting(), _Lasting()
        self._rate, self._model = _Climb(), _Climb()
        self._gain = _GAIN
        self._full_hz: float | None = None
        self._late_before: float | None = None
        self._late_from_s = self._lite_from_s = -math.inf

    def looked(self, began_s: float, ended_s: float, model: Size) -> None:
        """One look was made, with that model."""
        if model != self._using:
            self._using, self.looks = model, Looks()
        self.looks.note(began_s, ended_s)

    def without(self, model: Size) -> None:
        """That one can't be had: the one at work stays."""
        self._models.discard(model)
        self.choice = replace(self.choice, model=self._using)

    def felt(self, now_s: float, *, strain: Why | None = None, late: float = 0.0) -> Choice:
        """What to do from now on; to be asked about once a second.

        `strain`: what slows the board down; `late`: the share of the screens' beats that came late.
        """
        self._now_s = now_s
        self.looks.forget(now_s)
        self._learn()
        slow = self.looks.slow and not (self._using == "full" and self._lite_helps)
        long_quick = self._quick.s(now_s, not slow) >= APART_S
        self.too_slow = slow or (self.too_slow and not long_quick)
        self._prove(late)
        why = strain or (Why.SCREENS if late >= _LATE and now_s >= self._late_from_s else None)
        pressed = self._pressed.s(now_s, why is not None) >= _LASTS_S
        roomy = self._rate.due(now_s, why is None)
        full_again = self._model.due(now_s, why is None and self._full_would_do())
        if now_s - self._changed_s < APART_S:
            return self.choice
        if self.choice.model == "full" and self.looks.slow and self._lite_helps:
            self._full_hz = self.looks.hz
            self._model.down(now_s)
            self._change(now_s, replace(self.choice, model="lite"))
        elif (self.choice.model == "lite" and "full" in self._models
              and (full_again or not self._lite_helps)):
            self._model.up(now_s)
            self._change(now_s, replace(self.choice, model="full"))
        elif pressed and why is not None:
            self._step_down(now_s, why, late)
        elif roomy and self.choice.why is not None:
            self._step_up(now_s)
        return self.choice

    def _learn(self) -> None:
        """What `lite` brings on this machine, once it has been used for a while."""
        lite_hz = self.looks.hz if self._using == "lite" and self.looks.whole else None
        if lite_hz is None or self._full_hz is None:
            return
        self._gain, self._full_hz = min(_MOST_GAIN, lite_hz / self._full_hz), None
        if self._gain < _LEAST_GAIN:
            self._lite_from_s = self._now_s + _AGAIN_S

    @property
    def _lite_helps(self) -> bool:
        return "lite" in self._models and self._now_s >= self._lite_from_s

    def _full_would_do(self) -> bool:
        """With room to spare, as far as looks with `lite` tell, or with `full` while it waits."""
        hz, gain = self.looks.hz, self._gain if self._using == "lite" else 1.0
        return hz is not None and hz / gain >= _ROOM * NEEDS_HZ

    def _prove(self, late: float) -> None:
        """Whether fewer looks made the screens come in time."""
        if self._late_before is None or self._now_s - self._changed_s < _PROOF_S:
            return
        if late > _HELPED * self._late_before:
            self._late_from_s = self._now_s + _AGAIN_S
        self._late_before = None

    def _step_down(self, now_s: float, why: Why, late: float) -> None:
        """To the next rate that is lower than what is managed anyway. Where none is, a strained
        board has the lowest, which spares nothing now, and is told.
        """
        most_hz = min(self.choice.rate_hz, self.looks.hz or math.inf)
        rate_hz = next((each for each in RATES_HZ if each < most_hz), RATES_HZ[-1])
        if rate_hz == self.choice.rate_hz or (why is Why.SCREENS and rate_hz >= most_hz):
            return
        self._late_before = late if why is Why.SCREENS else None
        self._rate.down(now_s)
        self._change(now_s, replace(self.choice, rate_hz=rate_hz, why=why))

    def _step_up(self, now_s: float) -> None:
        higher = RATES_HZ[RATES_HZ.index(self.choice.rate_hz) - 1]
        self._rate.up(now_s)
        self._change(now_s, replace(self.choice, rate_hz=higher,
                                    why=self.choice.why if higher < math.inf else None))

    def _change(self, now_s: float, choice: Choice) -> None:
        self._changed_s, self._pressed = now_s, _Lasting()
        self.choice = choice
