"""What goes wrong and can be seen, beside the knees: one fault at a time, the gravest first."""

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.signals import Meter, Signal
from mirrorapp.coach.lasting import Lasting
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.schema import Exercise, Fault

_KNEES = {"knee-in": (Verdict.DRIFTING, Verdict.CAVING_IN), "knee-out": (Verdict.FALLING_OUT,)}


class FaultFinder:
    """Feed it every reading of an exercise, or of one side of it."""

    def __init__(self, exercise: Exercise, side: Side | None = None) -> None:
        self._faults = [(fault, Lasting()) for fault in exercise.faults]
        self._meters: dict[Signal | None, Meter] = {
            fault.signal: Meter(fault.signal, side) for fault in exercise.faults
            if fault.signal is not None}

    def update(self, reading: Reading) -> Fault | None:
        """The first fault of the file that has lasted; None while nothing can be judged."""
        values = {signal: meter.read(reading) for signal, meter in self._meters.items()}
        lasted = [fault for fault, clock in self._faults if clock.for_s(
            reading.time_s, _is_so(fault, reading, values.get(fault.signal))) >= fault.for_s]
        return lasted[0] if lasted else None


def _is_so(fault: Fault, reading: Reading, value: float | None) -> bool:
    if reading.refusal is not None or reading.lost or reading.view != fault.view:
        return False
    if fault.id in _KNEES:
        return any(knee.verdict in _KNEES[fault.id] for knee in reading.knees.values())
    if value is None:
        return False
    return ((fault.least is not None and value > fault.least)
            or (fault.most is not None and value < fault.most))
