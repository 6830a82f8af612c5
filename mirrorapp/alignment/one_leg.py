"""One leg stood on: how far it is bent, and by how much its knee leaves where it stands.

Kept apart from the reading of two legs (`knee`), which was fitted on squats with both feet down.
"""

import tomllib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import sqrt
from statistics import median
from typing import NamedTuple

from mirrorapp import config
from mirrorapp.alignment import front_signals, geometry
from mirrorapp.alignment.baseline import STANDING_PER_SHANK, Baseline, prior
from mirrorapp.alignment.doing import Doing
from mirrorapp.alignment.front_signals import Unseen
from mirrorapp.alignment.geometry import LegMeasures, Point
from mirrorapp.alignment.knee import Angle, valgus_deg
from mirrorapp.events import Side
from mirrorapp.vision.pose import Pose

_MOVED_SHANKS = 0.35
_STRAIGHT = 0.955
"""Of the leg's height on both feet: what may still be standing on it alone."""
_SUNK = 0.975
"""Who lifts a foot sinks by so much on the other leg (rendered bodies, 1.8 to 3 %)."""
_STRAIGHT_DEG = 30.0
_NEAR_EXTENSION = 0.985
_STEADY_S = 0.3
_STEADY_SHARE = 0.012
_GAP_S = 0.5
_FRAMES_MIN = 3
_MOMENTS_MAX = 120
FOLDED = 0.1
"""Of the trunk's height: so far rendered bodies fold by 20 to 29 degrees, and their knee is read as
that of who stands (docs/measurement.md)."""


class _BothFeet(NamedTuple):
    """The last time both feet were seen standing: the baseline, and where the ankles were."""

    baseline: Baseline
    ankles: Mapping[Side, Point]


@dataclass
class _Height:
    """How tall one leg stands by itself, and its angle there; grows with what is seen."""

    place: Point
    tall_px: float = 0.0
    _recent: deque[tuple[float, float]] = field(default_factory=deque)
    _moments: deque[tuple[float, float, float]] = field(
        default_factory=lambda: deque(maxlen=_MOMENTS_MAX))

    def watch(self, time_s: float, leg: LegMeasures, *, straight: bool) -> None:
        """Take in one frame; a height counts once it has been held, straight, for a moment."""
        if not straight or (self._recent and not 0 <= time_s - self._recent[-1][0] <= _GAP_S):
            self._recent.clear()
        if not straight:
            return
        self._recent.append((time_s, leg.drop_px))
        while time_s - self._recent[1 if len(self._recent) > 1 else 0][0] >= _STEADY_S:
            self._recent.popleft()
        drops = [drop for _, drop in self._recent]
        if (time_s - self._recent[0][0] >= _STEADY_S and len(drops) >= _FRAMES_MIN
                and max(drops) - min(drops) <= _STEADY_SHARE * drops[-1]):
            self.tall_px = max(self.tall_px, median(drops))
        self._moments.append((leg.drop_px, leg.fppa, leg.kt))

    @property
    def standing(self) -> tuple[float, float] | None:
        """The angle and kt near extension, None while they have not been seen for long enough."""
        near = [(fppa, kt) for drop, fppa, kt in self._moments
                if drop >= _NEAR_EXTENSION * self.tall_px]
        if not self.tall_px or len(near) < _FRAMES_MIN:
            return None
        fppa, kt = zip(*near, strict=True)
        return median(fppa), median(kt)


@dataclass(frozen=True, slots=True)
class _Standing:
    """How the leg stands; `alone`: by itself, not on both feet. `seen`: not a population's."""

    fppa: float
    kt: float
    axis_deg: float | None
    alone: bool
    seen: bool


class OneLeg:
    """Reads the leg that is stood on, against its own standing: on one leg, else on both."""

    def __init__(self) -> None:
        self._both: _BothFeet | None = None
        self._heights: dict[Side, _Height] = {}
        self._fold = front_signals.LEARNING["fold"](Side.RIGHT)

    def on_both_feet(self, legs: Mapping[Side, LegMeasures], baseline: Baseline) -> None:
        """Remember how both legs stand: who lifts a foot moves, and the finder forgets."""
        if baseline.seen:
            self._both = _BothFeet(baseline, {side: leg.leg.ankle for side, leg in legs.items()})

    def upright(self, time_s: float, pose: Pose) -> bool:
        """Whether the trunk of somebody seen from the front is hardly folded; feed it every pose.

        False until it is known how long the trunk is.
        """
        try:
            fold = self._fold.read(time_s, pose)
        except Unseen:
            return False
        return fold is not None and fold <= FOLDED

    def read(self, time_s: float, pose: Pose, legs: Mapping[Side, LegMeasures], side: Side, *,
             known: Baseline | None, yaw_deg: float, learn: bool = True,
             doing: Doing = Doing.SQUAT) -> tuple[float, Angle]:
        """Depth and angle of the leg `side`. `known`: both legs standing, from elsewhere.

        `learn`: this frame may tell how the leg stands.
        """
        leg = legs[side]
        both = known or (self.stood if doing is Doing.STEP_UP
                         else self._standing_there(side, leg))
        tall_px = _standing_px(both, side)
        height = self._height(side, leg)
        straight = (leg.drop_px >= _STRAIGHT * tall_px if tall_px
                    else geometry.knee_flexion_deg(pose, side) < _STRAIGHT_DEG)
        if learn:
            height.watch(time_s, leg, straight=straight)
        tall_px = height.tall_px or _SUNK * tall_px or STANDING_PER_SHANK * leg.shank_px
        depth = 1.0 - leg.drop_px / tall_px
        alone = height if doing is Doing.SQUAT else None
        angle = _angle(leg, side, depth, _standing(side, both, alone), yaw_deg)
        return depth, _as_tried(angle, doing)

    @property
    def stood(self) -> Baseline | None:
        """How both legs stood the last time that was seen, wherever it was.

        Of a step that is on the floor before it, or on the step itself. On the step the leg looks
        longer than it was on the floor: what is bent a little looks straight then, and is not
        judged, until it has been straight up there.
        """
        return None if self._both is None else self._both.baseline

    def _standing_there(self, side: Side, leg: LegMeasures) -> Baseline | None:
        """How both legs stood, where this foot is still in the same place."""
        if self._both is None or _moved(self._both.ankles[side], leg):
            return None
        return self._both.baseline

    def _height(self, side: Side, leg: LegMeasures) -> _Height:
        height = self._heights.get(side)
        if height is None or _moved(height.place, leg):
            height = self._heights[side] = _Height(leg.leg.ankle)
        return height


def _moved(place: Point, leg: LegMeasures) -> bool:
    return geometry.distance_px(place, leg.leg.ankle) > _MOVED_SHANKS * leg.shank_px


def _standing_px(both: Baseline | None, side: Side) -> float:
    """This leg's own hip-to-ankle height on both feet, 0 where it was not seen."""
    if both is None or not both.drop_px:
        return 0.0
    own, other = (both.legs[each].drop for each in (side, side.other))
    return both.drop_px * own / ((own + other) / 2)


def _standing(side: Side, both: Baseline | None, height: _Height | None) -> _Standing:
    """`height` None: a leg that works all the time tells nothing of how it stands."""
    on_both = (both or prior()).legs[side]
    alone = None if height is None else height.standing
    if alone is None:
        return _Standing(on_both.fppa, on_both.kt, on_both.axis_deg,
                         alone=False, seen=both is not None)
    return _Standing(*alone, on_both.axis_deg, alone=True, seen=True)


def forward(depth: float) -> float:
    """What goes with how far the knee comes forward: a leg that bends by x sinks by about x²."""
    return sqrt(max(0.0, depth))


def turned_deg(pose: Pose, side: Side) -> float:
    """How far the user is turned away from the line of sight, + to their own left, on one leg.

    The lifted foot says nothing, so the hips and the shoulders have a line of their own.
    """
    by = fitted()["yaw_deg"]
    return (by["hips"] * geometry.yaw_deg(pose) + by["shoulders"] * geometry.shoulder_yaw_deg(pose)
            + by["side"] * _outward(side) + by["constant"])


@cache
def fitted() -> Mapping[str, Mapping[str, float]]:
    """The coefficients, read once from config/knee_single.toml, where they are explained."""
    return tomllib.loads((config.data_dir() / "knee_single.toml").read_text(encoding="utf-8"))


@cache
def tried() -> Mapping[str, Mapping[str, float]]:
    """What was found of other things that are done on one leg: config/knee_tasks.toml."""
    return tomllib.loads((config.data_dir() / "knee_tasks.toml").read_text(encoding="utf-8"))


def _angle(leg: LegMeasures, side: Side, depth: float, standing: "_Standing", yaw_deg: float
           ) -> Angle:
    turn = _outward(side) * yaw_deg * forward(depth)
    by, by_kt = fitted()["movement_deg"], fitted()["kt"]
    constant = by["constant" if standing.alone else "constant on both feet"]
    movement = (by["fppa"] * (leg.fppa - standing.fppa) + by["turned * forward"] * turn
                + constant)
    kt = by_kt["kt"] * leg.kt + by_kt["standing"] * standing.kt + by_kt["constant"]
    return Angle(kt, movement, valgus_deg(movement, standing.axis_deg),
                 _uncertainty_deg(depth, seen=standing.seen), standing.seen)


def _as_tried(angle: Angle, doing: Doing) -> Angle:
    """Put right by what it was off on rendered bodies that did this, and as unsure as it was."""
    off, more = (tried()[name].get(doing, 0.0) for name in ("off_deg", "more_uncertain_deg"))
    return angle._replace(movement_deg=angle.movement_deg - off,
                          valgus_deg=angle.valgus_deg - off,
                          uncertainty_deg=angle.uncertainty_deg + more)


def _uncertainty_deg(depth: float, *, seen: bool) -> float:
    """As measured on rendered bodies that were not fitted on (docs/accuracy-single-leg.md).

    Deeper than those bent (.12), and where the leg was not seen standing, a guess.
    """
    return 3.0 + min(10.0 * max(0.0, depth), 4.0) + (0.0 if seen else 4.0)


def _outward(side: Side) -> float:
    return 1.0 if side is Side.LEFT else -1.0
