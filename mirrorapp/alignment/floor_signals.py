"""Signals of somebody on the floor that tell which side works: + the leg's own, − the other.

On the floor the pose model takes one leg, or one end of a body, for the other more easily than
standing. So lying goes by several signs that have to agree, and is as large as the weakest of
them; where they contradict each other it is 0. Sitting goes by a straight line fitted to rendered
people. What they were tried on: docs/measurement.md.
"""

from collections.abc import Callable, Mapping

import numpy as np

from mirrorapp.alignment import geometry, marks
from mirrorapp.events import Side
from mirrorapp.vision.pose import Floats, Landmark, Pose

_ON_SIDE_DEG = 60.0
_FACE_M = 0.03
"""By so much the nose is nearer to the camera than the ears of a face that is seen: .06 to .13."""
_SITS_DEG = 60.0
_TRUNK = 1.4
"""A trunk by the width of its shoulders, where it does not look shorter."""
_FORWARD_M, _BACK_M = 0.17, 0.10
"""Shoulders nearer than the hips, and further away: .20 to .42 in the stretch, .15 to .35 on the
roller, and -.05 to .15 in those who just sit (rendered)."""
_MOST = 1.5
"""A difference beyond it says no more: the pose model sees legs of any length on the floor."""
_LAID: Floats = np.array([-0.30, 1.05, -0.72])
_AHEAD: Floats = np.array([0.64, -0.45, 0.75])


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
    it: how surely the leg is the straight one, about 1 where it is seen well; 0 where they do not
    lean back. Raises `Unseen`.
    """
    return _fitted(pose, side, _LAID) if _forward_m(pose) <= -_BACK_M else 0.0


def leg_ahead(pose: Pose, side: Side) -> float:
    """Of somebody who sits with one leg in front of them and the other behind: how surely the leg
    is the one in front, about 1 where it is seen well; 0 where they do not lean forward. Raises
    `Unseen`.
    """
    return _fitted(pose, side, _AHEAD) if _forward_m(pose) >= _FORWARD_M else 0.0


def _fitted(pose: Pose, side: Side, weights: Floats) -> float:
    """By how the leg differs from the other one, of which the knee may be hidden behind it; 0 where
    nobody sits upright.
    """
    if abs(_lean_deg(pose)) > _SITS_DEG:
        return 0.0
    if max(pose.visibility[geometry.leg_landmarks(each)[1]] for each in Side) < marks.SEEN:
        raise marks.Unseen
    differences = _lies(pose, side) - _lies(pose, side.other)
    return float(np.clip(differences, -_MOST, _MOST) @ weights)


def _forward_m(pose: Pose) -> float:
    """How much nearer to the camera the shoulders are than the hips. Raises `Unseen`."""
    *shoulders, left, right = marks.world(
        pose, *marks.SHOULDER.values(), Landmark.LEFT_HIP, Landmark.RIGHT_HIP)[:, 2]
    return float((left + right - sum(shoulders)) / 2)


def _lies(pose: Pose, side: Side) -> Floats:
    """How far out one knee is, how low it and how low its ankle (3,), by the body's size; hidden
    ones are where the pose model guesses them, which tells the side all the same.
    """
    top, hips = marks.trunk(pose)
    shoulders = marks.at(pose, *marks.SHOULDER.values())
    size_px = max(float(np.linalg.norm(shoulders[0] - shoulders[1])),
                  float(np.linalg.norm(top - hips)) / _TRUNK, 1.0)
    knee, ankle = (pose.px[mark, :2] - hips for mark in geometry.leg_landmarks(side)[1:3])
    out = knee[0] if side is Side.LEFT else -knee[0]
    return np.array([out, knee[1], ankle[1]]) / size_px


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
