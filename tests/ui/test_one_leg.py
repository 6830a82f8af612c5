"""On one leg: the lifted one is bones alone, whatever was drawn of it before."""

from dataclasses import replace

import numpy as np
import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.events import Side, Verdict
from mirrorapp.ui import theme
from tests.ui.doubles import PORTRAIT, picture, reading, squat
from tests.ui.test_left_stays_left import centre, like, stage_of

pytestmark = pytest.mark.ui

BOTH = reading(*PORTRAIT, left=Verdict.GOOD, right=Verdict.GOOD)
ON_LEFT = replace(BOTH, stance=Side.LEFT, knees={
    Side.LEFT: BOTH.knees[Side.LEFT],
    Side.RIGHT: BOTH.knees[Side.RIGHT]._replace(verdict=Verdict.CANNOT_JUDGE)})


def test_only_the_leg_that_is_stood_on_has_a_mark_and_a_lane(glass):
    it = glass()
    dark = picture(*PORTRAIT, shade=0)
    it.show(coach=squat(Phase.ACTIVE), reading=BOTH, frame=dark)
    before = stage_of(it.pixels())
    it.show(coach=squat(Phase.ACTIVE), reading=ON_LEFT, frame=dark)
    stage = stage_of(it.pixels())
    middle = stage.shape[1] // 2
    good = like(stage, theme.GOOD)
    assert centre(good)[0] < middle  # the user's left is on the left of a mirror
    assert not good[:, middle:].any()
    assert like(before, theme.GOOD)[:, middle:].any()
    lit = [int(np.count_nonzero(half.max(axis=2) > 12))
           for half in (stage[:, :middle], stage[:, middle:], before[:, middle:])]
    assert 0 < lit[1] < 0.2 * lit[0]
    assert lit[1] < 0.2 * lit[2]
