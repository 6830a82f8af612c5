"""Standing still is standing still, and nothing else is."""

from dataclasses import replace

import numpy as np
import pytest

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.standstill import StandStill
from mirrorapp.events import Refusal, Side
from tests.standing_bodies import SIZE_PX, pose

FPS = 10


def reading(time_s: float, *, shift_px: float = 0.0, **parts: object) -> Reading:
    body = pose()
    body.px[:, 0] += shift_px
    whole = Reading(time_s, *SIZE_PX, body, None, yaw_deg=2.0, depth=0.0, standing=True)
    return replace(whole, **parts)


def hold(still: StandStill, seconds: float, begin_s: float = 0.0, **parts: object) -> None:
    for nth in range(round(seconds * FPS) + 1):
        still.update(reading(begin_s + nth / FPS, **parts))


def test_standing_still_long_enough_is_done() -> None:
    still = StandStill(3.0)
    hold(still, 2.9)
    assert 0.9 < still.portion < 1.0
    hold(still, 0.2, 3.0)
    assert still.done
    assert still.standing().turned_deg == 2.0
    assert np.allclose(still.standing().left_px[3], pose().px[23, :2])


@pytest.mark.parametrize("parts", [
    {"refusal": Refusal.FEET_OUT}, {"standing": False}, {"square_up": Side.LEFT}, {"pose": None},
    {"shift_px": 60.0}])
def test_whatever_is_not_standing_still_begins_it_anew(parts: dict[str, object]) -> None:
    still = StandStill(3.0)
    hold(still, 2.5)
    still.update(reading(2.6, **parts))
    assert still.portion < 0.1
    hold(still, 2.0, 2.7)
    assert not still.done


def test_swaying_a_little_is_still() -> None:
    still = StandStill(2.0)
    for nth in range(25):
        still.update(reading(nth / FPS, shift_px=5.0 * (nth % 2)))
    assert still.done


def test_a_gap_or_a_clock_that_runs_back_begins_it_anew() -> None:
    still = StandStill(2.0)
    hold(still, 1.5)
    still.update(reading(4.0))
    assert still.portion == 0.0
    hold(still, 1.5, 4.1)
    still.update(reading(1.0))
    assert still.portion == 0.0


def test_two_frames_are_not_enough() -> None:
    still = StandStill(0.8)
    for time_s in (0.0, 0.9):
        still.update(reading(time_s))
    assert not still.done


def test_somebody_side_on_is_no_standing_body_to_measure_by() -> None:
    still = StandStill(1.0)
    hold(still, 2.0, view="S")
    assert still.portion == 0.0
