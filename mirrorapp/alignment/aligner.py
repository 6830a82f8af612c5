"""From sightings to readings: the one place where vision becomes a judgement."""

from collections.abc import Callable, Mapping

import numpy as np

from mirrorapp.alignment import geometry, knee
from mirrorapp.alignment.baseline import Baseline, BaselineFinder
from mirrorapp.alignment.framing import Framing, View
from mirrorapp.alignment.geometry import LegMeasures
from mirrorapp.alignment.knee import Thresholds
from mirrorapp.alignment.reading import Knee, Reading
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.vision.pose import Landmark, Pose, Sighting
from mirrorapp.vision.smoothing import PoseSmoother

_SEEN_ENOUGH = 0.35
_NARROW_STANCE = 1.5
# Feet or head out of the picture spoil no standing height, nor does turning.
_TELLS_STANCE = (None, Refusal.HEAD_OUT, Refusal.FEET_OUT)
_TELLS_HEIGHT = (*_TELLS_STANCE, Refusal.TURNED)

BaselineAt = Callable[[float], Baseline | None]


class Aligner:
    """Judges the knees in one sighting after another.

    `known` gives the baseline to judge against at a time, where it is known from elsewhere (a
    recording watched before); otherwise the baseline is learnt on the way.
    """

    def __init__(self, thresholds: Thresholds | None = None,
                 known: BaselineAt | None = None) -> None:
        self.thresholds = thresholds or Thresholds()
        self._known = known
        self._smooth = PoseSmoother()
        self._framing = Framing()
        self._finder = BaselineFinder()

    @property
    def baseline(self) -> Baseline:
        """How the user stands, as far as it has been seen."""
        return self._finder.baseline

    def start_set(self) -> None:
        """Take the standing baseline anew: every set has its own."""
        self._finder.reset()

    def read(self, sighting: Sighting) -> Reading:
        """Judge one sighting."""
        view = self._framing.look(sighting)
        if view.cut:
            self._finder.reset()
            self._smooth = PoseSmoother()
        pose = self._smooth(sighting).pose
        if pose is None or not _legs_seen(pose):
            return Reading(sighting.time_s, sighting.width_px, sighting.height_px, pose,
                           view.refusal or Refusal.LOW_VISIBILITY, view.square_up, view.yaw_deg)
        return self._read_legs(sighting, view, pose)

    def _read_legs(self, sighting: Sighting, view: View, pose: Pose) -> Reading:
        legs = geometry.measure_legs(pose)
        standing = self._finder.watch(
            sighting.time_s, pose, legs, height=view.refusal in _TELLS_HEIGHT,
            stance=view.refusal in _TELLS_STANCE)
        known = self._known(sighting.time_s) if self._known else None
        baseline = known or self._finder.baseline
        depth = self._depth(legs, known)
        return Reading(
            time_s=sighting.time_s, width_px=sighting.width_px, height_px=sighting.height_px,
            pose=pose, refusal=view.refusal, square_up=view.square_up, yaw_deg=view.yaw_deg,
            depth=depth, standing=standing,
            knees=self._judge(pose, legs, baseline, depth, view),
            axes_deg={side: leg.axis_deg for side, leg in baseline.legs.items()
                      if leg.axis_deg is not None})

    def _depth(self, legs: Mapping[Side, LegMeasures], known: Baseline | None) -> float:
        drop = float(np.mean([each.drop_px for each in legs.values()]))
        tall = (known.drop_px if known else None) or self._finder.standing_drop_px(legs)
        return 1.0 - drop / tall

    def _judge(self, pose: Pose, legs: Mapping[Side, LegMeasures], baseline: Baseline,
               depth: float, view: View) -> dict[Side, Knee]:
        # Deep down and with the feet apart the knees go out by nature.
        narrow = _stance_ratio(pose) < _NARROW_STANCE and depth <= knee.FITTED_TO
        flexed = depth >= self.thresholds.judge_from_depth
        knees = {}
        for side, leg in legs.items():
            angle = knee.angle(legs, side, baseline, depth, view.yaw_deg or 0.0)
            said = (knee.verdict(angle, narrow=narrow, thresholds=self.thresholds)
                    if flexed and view.refusal is None else Verdict.CANNOT_JUDGE)
            knees[side] = Knee(leg.leg, said, angle.kt, leg.ka, angle.valgus_deg,
                               angle.uncertainty_deg, angle.movement_deg)
        return knees


def _legs_seen(pose: Pose) -> bool:
    return float(np.median(pose.visibility[list(geometry.LEG_LANDMARKS)])) >= _SEEN_ENOUGH


def _stance_ratio(pose: Pose) -> float:
    p = geometry.points(pose)
    hips = abs(p[Landmark.LEFT_HIP, 0] - p[Landmark.RIGHT_HIP, 0])
    ankles = abs(p[Landmark.LEFT_ANKLE, 0] - p[Landmark.RIGHT_ANKLE, 0])
    return float(ankles / max(hips, 1e-6))
