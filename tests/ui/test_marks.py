"""Each verdict has its own shape, and its own colour or emptiness."""

from itertools import combinations

import numpy as np
import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.ui import theme
from mirrorapp.ui.widgets.marks import Mark
from tests.ui.conftest import Glass, Pixels
from tests.ui.doubles import PORTRAIT, legs, reading, squat
from tests.ui.test_left_stays_left import like

pytestmark = pytest.mark.ui
V = Verdict


def around_left_knee(it: Glass) -> Pixels:
    """The pixels around the user's left knee."""
    projection = it.screen.ids.stage.project(it.mirror.now)
    x, y = projection.point(legs(*PORTRAIT)[Side.LEFT].knee)
    pixels = it.pixels()
    row, column, half = pixels.shape[0] - round(y), round(x), 45
    return pixels[row - half:row + half, column - half:column + half]


def test_colours_and_shapes_differ(glass):
    it = glass(view="mirror")
    looks: dict[Verdict, Pixels] = {}
    for verdict in Verdict:
        it.show(coach=squat(Phase.ACTIVE), reading=reading(*PORTRAIT, left=verdict))
        looks[verdict] = around_left_knee(it)
        assert like(looks[verdict], theme.verdict_colour(verdict), 25).any()
    for one, other in combinations(Verdict, 2):
        shapes = [like(looks[each], theme.verdict_colour(each), 40) for each in (one, other)]
        union = np.logical_or(*shapes).sum()
        overlap = np.logical_and(*shapes).sum() / union
        assert overlap < 0.85, f"{one} and {other} look the same in grey"


def test_no_arrow_points_inward_where_the_knees_are_close(glass, monkeypatch):
    ways = []
    monkeypatch.setattr(Mark, "show", lambda _, centre, verdict, way, radius: ways.append(way))
    it = glass(view="mirror")
    for verdict, knee_in, wanted in ((V.FALLING_OUT, 0.0, True), (V.FALLING_OUT, 0.3, False),
                                     (V.CAVING_IN, 0.3, True)):
        it.show(coach=squat(Phase.ACTIVE),
                reading=reading(*PORTRAIT, left=verdict, right=verdict, knee_in=knee_in))
        assert [way != 0 for way in ways[-2:]] == [wanted, wanted], (verdict, knee_in)


def test_refusal_takes_every_verdict_back(glass):
    it = glass(view="mirror")
    it.show(coach=squat(Phase.ACTIVE),
            reading=reading(*PORTRAIT, left=Verdict.CAVING_IN, refusal=Refusal.TURNED))
    assert not like(around_left_knee(it), theme.STOP, 25).any()


def test_marks_go_when_the_legs_do(glass):
    it = glass(view="mirror")
    it.show(coach=squat(Phase.ACTIVE), reading=reading(*PORTRAIT))
    assert around_left_knee(it).any()
    it.show(coach=squat(Phase.ACTIVE), reading=None)
    stage = it.screen.ids.stage
    pixels = it.pixels()
    top = pixels.shape[0] - round(stage.top)
    assert not pixels[top + 5:top + round(stage.height) - 5].any()
