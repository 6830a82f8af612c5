"""The gap between the ankles, on stick figures and on rendered people's landmarks."""

from dataclasses import replace

import pytest

from mirrorapp.alignment import ankles
from mirrorapp.alignment.ankles import Ankles
from mirrorapp.events import Side
from tests.bodies import Body

TOGETHER = Body(stance=0.5)


def test_an_ankles_width_comes_off_the_distance_of_the_joints() -> None:
    found = ankles.measure(TOGETHER.pose())
    assert found.gap == pytest.approx(0.858 * 0.35 - 0.161, abs=0.002)
    assert found.knees_together


def test_the_gap_does_not_depend_on_how_large_somebody_is_in_the_picture() -> None:
    near, far = (ankles.measure(replace(TOGETHER, shank=px).pose()) for px in (260.0, 130.0))
    assert near.gap == pytest.approx(far.gap, abs=1e-6)
    assert near.knee_gap == pytest.approx(far.knee_gap, abs=1e-6)


def test_knees_that_are_apart_are_noticed() -> None:
    assert not ankles.measure(Body(stance=1.0).pose()).knees_together


def test_one_foot_ahead_looks_lower() -> None:
    assert not ankles.measure(TOGETHER.pose()).one_foot_ahead
    assert ankles.measure(replace(TOGETHER, lift={Side.LEFT: 0.15}).pose()).one_foot_ahead


def test_centimetres_go_by_the_height() -> None:
    assert ankles.centimetres(1.0, 172.0) == pytest.approx(42.3, abs=0.05)
    assert ankles.centimetres(0.2, 180.0) == 2 * ankles.centimetres(0.1, 180.0)


@pytest.mark.parametrize(("knee_gap", "together"), [(-0.05, True), (0.043, True), (0.05, False)])
def test_where_together_ends(knee_gap: float, together: bool) -> None:
    assert Ankles(0.1, knee_gap, 0.0).knees_together is together
