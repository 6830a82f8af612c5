"""What the ring of a session shows: a number, what it counts, and how much of it is done."""

import math
from dataclasses import dataclass

from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.ui import theme
from mirrorapp.ui.i18n import Texts

COUNTING = frozenset({Phase.ACTIVE, Phase.PAUSED})


@dataclass(frozen=True, slots=True)
class Dial:
    """`portion` 0-1 of the ring, in `colour`."""

    number: str = ""
    caption: str = ""
    portion: float = 0.0
    colour: theme.Colour = theme.GOOD


def dial(coach: CoachState, texts: Texts) -> Dial:
    """Seconds where time counts, else repetitions; before that how much of getting ready is done.
    """
    if coach.phase not in COUNTING:
        return Dial(portion=coach.ready if coach.phase is Phase.GET_READY else 0.0)
    if coach.held is None:
        portion = coach.reps / coach.target if coach.target else 0.0
        return Dial(str(coach.reps), texts.say("session.of", n=coach.target), portion, theme.INK)
    if coach.left_s is None:
        return Dial(portion=coach.held)
    return Dial(seconds(coach.left_s), texts.say("session.seconds"), coach.held,
                theme.INK if coach.timed else theme.GOOD)


def seconds(left_s: float) -> str:
    """Whole seconds that are left: the last one counts until it is over."""
    return str(max(0, math.ceil(left_s)))
