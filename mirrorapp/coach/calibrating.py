"""The calibration screen's course: wait, hold still, result. Pure, by the readings' own time."""

from dataclasses import replace

from mirrorapp.alignment.advice import Advice
from mirrorapp.alignment.calibration import Estimate
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.standing import Standing
from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.cues import Cueing
from mirrorapp.coach.elapsed import Absence, Elapsed
from mirrorapp.coach.standstill import StandStill

HOLD_S = 3.0
ABANDONED_S = 90.0


class Calibrating:
    """Goes from waiting to a standing body; whoever owns it makes the result of that."""

    def __init__(self, height_cm: int | None, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self.state = CalibrationState(height_cm=height_cm)
        self.abandoned = False
        self._elapsed, self._absence = Elapsed(), Absence()
        self._begin()

    def again(self) -> None:
        """Forget the result and wait anew."""
        self._begin()
        self.state = CalibrationState(height_cm=self.state.height_cm)

    def tell_height(self, height_cm: int) -> None:
        """The user's height was told."""
        self.state = replace(self.state, height_cm=height_cm)

    def update(self, reading: Reading) -> Standing | None:
        """Take in one reading; gives the standing body once it has been held."""
        self._watch_presence(reading)
        if self.state.stage in (Stage.DONE, Stage.FAILED):
            return None
        self._hints.update(reading, None)
        self._still.update(reading)
        portion = self._still.portion
        self.state = replace(
            self.state, stage=Stage.HOLD if portion > 0 else Stage.WAIT, portion=portion,
            hint=self._hints.hint,
            square_up=reading.square_up if reading.refusal is None else None)
        return self._still.standing() if self._still.done else None

    def finish(self, found: Estimate, advice: tuple[Advice, ...], *, usable: bool) -> None:
        """Show what came of it."""
        self.state = replace(self.state, stage=Stage.DONE if usable else Stage.FAILED,
                             hint=None, square_up=None, portion=1.0 if usable else 0.0,
                             found=found, advice=advice)

    def _begin(self) -> None:
        self._still = StandStill(self._hold_s)
        self._hints = Cueing()

    def _watch_presence(self, reading: Reading) -> None:
        self._absence.update(reading, self._elapsed.step(reading.time_s))
        self.abandoned = self._absence.away_s >= ABANDONED_S
