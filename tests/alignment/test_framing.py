"""How far somebody is turned, as the world landmarks and the feet tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment.framing import JUDGE_AT_ALL_DEG, Framing, turned_deg
from mirrorapp.events import Refusal, Side
from tests.bodies import Body


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
