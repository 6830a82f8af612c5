"""Where the knee should travel, in frame pixels: a lane that rises from the second toe.

The pose model's toe landmark (`foot_index`) sits about 8 % of the shank towards the big toe from
the second toe, so the lane is set that much further out. It is as wide as a good knee may wander.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mirrorapp.alignment.geometry import Leg, Point
from mirrorapp.alignment.reading import Knee
from mirrorapp.events import Side, Verdict

SECOND_TOE = 0.08  # lateral of the toe landmark, in shank lengths
FOOT_HALF = 0.12   # half the lane's width at the toe, in shank lengths
KNEE_HALF = 0.20   # and at the knee
ABOVE = 0.60       # how far it goes on above the knee, fading, in shank lengths
BELOW = 0.06       # and below the toe


@dataclass(frozen=True, slots=True)
class Lane:
    """The four corners of the lane, and which way it lies from the knee.

    Corners: bottom left, bottom right, top right, top left *on the mirrored glass*. `outward` is
    +1 where the user's outer side is towards greater x in the frame, else −1.
    """

    corners: tuple[Point, Point, Point, Point]
    outward: int


def lane(leg: Leg, outward: int) -> Lane:
    """The lane of one leg."""
    shank_px = math.dist(leg.knee, leg.ankle)
    x = leg.toe[0] + outward * SECOND_TOE * shank_px
    bottom = leg.toe[1] + BELOW * shank_px
    top = min(leg.knee[1], leg.ankle[1]) - ABOVE * shank_px
    foot, knee = FOOT_HALF * shank_px, KNEE_HALF * shank_px
    return Lane(((x + foot, bottom), (x - foot, bottom), (x - knee, top), (x + knee, top)), outward)


def outward(side: Side, knees: Mapping[Side, Knee]) -> int:
    """Which way in the frame is away from the other leg: told by the hips, not by the screen."""
    if len(knees) == 2:
        apart = knees[side].leg.hip[0] - knees[side.other].leg.hip[0]
        if apart:
            return 1 if apart > 0 else -1
    return 1 if side is Side.LEFT else -1


def way_back(verdict: Verdict, outward_: int) -> int:
    """Which way in the frame the knee should go: +1, −1, or 0 where it is well or unknown."""
    if verdict in (Verdict.DRIFTING, Verdict.CAVING_IN):
        return outward_
    return -outward_ if verdict is Verdict.FALLING_OUT else 0
