"""Whether this view can be judged at all, and if not, why.

The numbers come from real clips and rendered bodies; see docs/measurement.md.
"""

from math import exp, inf
from typing import NamedTuple

from mirrorapp.alignment import geometry, one_leg
from mirrorapp.alignment.fitted import models
from mirrorapp.alignment.upside_down import is_upside_down
from mirrorapp.events import SIDES, Refusal, Side
from mirrorapp.vision.cuts import GAP_S, is_cut
from mirrorapp.vision.pose import Landmark, Pose, Sighting

JUDGE_FREELY_DEG = 8.0
JUDGE_AT_ALL_DEG = 12.8
_FAR_ROUND_DEG = 45.0
_HIPS_LEAN_DEG = 3.2
_HIPS_GAIN = 0.9
_FEET_DEG = 6.0
_SIDE_DEG = 60.0
_REAR_DEG = 120.0
_SIDE_RATIO = 0.14
_LOW_VISIBILITY = 0.5
_EDGE = 0.01
_OFF_CENTRE = 0.3
_TOO_FAR_SHARE = 0.08
_TOO_FAR_PX = 100.0
_LEG_RATIO_MAX = 1.4
_TORSO_SHANKS_MIN = 0.75
_THIGH_DROP_MIN = 0.5
_CROSSED_SHANKS = 0.15
_LOOKS_STRAIGHT_DEG = 30.0
_STRAIGHT_DROP_SHANKS = (1.75, 2.6)
_STRAIGHT_TORSO_SHANKS = (1.0, 2.6)
_DROP_SHANKS_MAX = 3.5
_TORSO_SHANKS_MAX = 3.3
"""Of 11,000 rendered and real frames whose knees look straight: 1.84 to 2.43 and 1.12 to 2.07
(arms overhead); of all, at most 3.49 and 3.28, for a bent shank looks short."""
_STANDING_SHANKS = 1.9
_BODY_SHANKS = 3.9
_CUT_S = 0.5
_YAW_TAU_S = 0.3
_FEET = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE, Landmark.LEFT_FOOT_INDEX,
         Landmark.RIGHT_FOOT_INDEX)


class View(NamedTuple):
    """How the body stands in the frame. `refusal` None means that it can be judged."""

    refusal: Refusal | None
    yaw_deg: float | None = None
    square_up: Side | None = None
    cut: bool = False


class Framing:
    """Looks at one sighting after another; remembers the last one to notice cuts."""

    def __init__(self) -> None:
        self._last: Sighting | None = None
        self._cut_until_s = -inf
        self._yaw: tuple[float, float] | None = None

    def look(self, sighting: Sighting, stance: Side | None = None) -> View:
        """Say whether this view can be judged; on one leg the lifted one may look as it likes."""
        pose = sighting.pose
        if pose is None:
            return View(Refusal.NO_PERSON)
        last, self._last = self._last, sighting
        cut = last is not None and is_cut(last, sighting)
        if cut:
            self._cut_until_s = sighting.time_s + _CUT_S
            self._yaw = None
        yaw = self._steady_yaw(sighting.time_s, turned_deg(pose, stance))
        return View(self._refusal(sighting, pose, yaw, stance), yaw, _square_up(yaw), cut)

    def _refusal(self, sighting: Sighting, pose: Pose, yaw: float, stance: Side | None
                 ) -> Refusal | None:
        """The first reason that holds; the order is what the user should mend first."""
        if sighting.people > 1:
            return Refusal.SEVERAL_PEOPLE
        if sighting.time_s < self._cut_until_s:
            return Refusal.CUT
        if is_upside_down(pose):
            return Refusal.IMPLAUSIBLE  # in that picture left is right, and would be the back
        return (_faces_away(pose, yaw) or _out_of_frame(sighting, pose)
                or _ill_seen(pose, stance) or _turned(yaw)
                or _badly_placed(sighting, pose, stance))

    def _steady_yaw(self, time_s: float, yaw: float) -> float:
        """Yaw with its noise taken out; the back of the circle needs no care: it is refused."""
        if self._yaw is None or not 0 < time_s - self._yaw[0] < GAP_S:
            self._yaw = (time_s, yaw)
            return yaw
        last_s, last = self._yaw
        turn = (yaw - last + 180.0) % 360.0 - 180.0
        blend = 1.0 - exp(-(time_s - last_s) / _YAW_TAU_S)
        steady = (last + turn * blend + 180.0) % 360.0 - 180.0
        self._yaw = (time_s, steady)
        return steady


def turned_deg(pose: Pose, stance: Side | None = None) -> float:
    """How far the user is turned away from the line of sight, + to their own left.

    The world landmarks lean to the user's left; what the hips say is put straight, and averaged
    with a fitted line of hips, shoulders and feet (docs/accuracy.md). Far round, the hips alone.
    """
    hips = geometry.yaw_deg(pose)
    if abs(hips) > _FAR_ROUND_DEG:
        return hips
    if stance is not None:
        return one_leg.turned_deg(pose, stance)
    left, right = geometry.measure_legs(pose).values()
    feet = (left.ka - left.kt) - (right.ka - right.kt)
    by = models().yaw
    line = (by["yaw"] * hips + by["yaw_shoulder"] * geometry.shoulder_yaw_deg(pose)
            + min(_FEET_DEG, max(-_FEET_DEG, by["feet"] * feet)) + by["constant"])
    return (line + (hips - _HIPS_LEAN_DEG) / _HIPS_GAIN) / 2


def _square_up(yaw: float) -> Side | None:
    if abs(yaw) <= JUDGE_FREELY_DEG:
        return None
    return Side.RIGHT if yaw > 0 else Side.LEFT


def _faces_away(pose: Pose, yaw: float) -> Refusal | None:
    ratio = geometry.shoulder_ratio(pose)
    if abs(ratio) <= _SIDE_RATIO or _SIDE_DEG <= abs(yaw) < _REAR_DEG:
        return Refusal.SIDE
    if abs(yaw) >= _REAR_DEG or ratio < 0:
        return Refusal.REAR
    return None


def _turned(yaw: float) -> Refusal | None:
    return Refusal.TURNED if abs(yaw) > JUDGE_AT_ALL_DEG else None


def _out_of_frame(sighting: Sighting, pose: Pose) -> Refusal | None:
    wide, high = sighting.width_px, sighting.height_px
    p = geometry.places(pose)
    feet = [p[mark] for mark in _FEET]
    feet_out = any(y / high > 1 - _EDGE or not _EDGE <= x / wide <= 1 - _EDGE for x, y in feet)
    head_out = (min(p[Landmark.NOSE][1], p[Landmark.LEFT_EYE][1]) / high < _EDGE
                or _too_tall(pose))
    if feet_out and head_out:
        return Refusal.TOO_NEAR
    if feet_out:
        return Refusal.FEET_OUT
    return Refusal.HEAD_OUT if head_out else None


def _too_tall(pose: Pose) -> bool:
    """Standing so near that the head must be above the picture, wherever the model puts it."""
    return all(each.leg.ankle[1] < _BODY_SHANKS * each.shank_px
               and each.drop_px > _STANDING_SHANKS * each.shank_px
               for each in geometry.measure_legs(pose).values())


def _ill_seen(pose: Pose, stance: Side | None) -> Refusal | None:
    marks = geometry.LEG_LANDMARKS if stance is None else geometry.leg_landmarks(stance)
    seen = geometry.visibility(pose)
    if min([seen[mark] for mark in marks]) < _LOW_VISIBILITY:
        return Refusal.LOW_VISIBILITY
    plausible = _plausible(pose) if stance is None else _plausible_on(pose, stance)
    return None if plausible else Refusal.IMPLAUSIBLE


def _plausible(pose: Pose) -> bool:
    """Whether a person facing the mirror can look like that.

    Knees that touch are beside each other; crossed ones were taken for each other.
    """
    left, right = geometry.measure_legs(pose).values()
    shank = (left.shank_px + right.shank_px) / 2
    even = 1 / _LEG_RATIO_MAX <= left.shank_px / right.shank_px <= _LEG_RATIO_MAX
    upright = min(left.drop_px, right.drop_px) > 0
    crossed = (right.leg.ankle[0] - left.leg.ankle[0] > _CROSSED_SHANKS * shank
               or right.leg.knee[0] > left.leg.knee[0])
    return even and upright and not crossed and _in_proportion(pose) and _hips_in_order(pose)


def _in_proportion(pose: Pose) -> bool:
    """Whether torso, thigh and shank can be one body's."""
    legs = geometry.measure_legs(pose)
    drop = (legs[Side.LEFT].drop + legs[Side.RIGHT].drop) / 2
    torso = geometry.torso_px(pose) / geometry.mean_shank_px(legs)
    if (_STRAIGHT_DROP_SHANKS[0] <= drop <= _STRAIGHT_DROP_SHANKS[1]
            and _STRAIGHT_TORSO_SHANKS[0] <= torso <= _STRAIGHT_TORSO_SHANKS[1]):
        return True
    return (drop <= _DROP_SHANKS_MAX and _TORSO_SHANKS_MIN <= torso <= _TORSO_SHANKS_MAX
            and max(geometry.knee_flexion_deg(pose, side) for side in SIDES) >= _LOOKS_STRAIGHT_DEG)


def _plausible_on(pose: Pose, stance: Side) -> bool:
    """The same of somebody on one leg: the other one may be folded, or across."""
    own = geometry.measure_leg(pose, stance)
    upright = own.thigh_drop >= _THIGH_DROP_MIN and own.leg.ankle[1] > own.leg.knee[1]
    folded = geometry.torso_px(pose) < _TORSO_SHANKS_MIN * own.shank_px
    return upright and not folded and _hips_in_order(pose)


def _hips_in_order(pose: Pose) -> bool:
    """Whoever faces the mirror has the left hip further right in the frame, or the legs were
    taken for each other."""
    p = geometry.places(pose)
    return p[Landmark.LEFT_HIP][0] > p[Landmark.RIGHT_HIP][0]


def _badly_placed(sighting: Sighting, pose: Pose, stance: Side | None) -> Refusal | None:
    legs = geometry.measure_legs(pose)
    shank = geometry.mean_shank_px(legs) if stance is None else legs[stance].shank_px
    size = geometry.torso_px(pose) + shank
    if size < max(_TOO_FAR_SHARE * sighting.height_px, _TOO_FAR_PX):
        return Refusal.TOO_FAR
    p = geometry.places(pose)
    middle, _ = geometry.middle(p[Landmark.LEFT_HIP], p[Landmark.RIGHT_HIP])
    return Refusal.OFF_CENTRE if abs(middle / sighting.width_px - 0.5) > _OFF_CENTRE else None
