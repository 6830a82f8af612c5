"""What the user says with their arms: both crossed before the chest, or one hand high up.

Pure, from one pose after the other. All is measured in the body's own lengths, so how far away or
how tall somebody is does not matter. Whatever is not clearly one of the two is nothing. What it
is worth on real people and on rendered ones: docs/measurement.md, "Gestures".
"""

from collections.abc import Hashable
from enum import StrEnum
from math import atan2, cos, degrees, hypot, radians

from mirrorapp.alignment import geometry
from mirrorapp.alignment.geometry import Point
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import SIDES, Refusal, Side
from mirrorapp.vision.pose import Landmark, Pose

HELD_S = 1.0
"""For so long a gesture is held before it counts."""
GAP_S = 0.15
"""For so long it may be missed meanwhile, and in one frame at any rate: hands flicker."""
_STALLED_S = 0.5
_NOT_THE_USER = (Refusal.NO_PERSON, Refusal.SEVERAL_PEOPLE, Refusal.CUT)

_SEEN, _GUESSED = 0.5, 0.4
_TORSO_IN_SHOULDERS = 1.4  # of a torso that is foreshortened the shoulders tell how long it is
_UP, _OVER_NOSE, _DOWN = 0.75, 0.3, -0.1  # torsos
_STRAIGHT_DEG = 140.0
_FACING = 0.45  # width of the shoulders in torsos: about .7 on whoever faces the mirror
_UPRIGHT_DEG = 35.0
# Widths of the shoulders from their middle: both wrists together, each alone, each elbow. Of who is
# turned a little one wrist is less far across, and the other one further.
_ACROSS, _ACROSS_EACH, _ELBOW_OUT = 0.35, -0.1, 0.1
_CHEST, _ELBOW_LOW = (-0.1, 0.8), 0.1  # torsos below the shoulders


class Gesture(StrEnum):
    """What is shown; the hand is the user's own left or right one."""

    CROSSED_ARMS = "crossed_arms"
    LEFT_HAND = "left_hand"
    RIGHT_HAND = "right_hand"


_HAND = {Side.LEFT: Gesture.LEFT_HAND, Side.RIGHT: Gesture.RIGHT_HAND}
_ARM = {
    Side.LEFT: (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
    Side.RIGHT: (Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST),
}
_ARMS = (*_ARM[Side.LEFT], *_ARM[Side.RIGHT])


def of(reading: Reading) -> Gesture | None:
    """What the user shows in this instant; of somebody who may be another nothing."""
    if reading.pose is None or reading.lost or reading.refusal in _NOT_THE_USER:
        return None
    return shown(reading.pose)


def shown(pose: Pose) -> Gesture | None:
    """What one body shows, whether it stands, sits or lies; crossed arms of who is upright."""
    hand = next((_HAND[side] for side in SIDES if _raised(pose, side)), None)
    return hand or (Gesture.CROSSED_ARMS if _crossed(pose) else None)


class Once:
    """Tells once of what is shown, after it has been held; then it must be let go first.

    What takes its place without anything in between is not new either: a hand that is still up
    from one question answers no other.
    """

    def __init__(self) -> None:
        self._shown: Hashable = None
        self._since_s = self._last_s = 0.0
        self._missed_s: float | None = None
        self._spent = False

    def update(self, time_s: float, shown: Hashable) -> bool:
        """Take in what is shown now, None for nothing; true in the one instant where it counts."""
        if not 0 <= time_s - self._last_s <= _STALLED_S:
            self._let_go()
        self._last_s = time_s
        if shown is None:
            self._miss(time_s)
            return False
        self._missed_s = None
        if shown != self._shown:
            self._spent = self._shown is not None
            self._shown, self._since_s = shown, time_s
        counts = not self._spent and time_s - self._since_s >= HELD_S
        self._spent = self._spent or counts
        return counts

    def _miss(self, time_s: float) -> None:
        if self._missed_s is None:
            self._missed_s = time_s
        if time_s - self._missed_s > GAP_S:
            self._let_go()

    def _let_go(self) -> None:
        self._shown, self._missed_s, self._spent = None, None, False


def _raised(pose: Pose, side: Side) -> bool:
    """One arm straight up, its hand well above the head, and the other one not.

    The other hand may be hidden (behind a leg, in sitting); its elbow says how well it is
    guessed.
    """
    p, (shoulder_mark, elbow_mark, wrist_mark) = geometry.places(pose), _ARM[side]
    shoulder, wrist = p[shoulder_mark], p[wrist_mark]
    up_px = shoulder[1] - wrist[1]
    if up_px <= 0:
        return False
    other, size_px = _ARM[side.other], _size_px(pose)
    return (up_px >= _UP * size_px and abs(wrist[0] - shoulder[0]) <= up_px
            and _visible(pose, (*_ARM[side], other[0]))
            and geometry.visibility(pose)[other[1]] >= _GUESSED
            and p[Landmark.NOSE][1] - wrist[1] >= _OVER_NOSE * size_px
            and _angle_deg(shoulder, p[elbow_mark], wrist) >= _STRAIGHT_DEG
            and p[other[2]][1] - p[other[0]][1] >= _DOWN * size_px)


def _crossed(pose: Pose) -> bool:
    """Each wrist before the chest and on the other arm's side, the elbows on their own."""
    p = geometry.places(pose)
    left, right = ([p[mark] for mark in _ARM[side]] for side in SIDES)
    across = _from(right[0], left[0])
    shoulders_px2 = _dot(across, across)
    if _dot(_from(right[2], left[2]), across) > -_ACROSS * shoulders_px2:
        return False  # as hands hang: the rest is not looked at in every frame
    middle = geometry.middle(left[0], right[0])
    spine = _from(middle, geometry.middle(p[Landmark.LEFT_HIP], p[Landmark.RIGHT_HIP]))
    torso_px = hypot(*spine)
    upright = spine[1] >= torso_px * cos(radians(_UPRIGHT_DEG))
    if not (upright and across[0] >= _FACING * torso_px > 0 and _visible(pose, _ARMS)):
        return False
    down_px2 = torso_px * _size_px(pose)
    out = [(_dot(_from(middle, one), across) / shoulders_px2,
            _dot(_from(other, middle), across) / shoulders_px2)
           for one, other in zip(left[1:], right[1:], strict=True)]
    low = [[_dot(_from(middle, each), spine) / down_px2 for each in pair]
           for pair in zip(left[1:], right[1:], strict=True)]
    (elbows_out, wrists_out), (elbows_low, wrists_low) = out, low
    return (all(each <= -_ACROSS_EACH for each in wrists_out)
            and all(each >= _ELBOW_OUT for each in elbows_out)
            and all(each >= _ELBOW_LOW for each in elbows_low)
            and all(_CHEST[0] <= each <= _CHEST[1] for each in wrists_low))


def _size_px(pose: Pose) -> float:
    """How long the torso is, or would be if it were not foreshortened."""
    p = geometry.places(pose)
    return max(geometry.torso_px(pose), _TORSO_IN_SHOULDERS * geometry.distance_px(
        p[Landmark.LEFT_SHOULDER], p[Landmark.RIGHT_SHOULDER]))


def _visible(pose: Pose, marks: tuple[Landmark, ...]) -> bool:
    seen = geometry.visibility(pose)
    return all(seen[mark] >= _SEEN for mark in marks)


def _from(start: Point, end: Point) -> Point:
    return end[0] - start[0], end[1] - start[1]


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1]


def _angle_deg(first: Point, corner: Point, last: Point) -> float:
    """How straight a limb looks: 180 is straight."""
    a, b = _from(corner, first), _from(corner, last)
    return degrees(atan2(abs(a[0] * b[1] - a[1] * b[0]), _dot(a, b)))
