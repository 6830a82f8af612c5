"""What a simulated user shows and touches in one frame, and what others make of it."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from mirrorapp.coach.state import Intent
from mirrorapp.vision.pose import Floats

_JUMP_M = np.array([0.9, 0.0, 0.0])


class How(StrEnum):
    """How the user does it."""

    WELL = "well"
    BADLY = "badly"
    EARLY = "early"
    WRONG_SIDE = "wrong-side"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """What is to be seen in one frame, and what is touched: nobody where `marks` is None.

    `stranger`: it is somebody else. `people`: how many there are.
    """

    marks: Floats | None
    touches: tuple[tuple[Intent, str], ...] = ()
    stranger: bool = False
    people: int = 1


def disturbed(act: Act, for_s: float) -> Act:
    """`for_s` into an interruption: the user walks out, a stranger goes on in their place, then
    somebody joins them, and at last the picture jumps.
    """
    if act.marks is None:
        return act
    spans = ((3.0, replace(act, marks=None)), (11.0, replace(act, stranger=True)),
             (13.0, replace(act, people=2)), (13.3, replace(act, marks=act.marks + _JUMP_M)))
    return next((each for until_s, each in spans if for_s < until_s), act)
