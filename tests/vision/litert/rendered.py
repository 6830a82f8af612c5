"""Rendered people, a film each: one goes through what the guide of an exercise says, once."""

from functools import lru_cache

import numpy as np

from mirrorapp.camera.base import Frame
from mirrorapp.exercises import library
from mirrorapp.figure.scene import Camera
from tests.accuracy.actors import BUILDS, HEIGHT_PX, WIDTH_PX, Shot, pictures

_FPS = 8.0
_CAMERA = Camera(WIDTH_PX, HEIGHT_PX, height_m=1.3, distance_m=2.3, tilt_deg=8.0, vfov_deg=70.0)
_FILMS = (("squat", 0, 0.0), ("squat", 3, -35.0), ("single-leg-squat", 1, 0.0),
          ("runners-march", 5, 20.0), ("banded-side-step", 4, 0.0), ("step-down", 2, -15.0),
          ("hip-hike", 1, 25.0), ("mini-walk", 0, 0.0))
"""The exercise, which of `actors.BUILDS`, and how far it is turned, + to its own left."""


def _shot(exercise: str, build: int, yaw_deg: float, seed: int) -> Shot:
    guide = library.load(exercise).guide
    assert guide is not None
    return Shot(guide, BUILDS[build], _CAMERA, guide.seconds, _FPS, seed, yaw_deg=yaw_deg,
                steps=exercise.startswith("step"))


def _name(exercise: str, build: int, yaw_deg: float) -> str:
    return f"{exercise}, {BUILDS[build].person}, {yaw_deg:g}°"


FILMS = {_name(*film): _shot(*film, seed) for seed, film in enumerate(_FILMS)}
EXERCISES = {_name(*film): film[0] for film in _FILMS}
"""What is done in each of them."""


@lru_cache(maxsize=1)
def frames(name: str) -> tuple[Frame, ...]:
    """That film's; the last one asked for is kept, as to render is most of the work."""
    return tuple(Frame(index, index / _FPS, np.insert(picture, 3, 255, axis=2))
                 for index, (picture, _) in enumerate(pictures(FILMS[name])))
