"""What the pose model would see of a stick body: 33 landmarks, with the model's own habits.

How far off the model puts a leg's joints was measured on rendered bodies, whose joints are known
(tests/accuracy/landmark_errors.py): without it, straight knees would read as turned or bent in.
"""

from dataclasses import dataclass, field

import numpy as np

from mirrorapp.alignment.station import Station, depth_m, focal_px, project_px
from mirrorapp.events import Side
from mirrorapp.figure.stick import Posed
from mirrorapp.vision.pose import LANDMARK_COUNT, Floats, Landmark, Pose, Sighting

WIDTH_PX, HEIGHT_PX = 720, 1280
CAMERA = Station(height_m=1.2, tilt_deg=0.0, roll_deg=0.0, vfov_deg=80.0, distance_m=2.0)
_OFF = {"HIP": (2.3, 0.5), "KNEE": (0.6, -5.0), "ANKLE": (-1.0, 10.0), "FOOT_INDEX": (2.6, 6.0),
        "HEEL": (0.0, 8.0)}
"""Per cent of the shank, towards the other leg and up: the means on standing and bent bodies."""
_LEVEL_SHARE, _FREE_UP_DEG = 0.3, 2.4
"""Of who stands on one leg the hips are drawn nearly level: by so much of how far they are not, the
free one so much higher (docs/measurement.md, "Hips that drop")."""
_LIFTED_M = 0.08
_WORLD_LEFT_DEG = 3.2
"""The model's world is turned so far to the user's left (docs/measurement.md)."""
_FACE = {"NOSE": (0.0, -0.062, -0.010), "MOUTH_LEFT": (0.013, -0.055, -0.025),
         "MOUTH_RIGHT": (-0.013, -0.055, -0.025),
         **{f"{side}_EYE{part}": (sign * x, -0.052, 0.012) for side, sign in
            (("LEFT", 1), ("RIGHT", -1)) for part, x in (("", .018), ("_INNER", .010),
                                                         ("_OUTER", .026))},
         "LEFT_EAR": (0.043, 0.0, 0.0), "RIGHT_EAR": (-0.043, 0.0, 0.0)}
"""In statures, from the middle of the head: left, back, up."""
_HAND = {"PINKY": (0.02, 0.045), "INDEX": (-0.01, 0.05), "THUMB": (-0.02, 0.02)}
_SEEN, _HIDDEN, _OUTSIDE = 0.99, 0.82, 0.2
_SIDE_ON = 0.5
_SHANK_M = 0.42


@dataclass
class Eyes:
    """Looks at bodies from one camera; `noise` of the shank, as large as frames jitter."""

    camera: Station = CAMERA
    noise: float = 0.002
    seed: int = 1
    _random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)

    def look(self, marks: Floats | None, time_s: float, people: int = 1, *,
             looks: Floats | None = None) -> Sighting:
        """One frame of landmarks (33, 3) as `landmarks_m` gives them; None: nobody is there."""
        if marks is None:
            return Sighting(time_s, WIDTH_PX, HEIGHT_PX, None, people)
        return Sighting(time_s, WIDTH_PX, HEIGHT_PX, self._pose(marks), people, looks=looks)

    def _pose(self, marks: Floats) -> Pose:
        floor = marks + np.array([0.0, self.camera.distance_m, 0.0])
        places = project_px(self.camera, floor, WIDTH_PX, HEIGHT_PX)
        away = depth_m(self.camera, floor)
        focal = focal_px(self.camera.vfov_deg, HEIGHT_PX)
        shank_px = focal * _SHANK_M / float(away.mean())
        places = places + self._random.normal(0.0, self.noise * shank_px, places.shape)
        hips = away[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean()
        px = np.column_stack([places, (away - hips) * focal / hips])
        seen = _seen(marks, px)
        return Pose(px, seen, np.full(LANDMARK_COUNT, 0.99), _world(marks))


def landmarks_m(body: Posed) -> Floats:
    """Where the model puts its landmarks on a body (33, 3), in the person's coordinates."""
    tall = body.size.stature_m
    found = np.empty((LANDMARK_COUNT, 3))
    for name, offset in _FACE.items():
        found[Landmark[name]] = body.neck + body.head @ (np.array(offset) * tall)
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        arm = body.arms[side]
        wrist = arm.wrist
        reach = (wrist - arm.elbow) / (body.size.forearm * tall)
        across = body.trunk @ (0.0, 1.0, 0.0)
        own = {"SHOULDER": arm.shoulder, "ELBOW": arm.elbow, "WRIST": wrist,
               **{name: wrist + tall * (aside * across + along * reach)
                  for name, (aside, along) in _HAND.items()}}
        leg = body.legs[side]
        legs = {"HIP": leg.hip, "KNEE": leg.knee, "ANKLE": leg.ankle, "HEEL": body.heel(side),
                "FOOT_INDEX": body.toe(side)}
        percent = body.size.shank * tall / 100
        for name, (inward, up) in _OFF.items():
            legs[name] = legs[name] + body.whole @ (-sign * inward * percent, 0.0, up * percent)
        for name, place in (own | legs).items():
            found[Landmark[f"{side.name}_{name}"]] = place
    _level_hips(body, found)
    return found


def _level_hips(body: Posed, marks: Floats) -> None:
    """Put the hips' marks (33, 3) of who stands upright on one leg where the model draws them."""
    ankles = {side: body.legs[side].ankle for side in Side}
    lifted_m = abs(ankles[Side.LEFT][2] - ankles[Side.RIGHT][2])
    if lifted_m < _LIFTED_M or body.neck[2] - body.hips[2] < body.size.thigh * body.size.stature_m:
        return
    over = (body.neck + body.hips)[:2] / 2
    own, free = sorted(Side, key=lambda side: float(np.linalg.norm(ankles[side][:2] - over)))
    own_hip, free_hip = (marks[Landmark[f"{side.name}_HIP"]] for side in (own, free))
    across_m = float(np.linalg.norm((free_hip - own_hip)[:2]))
    higher_m = free_hip[2] - own_hip[2]
    drawn_m = _LEVEL_SHARE * higher_m + across_m * np.tan(np.radians(_FREE_UP_DEG))
    free_hip[2] += (drawn_m - higher_m) / 2
    own_hip[2] -= (drawn_m - higher_m) / 2


def _world(marks: Floats) -> Floats:
    """Metres around the hips, x to the picture's right, y down, z away from the camera."""
    around = marks - marks[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    turn = np.radians(_WORLD_LEFT_DEG)
    x = np.cos(turn) * around[:, 0] - np.sin(turn) * around[:, 1]
    z = np.sin(turn) * around[:, 0] + np.cos(turn) * around[:, 1]
    return np.column_stack([x, -around[:, 2], z])


def _seen(marks: Floats, px: Floats) -> Floats:
    """Side-on the far limbs are seen less well; what is outside of the picture hardly is."""
    seen = np.full(LANDMARK_COUNT, _SEEN)
    across = marks[Landmark.LEFT_HIP] - marks[Landmark.RIGHT_HIP]
    if abs(across[1]) > _SIDE_ON * float(np.linalg.norm(across)):
        far = "LEFT" if across[1] > 0 else "RIGHT"
        seen[[mark for mark in Landmark if mark.name.startswith(far)
              and mark > Landmark.MOUTH_RIGHT]] = _HIDDEN
    out = ((px[:, 0] < 0) | (px[:, 0] > WIDTH_PX) | (px[:, 1] < 0) | (px[:, 1] > HEIGHT_PX))
    seen[out] = _OUTSIDE
    return seen
