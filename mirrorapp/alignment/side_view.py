"""Views beside the one that knees are judged in: side-on, folded up, and on the floor.

Whoever is seen from the side, sits, kneels or lies looks like nobody who stands facing the mirror
(`framing`); what spoils such a view is less, and something else. Measured on real clips: three of
people side-on (|yaw| 72 to 91 degrees, shoulders up to .18 of the trunk apart), and eight from the
front (up to 19, from .45 on).
"""

from itertools import pairwise
from typing import Literal

import numpy as np

from mirrorapp.alignment import geometry
from mirrorapp.alignment.framing import View
from mirrorapp.alignment.reading import Seen
from mirrorapp.events import Refusal, Side
from mirrorapp.vision.pose import Landmark, Pose, Sighting

Asked = tuple[Literal["F", "S", "T"], ...]
"""From where an exercise may be seen, the wanted one first; T: it is enough to be there."""
FRONT: Asked = ("F",)
_ANYWAY = (Refusal.NO_PERSON, Refusal.SEVERAL_PEOPLE, Refusal.CUT)
_NOT_FRONT = (*_ANYWAY, Refusal.SIDE, Refusal.REAR)
_SIDE_FROM_DEG, _SIDE_TO_DEG = 58.0, 122.0
_SIDE_RATIO_MAX = 0.4
_FRONT_DEG = 35.0
_FRONT_RATIO_MIN = 0.3
_REAR_DEG = 120.0
_SEEN = 0.5
_EDGE = 0.01
_UPRIGHT_DEG = 30.0


def judge(view: View, sighting: Sighting, asked: Asked, *, folded: bool
          ) -> tuple[View, Seen | None]:
    """The view as it is for an exercise that may be seen from `asked`, and what it is.

    `view` is what `Framing` makes of it; `folded`: limbs may be as they like, no knee is judged.
    """
    pose = sighting.pose
    if pose is None or (view.refusal in _ANYWAY and "T" not in asked):
        return view, None
    if "T" in asked:
        several = view.refusal is Refusal.SEVERAL_PEOPLE
        jump = Refusal.CUT if view.cut else None  # for that instant: what was counted is void
        return View(Refusal.SEVERAL_PEOPLE if several else jump, cut=view.cut), seen_from(pose)
    if asked == FRONT and not folded:
        return view, None if view.refusal in _NOT_FRONT else "F"
    if "S" in asked and seen_from(pose) == "S":
        return View(_side_refusal(sighting, pose), yaw_deg(pose), cut=view.cut), "S"
    refusal = view.refusal
    if folded or "F" not in asked:
        refusal = _front_refusal(pose)
    facing = refusal not in (Refusal.TURNED, Refusal.SIDE, Refusal.REAR)
    if asked[0] == "S" and not (facing and "F" in asked):
        return View(Refusal.NOT_SIDE, yaw_deg(pose), cut=view.cut), None
    square_up = None if folded else view.square_up
    return view._replace(refusal=refusal, square_up=square_up), "F" if facing else None


def seen_from(pose: Pose) -> Seen | None:
    """From where this body is seen, whatever it does; None: obliquely, from behind, or unclear."""
    turned, ratio = abs(yaw_deg(pose)), geometry.shoulder_ratio(pose)
    if _SIDE_FROM_DEG <= turned <= _SIDE_TO_DEG and abs(ratio) <= _SIDE_RATIO_MAX:
        return "S"
    return "F" if turned <= _FRONT_DEG and ratio >= _FRONT_RATIO_MIN else None


def yaw_deg(pose: Pose) -> float:
    """How far the body is turned, + to its own left: hips and shoulders together, -180...180."""
    turns = np.exp(1j * np.radians([geometry.yaw_deg(pose), geometry.shoulder_yaw_deg(pose)]))
    return float(np.degrees(np.angle(turns.sum())))


def ahead(pose: Pose) -> float:
    """+1 where somebody seen from the side looks to the right of the picture, else -1."""
    return 1.0 if yaw_deg(pose) >= 0 else -1.0


def near(pose: Pose) -> Side:
    """The side of somebody seen from the side that is nearer to the camera."""
    return Side.RIGHT if yaw_deg(pose) >= 0 else Side.LEFT


def upright(pose: Pose) -> bool:
    """Whether somebody seen from the side stands: trunk, thigh and shank of the near side."""
    side = near(pose)
    hip, knee, ankle, *_ = geometry.leg_landmarks(side)
    p = geometry.points(pose)
    chain = [p[_SHOULDER[side]], p[hip], p[knee], p[ankle]]
    return all(_lean_deg(high, low) < _UPRIGHT_DEG for high, low in pairwise(chain))


_SHOULDER = {Side.LEFT: Landmark.LEFT_SHOULDER, Side.RIGHT: Landmark.RIGHT_SHOULDER}


def _lean_deg(high: np.ndarray, low: np.ndarray) -> float:
    across, along = abs(float(high[0] - low[0])), float(low[1] - high[1])
    return float(np.degrees(np.arctan2(across, along)))


def _side_refusal(sighting: Sighting, pose: Pose) -> Refusal | None:
    """What spoils the view of the near side."""
    side = near(pose)
    hip, knee, ankle, *_ = geometry.leg_landmarks(side)
    x, y = geometry.points(pose)[ankle] / (sighting.width_px, sighting.height_px)
    if not (_EDGE <= x <= 1 - _EDGE and y <= 1 - _EDGE):
        return Refusal.FEET_OUT
    marks = [_SHOULDER[side], hip, knee, ankle]
    return Refusal.LOW_VISIBILITY if float(pose.visibility[marks].min()) < _SEEN else None


def _front_refusal(pose: Pose) -> Refusal | None:
    """What spoils the view of somebody who faces the mirror and sits, kneels or folds."""
    turned, ratio = abs(yaw_deg(pose)), geometry.shoulder_ratio(pose)
    if _SIDE_FROM_DEG < turned < _REAR_DEG:
        return Refusal.SIDE
    if turned >= _REAR_DEG or ratio <= 0:
        return Refusal.REAR
    if turned > _FRONT_DEG:
        return Refusal.TURNED
    marks = [*_SHOULDER.values(), Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
    return Refusal.LOW_VISIBILITY if float(pose.visibility[marks].min()) < _SEEN else None
