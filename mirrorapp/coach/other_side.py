"""What is timed, not judged: is it surely done on the side whose turn it is not?"""

from dataclasses import replace
from math import inf

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.signals import Meter
from mirrorapp.coach.lasting import Lasting
from mirrorapp.coach.records import SetRecord
from mirrorapp.coach.state import Cue, Tone
from mirrorapp.events import Side
from mirrorapp.exercises.schema import Exercise
from mirrorapp.exercises.words import Step

SURE_S = 3.0
"""It has to look so for so long without a break (app)."""
BACK_S = 1.0
"""The own side has to be seen for so long: to be taken back it need not be as sure (app)."""
AGAIN_S = 20.0
"""Whoever stays on it is told again so much later (app)."""


class OtherSide:
    """Feed it every reading of a set, and what of the time counted. Where no signal tells the side
    it never says anything.

    Once it is sure it stays so until the own side is seen: whoever bends over a leg hides which
    one it is. `due`: it is seen and to be said now, where nothing else is.
    """

    def __init__(self, exercise: Exercise, side: Side | None) -> None:
        self._least, signal = exercise.sides.least, exercise.sides.signal
        self._meter = None if signal is None or side is None else Meter(signal, side)
        self._now_s = 0.0
        self._told_s = -inf
        self._wrong_s = self._all_s = 0.0
        self.due = False
        self.anew()

    def anew(self) -> None:
        """After an interruption: it may be the own side by now."""
        self._other, self._own = Lasting(), Lasting()
        self._wrong = self._doubted = False
        self._looked_s = 0.0

    def update(self, reading: Reading) -> None:
        """Take in one reading."""
        if self._meter is None:
            return
        self._now_s = reading.time_s
        value = self._meter.read(reading)
        other_s = self._other.for_s(self._now_s, value is not None and value <= -self._least)
        own_s = self._own.for_s(self._now_s, value is not None and value >= self._least)
        before, self._wrong = self._wrong, (
            other_s >= SURE_S or (self._wrong and own_s < BACK_S))
        if self._wrong is not before:
            self._wrong_s += self._looked_s if self._wrong else -self._looked_s
        self._doubted = (own_s if self._wrong else other_s) > 0
        # Who was told may have changed unseen: it is said again only of what is seen just now.
        self.due = (other_s >= SURE_S and reading.refusal is None and not reading.lost
                    and not 0 <= self._now_s - self._told_s < AGAIN_S)

    def count(self, step_s: float) -> None:
        """So much of the time since the reading before counted for the set."""
        self._all_s += step_s
        self._wrong_s += step_s if self._wrong else 0.0
        self._looked_s = self._looked_s + step_s if self._doubted else 0.0

    def tone(self, said: Cue | Step | None) -> Tone | None:
        """What is heard with what was said just now; it is not due again for a while then."""
        if not (self.due and said is Cue.OTHER_SIDE):
            return None
        self.due, self._told_s = False, self._now_s
        return Tone.SWITCH

    def put_down(self, record: SetRecord) -> SetRecord:
        """The set, put down to the side that most of what counted was surely done on."""
        if record.side is None or self._wrong_s <= self._all_s / 2:
            return record
        done_on = record.side.other
        return replace(record, side=done_on,
                       reps=tuple(replace(each, side=done_on) for each in record.reps))
