"""What the coach shows just now, and what can be asked of it."""

from dataclasses import dataclass
from enum import StrEnum

from mirrorapp.alignment.reading import Return
from mirrorapp.alignment.results import Untold
from mirrorapp.coach.calibration_state import CalibrationState
from mirrorapp.coach.checking import Finding
from mirrorapp.coach.records import SessionRecord
from mirrorapp.events import Refusal
from mirrorapp.exercises.checks import Check, Step


class Phase(StrEnum):
    """Where the mirror is. Each phase is one screen; `paused` is shown on the session's."""

    HOME = "home"
    GET_READY = "get_ready"
    ACTIVE = "active"
    PAUSED = "paused"
    SUMMARY = "summary"
    CALIBRATE = "calibrate"


class Cue(StrEnum):
    """What the coach says; the words are in the locale files, at most five of them."""

    LEFT_KNEE_OUT = "left_knee_out"
    RIGHT_KNEE_OUT = "right_knee_out"
    BOTH_KNEES_OUT = "both_knees_out"
    LEFT_KNEE_IN = "left_knee_in"
    RIGHT_KNEE_IN = "right_knee_in"
    BOTH_KNEES_IN = "both_knees_in"
    SQUARE_UP_LEFT = "square_up_left"
    SQUARE_UP_RIGHT = "square_up_right"
    GOOD_REP = "good_rep"


class Intent(StrEnum):
    """What a touch asks for."""

    START = "start"
    CHECK = "check"
    PAUSE = "pause"
    RESUME = "resume"
    PAIN = "pain"
    STOP = "stop"
    HOME = "home"
    CALIBRATE = "calibrate"
    AGAIN = "again"
    TALLER = "taller"
    SHORTER = "shorter"


@dataclass(frozen=True, slots=True)
class CoachState:
    """Everything about the session that a screen needs.

    `hint` is why nothing can be judged, worth showing (it has lasted). `ready` is how much of
    getting ready is done, 0–1. `session` is what has been done so far, None at home. `lost`:
    somebody else stands where the user was; `back`: how the user came back when last lost.
    `calibration` is there in its phase alone.

    Of a check: `part` counts what of it has been done, `step` is what is told before the next,
    `held` how much of a hold is done (0-1), `wrong` what keeps it from counting; `findings` in
    the end. `weekly`: whether the weekly check can be had.
    """

    phase: Phase = Phase.HOME
    exercise: str = ""
    reps: int = 0
    target: int = 0
    cue: Cue | None = None
    hint: Refusal | None = None
    ready: float = 0.0
    session: SessionRecord | None = None
    lost: bool = False
    back: Return | None = None
    calibration: CalibrationState | None = None
    part: int = 0
    check: Check | None = None
    step: Step | None = None
    held: float | None = None
    wrong: Untold | None = None
    findings: tuple[Finding, ...] = ()
    weekly: bool = False
