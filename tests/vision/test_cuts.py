from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.vision.cuts import CUT_TORSOS, CUT_TORSOS_PER_S, GAP_S, is_cut
from mirrorapp.vision.pose import Sighting

from .support import sighting, standing

TORSO_PX = 120.0  # of `standing()`


def moved(time_s: float, torsos: float) -> Sighting:
    pose = standing()
    return sighting(time_s, replace(pose, px=pose.px + np.array([torsos * TORSO_PX, 0, 0])))


@given(st.floats(0.001, GAP_S), st.floats(0.01, 20), st.floats(0.5, 4))
def test_only_what_no_body_can_do_is_a_cut(dt_s: float, torsos: float, scale: float) -> None:
    limit = max(CUT_TORSOS, CUT_TORSOS_PER_S * dt_s)
    if abs(torsos - limit) < 1e-3:
        return
    pair = moved(0.0, 0.0), moved(dt_s, torsos)
    grown = [replace(seen, pose=replace(seen.pose, px=seen.pose.px * scale))
             for seen in pair if seen.pose is not None]
    assert is_cut(*pair) is is_cut(*grown) is (torsos > limit)


@pytest.mark.parametrize("pair", [(sighting(0, None), moved(0.1, 9)), (moved(0, 0), moved(9, 9)),
                                  (moved(0, 0), sighting(0.1, None))])
def test_a_gap_is_no_cut(pair: tuple[Sighting, Sighting]) -> None:
    assert not is_cut(*pair)
