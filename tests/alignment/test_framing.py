"""How far somebody is turned, as the world landmarks and the feet tell."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from mirrorapp.alignment.framing import JUDGE_AT_ALL_DEG, Framing, View, turned_deg
from mirrorapp.events import Refusal, Side
from mirrorapp.vision.pose import Landmark, Sighting
from tests.bodies import HEIGHT, WIDTH, Body


@given(st.floats(-40, 38), st.floats(1, 6))
def test_turning_further_reads_further(yaw_deg: float, more: float) -> None:
    assert turned_deg(Body(yaw_deg=yaw_deg + more).pose()) > turned_deg(
        Body(yaw_deg=yaw_deg).pose())


@pytest.mark.parametrize(("yaw_deg", "side"), [(30, Side.RIGHT), (-30, Side.LEFT)])
def test_who_is_turned_is_asked_to_turn_back(yaw_deg: float, side: Side) -> None:
    view = Framing().look(Body(yaw_deg=yaw_deg).sighting(0.0))
    assert (view.refusal, view.square_up) == (Refusal.TURNED, side)


def test_the_yaw_is_steadied_over_time() -> None:
    framing = Framing()
    for i in range(15):
        framing.look(Body().sighting(i / 15))
    blip = framing.look(Body(yaw_deg=40).sighting(1.0))
    assert blip.yaw_deg is not None
    assert abs(blip.yaw_deg) < JUDGE_AT_ALL_DEG
    assert blip.refusal is None


def seen(change: Callable[[NDArray[np.float64]], None], body: Body | None = None) -> View:
    """The view of a body whose landmarks (33, 3) in pixels are changed in place."""
    pose = (body or Body()).pose()
    px = pose.px.copy()
    change(px)
    return Framing().look(Sighting(0.0, WIDTH, 2 * HEIGHT, replace(pose, px=px)))


@pytest.mark.parametrize("depth", [0.0, 0.1, 0.25])
def test_knees_that_were_taken_for_each_other_are_implausible(depth: float) -> None:
    def swap(px: NDArray[np.float64]) -> None:
        px[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]] = px[
            [Landmark.RIGHT_KNEE, Landmark.LEFT_KNEE]]

    assert seen(swap, Body(depth=depth)).refusal is Refusal.IMPLAUSIBLE


def test_knees_that_touch_are_not() -> None:
    def together(px: NDArray[np.float64]) -> None:
        middle = px[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE], 0].mean()
        px[Landmark.LEFT_KNEE, 0], px[Landmark.RIGHT_KNEE, 0] = middle + 30, middle - 30

    assert seen(together).refusal is None


@pytest.mark.parametrize(("part", "times"), [
    ("shank", 2.0), ("shank", 0.5), ("thigh", 0.5), ("thigh", 1.6)])
def test_limbs_of_no_standing_body_are_implausible(part: str, times: float) -> None:
    above, below = ("KNEE", ("ANKLE", "HEEL", "FOOT_INDEX")) if part == "shank" else (
        "HIP", ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX"))

    def stretch(px: NDArray[np.float64]) -> None:
        for side in ("LEFT", "RIGHT"):
            first = Landmark[f"{side}_{below[0]}"]
            more = (px[first, :2] - px[Landmark[f"{side}_{above}"], :2]) * (times - 1)
            px[[Landmark[f"{side}_{each}"] for each in below], :2] += more

    assert seen(stretch).refusal is Refusal.IMPLAUSIBLE
