import numpy as np
import pytest

from mirrorapp.vision.litert import detector
from mirrorapp.vision.litert.detector import _ANCHORS

from .support import Told

SIZE = np.array((448, 224), np.float32)
WIDE = np.full((224, 448, 3), 255, np.uint8)  # one of its pixels is half a one of the detector's


def network(*found: tuple[int, float, tuple[float, ...]]) -> Told:
    """`found`: an anchor, a score's logit, and a box with two points in 224ths from there."""
    boxes, logits = np.zeros((2254, 12)), np.full((2254, 1), -100.0)
    for anchor, logit, told in found:
        boxes[anchor, :8], logits[anchor] = told, logit
    return Told(224, boxes, logits)


def test_the_anchors_are_those_of_three_grids() -> None:
    assert _ANCHORS.shape == (2254, 2)
    assert _ANCHORS[0] == pytest.approx((4 / 224, 4 / 224))
    assert _ANCHORS[-1] == pytest.approx((208 / 224, 208 / 224))
    assert (_ANCHORS[2] - _ANCHORS[1]) == pytest.approx((8 / 224, 0))


def test_nobody_is_found_where_no_score_is_good() -> None:
    assert detector.find(network((5, -0.01, (0,) * 8)), WIDE) == []


def test_whoever_is_found_is_in_pixels_of_the_picture() -> None:
    anchor = 2254 - 1  # at 208 / 224 across and down
    [region] = detector.find(network((anchor, 3.0, (0, 0, 40, 80, -96, -96, -96, -120))), WIDE)
    middle, sides, angle = region.box(SIZE)
    assert middle == pytest.approx((224, 112)), "112 of 224 both ways"
    assert sides == pytest.approx((2 * 1.25 * 24 * 2,) * 2)
    assert angle == pytest.approx(0.0)


def test_overlapping_boxes_are_weighed_by_score_and_others_come_after() -> None:
    sure, half = 20.0, 0.0  # 1.0 and 0.5
    told = (0, 0, 40, 80, 0, 0, 0, -20)
    moved = (0, 0, 40, 80, 3, 0, 3, -20)
    far = (-90, 0, 40, 80, -90, 0, -90, -20)
    region, other = detector.find(
        network((2250, sure, told), (2251, half, moved), (2252, half, far)), WIDE)
    [alone] = detector.find(network((2250, sure, told)), WIDE)
    [there] = detector.find(network((2252, half, far)), WIDE)
    assert (region.x - alone.x) * 448 == pytest.approx(1.0 * 2, abs=1e-4)
    assert region.width == pytest.approx(alone.width)
    assert other == there


def test_what_is_above_and_below_the_picture_is_shown_black() -> None:
    told = network()
    detector.find(told, WIDE)
    assert told.shown is not None
    assert (told.shown[:50] == -1).all()
    assert (told.shown[60:160] == 1).all()


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), 1e30])
def test_numbers_that_no_place_has_are_nobody(odd: float) -> None:
    assert detector.find(network((2250, 3.0, (0, 0, 40, 80, odd, 0, 0, -20))), WIDE) == []
    assert detector.find(network((2250, float("nan"), (0, 0, 40, 80, 0, 0, 0, -20))), WIDE) == []
