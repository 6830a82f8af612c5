"""What of a body can be followed beside its knees: names that exercises count and hold by."""

from enum import StrEnum
from math import isfinite

from mirrorapp.alignment import floor_signals, front_signals, side_signals
from mirrorapp.alignment.front_signals import Unseen
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal, Side


class Signal(StrEnum):
    """A number read off one pose; lengths are in the user's own shanks, `_deg` in degrees.

    With a side where it says "the leg": that of the user's own side which works.
    """

    DEPTH = "depth"
    """How far both hips have come down, or on one leg that leg's: `Reading.depth`."""
    FOOT_LIFT = "foot_lift"
    """How much higher the other foot is, against the leg's own, than it hung in the last seconds; 0
    while its knee is bent: what lifts a straight leg is the pelvis."""
    KNEE_LIFT = "knee_lift"
    """How far the other knee has come up towards its hip: 0 hanging, 1 level with it."""
    SINK = "sink"
    """How much lower the hips are over the feet than at their highest: a share of that height."""
    RISE = "rise"
    """How much higher the hips are than where they were at first."""
    LOWERING = "lowering"
    """How much lower the hips are than where they were at first, the leg's foot staying put and
    the other one going down beneath it."""
    STANCE_WIDTH = "stance_width"
    """Between the ankles."""
    APPROACH = "approach"
    """How much larger the user looks than at first: .2 is a fifth nearer."""
    KNEE_GAP = "knee_gap"
    """How much further apart the knees of somebody lying are than at their closest."""
    HINGE_DEG = "hinge_deg"
    """Seen from the side: between trunk and thigh, 0 upright, 90 folded at the hips, − = the hip
    is pushed forward."""
    KNEE_BEND_DEG = "knee_bend_deg"
    """Seen from the side: of the leg."""
    TRUNK_DEG = "trunk_deg"
    """How far the trunk is out of upright in the picture, whichever way."""
    FOLD = "fold"
    """How much shorter the trunk looks than at first: whoever leans to the camera looks shorter."""
    FOOT_AHEAD = "foot_ahead"
    """How much nearer to the camera the leg's foot is than the other, + = nearer."""
    ANKLE_ON_KNEE = "ankle_on_knee"
    """From the leg's ankle to the other knee: near 0 with the ankle laid on it."""
    KNEE_DOWN = "knee_down"
    """How much lower the leg's knee is than the other one: kneeling on it."""
    LEG_ON_TOP = "leg_on_top"
    """Of somebody lying on their side: how much higher the leg is than the other, in trunk lengths;
    − = it is the lower one."""
    LEG_LAID = "leg_laid"
    """Of somebody sitting on the floor: how surely the leg is the straight one, beside the other
    one's foot set up, about 1 where it is; − = the other is."""
    LEG_AHEAD = "leg_ahead"
    """Of somebody sitting with one leg in front and one behind: how surely the leg is the one in
    front, about 1 where it is; − = it is behind."""
    PELVIS_DEG = "pelvis_deg"
    """How much lower the other side of the pelvis is, of who stands on the leg alone: + = dropped.
    Read to within 5 degrees (RMS): only what is far beyond that means anything."""


_ANY = (None, Refusal.HEAD_OUT, Refusal.TOO_FAR, Refusal.OFF_CENTRE)
_NO_FEET = (*_ANY, Refusal.FEET_OUT, Refusal.TOO_NEAR)
# Who folds forward, or lifts a knee, has limbs that no standing person has.
_ODD = (*_ANY, Refusal.IMPLAUSIBLE)
_TOLD_IN = {
    Signal.KNEE_LIFT: _ODD, Signal.FOLD: (*_NO_FEET, Refusal.IMPLAUSIBLE),
    Signal.APPROACH: (*_NO_FEET, Refusal.IMPLAUSIBLE), Signal.TRUNK_DEG: _NO_FEET,
    Signal.KNEE_GAP: _NO_FEET,
    Signal.LOWERING: _ODD, Signal.RISE: _ODD}
_OF_THE_BODY = (Signal.FOLD,)
"""Against what the body is like, wherever it is."""
_FROM_SIDE = {Signal.HINGE_DEG: side_signals.hinge_deg,
              Signal.KNEE_BEND_DEG: side_signals.knee_bend_deg}
_ANYWHERE = (Signal.KNEE_GAP, Signal.TRUNK_DEG, Signal.LEG_ON_TOP)
_PLAIN = {**front_signals.PLAIN, **floor_signals.PLAIN}


def told_in(signal: Signal, refusal: Refusal) -> bool:
    """Whether the signal is told all the same where the view is refused so."""
    return refusal in _TOLD_IN.get(signal, _ANY)


class Meter:
    """Reads one signal off one reading after another; None where it can't be told.

    `side`: the leg that works; a signal of no leg needs none. What is "at first" it learns from
    the first readings after `restart`, a cut, or somebody else in the user's place; how long a
    trunk is stays as it was: somebody bent would look upright, and nobody comes up to be learnt.
    """

    def __init__(self, signal: Signal, side: Side | None = None) -> None:
        self.signal = signal
        self._side = side or Side.RIGHT
        self.restart()

    def restart(self) -> None:
        """Learn anew what is "at first"."""
        make = front_signals.LEARNING.get(self.signal.value)
        self._learning = make(self._side) if make is not None else None

    def read(self, reading: Reading) -> float | None:
        """The signal now."""
        if reading.lost or reading.refusal in (Refusal.CUT, Refusal.SEVERAL_PEOPLE):
            if self.signal not in _OF_THE_BODY:
                self.restart()
            return None
        if reading.refusal is not None and not told_in(self.signal, reading.refusal):
            return None
        try:
            value = self._measure(reading)
        except Unseen:
            return None
        return value if value is not None and isfinite(value) else None

    def _measure(self, reading: Reading) -> float | None:
        pose, seen = reading.pose, reading.view
        if self.signal is Signal.DEPTH or pose is None:
            return reading.depth
        if self.signal is Signal.PELVIS_DEG:
            return reading.free_hip_deg if reading.stance is self._side else None
        value: float | None = None
        if self.signal in _FROM_SIDE:
            value = _FROM_SIDE[self.signal](pose, self._side) if seen == "S" else None
        elif seen != "F" and self.signal not in _ANYWHERE:
            value = None
        elif self._learning is not None:
            value = self._learning.read(reading.time_s, pose)
        else:
            value = _PLAIN[self.signal.value](pose, self._side)
        return value
