"""The lane rises from the second toe; the way back is told by the body, not by the screen."""

import numpy as np
import pytest

from mirrorapp.alignment.reading import Knee
from mirrorapp.coach.state import Phase
from mirrorapp.events import Side, Verdict
from mirrorapp.ui.lane import lane, outward, way_back
from tests.ui.doubles import PORTRAIT, legs, picture, reading, squat


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


@pytest.mark.ui
def test_in_a_bright_room_a_lane_stands_out_and_on_black_glass_its_shade_is_nothing(glass):
    it = glass()
    seen = reading(*PORTRAIT)
    lane_of = {}
    for shade in (255, 0):
        it.show(coach=squat(Phase.ACTIVE), frame=picture(*PORTRAIT, shade=shade), reading=seen)
        project = it.screen.ids.stage.project(it.mirror.now).point
        knee = seen.knees[Side.LEFT]
        corners = [project(each) for each in lane(knee.leg, 1).corners]
        y = round(corners[0][1] + 0.35 * (corners[3][1] - corners[0][1]))
        row = it.pixels()[it.pixels().shape[0] - y].astype(float)
        left, right = (round(sum(each[0] for each in pair) / 2)
                       for pair in ((corners[0], corners[3]), (corners[1], corners[2])))
        lane_of[shade] = row[left - 12:right + 12]
    bright, dark = lane_of[255], lane_of[0]
    room = bright[0]
    assert luminance(room) / luminance(bright).min() > 2.0, "its edges are dark"
    middle = bright[len(bright) // 2]
    assert middle[1] - middle[0] > 40, "and it is green between them"
    assert dark[0].max() == 0
    assert dark.max() > 100


def luminance(rgb: np.ndarray) -> np.ndarray:
    """As WCAG 2.2 has it, with the glow of the glass (.05)."""
    linear = (rgb / 255) ** 2.2
    return linear @ (0.2126, 0.7152, 0.0722) + 0.05
