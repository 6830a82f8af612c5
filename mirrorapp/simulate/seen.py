"""What is seen of a moving body: its landmarks, phase by phase, somewhere in the room."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mirrorapp.figure.motion import Motion
from mirrorapp.simulate.eyes import landmarks_m
from mirrorapp.vision.pose import Floats

_STEPS = 200


@dataclass(frozen=True)
class SeenMotion(Motion):
    """A motion that is looked at again and again."""

    def marks(self, phase: float) -> Floats:
        """What is seen of the body at a phase (33, 3); asked for again, it is not posed again."""
        step = round(phase * _STEPS)
        if step not in self._seen:
            self._seen[step] = landmarks_m(self.at(step / _STEPS))
        return self._seen[step]

    @cached_property
    def _seen(self) -> dict[int, Floats]:
        return {}


def placed(marks: Floats, turn_deg: float, to: Floats) -> Floats:
    """Landmarks (33, 3) turned to the own left about the vertical through the origin, and moved."""
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    return np.asarray(marks @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]) + to)
