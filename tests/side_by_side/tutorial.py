"""What countless tutorials do with landmarks, written once, for every loop that has no more.

A repetition is a leg that was straight and bends; a knee falls in where, bent, it is nearer to the
middle than what it should be above. Runs in the other programs' environments, too: it needs
nothing but Python.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import atan2, degrees, hypot

Point = Sequence[float]

SIDES = {"left": 1.0, "right": -1.0}
"""Which way is outward in the picture: the person faces the camera."""
HIP, KNEE, ANKLE, TOE = ({"left": n, "right": n + 1} for n in (23, 25, 27, 31))
"""MediaPipe's numbers of the landmarks."""
HELD_S = 0.3


@dataclass(frozen=True, slots=True)
class Rules:
    """`space`: the angle is that of the landmarks in space, not of those in the picture.

    Bent below `down_deg`, straight above `up_deg`; 180 is a straight leg. `above`: what a knee
    should be above, `spare` by how much of the leg's height it may miss that.
    """

    space: bool
    up_deg: float
    down_deg: float
    above: dict[str, int]
    spare: float = 0.0


TUTORIAL = Rules(space=False, up_deg=160.0, down_deg=90.0, above=TOE)
TUNED = Rules(space=True, up_deg=140.0, down_deg=135.0, above=ANKLE, spare=0.02)
"""What `tune` found best for the very films of this comparison."""


def bend_deg(hip: Point, knee: Point, ankle: Point) -> float:
    """The angle at the knee, 180 where the leg is straight; in the plane or in space."""
    thigh = [a - b for a, b in zip(hip, knee, strict=True)]
    shank = [a - b for a, b in zip(ankle, knee, strict=True)]
    dot = sum(a * b for a, b in zip(thigh, shank, strict=True))
    across = hypot(*thigh) ** 2 * hypot(*shank) ** 2 - dot**2
    return degrees(atan2(max(across, 0.0) ** 0.5, dot))


@dataclass(slots=True)
class Counter:
    """Counts bends of a leg that was straight before."""

    rules: Rules = TUTORIAL
    reps: int = 0
    _straight: bool = False

    def update(self, angle_deg: float) -> None:
        if angle_deg > self.rules.up_deg:
            self._straight = True
        elif angle_deg < self.rules.down_deg and self._straight:
            self._straight = False
            self.reps += 1


@dataclass(slots=True)
class Knees:
    """Which knees were inside of what they should be above, bent, for a while on end."""

    rules: Rules = TUTORIAL
    said: dict[str, str] = field(default_factory=lambda: dict.fromkeys(SIDES, "straight"))
    _since_s: dict[str, float] = field(default_factory=dict)

    def update(self, time_s: float, seen: Callable[[int], Point], angle_deg: float) -> None:
        """`seen`: where in the picture a landmark is, to the right and down."""
        high = abs(seen(HIP["left"])[1] - seen(ANKLE["left"])[1])
        for side, outward in SIDES.items():
            inward = (seen(self.rules.above[side])[0] - seen(KNEE[side])[0]) * outward
            if inward <= self.rules.spare * high or angle_deg > self.rules.up_deg:
                self._since_s.pop(side, None)
            elif time_s - self._since_s.setdefault(side, time_s) >= HELD_S:
                self.said[side] = "in"
