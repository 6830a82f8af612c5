"""What goes wrong and can be seen, beside the knees: one fault at a time, the gravest first."""

from collections import deque
from collections.abc import Mapping
from itertools import pairwise
from math import inf

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.signals import Meter, Signal
from mirrorapp.coach.lasting import Lasting
from mirrorapp.coach.verdicts import HOLD_S, SAMPLE_S_MAX
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.schema import Exercise, Fault

_REMEMBERED_S = 20.0
_TOLD_SHARE = 0.5
"""Of a repetition: for so much of it a fault must have been told to be there or not (app)."""
_KNEES = {"knee-in": (Verdict.DRIFTING, Verdict.CAVING_IN), "knee-out": (Verdict.FALLING_OUT,)}


class FaultFinder:
    """Feed it every reading of an exercise, or of one side of it."""

    def __init__(self, exercise: Exercise, side: Side | None = None) -> None:
        self.knees = exercise.judges_knees
        """Whether knees are judged beside them."""
        self._faults = [(fault, Lasting()) for fault in exercise.faults]
        self._meters: dict[Signal | None, Meter] = {
            fault.signal: Meter(fault.signal, side) for fault in exercise.faults
            if fault.signal is not None}
        self._doubts = [(_as_far_as_sure(fault), Lasting()) for fault in exercise.faults]
        self._doubted_s = -inf
        self._told: deque[tuple[float, bool]] = deque()

    def update(self, reading: Reading) -> Fault | None:
        """The first fault of the file that has lasted; None while nothing can be judged."""
        values = {signal: meter.read(reading) for signal, meter in self._meters.items()}
        lasted = [fault for fault, clock in self._faults if clock.for_s(
            reading.time_s, _is_so(fault, reading, values.get(fault.signal))) >= fault.for_s]
        self._remember(reading, values)
        return lasted[0] if lasted else None

    def cleared(self, since_s: float) -> bool:
        """Whether none of the faults that can be seen from here can have been there since then;
        never where nothing is judged.
        """
        told_s = sum(min(then - now, SAMPLE_S_MAX)
                     for (now, told), (then, _) in pairwise(self._told) if told and now >= since_s)
        all_s = self._told[-1][0] - since_s if self._told else 0.0
        return self._doubted_s < since_s and told_s >= _TOLD_SHARE * all_s

    def _remember(self, reading: Reading, values: Mapping[Signal | None, float | None]) -> None:
        now_s = reading.time_s
        if self._told and not 0 < now_s - self._told[-1][0] <= _REMEMBERED_S:
            self._told.clear()
            self._doubted_s = -inf
        doubted = [clock.for_s(now_s, _is_so(fault, reading, values.get(fault.signal)))
                   for fault, clock in self._doubts]
        if max(doubted, default=0.0) >= HOLD_S:
            self._doubted_s = now_s
        looked_for = [values[fault.signal] for fault, _ in self._faults
                      if fault.signal is not None and fault.view == reading.view]
        told = None not in looked_for and (self.knees or bool(looked_for))
        self._told.append((now_s, _judged(reading) and told))
        while now_s - self._told[0][0] > _REMEMBERED_S:
            self._told.popleft()


def _judged(reading: Reading) -> bool:
    return reading.refusal is None and not reading.lost and reading.upright


def _as_far_as_sure(fault: Fault) -> Fault:
    """The fault with a limit beyond which it can't be ruled out."""
    if fault.sure is None:
        return fault
    return fault.model_copy(update={"least" if fault.least is not None else "most": fault.sure})


def _is_so(fault: Fault, reading: Reading, value: float | None) -> bool:
    if not _judged(reading) or reading.view != fault.view:
        return False
    if fault.id in _KNEES:
        return any(knee.verdict in _KNEES[fault.id] for knee in reading.knees.values())
    if value is None:
        return False
    return ((fault.least is not None and value > fault.least)
            or (fault.most is not None and value < fault.most))
