"""The clips of the bench: 40 films of two or three squats, and how the body moves in them."""

from collections.abc import Iterator

import numpy as np

from mirrorapp.figure.choreography import ease
from mirrorapp.figure.squat import SquatShape
from tests.accuracy.plan import (
    SEED,
    STANDING_FLEXION_DEG,
    Clip,
    Setup,
    Squat,
    latin_hypercube,
    make_setup,
)

CLIPS = 40
FPS = 15
LEAD_OUT_S = 0.6
# How the user is turned, four clips a person: three to be judged, one to be refused or warned of.
YAWS_DEG = ((0.0, -7.0, 10.0, 20.0), (0.0, 7.0, -10.0, -20.0),
            (2.0, -5.0, -10.0, 15.0), (-2.0, 5.0, 10.0, -15.0), (0.0, -8.0, 10.0, -23.0),
            (0.0, 8.0, -10.0, 23.0), (3.0, -6.0, 10.0, 20.0), (-3.0, 6.0, -10.0, -20.0),
            (1.0, 4.0, -10.0, 22.0), (-1.0, -4.0, 10.0, -15.0))
# Valgus left and right at the bottom; the squats of the clips take turns.
PATTERNS_DEG = ((0.0, 0.0), (16.0, 0.0), (0.0, 11.0), (18.0, 17.0), (1.5, -1.5), (0.0, 19.0),
                (-14.0, -13.0), (10.5, 0.0), (5.0, 5.0), (0.0, 0.0), (12.0, 11.0), (0.0, -14.0),
                (15.5, 2.0), (-1.0, 15.5), (2.0, 1.0), (-13.0, 0.0), (7.0, 0.0))
AXES_DEG = {3: (6.0, 6.0), 8: (12.0, 12.0), 12: (12.0, 0.0), 17: (6.0, 6.0), 21: (0.0, 12.0),
            26: (12.0, 12.0), 28: (6.0, 0.0), 32: (12.0, 12.0), 37: (6.0, 6.0)}
IN_DESCENT = (5, 14, 18, 23)


def clips() -> Iterator[Clip]:
    """All clips; the same at every call."""
    random = np.random.default_rng(SEED + 1)
    setups = latin_hypercube(random, CLIPS, 16)
    moves = iter(latin_hypercube(random, 3 * CLIPS, 5))
    turn = 0
    for number, draw in enumerate(setups):
        person, nth = number % 10, number // 10
        setup = make_setup(f"c{number:02d}", person, draw, yaw_deg=YAWS_DEG[person][nth],
                           axis_deg=AXES_DEG.get(number, (0.0, 0.0)))
        squats: list[Squat] = []
        time_s = 1.2
        for _ in range(3 if nth == person % 4 else 2):
            tempo, hold, up, deep, pause = next(moves)
            squat = Squat(time_s, 1.0 + 0.9 * tempo, 0.25 + 0.35 * hold, 0.9 + 0.7 * up,
                          45.0 + 35.0 * deep, *PATTERNS_DEG[turn % len(PATTERNS_DEG)])
            squats.append(squat)
            time_s = squat.end_s + 0.4 + 0.4 * pause
            turn += 1
        cut_s = squats[0].start_s + 0.4 * squats[0].down_s if number in IN_DESCENT else 0.0
        yield Clip(setup.name, setup, tuple(_earlier(squat, cut_s) for squat in squats),
                   squats[-1].end_s + LEAD_OUT_S - cut_s)


def _earlier(squat: Squat, by_s: float) -> Squat:
    return Squat(squat.start_s - by_s, squat.down_s, squat.hold_s, squat.up_s, squat.flexion_deg,
                 squat.valgus_left_deg, squat.valgus_right_deg)


def frame_times_s(clip: Clip) -> list[float]:
    """When the clip's pictures are taken."""
    return [index / FPS for index in range(int(clip.duration_s * FPS))]


def shape_at(clip: Clip, time_s: float) -> SquatShape:
    """The pose at a moment; valgus comes late on the way down, as the load does."""
    flexion_deg, left_deg, right_deg = STANDING_FLEXION_DEG, 0.0, 0.0
    for squat in clip.squats:
        down = ease((time_s - squat.start_s) / squat.down_s)
        up = ease((time_s - squat.start_s - squat.down_s - squat.hold_s) / squat.up_s)
        depth = max(down - up, 0.0)
        flexion_deg += depth * (squat.flexion_deg - STANDING_FLEXION_DEG)
        left_deg += depth**1.5 * squat.valgus_left_deg
        right_deg += depth**1.5 * squat.valgus_right_deg
    return shape_of(clip.setup, flexion_deg, (left_deg, right_deg), clip.setup.arms,
                    sway_m=0.004 * np.sin(1.7 * time_s), lean_deg=0.6 * np.sin(1.1 * time_s))


def shape_of(setup: Setup, flexion_deg: float, valgus_deg: tuple[float, float], arms: float,
             *, sway_m: float = 0.0, lean_deg: float = 0.0) -> SquatShape:
    """A setup's pose, with `valgus_deg` (left, right) on top of the legs' own axes.

    A knock-kneed leg is never straight in space: its joints form at least that angle.
    """
    axes_deg = (setup.axis_left_deg, setup.axis_right_deg)
    in_space_deg = float(np.hypot(flexion_deg, max(abs(axis) for axis in axes_deg)))
    return SquatShape(
        flexion_deg=in_space_deg, valgus_left_deg=axes_deg[0] + valgus_deg[0],
        valgus_right_deg=axes_deg[1] + valgus_deg[1], axis_left_deg=axes_deg[0],
        axis_right_deg=axes_deg[1], stance=setup.stance, toe_out_deg=setup.toe_out_deg,
        toe_uneven_deg=setup.toe_uneven_deg, arms=arms, sway_m=sway_m, lean_deg=lean_deg,
        head_turn_deg=setup.head_turn_deg)
