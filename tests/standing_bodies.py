"""A whole body standing on the floor, projected by a camera whose place is known."""

import numpy as np

from mirrorapp.alignment.standing import LEANING, PAIRS, BodyModel, body_model
from mirrorapp.alignment.station import Station, project_px
from mirrorapp.vision.pose import LANDMARK_COUNT, Landmark, Pose, Sighting

SIZE_PX = (720, 1280)
HALF_WIDTHS = {"eye": .019, "ear": .045, "shoulder": .105, "hip": .065, "knee": .06,
               "ankle": .065, "heel": .06, "toe": .08}
STATION = Station(1.40, 12.0, 0.0, 102.0, 2.0)


def pose(station: Station = STATION, *, stature_m: float = 1.70, bearing_deg: float = 0.0,
         errors: np.random.Generator | None = None) -> Pose:
    """A body squared up to the camera; with `errors`, seen as badly as the body model says."""
    model = body_model()
    px = np.zeros((LANDMARK_COUNT, 3))
    bearing = np.radians(bearing_deg)
    ahead = np.array([np.sin(bearing), np.cos(bearing), 0.0])
    right = np.array([np.cos(bearing), -np.sin(bearing), 0.0])
    across, up, level = _errors(model, errors)
    for nth, (name, (left, other)) in enumerate(PAIRS.items()):
        middle = ahead * (station.distance_m - stature_m * model.ahead[nth])
        middle = middle + right * stature_m * across[nth]
        middle[2] = stature_m * (model.up[nth] + up[nth])
        half = stature_m * HALF_WIDTHS[name]
        tip = np.array([0.0, 0.0, -half * np.tan(np.radians(level[nth]))])
        ends = np.stack([middle + right * half + tip, middle - right * half - tip])
        px[[left, other], :2] = project_px(station, ends, *SIZE_PX)
    for mark in range(11):
        if not px[mark].any():
            px[mark] = px[Landmark.LEFT_EYE if mark % 2 else Landmark.RIGHT_EYE]
    world = _world(model, station, stature_m, errors)
    ones = np.ones(LANDMARK_COUNT)
    return Pose(px, ones, ones, world)


def sighting(time_s: float, station: Station = STATION, **body: float) -> Sighting:
    """The same as it is seen at a time."""
    return Sighting(time_s, *SIZE_PX, pose(station, **body))


def _errors(model: BodyModel, random: np.random.Generator | None) -> list[np.ndarray]:
    covs = (model.across_cov, model.up_cov, model.level_cov)
    if random is None:
        return [np.zeros(len(PAIRS)) for _ in covs]
    return [random.multivariate_normal(np.zeros(len(PAIRS)), cov) for cov in covs]


def _world(model: BodyModel, station: Station, stature_m: float,
           random: np.random.Generator | None) -> np.ndarray:
    down_deg = np.degrees(np.arctan2(station.height_m - stature_m / 2, station.distance_m))
    leans = model.lean @ np.array([1.0, station.tilt_deg, down_deg])
    if random is not None:
        leans = leans + random.multivariate_normal(np.zeros(len(LEANING)), model.lean_cov)
    lean_of = {**dict(zip(LEANING, leans, strict=True)), "knee": leans[2], "ear": leans[0]}
    world = np.zeros((LANDMARK_COUNT, 3))
    ankle = model.up[list(PAIRS).index("ankle")]
    for nth, (name, marks) in enumerate(PAIRS.items()):
        tall = stature_m * (model.up[nth] - ankle)
        lean = np.radians(lean_of.get(name, 0.0))
        for mark, sign in zip(marks, (1, -1), strict=True):
            world[mark] = (sign * stature_m * HALF_WIDTHS[name], -tall, -tall * np.tan(lean))
    return world
