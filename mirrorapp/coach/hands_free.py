"""What goes without a touch: which of it is wanted, and what a gesture asks for just now."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

from mirrorapp.alignment import gestures
from mirrorapp.alignment.gestures import Gesture, Once
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.state import Ask, Intent, Question


@dataclass(frozen=True, slots=True)
class HandsFree:
    """Each can be switched off.

    `square_up`: who has stood in place for long enough begins; else they say so. `leave`: who
    leaves the picture in a set pauses it, and goes on with it by coming back. `crossed_arms` held
    pause a set. `raised_hand`: one that is held up goes on, or answers yes. `presence`: somebody
    before the mirror wakes its screen; that is the screen's to do (`ui.idling`).
    """

    square_up: bool = True
    leave: bool = True
    crossed_arms: bool = True
    raised_hand: bool = True
    presence: bool = True


class Said(NamedTuple):
    """What a gesture asks for, and `about` what: another question wants a gesture of its own."""

    intent: Intent
    value: str = ""
    about: Hashable = None


def yes(question: Question) -> Said | None:
    """What a raised hand answers; None where that is for touches alone.

    A number has no hand. Nor has a question of health: a "yes" by mistake would keep somebody
    from training, and one that was meant wants to be sure.
    """
    return Said(Intent.ANSWER, "yes", question) if question.ask is Ask.BREATH else None


class Gestures:
    """Listens to the user's arms, reading after reading."""

    def __init__(self) -> None:
        self._once = Once()

    def update(self, reading: Reading, hand: Said | None, arms: Said | None) -> Said | None:
        """What is asked for by this reading, once; `hand` and `arms`: what a raised hand and
        crossed arms would ask for just now.
        """
        shown = gestures.of(reading)
        said = arms if shown is Gesture.CROSSED_ARMS else hand
        key = None if shown is None else (shown, said)
        return said if self._once.update(reading.time_s, key) else None
