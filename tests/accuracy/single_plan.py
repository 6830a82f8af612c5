"""What is rendered of squats on one leg: setups with stills, and clips; the same at every call.

A setup's stills are one on two legs, one standing on one leg, and bent ones on that leg. Angles
in degrees; "left" is the person's own. Valgus is what the movement adds to the axis.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mirrorapp.events import Side
from mirrorapp.figure.choreography import ease
from mirrorapp.figure.squat import HELD_BEHIND, HELD_IN_FRONT, HELD_RAISED, Held, SquatShape
from tests.accuracy.film import shape_of
from tests.accuracy.plan import STANDING_FLEXION_DEG, Bend, Setup, latin_hypercube, make_setup

SEED = 11
SETUPS = 40
BENT_A_SETUP = 5
FPS = 15
LIFT_S = 0.6
HELD = {"behind": HELD_BEHIND, "raised": HELD_RAISED, "behind again": HELD_BEHIND,
        "in front": HELD_IN_FRONT}
FOOT_DOWN_S = 0.5
# Person (as in `bodies.PEOPLE`), yaw, stance leg, whether the foot comes down between the squats,
# and the valgus of each squat.
CLIPS = (
    (6, 0.0, Side.LEFT, False, (0.0, 12.0, 18.0)),
    (7, -6.0, Side.RIGHT, True, (0.0, 18.0, -10.0)),
    (8, 4.0, Side.RIGHT, False, (16.0, 0.0, 8.0)),
    (9, 7.0, Side.LEFT, True, (1.0, -11.0, 13.0)),
    (0, -3.0, Side.LEFT, False, (0.0, 15.0, 5.0)),
    (5, 2.0, Side.RIGHT, False, (-12.0, 0.0, 10.0)),
)


@dataclass(frozen=True, slots=True)
class OneLeg:
    """How somebody stands on one leg: `lift` 0 on both feet .. 1 on one, `side` the stance leg."""

    side: Side
    lift: float
    shape: SquatShape
    held: Held
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class OneLegBend(Bend):
    """One on one leg."""

    valgus_deg: float


@dataclass(frozen=True, slots=True)
class SingleClip:
    """A film of squats on one leg; the foot is up during `lifted` spans of (from, to) seconds."""

    setup: Setup
    side: Side
    bends: tuple[OneLegBend, ...]
    lifted: tuple[tuple[float, float], ...]
    duration_s: float


def stills() -> Iterator[tuple[Setup, list[OneLeg]]]:
    """Every setup with its stills: both feet, one foot, and bent on it."""
    random = np.random.default_rng(SEED)
    bent = iter(latin_hypercube(random, SETUPS * BENT_A_SETUP, 3))
    for number, draw in enumerate(latin_hypercube(random, SETUPS, 16)):
        setup = make_setup(f"o{number:03d}", number, draw, yaw_deg=float(30 * draw[0] - 15))
        side = (Side.LEFT, Side.RIGHT)[(number + number // 10) % 2]
        held = HELD[held_of(number)]
        upright = _shape(setup, side, STANDING_FLEXION_DEG, 0.0, lean_deg=0.0)
        found = [OneLeg(side, 0.0, upright, held, is_standing=True),
                 OneLeg(side, 1.0, upright, held, is_standing=True)]
        for _ in range(BENT_A_SETUP):
            flexion, valgus, lean = next(bent)
            found.append(OneLeg(side, 1.0, _shape(
                setup, side, 10 + 45 * flexion, -12 + 32 * valgus,
                lean_deg=-4 + 8 * lean), held))
        yield setup, found


def clips() -> Iterator[SingleClip]:
    """All clips."""
    random = np.random.default_rng(SEED + 1)
    setups = latin_hypercube(random, len(CLIPS), 16)
    moves = iter(latin_hypercube(random, 3 * len(CLIPS), 5))
    for number, (draw, (person, yaw_deg, side, steps, valgus)) in enumerate(
            zip(setups, CLIPS, strict=True)):
        setup = make_setup(f"oc{number}", person, draw, yaw_deg=yaw_deg,
                           axis_deg=(8.0, 8.0) if number == 4 else (0.0, 0.0))
        time_s, bends, lifted = 1.5 + LIFT_S + 0.7, [], []
        up_s = 1.5
        for each in valgus:
            tempo, hold, rise, deep, pause = next(moves)
            bends.append(OneLegBend(time_s, 0.9 + 0.7 * tempo, 0.2 + 0.3 * hold, 0.8 + 0.6 * rise,
                              32.0 + 23.0 * deep, each))
            time_s = bends[-1].end_s + 0.4 + 0.4 * pause
            if steps:
                lifted.append((up_s, time_s))
                up_s = time_s + LIFT_S + FOOT_DOWN_S
                time_s = up_s + LIFT_S + 0.5
        if not steps:
            lifted.append((up_s, time_s))
        yield SingleClip(setup, side, tuple(bends), tuple(lifted), time_s + 1.0)


def at(clip: SingleClip, time_s: float, number: int) -> OneLeg:
    """The pose at a moment; valgus comes late on the way down, as the load does."""
    flexion_deg, valgus_deg = STANDING_FLEXION_DEG, 0.0
    for bend in clip.bends:
        down = ease((time_s - bend.start_s) / bend.down_s)
        up = ease((time_s - bend.start_s - bend.down_s - bend.hold_s) / bend.up_s)
        depth = max(down - up, 0.0)
        flexion_deg += depth * (bend.flexion_deg - STANDING_FLEXION_DEG)
        valgus_deg += depth**1.5 * bend.valgus_deg
    lift = max(ease((time_s - start) / LIFT_S) - ease((time_s - end) / LIFT_S)
               for start, end in clip.lifted)
    shape = _shape(clip.setup, clip.side, flexion_deg, valgus_deg,
                   lean_deg=1.2 * float(np.sin(1.1 * time_s)))
    return OneLeg(clip.side, lift, shape, HELD[held_of(number)])


def held_of(number: int) -> str:
    """How the free leg is held in a setup: each person holds it in each way."""
    return list(HELD)[number // 2 % len(HELD)]


def _shape(setup: Setup, side: Side, flexion_deg: float, valgus_deg: float, *, lean_deg: float
           ) -> SquatShape:
    """Valgus on the stance leg alone."""
    both = (valgus_deg, 0.0) if side is Side.LEFT else (0.0, valgus_deg)
    return shape_of(setup, flexion_deg, both, setup.arms, lean_deg=lean_deg)
