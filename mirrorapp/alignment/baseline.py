"""How this user stands: the measures near extension that movement is judged against."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from statistics import fmean, median
from typing import NamedTuple

import numpy as np

from mirrorapp.alignment import geometry, posture
from mirrorapp.alignment.features import NAMES, SEEN, Looks
from mirrorapp.alignment.fitted import INPUTS, models
from mirrorapp.alignment.geometry import LegMeasures
from mirrorapp.alignment.posture import Posture
from mirrorapp.events import SIDES, Side
from mirrorapp.vision import middle
from mirrorapp.vision.pose import Floats, Pose

STANDING_PER_SHANK = 2.12
"""Hip-to-ankle height of a standing leg in shank lengths, median of real frontal clips."""
_NEAR_EXTENSION = 0.95
_LEAST_PER_SHANK = 1.8
"""Of anybody standing: at least 1.94 on rendered bodies, 2.02 on real ones."""
_WINDOW_S = 0.2
_WINDOW_S_MAX = 0.5
_CLOCK_S = 0.002
_STEP_SHANKS = 0.35
_NEARER_SHANKS = 0.12
"""Feet that move up or down in the picture by no more have gone aside: 5 to 15 cm to the camera,
by its height."""
_FRAMES_MIN = 3
_MEMORY_S = 6.0
_LEARN_S = 0.3
_RELEARN_S = 1.0
_STEADY_SHARE = 0.01
_STILL_PER_S, _STILL_SHARE = 0.03, 0.025
"""How much of the height somebody who stands gains or loses in a second, at most, and from the
highest to the lowest within `_WINDOW_S`. Rendered squats pass 30 to 45 degrees of knee bend at .05
to .26 a second, and stand at up to .03; a real one that stands up for a moment only moves by 2 %
around its highest."""
_TOLD = [NAMES.index(name) for name in ("fppa", "kt", "drop")]
_STRAIGHT_DEG = 40.0
_SURELY_STRAIGHT_DEG = 30.0


_Height = tuple[float, float]
"""Time in seconds, hip-to-ankle height in pixels."""


class StandingLeg(NamedTuple):
    """One leg standing straight: of its features what is asked for by name; `axis_deg`: degrees of
    valgus, None for the prior.
    """

    fppa: float
    kt: float
    drop: float
    axis_deg: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Both legs standing, and the body around them.

    `features` (2, n): of the left and of the right leg, by `features.NAMES`. `drop_px` is the
    standing hip-to-ankle height, None while unknown, as `posture` is. `seen` is false for the
    population's prior, though the height may be known already.
    """

    features: Floats
    legs: Mapping[Side, StandingLeg]
    drop_px: float | None = None
    posture: Posture | None = None
    seen: bool = False

    @classmethod
    def of(cls, features: Floats, drop_px: float, posture: Posture | None = None) -> "Baseline":
        """Legs that were seen standing and looked so (2, n)."""
        legs = {side: StandingLeg(fppa, kt, drop, axis_deg)
                for side, (fppa, kt, drop), axis_deg in zip(
                    SIDES, features[:, _TOLD].tolist(), models().axes_deg(features), strict=True)}
        return cls(features, legs, drop_px, posture, seen=True)


@cache
def prior() -> Baseline:
    """What to go by where nobody was seen standing.

    Between rendered bodies (kt +.10, ka +.04) and adults in real frontal clips (+.24, +.10); of
    the rest, the mean of what the readings were fitted on.
    """
    by = models().moving
    usual = dict(zip((INPUTS[place] for place in by.places), by.mean.tolist(), strict=True))
    usual |= {"s.kt": 0.14, "s.ka": 0.06, "s.kh": -0.02, "s.fppa": 1.0, "s.other_kt": 0.14,
              "s.other_ka": 0.06, "s.other_fppa": 1.0}
    leg = np.array([usual.get(f"s.{name}", 0.0) for name in NAMES])
    return Baseline(np.stack([leg, leg]),
                    dict.fromkeys(SIDES, StandingLeg(*leg[_TOLD].tolist())))


@dataclass(slots=True)
class _Moment:
    """One frame that may be of standing straight; `looks` (m,): as `features.Looks.seen`, and
    after that the posture.

    `knees`: they could be judged. `still`: it belongs to a while in which the height stayed the
    same.
    """

    time_s: float
    drop_px: float
    looks: Floats
    knees: bool
    still: bool = False


@dataclass
class BaselineFinder:
    """Learns the standing baseline while it watches; starts over when the feet move elsewhere.

    The standing height grows with what is seen, and shrinks only to a height at which the knees
    have been straight for a while: who walks back from the glass gets smaller in the picture. Who
    is on the way down or up, or holds a bent position, is not standing: the pose model's knees
    look straight now and then to 50 degrees of bend, so it takes stillness as well.

    `aside`: what is done goes sideways, with knees that stay bent. How the user stood before it
    then holds wherever they step to, as long as they come no nearer; nothing is learnt on the way.
    """

    baseline: Baseline = field(default_factory=prior)
    aside: bool = False
    _feet: tuple[float, float] | None = None
    _shank_px: float = 0.0
    _moved_since_s: float | None = None
    _drops: deque[tuple[float, float]] = field(default_factory=deque)
    _tallest_px: float = 0.0
    _tallest_seen_px: float = 0.0
    _height_seen: bool = False
    _straight_since_s: float | None = None
    _moments: deque[_Moment] = field(default_factory=deque)

    def reset(self) -> None:
        """Forget how the user stands."""
        self.__init__(aside=self.aside)  # type: ignore[misc]

    def standing_drop_px(self, legs: Mapping[Side, LegMeasures]) -> float:
        """The standing hip-to-ankle height as far as it is known by now."""
        return self._tallest_px or STANDING_PER_SHANK * geometry.mean_shank_px(legs)

    def watch(self, time_s: float, pose: Pose, legs: Mapping[Side, LegMeasures],
              looks: Looks, *, height: bool, stance: bool,
              knees: bool) -> bool:
        """Take in one frame; true while standing.

        `height`: this frame may tell how tall the user stands; `stance`: also where and when they
        stand; `knees`: also how the knees do.
        """
        self._notice_steps(time_s, legs)
        drop = geometry.mean_drop_px(legs)
        flexion = max(geometry.knee_flexion_deg(pose, side) for side in SIDES)
        if height and not (self.aside and self.baseline.seen):
            self._learn_height(time_s, drop, legs, flexion)
        standing = (drop >= _NEAR_EXTENSION * self.standing_drop_px(legs)
                    and drop >= _LEAST_PER_SHANK * geometry.mean_shank_px(legs)
                    and flexion < _STRAIGHT_DEG)
        if self.aside and (self.baseline.seen or flexion >= _SURELY_STRAIGHT_DEG):
            return standing
        if standing and stance:
            self._moments.append(_Moment(time_s, drop, np.concatenate(
                (looks.seen, posture.measure(pose))), knees))
            _forget_before(self._moments, time_s - _MEMORY_S)
            self._settle()
        return standing

    def _learn_height(self, time_s: float, drop: float, legs: Mapping[Side, LegMeasures],
                      flexion_deg: float) -> None:
        """Take in one height. A single frame that is off must not set it for good."""
        self._drops.append((time_s, drop))
        while len(self._drops) > _FRAMES_MIN and time_s - self._drops[0][0] > _WINDOW_S:
            self._drops.popleft()
        drops = [each for _, each in self._drops]
        if len(drops) < _FRAMES_MIN:
            return
        height = median(drops)
        self._tallest_px = max(self.standing_drop_px(legs), height)
        self._tallest_seen_px = max(self._tallest_seen_px, height)
        shrunk = height < _NEAR_EXTENSION * self._tallest_px
        sunk = height < _NEAR_EXTENSION * self._tallest_seen_px
        surely = flexion_deg < _SURELY_STRAIGHT_DEG and _still(self._drops)
        # Some people's straight knees look bent: a first height is believed if it stays.
        stays = not self._height_seen and max(drops) - min(drops) < _STEADY_SHARE * height
        if not (surely or (stays and flexion_deg < _STRAIGHT_DEG)) or (
                self._height_seen and not shrunk):
            self._straight_since_s = None
        elif self._straight_since_s is None:
            self._straight_since_s = time_s
        elif time_s - self._straight_since_s >= (
                _LEARN_S if surely and not sunk and not self._height_seen else _RELEARN_S):
            self._tallest_px, self._straight_since_s, self._height_seen = height, None, True
            self._tallest_seen_px = height
            if shrunk:
                self._moments.clear()

    def _notice_steps(self, time_s: float, legs: Mapping[Side, LegMeasures]) -> None:
        """Feet that stay elsewhere for a moment stand on a new place: forget the old one."""
        here = geometry.middle(*(each.leg.ankle for each in legs.values()))
        # Against the shank as it was at its longest here: it looks shorter the more it leans.
        shank_px = self._shank_px = max(self._shank_px, geometry.mean_shank_px(legs))
        if self._feet is None:
            self._feet = here
        elif self.aside and self.baseline.seen and (
                abs(here[1] - self._feet[1]) < _NEARER_SHANKS * shank_px):
            self._feet, self._moved_since_s = (here[0], self._feet[1]), None
        elif geometry.distance_px(self._feet, here) < _STEP_SHANKS * shank_px:
            self._moved_since_s = None
        elif self._moved_since_s is None:
            self._moved_since_s = time_s
        elif time_s - self._moved_since_s > _WINDOW_S:
            self.reset()

    def _settle(self) -> None:
        least_px = _NEAR_EXTENSION * self._tallest_px
        lately = _lately(self._moments, least_px)
        if lately and _still([(m.time_s, m.drop_px) for m in lately]):
            for moment in lately:
                moment.still = True
        tall = [m for m in self._moments if m.still and m.drop_px >= least_px]
        if not tall:
            return
        drop_px = median([m.drop_px for m in tall])
        fit = [m.looks for m in tall if m.knees]
        if len(fit) < _FRAMES_MIN:
            self.baseline = replace(self.baseline, drop_px=drop_px)
            return
        looks = middle.of(fit)
        self.baseline = Baseline.of(Looks(looks[:len(SEEN)]).legs, drop_px,
                                    Posture(*looks[len(SEEN):].tolist()))


def _lately(moments: deque[_Moment], least_px: float) -> Sequence[_Moment]:
    """The last of them that are as tall and span a while; none where they are too few or too far
    apart.
    """
    lately: list[_Moment] = []
    for moment in reversed(moments):
        if moment.drop_px < least_px:
            continue
        lately.append(moment)
        span_s = lately[0].time_s - moment.time_s
        if span_s > _WINDOW_S_MAX:
            break
        if span_s >= _WINDOW_S - _CLOCK_S and len(lately) >= _FRAMES_MIN:
            return lately[::-1]
    return ()


def _still(heights: Sequence[_Height]) -> bool:
    """Whether a height neither rises nor falls, and is not passed through."""
    drops = [drop for _, drop in heights]
    usual, middle_s = median(drops), fmean(time_s for time_s, _ in heights)
    away_s = [time_s - middle_s for time_s, _ in heights]
    slope = (sum(away * drop for away, drop in zip(away_s, drops, strict=True))
             / max(sum(away * away for away in away_s), 1e-9))
    return abs(slope) <= _STILL_PER_S * usual and max(drops) - min(drops) <= _STILL_SHARE * usual


def _forget_before(moments: deque[_Moment], time_s: float) -> None:
    while moments and moments[0].time_s < time_s:
        moments.popleft()
