"""Takes the jitter off landmarks without making them late: the One-Euro filter.

G. Casiez, N. Roussel, D. Vogel, “1€ Filter: A Simple Speed-based Low-pass Filter for Noisy Input
in Interactive Systems”, CHI 2012. Everything is by time, never by frame count: a Pi gives 6-15
frames a second, irregularly.
"""

from dataclasses import dataclass
from math import hypot, pi
from typing import NamedTuple, TypeVar

import numpy as np

from mirrorapp.vision.cuts import GAP_S, is_cut
from mirrorapp.vision.pose import Floats, Landmark, Pose, Sighting

LEAST_TORSO = 1e-3  # px or m: a torso seen end on is no unit to divide by

_Hz = TypeVar("_Hz", float, Floats)
_TORSO = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)


@dataclass(frozen=True, slots=True)
class OneEuro:
    """The filter's constants, for a signal in body lengths.

    `least_hz`: cut-off at rest; 1.6 Hz is a time constant of 0.1 s. `gain`: how much the cut-off
    grows with speed, in Hz per body length a second. `speed_hz`: cut-off of the speed estimate.
    """

    least_hz: float = 1.6
    gain: float = 6.0
    speed_hz: float = 1.0


class FilterState(NamedTuple):
    """Where the filter stands: the smoothed values and their speed per second."""

    value: Floats
    speed: Floats


def start(value: Floats) -> FilterState:
    """A filter that begins at `value`, at rest."""
    return FilterState(value, np.zeros_like(value))


def step(state: FilterState, value: Floats, dt_s: float, unit: Floats,
         constants: OneEuro) -> FilterState:
    """The state after `value` is seen, `dt_s` > 0 later; `unit` is one body length in it.

    Every element is filtered by itself; none leaves the span of its old and new value.
    """
    gone = value - state.value
    speed = state.speed + _weight(constants.speed_hz, dt_s) * (gone / dt_s - state.speed)
    cutoff_hz = constants.least_hz + constants.gain * np.abs(speed) / unit
    return FilterState(state.value + _weight(cutoff_hz, dt_s) * gone, speed)


def _weight(cutoff_hz: _Hz, dt_s: float) -> _Hz:
    """Of the new value in a first-order low-pass (Casiez 2012, equations 3 and 5)."""
    turns = 2 * pi * cutoff_hz * dt_s
    return turns / (1 + turns)


class PoseSmoother:
    """Smooths the positions of one body from sighting to sighting.

    Starts afresh after 0.5 s without a body, after a cut, when the frame changes its size, and
    when time does not go on. Visibility and presence pass unchanged: a foot that leaves the
    picture must be told at once.
    """

    def __init__(self, constants: OneEuro | None = None) -> None:
        self._constants = constants or OneEuro()
        self._last: Sighting | None = None
        self._state: FilterState | None = None

    def __call__(self, sighting: Sighting, other_px: Floats | None = None
                 ) -> tuple[Pose, Pose] | None:
        """The pose with smoothed `px` and `world_m`, and the same with the smoothed `other_px`
        (33, 3) in place of `px`; None for nobody. Without `other_px` both are alike.
        """
        pose = sighting.pose
        if pose is None:
            return None
        value = np.concatenate(
            (pose.px, pose.px if other_px is None else other_px, pose.world_m), axis=1)
        if self._state is None or self._last is None or _breaks_off(self._last, sighting):
            self._state = start(value)
        else:
            self._state = step(self._state, value, sighting.time_s - self._last.time_s,
                               _torsos(value), self._constants)
        self._last = sighting
        smooth = self._state.value
        metres = smooth[:, 6:]
        return (Pose(smooth[:, :3], pose.visibility, pose.presence, metres),
                Pose(smooth[:, 3:6], pose.visibility, pose.presence, metres))


def _breaks_off(last: Sighting, now: Sighting) -> bool:
    """Whether `now` is not the continuation of `last`; both show a body."""
    dt_s = now.time_s - last.time_s
    if not 0 < dt_s <= GAP_S or (last.width_px, last.height_px) != (now.width_px, now.height_px):
        return True
    return is_cut(last, now)


def _torsos(points: Floats) -> Floats:
    """From the middle of the shoulders to the middle of the hips (9,), in the unit of each column
    and never 0: in one picture, in the other, where depth is no part of it, and in the world.
    `points` (33, 9): all three beside each other, x, y, z.
    """
    left, right, left_hip, right_hip = (points[mark] for mark in _TORSO)
    x, y, _, other_x, other_y, _, *world = ((left + right - left_hip - right_hip) / 2).tolist()
    px = max(hypot(x, y), LEAST_TORSO)
    other_px = max(hypot(other_x, other_y), LEAST_TORSO)
    metres = max(hypot(*world), LEAST_TORSO)
    return np.array([px, px, px, other_px, other_px, other_px, metres, metres, metres])
