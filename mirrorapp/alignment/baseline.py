"""How this user stands: the measures near extension that movement is judged against."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.alignment.fitted import models
from mirrorapp.alignment.geometry import LegMeasures
from mirrorapp.events import Side
from mirrorapp.vision.pose import Pose

STANDING_PER_SHANK = 2.12
"""Hip-to-ankle height of a standing leg in shank lengths, median of real frontal clips."""
_NEAR_EXTENSION = 0.95
_WINDOW_S = 0.2
_STEP_SHANKS = 0.35
_FRAMES_MIN = 3
_MEMORY_S = 6.0
_LEARN_S = 0.3
_RELEARN_S = 1.0
_STRAIGHT_DEG = 40.0
_SURELY_STRAIGHT_DEG = 30.0


@dataclass(frozen=True, slots=True)
class StandingLeg:
    """One leg standing straight, measured as `LegMeasures`; `axis_deg` is None for the prior."""

    kt: float
    ka: float
    kh: float
    fppa: float
    thigh_drop: float
    hip_gap: float
    drop: float
    axis_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """Both legs standing; `drop_px` is the standing hip-to-ankle height, None while unknown.

    `seen` is false for the population's prior.
    """

    legs: Mapping[Side, StandingLeg]
    drop_px: float | None = None
    seen: bool = False


PRIOR_LEG = StandingLeg(kt=0.14, ka=0.06, kh=-0.02, fppa=1.0, thigh_drop=1.10, hip_gap=0.56,
                        drop=2.10)
"""Between rendered bodies (kt +.10, ka +.04) and adults in real frontal clips (+.24, +.10)."""
PRIOR = Baseline({Side.LEFT: PRIOR_LEG, Side.RIGHT: PRIOR_LEG})
_FEATURES = ("kt", "ka", "kh", "fppa", "thigh_drop", "hip_gap", "drop")


@dataclass(frozen=True, slots=True)
class _Moment:
    """One frame of standing straight."""

    time_s: float
    drop_px: float
    legs: Mapping[Side, tuple[float, ...]]


@dataclass
class BaselineFinder:
    """Learns the standing baseline while it watches; starts over when the feet move elsewhere.

    The standing height grows with what is seen, and shrinks only to a height at which the knees
    have been straight for a while: who walks back from the glass gets smaller in the picture.
    """

    baseline: Baseline = PRIOR
    _feet: tuple[float, float] | None = None
    _moved_since_s: float | None = None
    _drops: deque[tuple[float, float]] = field(default_factory=deque)
    _tallest_px: float = 0.0
    _height_seen: bool = False
    _straight_since_s: float | None = None
    _moments: deque[_Moment] = field(default_factory=deque)

    def reset(self) -> None:
        """Forget how the user stands."""
        self.__init__()  # type: ignore[misc]

    def standing_drop_px(self, legs: Mapping[Side, LegMeasures]) -> float:
        """The standing hip-to-ankle height as far as it is known by now."""
        return self._tallest_px or STANDING_PER_SHANK * _mean_shank_px(legs)

    def watch(self, time_s: float, pose: Pose, legs: Mapping[Side, LegMeasures],
              *, height: bool, stance: bool) -> bool:
        """Take in one frame; true while standing.

        `height`: this frame may tell how tall the user stands; `stance`: also how the knees do.
        """
        self._notice_steps(time_s, legs)
        drop = float(np.mean([each.drop_px for each in legs.values()]))
        flexion = max(geometry.knee_flexion_deg(pose, side) for side in Side)
        if height:
            self._learn_height(time_s, drop, legs, straight=flexion < _SURELY_STRAIGHT_DEG)
        standing = (drop >= _NEAR_EXTENSION * self.standing_drop_px(legs)
                    and flexion < _STRAIGHT_DEG)
        if standing and stance:
            self._moments.append(_Moment(time_s, drop, {
                side: tuple(getattr(each, name) for name in _FEATURES)
                for side, each in legs.items()}))
            _forget_before(self._moments, time_s - _MEMORY_S)
            self._settle()
        return standing

    def _learn_height(self, time_s: float, drop: float, legs: Mapping[Side, LegMeasures],
                      *, straight: bool) -> None:
        """Take in one height. A single frame that is off must not set it for good."""
        self._drops.append((time_s, drop))
        while len(self._drops) > _FRAMES_MIN and time_s - self._drops[0][0] > _WINDOW_S:
            self._drops.popleft()
        height = float(np.median([each for _, each in self._drops]))
        if len(self._drops) < _FRAMES_MIN:
            return
        self._tallest_px = max(self.standing_drop_px(legs), height)
        shrunk = height < _NEAR_EXTENSION * self._tallest_px
        if not straight or (self._height_seen and not shrunk):
            self._straight_since_s = None
        elif self._straight_since_s is None:
            self._straight_since_s = time_s
        elif time_s - self._straight_since_s >= (_RELEARN_S if self._height_seen else _LEARN_S):
            self._tallest_px, self._straight_since_s, self._height_seen = height, None, True
            if shrunk:
                self._moments.clear()

    def _notice_steps(self, time_s: float, legs: Mapping[Side, LegMeasures]) -> None:
        """Feet that stay elsewhere for a moment stand on a new place: forget the old one."""
        x, y = np.mean([each.leg.ankle for each in legs.values()], axis=0)
        here = (float(x), float(y))
        if self._feet is None:
            self._feet = here
        elif geometry.distance_px(self._feet, here) < _STEP_SHANKS * _mean_shank_px(legs):
            self._moved_since_s = None
        elif self._moved_since_s is None:
            self._moved_since_s = time_s
        elif time_s - self._moved_since_s > _WINDOW_S:
            self.reset()

    def _settle(self) -> None:
        tall = [m for m in self._moments if m.drop_px >= _NEAR_EXTENSION * self._tallest_px]
        if len(tall) < _FRAMES_MIN or tall[-1].time_s - tall[0].time_s < _WINDOW_S:
            return
        middle = {side: StandingLeg(*map(float, np.median([m.legs[side] for m in tall], axis=0)))
                  for side in Side}
        legs = {side: replace(leg, axis_deg=axis_deg(leg, middle[side.other]))
                for side, leg in middle.items()}
        self.baseline = Baseline(legs, float(np.median([m.drop_px for m in tall])), seen=True)


def axis_deg(own: StandingLeg, other: StandingLeg) -> float:
    """How one leg stands: degrees of valgus, as it would be seen squared up, + = knock knee."""
    return models().axis(standing_inputs(own, other))


def standing_inputs(own: StandingLeg, other: StandingLeg) -> dict[str, float]:
    """What the fitted models call these measures."""
    return {**{f"s.{name}": getattr(own, name) for name in _FEATURES},
            "s.other_kt": other.kt, "s.other_ka": other.ka, "s.other_fppa": other.fppa}


def _mean_shank_px(legs: Mapping[Side, LegMeasures]) -> float:
    return float(np.mean([each.shank_px for each in legs.values()]))


def _forget_before(moments: deque[_Moment], time_s: float) -> None:
    while moments and moments[0].time_s < time_s:
        moments.popleft()
