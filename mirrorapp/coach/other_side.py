"""What is timed, not judged: is it surely done on the side whose turn it is not?"""

from dataclasses import replace
from math import inf

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.signals import Meter
from mirrorapp.coach.lasting import Lasting
from mirrorapp.coach.records import SetRecord
from mirrorapp.events import Side
from mirrorapp.exercises.schema import Exercise

SURE_S = 3.0
"""It has to look so for so long without a break (app)."""
AGAIN_S = 20.0
"""Whoever stays on it is told again so much later (app)."""


class OtherSide:
    """Feed it every reading of a set. Where no signal tells the side it never says anything.

    `told` is true for the one reading at which it is to be said.
    """

    def __init__(self, exercise: Exercise, side: Side | None) -> None:
        self._least, signal = exercise.sides.least, exercise.sides.signal
        self._meter = None if signal is None or side is None else Meter(signal, side)
        self._lasting = Lasting()
        self._told_s = -inf
        self._wrong_s = self._all_s = 0.0
        self.told = False

    def update(self, reading: Reading, step_s: float) -> None:
        """Take in one reading, `step_s` after the one before."""
        value = None if self._meter is None else self._meter.read(reading)
        lasted_s = self._lasting.for_s(
            reading.time_s, value is not None and value <= -self._least)
        sure = lasted_s >= SURE_S
        if sure:
            self._wrong_s += step_s if lasted_s - step_s >= SURE_S else lasted_s
        self._all_s += step_s
        self.told = sure and not 0 <= reading.time_s - self._told_s < AGAIN_S
        if self.told:
            self._told_s = reading.time_s

    def put_down(self, record: SetRecord) -> SetRecord:
        """The set, put down to the side that most of it was surely done on."""
        if record.side is None or self._wrong_s <= self._all_s / 2:
            return record
        done_on = record.side.other
        return replace(record, side=done_on,
                       reps=tuple(replace(each, side=done_on) for each in record.reps))
