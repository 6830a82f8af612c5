"""What is rendered: setups drawn by a seeded Latin hypercube, each with stills, and the clips.

A setup is one person in one place before one camera. Its stills are one standing straight and
three bent, so that every bent one has its own standing baseline. All angles in degrees; "left" is
the person's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.accuracy.bodies import CROWD, PEOPLE

SEED = 3
SETUPS = 160
BENT_A_SETUP = 3
SINGLE_LEG_EVERY = 10  # of the bent stills
CROWD_SETUPS_EACH, CROWD_BENT_A_SETUP = 5, 4
CROWD_YAW_DEG = 15.0  # beyond, nothing is judged
# Spread of what real people do and the filmed ten do not.
CROWD_TOE_UNEVEN_DEG, CROWD_HEAD_TURN_DEG, CROWD_SWAY_M, CROWD_LEAN_DEG = 4.0, 15.0, 0.015, 2.5
STANDING_FLEXION_DEG = 4.0

# Vertical field of view of cameras hung upright: Camera Module 3 Wide, a webcam, Module 3.
LENSES = {"wide": 102.0, "webcam": 70.0, "standard": 66.0}
LIGHTS = ("normal", "normal", "normal", "dim", "side", "back")
LEGS = ("dark leggings", "light leggings", "shorts", "shorts")
SKINS = ((0.83, 0.63, 0.53), (0.66, 0.46, 0.36), (0.36, 0.24, 0.18), (0.88, 0.72, 0.63))
TOPS = ((0.86, 0.47, 0.38), (0.25, 0.32, 0.45), (0.62, 0.62, 0.60), (0.08, 0.08, 0.09))
SHOES = ((0.87, 0.87, 0.86), (0.12, 0.12, 0.13))


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera is. `yaw_deg`: how far the *user* is turned, + to their own left."""

    lens: str
    yaw_deg: float
    distance_m: float
    height_m: float
    tilt_deg: float
    lateral_m: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class Look:
    """What the person wears and how it is lit; colours as sRGB 0..1, `noise` of 255."""

    legs: str
    skin: tuple[float, float, float]
    top: tuple[float, float, float]
    shoes: tuple[float, float, float]
    light: str
    noise: float


@dataclass(frozen=True, slots=True)
class Setup:
    """One person before one camera. `axis_*_deg` is a fixed knock knee, in the bones."""

    name: str
    person: str
    view: View
    look: Look
    stance: float
    toe_out_deg: float
    arms: float
    axis_left_deg: float = 0.0
    axis_right_deg: float = 0.0
    toe_uneven_deg: float = 0.0
    head_turn_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Still:
    """One picture; the valgus is what the movement adds to the axis. `single`: on that leg.

    `sway_m` and `lean_deg`: of the pelvis and the trunk, to the person's own left.
    """

    name: str
    setup: Setup
    flexion_deg: float
    valgus_left_deg: float
    valgus_right_deg: float
    arms: float
    single: str | None = None
    sway_m: float = 0.0
    lean_deg: float = 0.0

    @property
    def is_standing(self) -> bool:
        return self.flexion_deg == STANDING_FLEXION_DEG


@dataclass(frozen=True, slots=True)
class Bend:
    """One repetition of a clip: how far, and its times in seconds."""

    start_s: float
    down_s: float
    hold_s: float
    up_s: float
    flexion_deg: float

    @property
    def bottom_s(self) -> float:
        return self.start_s + self.down_s + self.hold_s / 2

    @property
    def end_s(self) -> float:
        return self.start_s + self.down_s + self.hold_s + self.up_s


@dataclass(frozen=True, slots=True)
class Squat(Bend):
    """One on both legs."""

    valgus_left_deg: float
    valgus_right_deg: float


@dataclass(frozen=True, slots=True)
class Clip:
    """A film of squats; one that starts before 0 begins in the middle of its descent."""

    name: str
    setup: Setup
    squats: tuple[Squat, ...]
    duration_s: float


def latin_hypercube(random: np.random.Generator, count: int, dimensions: int
                    ) -> NDArray[np.float64]:
    """Points (count, dimensions) in 0..1, each of `count` slices of each axis hit once."""
    order = np.argsort(random.random((count, dimensions)), axis=0)
    return (order + random.random((count, dimensions))) / count


def stills() -> Iterator[Still]:
    """All stills, about 640; the same at every call."""
    random = np.random.default_rng(SEED)
    bent = iter(latin_hypercube(random, SETUPS * BENT_A_SETUP, 5))
    for number, draw in enumerate(latin_hypercube(random, SETUPS, 16)):
        setup = make_setup(f"s{number:03d}", number, draw, yaw_deg=_between(draw[0], -25, 25))
        yield Still(f"{setup.name}_0", setup, STANDING_FLEXION_DEG, 0.0, 0.0, setup.arms)
        for nth in range(1, BENT_A_SETUP + 1):
            flex, left, right, both, arms = next(bent)
            total = number * BENT_A_SETUP + nth
            single = "LR"[total // SINGLE_LEG_EVERY % 2] if total % SINGLE_LEG_EVERY == 0 else None
            one, other = _between(left, -15, 20), _between(right, -15, 20)
            yield Still(f"{setup.name}_{nth}", setup, _between(flex, 15, 80),
                        one, one if both < 0.3 else other if both < 0.65 else 0.0,
                        float(arms > 0.5), single)


def crowd_stills() -> Iterator[Still]:
    """The stills of the crowd, about 1,600; the same at every call.

    Nearer to what is judged than the others: nobody is turned far, and two knees in three fall
    in or out. And less tidy: feet point out unevenly, heads turn, hips sway and trunks lean.
    """
    random = np.random.default_rng(SEED + 2)
    setups = CROWD_SETUPS_EACH * len(CROWD)
    bent = iter(latin_hypercube(random, setups * CROWD_BENT_A_SETUP, 5))
    for number, draw in enumerate(latin_hypercube(random, setups, 16)):
        setup = replace(
            make_setup(f"w{number:03d}", number, draw,
                       yaw_deg=_between(draw[0], -CROWD_YAW_DEG, CROWD_YAW_DEG)),
            person=CROWD[number % len(CROWD)].name,
            toe_uneven_deg=random.normal(0.0, CROWD_TOE_UNEVEN_DEG),
            head_turn_deg=random.normal(0.0, CROWD_HEAD_TURN_DEG))
        yield Still(f"{setup.name}_0", setup, STANDING_FLEXION_DEG, 0.0, 0.0, setup.arms)
        for nth in range(1, CROWD_BENT_A_SETUP + 1):
            flex, left, right, both, arms = next(bent)
            yield Still(f"{setup.name}_{nth}", setup, _between(flex, 25, 80), _fall(left),
                        _fall(left) if both < 0.3 else _fall(right), float(arms > 0.5),
                        sway_m=random.normal(0.0, CROWD_SWAY_M),
                        lean_deg=random.normal(0.0, CROWD_LEAN_DEG))


def _fall(share: float) -> float:
    """Valgus that the movement adds: one knee in three hardly any, else up to 20 degrees in."""
    return _between(share * 3, -2, 2) if share < 1 / 3 else _between(share * 1.5 - 0.5, -15, 20)


def make_setup(name: str, number: int, draw: NDArray[np.float64], *, yaw_deg: float,
               axis_deg: tuple[float, float] | None = None) -> Setup:
    """A setup from a point (16,) of the hypercube; people take turns."""
    view = View(
        lens=list(LENSES)[int(draw[1] * 3)], yaw_deg=yaw_deg,
        distance_m=_between(draw[2], 1.8, 3.0), height_m=_between(draw[3], 0.8, 1.45),
        # The higher it hangs, the more it looks down.
        tilt_deg=_between(draw[4], 0, 15) * min(1.0, 0.25 + draw[3]),
        lateral_m=_between(draw[5], -0.3, 0.3), roll_deg=_between(draw[6], -2, 2))
    look = Look(
        legs=_pick(LEGS, draw[7]), skin=_pick(SKINS, draw[8]), top=_pick(TOPS, draw[9]),
        shoes=_pick(SHOES, draw[10]), light=_pick(LIGHTS, draw[11]),
        noise=_between(draw[12], 1.0, 5.0))
    left = _axis(draw[15]) if axis_deg is None else axis_deg[0]
    right = _axis((draw[15] * 7.3) % 1.0) if axis_deg is None else axis_deg[1]
    return Setup(name, PEOPLE[number % len(PEOPLE)].name, view, look,
                 stance=_between(draw[13], 0.85, 1.35), toe_out_deg=_between(draw[14], 2, 14),
                 arms=float(draw[12] * 10 % 1 > 0.5), axis_left_deg=left, axis_right_deg=right)


def _axis(share: float) -> float:
    """Two in three legs are straight; the others are knock-kneed by up to 12 degrees."""
    return 0.0 if share < 2 / 3 else 12.0 * (share - 2 / 3) * 3


def _between(share: float, low: float, high: float) -> float:
    return float(low + (high - low) * share)


def _pick(choices: tuple[Any, ...], share: float) -> Any:
    return choices[int(share * len(choices))]
