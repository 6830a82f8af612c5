"""Where the legs are between two poses, on a machine that finds fewer of them than the camera gives
frames: so that what is drawn sits on the newest frame.

How well was measured on real footage (docs/performance.md, "Between two poses").
"""

from dataclasses import replace

import numpy as np

from mirrorapp.alignment.geometry import Leg
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal
from mirrorapp.vision.pose import Floats

FURTHEST_S = 0.15
"""So far ahead; whoever is not seen for longer is drawn where they would be then."""
DAMPED = 0.8
GAP_S = 0.3
"""Readings further apart tell nothing of how somebody moves."""
_UNSURE = frozenset({Refusal.NO_PERSON, Refusal.SEVERAL_PEOPLE, Refusal.LOW_VISIBILITY,
                     Refusal.IMPLAUSIBLE, Refusal.CUT})


class Gliding:
    """Moves the legs of the last reading on, at the speed that the last three readings tell.

    The less the speeds between those agree, the less: whoever turns round, stands, or is not surely
    the user is drawn where they were last seen. `Knee.leg` alone is ever changed: what was judged
    and measured stays that of the last reading.
    """

    def __init__(self) -> None:
        self._reading: Reading | None = None
        self._speed: Floats | None = None
        self._drift: Floats | None = None

    def note(self, reading: Reading | None) -> None:
        """Take in the newest reading, None where nobody looked; the same once more changes nothing.
        """
        if reading is self._reading:
            return
        before, speed = self._speed, _speed(self._reading, reading)
        self._reading, self._speed = reading, speed
        together = 0.0 if before is None or speed is None else _agreement(before, speed)
        self._drift = DAMPED * together**2 * speed if speed is not None and together else None

    def at(self, time_s: float) -> Reading | None:
        """The last reading with its legs where they are at `time_s`, on the frames' clock; the very
        reading where they stay.
        """
        reading = self._reading
        if reading is None or self._drift is None or time_s <= reading.time_s:
            return reading
        moved = _joints(reading) + self._drift * min(time_s - reading.time_s, FURTHEST_S)
        return replace(reading, knees={
            side: knee._replace(leg=Leg(*map(tuple, joints)))
            for (side, knee), joints in zip(reading.knees.items(), moved.tolist(), strict=True)})


def _speed(before: Reading | None, now: Reading | None) -> Floats | None:
    """Of the joints of `now`, px/s; None where the two can't be compared."""
    if before is None or now is None or not (_sure(before) and _sure(now)):
        return None
    same = (list(before.knees) == list(now.knees)
            and (before.width_px, before.height_px) == (now.width_px, now.height_px))
    step_s = now.time_s - before.time_s
    return (_joints(now) - _joints(before)) / step_s if same and 0 < step_s <= GAP_S else None


def _sure(reading: Reading) -> bool:
    """Whether these are the user's legs. From aside they can't be judged, but move on as well."""
    return bool(reading.knees) and not reading.lost and reading.refusal not in _UNSURE


def _agreement(before: Floats, now: Floats) -> float:
    """From 1, where two speeds are the same, to 0, where they have nothing in common."""
    if before.shape != now.shape:
        return 0.0
    both = float(np.sum(before**2) + np.sum(now**2))
    return max(0.0, 2 * float(np.sum(before * now)) / both) if both else 0.0


def _joints(reading: Reading) -> Floats:
    """(legs, 4, 2): hip, knee, ankle and toe, in pixels, in the order of `knees`."""
    return np.array([(leg.hip, leg.knee, leg.ankle, leg.toe)
                     for leg in (knee.leg for knee in reading.knees.values())])
