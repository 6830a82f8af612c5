"""What the rehearsal clip shows, moment by moment: five squats, two with a knee that falls in."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from mirrorapp.figure.squat import SquatShape

STANCE = 1.05  # ankles a little wider than the hip joints
TOE_OUT_DEG = 12.0
STANDING_FLEXION_DEG = 4.0  # nobody stands on locked knees

LEAD_IN_S = 3.0
ARMS_UP_S = (2.0, 3.0)
DOWN_S, HOLD_S, UP_S = 2.0, 0.4, 1.8
PAUSE_S = 0.8
LEAD_OUT_S = 2.0
ARMS_DOWN_S = (0.5, 1.6)  # after the last repetition


@dataclass(frozen=True)
class Repetition:
    """One squat: when it begins, how deep it goes and how far each knee falls in at the bottom."""

    start_s: float
    flexion_deg: float
    valgus_left_deg: float = 0.0
    valgus_right_deg: float = 0.0

    @property
    def bottom_s(self) -> float:
        """The middle of the hold."""
        return self.start_s + DOWN_S + HOLD_S / 2

    @property
    def end_s(self) -> float:
        """Standing again."""
        return self.start_s + DOWN_S + HOLD_S + UP_S

    def depth(self, time_s: float) -> float:
        """Return 0 standing .. 1 at the bottom."""
        down = ease((time_s - self.start_s) / DOWN_S)
        up = ease((time_s - self.start_s - DOWN_S - HOLD_S) / UP_S)
        return max(down - up, 0.0)


# Flexion, then valgus left and right, at the bottom. In the last the sound knee gives way outwards.
BOTTOMS_DEG = (
    (64.0, 0.0, 0.0),
    (67.0, 0.0, 0.0),
    (65.0, 16.0, 0.0),
    (68.0, 0.0, 0.0),
    (64.0, -2.0, 17.0),
)
REPETITIONS = tuple(
    Repetition(LEAD_IN_S + count * (DOWN_S + HOLD_S + UP_S + PAUSE_S), *bottom_deg)
    for count, bottom_deg in enumerate(BOTTOMS_DEG)
)
DURATION_S = REPETITIONS[-1].end_s + LEAD_OUT_S


def ease(share: float) -> float:
    """Return 0..1 with no jerk at either end (Perlin's smootherstep)."""
    x = min(max(share, 0.0), 1.0)
    return x**3 * (x * (6 * x - 15) + 10)


def shape_at(time_s: float) -> SquatShape:
    """Return the pose at a moment of the clip; it repeats after `DURATION_S`."""
    depths = [repetition.depth(time_s) for repetition in REPETITIONS]
    flexion_deg = STANDING_FLEXION_DEG + sum(
        depth * (repetition.flexion_deg - STANDING_FLEXION_DEG)
        for depth, repetition in zip(depths, REPETITIONS, strict=True)
    )
    # A knee that falls in does so late on the way down, when the load comes on.
    loads = [depth**1.5 for depth in depths]
    return SquatShape(
        flexion_deg=flexion_deg,
        valgus_left_deg=_total(loads, [one.valgus_left_deg for one in REPETITIONS]),
        valgus_right_deg=_total(loads, [one.valgus_right_deg for one in REPETITIONS]),
        stance=STANCE,
        toe_out_deg=TOE_OUT_DEG,
        arms=_arms_at(time_s),
        sway_m=0.004 * _drift(time_s, 7) + 0.002 * _drift(time_s, 11),
        lean_deg=0.6 * _drift(time_s, 5) - 0.3 * _drift(time_s, 9),
        head_turn_deg=1.5 * _drift(time_s, 4),
    )


def _total(loads: Iterable[float], angles_deg: Iterable[float]) -> float:
    return sum(load * angle_deg for load, angle_deg in zip(loads, angles_deg, strict=True))


def _arms_at(time_s: float) -> float:
    lowering_s = [REPETITIONS[-1].end_s + after_s for after_s in ARMS_DOWN_S]
    return _ramp(time_s, *ARMS_UP_S) - _ramp(time_s, *lowering_s)


def _ramp(time_s: float, from_s: float, to_s: float) -> float:
    return ease((time_s - from_s) / (to_s - from_s))


def _drift(time_s: float, cycles: int) -> float:
    """Return a slow -1..1 that goes round `cycles` times in the clip, so that the clip loops."""
    return math.sin(2 * math.pi * cycles * time_s / DURATION_S)
