"""Is the pose of a hold held, as far as it is seen, and what is still missing."""

from collections.abc import Iterable

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.signals import Meter
from mirrorapp.coach.lasting import Lasting
from mirrorapp.events import Side
from mirrorapp.exercises.schema import Exercise, Need
from mirrorapp.exercises.words import Step

_HINT_AFTER_S = 0.7
_STEADY_S = 0.3


class Posing:
    """Feed it every reading of a hold, or of one side of it.

    What is needed depends on the view that is seen. Where nothing is needed from there, being
    there is all that can be told.
    """

    def __init__(self, exercise: Exercise, side: Side | None = None) -> None:
        self._needs = exercise.needs
        self._meters = {need.signal: Meter(need.signal, side) for need in exercise.needs}
        self._waits: dict[int, Lasting] = {}
        self._met, self._unmet = Lasting(), Lasting()
        self.held: bool | None = None
        """Whether the pose is held; None where that can't be seen."""
        self.wrong: Step | None = None
        """What is still missing, in words, once that has lasted."""

    def update(self, reading: Reading) -> None:
        """Take in one reading."""
        values = {signal: meter.read(reading) for signal, meter in self._meters.items()}
        if reading.refusal is not None or reading.lost:
            self._tell(reading.time_s, None)
            self.wrong = self._first_wrong(reading.time_s, ())
            return
        needs = [(nth, need) for nth, need in enumerate(self._needs) if need.view == reading.view]
        met = [_met(need, values[need.signal]) for _, need in needs]
        self.wrong = self._first_wrong(reading.time_s, [
            nth for (nth, _), good in zip(needs, met, strict=True) if good is False])
        self._tell(reading.time_s, self._all(met))

    def _all(self, met: list[bool | None]) -> bool | None:
        if not self._needs:
            return True
        if not met:
            return None
        if False in met:
            return False
        return None if None in met else True

    def _tell(self, time_s: float, held: bool | None) -> None:
        """A change counts once it has lasted: a landmark trembles."""
        met_s = self._met.for_s(time_s, held is True)
        unmet_s = self._unmet.for_s(time_s, held is False)
        if held is None:
            self.held = None
        elif (met_s if held else unmet_s) >= _STEADY_S:
            self.held = held

    def _first_wrong(self, time_s: float, unmet: Iterable[int]) -> Step | None:
        unmet = list(unmet)
        lasted = {nth: self._waits.setdefault(nth, Lasting()).for_s(time_s, nth in unmet)
                  for nth in range(len(self._needs))}
        first = next((nth for nth in unmet if lasted[nth] >= _HINT_AFTER_S), None)
        return None if first is None else self._needs[first].words


def _met(need: Need, value: float | None) -> bool | None:
    if value is None:
        return None
    return ((need.least is None or value >= need.least)
            and (need.most is None or value <= need.most))
