"""Signals of somebody on the floor that tell which side works: + the leg's own, − the other.

On the floor the pose model takes one leg, or one end of a body, for the other more easily than
standing. So each goes by several signs that have to agree, and is as large as the weakest of
them; where they contradict each other it is 0. What they were tried on: docs/measurement.md.
"""

from collections.abc import Callable, Mapping

import numpy as np

from mirrorapp.alignment import geometry, marks
from mirrorapp.events import Side
from mirrorapp.vision.pose import Landmark, Pose

_ON_SIDE_DEG = 60.0
_FACE_M = 0.03
"""By so much the nose is nearer to the camera than the ears of a face that is seen: .06 to .13."""
_SITS_DEG = 45.0
_STANDS_DEG = 60.0
"""By so much more a leg is bent whose foot stands on the floor, beside one that is straight."""
_AHEAD_M = 0.4
"""So much nearer is a foot in front than one behind: a shank."""


def leg_on_top(pose: Pose, side: Side) -> float:
    """Of somebody who lies on their side with the face to the camera: how much higher the leg's
    own shoulder, hip and knee are than the others, in trunk lengths.

    0 too where the head lies at the other end than it should. Raises `Unseen`.
    """
    lean_deg = _lean_deg(pose)
    if not _ON_SIDE_DEG <= abs(lean_deg) <= 180.0 - _ON_SIDE_DEG:
        return 0.0
    higher = _least([_lower(pose, side.other, side, part) for part in ("SHOULDER", "HIP", "KNEE")])
    nose, *ears = marks.world(pose, Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)[:, 2]
    # With the face to the camera, whoever lies on their left has the head on the picture's right.
    expected = (lean_deg > 0) == ((side is Side.RIGHT) == (higher > 0))
    return higher if expected and np.mean(ears) - nose >= _FACE_M else 0.0


def leg_laid(pose: Pose, side: Side) -> float:
    """Of somebody who sits on the floor, one leg straight and the other one's foot set up beside
    it: how much lower the leg's own knee is, and how much further the other shank comes down, in
    trunk lengths; by how much more the other knee is bent. Raises `Unseen`.
    """
    if abs(_lean_deg(pose)) > _SITS_DEG:
        return 0.0
    own, other = (marks.leg(pose, each)[:, 1] for each in (side, side.other))
    bent_deg = (geometry.knee_flexion_deg(pose, side.other) - geometry.knee_flexion_deg(pose, side))
    comes_down = float((other[2] - other[1]) - (own[2] - own[1])) / _trunk_px(pose)
    return _least([_lower(pose, side, side.other, "KNEE"), comes_down, bent_deg / _STANDS_DEG])


def leg_ahead(pose: Pose, side: Side) -> float:
    """Of somebody who sits with one leg in front of them and the other behind: how much lower in
    the picture, and nearer, the leg's own foot is, and how much further its shank comes down.

    0 too where both shanks go the same way: then none is behind. Raises `Unseen`.
    """
    own, other = (marks.leg(pose, each)[:, 1] for each in (side, side.other))
    own_px, other_px = (float(leg[2] - leg[1]) for leg in (own, other))
    if own_px * other_px > 0 or abs(_lean_deg(pose)) > _SITS_DEG:
        return 0.0
    ankle_m = [marks.world(pose, geometry.leg_landmarks(each)[2])[0, 2]
               for each in (side, side.other)]
    return _least([(own_px - other_px) / _trunk_px(pose), _lower(pose, side, side.other, "ANKLE"),
                   float(ankle_m[1] - ankle_m[0]) / _AHEAD_M])


def _lean_deg(pose: Pose) -> float:
    """How far the trunk leans to the picture's right: 90 with the head there, -180...180."""
    top, hips = marks.trunk(pose)
    return float(np.degrees(np.arctan2(top[0] - hips[0], hips[1] - top[1])))


def _lower(pose: Pose, side: Side, than: Side, part: str) -> float:
    """How much lower in the picture a part of one side is than that of the other, in trunks."""
    one, other = marks.at(pose, *(Landmark[f"{each.name}_{part}"] for each in (side, than)))[:, 1]
    return float(one - other) / _trunk_px(pose)


def _trunk_px(pose: Pose) -> float:
    top, hips = marks.trunk(pose)
    return max(float(np.linalg.norm(top - hips)), 1.0)


def _least(signs: list[float]) -> float:
    """The one nearest to 0; 0 where they do not agree."""
    low, high = min(signs), max(signs)
    return max(low, 0.0) if high > 0 else high


PLAIN: Mapping[str, Callable[[Pose, Side], float]] = {
    "leg_on_top": leg_on_top, "leg_laid": leg_laid, "leg_ahead": leg_ahead}
"""What one pose says, by the signal's name."""
