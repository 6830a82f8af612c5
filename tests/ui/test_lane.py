"""The lane rises from the second toe; the way back is told by the body, not by the screen."""

from mirrorapp.alignment.reading import Knee
from mirrorapp.events import Side, Verdict
from mirrorapp.ui.lane import lane, outward, way_back
from tests.ui.doubles import legs, reading


def test_outward_is_told_by_the_hips():
    knees = dict(reading(720, 1280).knees)
    assert outward(Side.LEFT, knees) == 1
    assert outward(Side.RIGHT, knees) == -1
    swapped = {Side.LEFT: knees[Side.RIGHT], Side.RIGHT: knees[Side.LEFT]}
    assert outward(Side.LEFT, swapped) == -1
    assert outward(Side.RIGHT, {Side.RIGHT: knees[Side.RIGHT]}) == -1


def test_way_back():
    assert way_back(Verdict.CAVING_IN, 1) == way_back(Verdict.DRIFTING, 1) == 1
    assert way_back(Verdict.FALLING_OUT, 1) == -1
    assert way_back(Verdict.GOOD, 1) == way_back(Verdict.CANNOT_JUDGE, -1) == 0


def test_lane_stands_over_the_second_toe():
    for side, out in ((Side.LEFT, 1), (Side.RIGHT, -1)):
        leg = legs(720, 1280)[side]
        found = lane(leg, out)
        xs = [x for x, _ in found.corners]
        middle = (max(xs) + min(xs)) / 2
        assert (middle - leg.toe[0]) * out > 0
        assert found.corners[0][1] > leg.toe[1]
        assert found.corners[2][1] < leg.knee[1]
        assert found.corners[0][0] > found.corners[1][0], "bottom left of the mirrored glass first"


def test_good_knee_is_on_the_lane_and_a_caving_one_beside_it():
    for knee_in, inside in ((0.0, True), (0.45, False)):
        knee: Knee = reading(720, 1280, knee_in=knee_in).knees[Side.LEFT]
        right, left = sorted(x for x, _ in lane(knee.leg, 1).corners)[::3]
        assert (right <= knee.leg.knee[0] <= left) is inside
