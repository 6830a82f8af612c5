"""Films of what is done on one leg, or on each in turn.

Each is one of `actors`' people before one camera: on both feet, then what an exercise asks for, the
knee in and the free side of the pelvis lower by so much, through the tracking pose model.
"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np

from mirrorapp.figure.scene import Camera
from mirrorapp.figure.skeleton import Array
from tests.accuracy import actors
from tests.accuracy.actors import HEIGHT_PX, WIDTH_PX, Shot
from tests.accuracy.landmarks import once
from tests.accuracy.one_leg_moves import HINGE, MOVES, Take
from tests.accuracy.plan import latin_hypercube

FPS = 8.0
STOOD = slice(3, 6)
"""The pictures in which somebody stands on both feet: see `actors.seen`."""
HINGES, HELD_OTHERWISE, FILMS, HOLDING_ON = 48, 24, 36, 12
_SEEDS = {HINGE: 41, "single-leg-squat": 51, "runners-march": 53, "step-down": 55, "step-up": 57,
          "banded-side-step": 59}
_KNEES_IN_DEG = (0.0, 14.0, 0.0, 10.0, 18.0, 0.0, 6.0, -10.0)
_HINGE_DROPS_DEG = (0.0, 0.0, 8.0, 0.0, 16.0, 24.0)
_HELD_OTHERWISE_DROPS_DEG = (0.0, 10.0, 0.0, 22.0, 0.0, 16.0)
_DROPS_DEG = (0.0, 24.0, 0.0, 16.0, 0.0, 8.0, 24.0, 0.0, 12.0, 0.0, 20.0, 0.0,
              0.0, 16.0, 0.0, 24.0, 0.0, 20.0)
_ASIDE_DEG, _FAR_ASIDE_DEG, _SWAY_DEG = 6.0, 14.0, 4.0
_HOLDING_ON_DROPS_DEG = (0.0, 0.0, 20.0, 0.0)
_LEVEL_DEG = 3.0
"""Level hips are level to within so much: nobody's are quite."""


def hinges() -> Iterator[Take]:
    """The same at every call; the first few are a fair sample."""
    usual = latin_hypercube(np.random.default_rng(_SEEDS[HINGE]), HINGES, 8)
    for number, draw in enumerate(usual):
        yield _hinge(number, draw, _KNEES_IN_DEG[(number + number // 8) % 8],
                     _HINGE_DROPS_DEG[(number // 4) % 6], (4.0, 55.0))


def held_otherwise() -> Iterator[Take]:
    """Hinges with the free leg elsewhere, and knees that are straight."""
    for nth, draw in enumerate(latin_hypercube(
            np.random.default_rng(_SEEDS[HINGE] + 1), HELD_OTHERWISE, 10)):
        yield _hinge(HINGES + nth, draw, 0.0, _HELD_OTHERWISE_DROPS_DEG[(nth + nth // 6) % 6],
                     (float(40 * draw[8] - 10), float(45 + 40 * draw[9])))


def others(exercise: str) -> Iterator[Take]:
    """Of any other exercise: the same at every call; the first few are a fair sample.

    In the second half the trunk leans aside further, and the hips are not just over the foot.
    """
    seed = _SEEDS[exercise]
    for number, draw in enumerate(latin_hypercube(np.random.default_rng(seed), FILMS, 9)):
        again, nth = divmod(number, len(_DROPS_DEG))
        drop_deg, share = _DROPS_DEG[nth], float(draw[8])
        yield Take(f"{exercise}_{number:02d}", (number + again) % len(actors.BUILDS),
                   bool((number // 2 + again) % 2), _KNEES_IN_DEG[(number + number // 8) % 8],
                   drop_deg or _LEVEL_DEG * (2 * share - 1), (0.0, 0.0),
                   float(0.6 + 0.5 * draw[5]), float(16 * draw[6] - 8), _camera(draw),
                   100 * seed + number, exercise,
                   float((_ASIDE_DEG, _FAR_ASIDE_DEG)[again] * (2 * draw[7] - 1)),
                   again * _SWAY_DEG * (2 * (7.3 * share % 1) - 1))


def holding_on(exercise: str) -> Iterator[Take]:
    """The same with an arm out to the side, as far as to a rail or a wall, on either side."""
    seed = _SEEDS[exercise] + 1
    for nth, draw in enumerate(latin_hypercube(np.random.default_rng(seed), HOLDING_ON, 10)):
        yield Take(f"{exercise}_{FILMS + nth:02d}", (nth + 3) % len(actors.BUILDS),
                   bool(nth // 2 % 2), 0.0, _HOLDING_ON_DROPS_DEG[nth % 4], (0.0, 0.0),
                   float(0.6 + 0.5 * draw[5]), float(16 * draw[6] - 8), _camera(draw),
                   100 * seed + nth, exercise, float(_ASIDE_DEG * (2 * draw[7] - 1)),
                   float(_SWAY_DEG * (2 * draw[8] - 1)),
                   (1.0 if nth % 2 else -1.0) * float(35 + 55 * draw[9]))


def _hinge(number: int, draw: Array, knee_in_deg: float, drop_deg: float,
           free_deg: tuple[float, float]) -> Take:
    return Take(f"hinge_{number:02d}", number % len(actors.BUILDS), bool(number // 2 % 2),
                knee_in_deg, drop_deg, free_deg, float(8 + 10 * draw[5]),
                float(16 * draw[6] - 8), _camera(draw), 300 + number)


def _camera(draw: Array) -> Camera:
    return Camera(WIDTH_PX, HEIGHT_PX, height_m=float(1.0 + 0.45 * draw[0]),
                  distance_m=float(2.1 + 0.6 * draw[1]), tilt_deg=float(4 + 9 * draw[2]),
                  vfov_deg=(70.0, 80.0, 102.0)[int(3 * draw[3])],
                  roll_deg=float(2 * draw[4] - 1))


def made(cache: Path, take: Take) -> Path:
    """Rendered and watched, unless it has been: where it is, without its ending."""
    stem = cache / ("hinges" if take.exercise == HINGE else take.exercise) / take.name
    guide = MOVES[take.exercise](take)
    once(stem, lambda to: actors.film(to, Shot(
        guide, actors.BUILDS[take.build], take.camera, guide.seconds, FPS, take.seed, take.flip,
        take.yaw_deg, steps=take.exercise.startswith("step-")), asdict(take)))
    return stem
