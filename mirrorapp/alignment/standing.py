"""What a body standing upright on the floor mark looks like: where its landmarks are.

The numbers are in config/standing.toml, fitted on rendered bodies (docs/calibration.md).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from mirrorapp import config
from mirrorapp.vision.pose import Floats, Landmark, Pose

PAIRS = {
    "eye": (Landmark.LEFT_EYE, Landmark.RIGHT_EYE),
    "ear": (Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
    "shoulder": (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    "hip": (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    "knee": (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
    "ankle": (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
    "heel": (Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL),
    "toe": (Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX),
}
LEANING = ("eye", "shoulder", "hip")


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A body seen: `left_px` and `right_px` (8, 2) of `PAIRS`, the user's own left and right.

    `leans_deg` (3,): how far `LEANING` stand towards the camera over the ankles, in the pose
    model's own space. `turned_deg`: how far the body is turned to its own left.
    """

    left_px: Floats
    right_px: Floats
    leans_deg: Floats
    turned_deg: float

    @classmethod
    def of(cls, pose: Pose, turned_deg: float) -> "Standing":
        """What a pose shows of it."""
        sides = np.array([[int(mark) for mark in pair] for pair in PAIRS.values()])
        return cls(pose.px[sides[:, 0], :2], pose.px[sides[:, 1], :2], _leans_deg(pose),
                   turned_deg)


@dataclass(frozen=True, slots=True, eq=False)
class BodyModel:
    """Where the middles of `PAIRS` are on a body, in statures, and how much bodies differ.

    `up`, `ahead` (8,): above the floor and towards the front of the ankles' middle. `up_cov`,
    `across_cov` (8, 8): how far they are seen off that, in statures; `level_cov` (8, 8): how
    far a pair is out of level, in degrees. A body's `leans_deg` are `lean` (3, 3) times
    (1, camera's tilt, angle at which it looks down on the middle of the body), with `lean_cov`.
    """

    up: Floats
    ahead: Floats
    up_cov: Floats
    across_cov: Floats
    level_cov: Floats
    lean: Floats
    lean_cov: Floats

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "BodyModel":
        """From its TOML table."""
        return cls(**{name: np.array(table[name], dtype=np.float64)
                      for name in cls.__dataclass_fields__})


@cache
def body_model() -> BodyModel:
    """The fitted one, read once."""
    text = (config.data_dir() / "standing.toml").read_text(encoding="utf-8")
    return BodyModel.of(tomllib.loads(text))


def _leans_deg(pose: Pose) -> Floats:
    """Of the world landmarks, whose axes are the camera's: a tilted camera sees people lean."""
    def middle(name: str) -> Floats:
        return np.asarray(pose.world_m[list(PAIRS[name])].mean(axis=0))
    spans = np.stack([middle(name) - middle("ankle") for name in LEANING])
    return np.degrees(np.arctan2(-spans[:, 2], -spans[:, 1]))
