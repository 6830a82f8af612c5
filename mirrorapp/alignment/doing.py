"""What is done on one leg, as far as that changes how its knee is read."""

from enum import StrEnum


class Doing(StrEnum):
    """Each was tried on rendered bodies by itself; `untried` is never judged."""

    SQUAT = "squat"
    MARCH = "march"
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"
    UNTRIED = "untried"

    @property
    def on_step(self) -> bool:
        return self in (Doing.STEP_UP, Doing.STEP_DOWN)
