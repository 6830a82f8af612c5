"""The user's left is on the left of the glass, in the picture and in what is drawn over it."""

from dataclasses import replace

import numpy as np
import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.events import Side, Verdict
from mirrorapp.ui import theme
from tests.ui.conftest import Pixels
from tests.ui.doubles import LANDSCAPE, PORTRAIT, legs, painted, reading, squat

pytestmark = pytest.mark.ui

BLUE = (0, 0, 255)  # no colour of the theme's


def centre(mask: Pixels) -> tuple[float, float]:
    """The middle of what is set in a mask, in window pixels from the top left."""
    assert mask.any(), "nothing of it on the glass"
    rows, columns = np.nonzero(mask)
    return (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2


def like(pixels: Pixels, colour: theme.Colour, tolerance: int = 12) -> Pixels:
    """Where the glass has this colour."""
    wanted = np.rint(255 * np.array(colour[:3]))
    return np.abs(pixels.astype(int) - wanted).max(axis=2) <= tolerance


def stage_of(pixels: Pixels) -> Pixels:
    """The glass without the words below and above the picture."""
    height = pixels.shape[0]
    return pixels[round(0.11 * height):round(0.69 * height)]


@pytest.mark.parametrize("phase", [Phase.GET_READY, Phase.ACTIVE])
@pytest.mark.parametrize("shape", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize("side", list(Side))
def test_picture_and_mark_land_on_the_users_side(glass, shape, side, phase):
    it = glass()
    verdicts = {side.value: Verdict.DRIFTING, side.other.value: Verdict.CANNOT_JUDGE}
    seen = reading(*shape, depth=0.0, **verdicts)
    # The picture alone first, in the place where the whole reading puts it.
    it.show(coach=squat(phase), frame=painted(*shape, side, BLUE),
            reading=replace(seen, knees={}))
    glow = stage_of(it.pixels())
    patch = centre((glow[..., 2] > 60) & (glow[..., 0] < 30))
    it.show(coach=squat(phase), frame=painted(*shape, side, BLUE), reading=seen)
    mark = tallest(like(stage_of(it.pixels()), theme.ATTENTION))
    middle = it.pixels().shape[1] / 2
    assert (patch[0] < middle) == (side is Side.LEFT)
    assert (mark[0] < middle) == (side is Side.LEFT)
    assert mark == pytest.approx(patch, abs=3)


def tallest(mask: Pixels) -> tuple[float, float]:
    """The middle of a diamond with an arrow: that of its tallest column."""
    heights = mask.sum(axis=0)
    columns = np.nonzero(heights >= heights.max() - 1)[0]
    rows = np.nonzero(mask[:, round(columns.mean())])[0]
    return columns.mean(), rows.mean()


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("shape", [PORTRAIT, LANDSCAPE])
def test_mirror_view_puts_the_mark_where_camera_view_does(glass, shape, side):
    marks = []
    for view in ("camera", "mirror"):
        it = glass(view=view)
        verdicts = {side.value: Verdict.CAVING_IN, side.other.value: Verdict.CANNOT_JUDGE}
        it.show(coach=squat(Phase.ACTIVE), frame=painted(*shape, side, (0, 0, 0)),
                reading=reading(*shape, **verdicts))
        marks.append(centre(like(stage_of(it.pixels()), theme.STOP)))
        it.close()
    assert marks[0] == pytest.approx(marks[1], abs=1)
    assert (marks[0][0] < 270) == (side is Side.LEFT)


def test_mirror_view_shows_no_picture(glass):
    it = glass(view="mirror")
    it.show(coach=squat(Phase.ACTIVE), frame=painted(*PORTRAIT, Side.LEFT, BLUE))
    assert not stage_of(it.pixels()).any()


@pytest.mark.parametrize("side", list(Side))
def test_arrow_points_away_from_the_other_leg_when_caving_in(glass, side):
    it = glass(view="mirror")
    for verdict, away in ((Verdict.DRIFTING, True), (Verdict.CAVING_IN, True),
                          (Verdict.FALLING_OUT, False)):
        verdicts = {side.value: verdict, side.other.value: Verdict.CANNOT_JUDGE}
        it.show(coach=squat(Phase.ACTIVE), reading=reading(*PORTRAIT, **verdicts))
        mask = like(stage_of(it.pixels()), theme.verdict_colour(verdict))
        columns = np.nonzero(mask.any(axis=0))[0]
        projection = it.screen.ids.stage.project(it.mirror.now)
        knee = projection.point(legs(*PORTRAIT)[side].knee)[0]
        to_the_left = knee - columns.min() > columns.max() - knee
        assert to_the_left == ((side is Side.LEFT) == away)
