"""Is this still the user? Remembers who began, and notices when somebody else is followed.

The pose model's tracker follows a body and does not care whose. What tells people apart here is
what they look like (`vision.looks`); body proportions do not: one person's change more while they
squat than two people's differ (docs/measurement.md). Where there is no picture, as in a landmark
recording, nobody is ever lost.
"""

from collections import deque
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.alignment.reading import Return
from mirrorapp.events import Refusal, Side
from mirrorapp.vision.cuts import is_cut
from mirrorapp.vision.looks import ALIKE, UNLIKE, apart, typical
from mirrorapp.vision.pose import Floats, Landmark, Pose, Sighting

STAND_IN_S = 3.0
"""Who stands there alone, still and square for this long is taken as the user."""
_LEARN_S = 0.5
_LOSE_S = 0.7
_CLEAR_S = 0.2
_RECOGNISE_S = 0.3
_UNSEEN_S = 0.3  # two people can't change places in less without a jump
_STALLED_S = 1.0
_FRAMES_MIN = 3
_STILL_TORSOS = 0.2
_STRAIGHT_DEG = 40.0


class Company(NamedTuple):
    """Who is in view. `unsure`: perhaps not the user, so nothing is judged; `lost`: certainly not.

    `anew`: somebody has just been taken as the user, and how they stand must be learnt.
    """

    unsure: bool = False
    lost: bool = False
    anew: bool = False


class _Glance(NamedTuple):
    """One frame's looks, and how unlike the user's they are (0 while nobody is known yet)."""

    time_s: float
    looks: Floats
    difference: float = 0.0


class Companion:
    """Keeps to the first person who is alone and well seen.

    After a jump, a gap or a second person it doubts until it has recognised the user. While
    the body has been in view all along, it takes a greater difference, held for a while: a turn,
    a raised arm or somebody who walks past change the looks, too.
    """

    def __init__(self) -> None:
        self.back: Return | None = None
        self._user: Floats | None = None
        self._first: Floats | None = None
        self._glances: deque[_Glance] = deque()
        self._last: Sighting | None = None
        self._unseen = self._doubt = self._lost = self._unsure = False
        self._still: tuple[float, Floats] | None = None

    @property
    def sought(self) -> Floats | None:
        """What the user looks like, while somebody else seems to be followed."""
        return self._user if self._lost or self._unsure else None

    def start(self) -> None:
        """A touch says that the user is there: forget who it was before."""
        was_lost = self._lost
        self.__init__()  # type: ignore[misc]
        self.back = Return.TOUCHED if was_lost else None

    def watch(self, sighting: Sighting, refusal: Refusal | None) -> Company:
        """Take in one sighting, and what is wrong with its view."""
        if sighting.pose is None:
            self._unseen = True
            return Company(lost=self._lost)
        if self._breaks_off(sighting):
            self._glances.clear()
            self._doubt, self._still = True, None
        self._doubt = self._doubt or sighting.people > 1
        self._last, self._unseen = sighting, False
        anew = False
        if sighting.looks is None:
            pass
        elif self._user is None:
            self._learn(sighting.time_s, sighting.looks, refusal)
        else:
            self._user = self._whom(sighting.looks, self._user)
            self._compare(sighting.time_s, sighting.looks, self._user)
            self._still = self._still if self._lost else None
            anew = self._lost and self._stands_in(sighting.time_s, sighting.pose, refusal)
        return Company(self._unsure, self._lost, anew)

    def _breaks_off(self, now: Sighting) -> bool:
        """Whether this body need not be the last one."""
        last = self._last
        if last is None:
            return False
        dt_s = now.time_s - last.time_s
        return (not 0 <= dt_s <= _STALLED_S or (self._unseen and dt_s > _UNSEEN_S)
                or (last.width_px, last.height_px) != (now.width_px, now.height_px)
                or is_cut(last, now))

    def _learn(self, time_s: float, looks: Floats, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._glances.clear()
            return
        self._glances.append(_Glance(time_s, looks))
        if len(self._glances) >= _FRAMES_MIN and self._held_s() >= _LEARN_S:
            self._first = self._take(self._glances)

    def _take(self, glances: Sequence[_Glance]) -> Floats:
        """This is the user."""
        self._user = user = typical([each.looks for each in glances])
        self._glances.clear()
        self._doubt = self._lost = self._unsure = False
        return user

    def _whom(self, looks: Floats, user: Floats) -> Floats:
        """Whom to expect: once whoever stood in is lost, who began may be back."""
        if self._first is None or user is self._first or not self._lost:
            return user
        difference = apart(looks, self._first)
        if difference is None or difference >= ALIKE:
            return user
        self._glances.clear()
        return self._first

    def _compare(self, time_s: float, looks: Floats, user: Floats) -> None:
        difference = apart(looks, user)
        if difference is None:
            self._unsure = self._doubt
            return
        self._glances.append(_Glance(time_s, looks, difference))
        while len(self._glances) > 1 and time_s - self._glances[1].time_s >= _LOSE_S:
            self._glances.popleft()
        self._decide(median(each.difference for each in self._glances))
        self._unsure = self._doubt or difference > UNLIKE

    def _decide(self, usual: float) -> None:
        """`usual` is the difference that the last glances agree on."""
        held_s = self._held_s() if len(self._glances) >= _FRAMES_MIN else 0.0
        if usual < ALIKE and held_s >= (_RECOGNISE_S if self._lost else _CLEAR_S):
            if self._lost and self._user is self._first:
                self.back = Return.RECOGNISED  # who stood in and is back still is who stood in
            self._doubt = self._lost = False
        elif usual > (ALIKE if self._doubt else UNLIKE) and held_s >= _LOSE_S:
            self._lost = True

    def _stands_in(self, time_s: float, pose: Pose, refusal: Refusal | None) -> bool:
        """Whether this is somebody who has waited to be taken as the user; takes them."""
        here = pose.px[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE, Landmark.LEFT_HIP,
                        Landmark.RIGHT_HIP], :2]
        straight = max(geometry.knee_flexion_deg(pose, side) for side in Side) < _STRAIGHT_DEG
        if refusal is not None or not straight:
            self._still = None
            return False
        if self._still is None or _moved(self._still[1], here) > (
                _STILL_TORSOS * geometry.torso_px(pose)):
            self._still = time_s, here
        if time_s - self._still[0] < STAND_IN_S or len(self._glances) < _FRAMES_MIN:
            return False
        self._take(self._glances)
        self.back = Return.STOOD_IN
        return True

    def _held_s(self) -> float:
        return self._glances[-1].time_s - self._glances[0].time_s


def _moved(before: Floats, now: Floats) -> float:
    return float(np.linalg.norm(now - before, axis=1).max())
