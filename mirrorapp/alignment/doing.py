"""What is done on one leg, or on each in turn, as far as that changes how its knee is read."""

from enum import StrEnum


class Doing(StrEnum):
    """Each was tried on rendered bodies by itself; `untried` is never judged, nor is a `walk`,
    which is only read.
    """

    SQUAT = "squat"
    MARCH = "march"
    STEP_UP = "step_up"
    STEP_DOWN = "step_down"
    HINGE = "hinge"
    WALK = "walk"
    UNTRIED = "untried"

    @property
    def on_step(self) -> bool:
        return self in (Doing.STEP_UP, Doing.STEP_DOWN)

    @property
    def tells_hips(self) -> bool:
        """Whether the free side of the pelvis can be told then: it was tried, and on a step, where
        both feet may bear at any height, it can't be.
        """
        return self in (Doing.SQUAT, Doing.MARCH, Doing.HINGE)
