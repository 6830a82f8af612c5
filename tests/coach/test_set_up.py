"""What was measured otherwise does not compare, and says why."""

from dataclasses import replace

import numpy as np
import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.results import CheckResult, Hindrance, Trend, Value
from mirrorapp.alignment.station import Station
from mirrorapp.coach.records import Measured
from mirrorapp.coach.set_up import changed_meanwhile, compared, hindrance, known
from mirrorapp.events import Side
from tests.bodies import Body, squats
from tests.journal.made_up import a_calibration

HERE, THERE = a_calibration(1.2), a_calibration(1.4)
NOW = Measured(model="full", camera="webcam", calibrations=(HERE,))
BEFORE_LAYOUT_5 = replace(NOW, method=None, model="", camera="", calibrations=())


@pytest.mark.parametrize(("then", "why"), [
    (NOW, None),
    (replace(NOW, app="0.0.1"), None),
    (replace(NOW, method=(NOW.method or 0) + 1), Hindrance.METHOD),
    (replace(NOW, model="lite"), Hindrance.MODEL),
    (replace(NOW, model="full + lite"), Hindrance.MODEL),
    (replace(NOW, camera="imx708"), Hindrance.CAMERA),
    (replace(NOW, calibrations=(THERE,)), Hindrance.CALIBRATION),
    (replace(NOW, calibrations=(None,)), Hindrance.CALIBRATION),
    (replace(NOW, calibrations=(HERE, THERE)), Hindrance.CALIBRATION),
    (BEFORE_LAYOUT_5, Hindrance.UNKNOWN),
])
def test_each_thing_that_differs_is_named(then: Measured, why: Hindrance | None) -> None:
    assert hindrance(then, NOW) is why
    assert hindrance(NOW, then) is why


def test_the_same_camera_found_by_itself_or_named_is_the_same() -> None:
    named = replace(HERE, setup=replace(HERE.setup, source="picamera"))
    assert hindrance(NOW, replace(NOW, calibrations=(named,))) is None


def test_what_nobody_knows_compares_with_nothing_not_even_itself() -> None:
    assert not known(BEFORE_LAYOUT_5)
    assert hindrance(BEFORE_LAYOUT_5, BEFORE_LAYOUT_5) is Hindrance.UNKNOWN


def test_a_session_in_which_the_camera_moved_compares_with_nothing() -> None:
    moved = replace(NOW, calibrations=(HERE, None, THERE))
    assert changed_meanwhile(moved)
    assert hindrance(moved, moved) is Hindrance.CALIBRATION


def test_a_session_in_which_another_model_looked_compares_with_nothing() -> None:
    both = replace(NOW, model="full + lite")
    assert changed_meanwhile(both)
    assert hindrance(both, both) is Hindrance.MODEL


def test_a_check_is_compared_only_where_it_was_measured_alike() -> None:
    one, two = (CheckResult("squat-check", "deg", {"left": Value(deg, 2.8, 0.3, 5)}, depth=depth,
                            camera="webcam") for deg, depth in ((12.0, 0.1), (2.0, 0.1)))
    assert compared((two, NOW), (one, NOW), 1.9)["left"].better
    moved = compared((two, replace(NOW, calibrations=(THERE,))), (one, NOW), 1.9)["left"]
    assert (moved.trend, moved.why, moved.better) == (
        Trend.NOT_COMPARABLE, Hindrance.CALIBRATION, None)
    deeper = compared((replace(two, depth=0.2), replace(NOW, model="lite")), (one, NOW), 1.9)
    assert deeper["left"].why is Hindrance.DEPTH, "what hinders most stays said"


def moved_deg(roll_deg: float, depth: float) -> np.ndarray:
    """What the movement of both knees reads at the bottom of a squat, with that roll taken out."""
    aligner = Aligner(station=Station(1.4, 10.0, roll_deg, 60.0, 2.0, roll_deg_u=0.1))
    body = Body(valgus=dict.fromkeys(Side, 6.0))
    read = [aligner.read(each) for each in squats(1, depth, body=body)]
    return np.median([[each.knees[side].movement_deg for side in Side]
                      for each in read if each.depth > 0.95 * depth], axis=0)


@pytest.mark.parametrize(("depth", "least", "most"), [(0.2, 0.15, 0.4), (0.4, 1.5, 2.0)])
def test_a_calibration_s_roll_alone_moves_the_knees_opposite_ways(
        depth: float, least: float, most: float) -> None:
    """What docs/programme.md says of a calibration's part in a knee."""
    left, right = moved_deg(1.0, depth) - moved_deg(0.0, depth)
    assert left * right < 0
    assert least < abs(left) < most
    assert least < abs(right) < most
