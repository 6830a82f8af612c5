"""What the calibration screen shows just now."""

from dataclasses import dataclass
from enum import StrEnum

from mirrorapp.alignment.advice import Advice
from mirrorapp.alignment.calibration import Estimate
from mirrorapp.events import Refusal, Side


class Stage(StrEnum):
    """`failed`: nobody stands as what was seen there; it has to be done again."""

    WAIT = "wait"
    HOLD = "hold"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CalibrationState:
    """What the calibration screen shows.

    `hint`: why it waits, worth showing (it has lasted); `square_up`: the side to turn to, the
    user's own. `portion` of holding still, 0-1. `height_cm` None: the user's was not told.
    """

    stage: Stage = Stage.WAIT
    hint: Refusal | None = None
    square_up: Side | None = None
    portion: float = 0.0
    height_cm: int | None = None
    found: Estimate | None = None
    advice: tuple[Advice, ...] = ()
