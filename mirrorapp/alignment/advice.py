"""What to mend about the camera's place: the values are docs/calibration.md's and the frame's."""

from dataclasses import dataclass
from enum import StrEnum

from mirrorapp.alignment.calibration import Estimate, View

HEIGHT_M = (1.35, 1.45)
TILT_DEG = (10.0, 15.0)
ROLL_DEG = 1.0
_SURE_SIGMAS = 3.0
_ADVISE_SIGMAS = 2.0
"""Nobody is sent up a ladder for what may be noise."""
_MISFIT_MAX = 3.0


class Todo(StrEnum):
    """What to do; the words are in the locale files."""

    RAISE = "raise"
    LOWER = "lower"
    TILT_DOWN = "tilt_down"
    TILT_UP = "tilt_up"
    TURN_CLOCKWISE = "turn_clockwise"
    TURN_ANTICLOCKWISE = "turn_anticlockwise"
    CHECK_LENS = "check_lens"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to mend; `amount` in whole centimetres or degrees, 0 where it has none."""

    todo: Todo
    amount: int = 0


def contradicted(found: Estimate, view: View) -> bool:
    """Whether what is seen contradicts what was told of lens, mark and height together."""
    return view.lens.told and abs(found.lens_sigmas) > _SURE_SIGMAS


def usable(found: Estimate, view: View) -> bool:
    """Whether a body that stood as bodies stand was seen, and nothing told contradicts it."""
    return found.misfit <= _MISFIT_MAX and not contradicted(found, view)


def advice(found: Estimate, view: View) -> tuple[Advice, ...]:
    """What to mend, the most important first; only what is surely beyond its uncertainty.

    Where what was told is contradicted that comes alone: it spoils all the rest.
    """
    if contradicted(found, view):
        return (Advice(Todo.CHECK_LENS, round(found.seen_vfov_deg)),)
    if not usable(found, view):
        return ()
    here = found.station
    todo: list[Advice] = []
    if abs(here.roll_deg) > max(ROLL_DEG, _ADVISE_SIGMAS * here.roll_deg_u):
        # Clockwise from behind is anticlockwise for who faces it, and has to go back.
        turn = Todo.TURN_CLOCKWISE if here.roll_deg > 0 else Todo.TURN_ANTICLOCKWISE
        todo.append(Advice(turn, round(abs(here.roll_deg))))
    short_m = _beyond(here.height_m, HEIGHT_M, here.height_m_u)
    if short_m:
        todo.append(Advice(Todo.RAISE if short_m > 0 else Todo.LOWER, round(abs(short_m) * 100)))
    short_deg = _beyond(here.tilt_deg, TILT_DEG, here.tilt_deg_u)
    if short_deg:
        todo.append(Advice(Todo.TILT_DOWN if short_deg > 0 else Todo.TILT_UP,
                           max(1, round(abs(short_deg)))))
    return tuple(todo)


def _beyond(value: float, span: tuple[float, float], uncertainty: float) -> float:
    """How much is missing to the span, + = more is needed; 0 where it may be inside."""
    low, high = span
    off = _ADVISE_SIGMAS * uncertainty
    if value < low - off:
        return low - value
    return high - value if value > high + off else 0.0
