"""The room before the mirror: a body on the floor, moved from pose to pose as people move."""

from dataclasses import dataclass, field

import numpy as np

from mirrorapp.simulate.seen import placed
from mirrorapp.vision.pose import Floats, Landmark

CHANGE_S = 1.4
"""For so long somebody goes from one pose into another."""
AWAY_M = 3.0
_HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and how the body stands: metres to its left and towards the mirror, degrees turned."""

    aside_m: float = 0.0
    ahead_m: float = 0.0
    turn_deg: float = 0.0

    def place(self, marks: Floats) -> Floats:
        """Landmarks (33, 3) of a body at the origin, put here."""
        return placed(marks, self.turn_deg, np.array([self.aside_m, -self.ahead_m, 0.0]))


@dataclass
class Stage:
    """Follows what the body is meant to do; between two things it goes from one to the other."""

    _doing: str = ""
    _from: Floats | None = None
    _now: Floats | None = None
    _since_s: float = -CHANGE_S
    _seen: bool = field(default=False)

    def settled(self, time_s: float) -> bool:
        """Whether the last change is over."""
        return time_s - self._since_s >= CHANGE_S

    def move(self, doing: str, marks: Floats, time_s: float) -> Floats:
        """Where the body is (33, 3). `doing` names what it does; another name begins a change."""
        if doing != self._doing:
            self._doing, self._from, self._since_s = doing, self._now, time_s
        share = (time_s - self._since_s) / CHANGE_S
        if self._from is not None and share < 1:
            eased = (1 - np.cos(np.pi * share)) / 2
            marks = (1 - eased) * self._from + eased * marks
        self._now = marks
        return marks
