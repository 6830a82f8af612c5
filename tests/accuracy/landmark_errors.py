"""Where the pose model puts a joint against where it is: a small statistical model.

Measured on the rendered bodies, whose joints are known. For each joint of a leg the error, in per
cent of the shank and + medial or + down, is a line in what bends and turns the leg, and what is
left of it varies together over the joints, both legs, and standing and bent.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorapp.figure.legs import SIDES, LegJoints
from mirrorapp.figure.scene import Camera
from mirrorapp.figure.squat import Squat
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Landmark, Pose, Sighting
from tests.accuracy import bodies, film, plan
from tests.accuracy.dataset import facts_of, sight_yaw_deg
from tests.accuracy.film import shape_at, shape_of
from tests.accuracy.scenes import posed

Array = NDArray[np.float64]
JOINTS = ("hip", "knee", "ankle", "toe")
STANDING, BENT = 0, 1
L = Landmark
_MARKS = {"L": (L.LEFT_HIP, L.LEFT_KNEE, L.LEFT_ANKLE, L.LEFT_FOOT_INDEX),
          "R": (L.RIGHT_HIP, L.RIGHT_KNEE, L.RIGHT_ANKLE, L.RIGHT_FOOT_INDEX)}
_YAW_MAX_DEG = 18.0
_OUTLIER = 4.0
_RIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg in one frame: what it does (8,), and its four joints' errors (4, 2) in per cent."""

    source: str
    person: str
    state: int
    yaw_deg: float
    does: Array
    errors: Array


@dataclass(frozen=True, slots=True)
class Errors:
    """The model: `lines` (2 states, 4 joints, 8, 2), `down` (2, 4) and `medial_cov` (16, 16).

    The covariance runs over own leg standing, own leg bent, other leg standing, other leg bent.
    """

    lines: Array
    down: Array
    medial_mean: Array
    medial_cov: Array


def does(flexion_deg: Array, valgus_deg: Array, other_deg: Array, yaw_deg: Array, rise_deg: Array
         ) -> Array:
    """What a leg's errors depend on (..., 8).

    `yaw_deg` is + towards the leg's own side; `rise_deg`: how far up from the knee the camera is.
    """
    bend, fall = np.asarray(flexion_deg) / 60, np.asarray(valgus_deg) / 10
    return np.stack([np.ones_like(bend), bend, fall, np.asarray(other_deg) / 10,
                     np.asarray(yaw_deg) / 10, np.asarray(rise_deg) / 10, fall * bend,
                     np.abs(fall)], axis=-1)


def legs(cache: Path) -> list[Leg]:
    """Every leg that was rendered on two feet, left and right in turns."""
    everybody = {each.name: bodies.load(cache, each.name) for each in bodies.PEOPLE}
    clips = {clip.name: clip for clip in film.clips()}
    stills: dict[str, list[plan.Still]] = {}
    for still in plan.stills():
        stills.setdefault(still.setup.name, []).append(still)
    found: list[Leg] = []
    for path, facts in facts_of(cache, "clips"):
        clip, seen = clips[facts["name"]], list(recording.read(path))
        for time_s, state in _moments(clip):
            sighting = min(seen, key=lambda s, t=time_s: abs(s.time_s - t))  # type: ignore[misc]
            squat = posed(everybody[clip.setup.person], shape_at(clip, sighting.time_s))
            found += _pair(facts, state, squat, sighting)
    for path, facts in facts_of(cache, "stills"):
        for still, sighting in zip(stills[facts["name"]], recording.read(path), strict=True):
            if still.single is None:
                valgus_deg = still.valgus_left_deg, still.valgus_right_deg
                shape = shape_of(still.setup, still.flexion_deg, valgus_deg, still.arms)
                squat = posed(everybody[still.setup.person], shape)
                found += _pair(facts, STANDING if still.is_standing else BENT, squat, sighting)
    return found


def _moments(clip: plan.Clip) -> Iterator[tuple[float, int]]:
    if clip.squats[0].start_s > 0.9:
        yield 0.4, STANDING
    for squat in clip.squats:
        yield squat.bottom_s, BENT


def _pair(facts: Mapping[str, Any], state: int, squat: Squat, sighting: Sighting) -> list[Leg]:
    if sighting.pose is None:
        return []
    camera = Camera(**facts["camera"])
    return [_leg(facts, state, camera, (own, other), sighting.pose)
            for own, other in ((squat.left, squat.right), (squat.right, squat.left))]


def _leg(facts: Mapping[str, Any], state: int, camera: Camera,
         both: tuple[LegJoints, LegJoints], pose: Pose) -> Leg:
    own, other = both
    joints_m = np.stack([own.hip_m, own.knee_m, own.ankle_m, own.second_toe_m])
    away_m = -(np.c_[joints_m, np.ones(4)] @ camera.view().T)[:, 2]
    focal_px = camera.height_px / 2 / np.tan(np.radians(camera.vfov_deg) / 2)
    shank_m = float(np.linalg.norm(own.knee_m - own.ankle_m))
    off_px = pose.px[list(_MARKS[own.side]), :2] - camera.project_px(joints_m)
    errors = 100 * off_px * (away_m / focal_px / shank_m)[:, None] * [-SIDES[own.side], 1]
    rise_deg = np.degrees(np.arctan2(camera.height_m - own.knee_m[2], camera.distance_m))
    yaw_deg = sight_yaw_deg(dict(facts)) * SIDES[own.side]
    return Leg(facts["name"], facts["setup"]["person"], state, yaw_deg,
               does(np.array(own.flexion_deg), np.array(own.valgus_deg),
                    np.array(other.valgus_deg), np.array(yaw_deg), rise_deg), errors)


def fit(seen: Sequence[Leg], people: Collection[str]) -> Errors:
    """Fit the model on some people, seen within `_YAW_MAX_DEG`."""
    lines, down = np.zeros((2, len(JOINTS), 8, 2)), np.zeros((2, len(JOINTS)))
    for state in (STANDING, BENT):
        chosen = [leg for leg in seen if leg.state == state and leg.person in people
                  and abs(leg.yaw_deg) <= _YAW_MAX_DEG]
        inputs = np.stack([leg.does for leg in chosen])
        for joint in range(len(JOINTS)):
            errors = np.stack([leg.errors[joint] for leg in chosen])
            gram = inputs.T @ inputs + _RIDGE * np.eye(8)
            lines[state, joint] = np.linalg.solve(gram, inputs.T @ errors)
            down[state, joint] = float((errors - inputs @ lines[state, joint])[:, 1].std())
    together = _together(seen, people, lines)
    return Errors(lines, down, together.mean(axis=0), np.cov(together.T))


def _together(seen: Sequence[Leg], people: Collection[str], lines: Array) -> Array:
    """What is left of the medial errors (n, 16), see `Errors`; wild ones are left out."""
    def left(leg: Leg) -> Array:
        return np.array([leg.errors[joint, 0] - leg.does @ lines[leg.state, joint, :, 0]
                         for joint in range(len(JOINTS))])
    pairs = [(seen[index], seen[index + 1]) for index in range(0, len(seen), 2)]
    standing = {one.source: (one, other) for one, other in pairs if one.state == STANDING}
    rows = []
    for one, other in pairs:
        if (one.state == BENT and one.source in standing and one.person in people
                and abs(one.yaw_deg) <= _YAW_MAX_DEG):
            first, second = standing[one.source]
            rows.append(np.concatenate([left(leg) for leg in (first, one, second, other)]))
            rows.append(np.concatenate([left(leg) for leg in (second, other, first, one)]))
    table = np.stack(rows)
    return table[(np.abs(table) < _OUTLIER * table.std(axis=0)).all(axis=1)]
