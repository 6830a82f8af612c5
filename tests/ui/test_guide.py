"""The figure on the screens: where it stands, what stands by it, and when it is not there."""

import numpy as np
import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.events import Side
from mirrorapp.ui import shelf, theme
from tests.everything import EVERYTHING as TAUGHT
from tests.ui.doubles import PORTRAIT, painted, reading, squat
from tests.ui.states import at_home

pytestmark = pytest.mark.ui

SHELF = shelf.of(TAUGHT)
DARK = (0, 0, 0)


def trained(glass, phase, exercise="squat", **parts):
    """A session, with the figure shown for two seconds."""
    it = glass(options={"shelf": SHELF})
    it.show(coach=squat(phase, exercise=exercise, **parts),
            frame=painted(*PORTRAIT, Side.LEFT, DARK), reading=reading(*PORTRAIT))
    it.now_s += 2.0
    it.settle()
    return it


def guide_of(it):
    return it.screen.ids.guide


def drawn(it) -> bool:
    """Whether anything is to be seen where the figure stands."""
    guide, pixels = guide_of(it), it.pixels()
    height = pixels.shape[0]
    box = pixels[round(height - guide.top):round(height - guide.y),
                 round(guide.x):round(guide.right)]
    return bool((box.max(axis=2) > 60).mean() > 0.01)


@pytest.mark.parametrize("phase", [Phase.GET_READY, Phase.REST, Phase.PAUSED])
def test_while_it_is_learnt_it_is_large_and_the_picture_beside_it(glass, phase):
    it = trained(glass, phase)
    guide, stage = guide_of(it), it.screen.ids.stage
    assert drawn(it)
    assert guide.height > 0.4 * it.screen.height
    assert guide.center_x < it.screen.center_x < stage.center_x
    assert stage.x <= guide.right < stage.center_x


def test_in_a_set_it_is_small_and_covers_no_words(glass):
    it = trained(glass, Phase.ACTIVE, "hip-hike", side=Side.LEFT)
    guide, side = guide_of(it), it.screen.ids.side
    assert drawn(it)
    assert guide.height < 0.3 * it.screen.height
    assert guide.x > 0.04 * it.screen.width, "whoever bends to a chair is as wide as its box"
    assert guide.top <= side.y
    assert it.screen.ids.stage.width > 0.8 * it.screen.width
    assert not guide.ids.figure.floored, "a floor would be a stain on the picture"


def test_what_is_timed_shows_it_large_all_along_and_who_lies_across(glass):
    it = trained(glass, Phase.ACTIVE, "thigh-foam-roll", side=Side.LEFT, timed=True)
    guide, stage = guide_of(it), it.screen.ids.stage
    assert drawn(it)
    assert guide.width > 0.8 * it.screen.width
    assert stage.top <= guide.y + 1
    assert guide.top <= it.screen.ids.side.y


def test_a_wrong_way_has_a_cross_and_says_so(glass):
    it = trained(glass, Phase.GET_READY)
    guide, seen = guide_of(it), set()
    for _ in range(50):
        it.now_s += 0.25
        it.settle(1)
        seen.add((guide.ids.figure.wrong, guide.words))
    assert seen == {(False, ""), (True, "Not like this")}


def test_in_a_set_there_is_no_wrong_way(glass):
    it = trained(glass, Phase.ACTIVE)
    for _ in range(50):
        it.now_s += 0.25
        it.settle(1)
        assert not guide_of(it).ids.figure.wrong


def test_where_it_hurts_nothing_is_shown(glass):
    it = trained(glass, Phase.GET_READY)
    assert drawn(it)
    it.show(coach=squat(Phase.HURTS))
    assert guide_of(it).opacity == 0


def test_an_exercise_without_a_guide_has_no_figure_and_one_with_a_still_has_that(glass):
    bare = {name: each.model_copy(update={"guide": None})
            for name, each in TAUGHT.exercises.items()}
    it = glass(options={"shelf": shelf.Shelf(stills=SHELF.stills, exercises={
        "squat": bare["squat"], "dip": bare["squat"].model_copy(update={"id": "dip"})})})
    it.show(coach=squat(Phase.GET_READY))
    it.settle()
    assert guide_of(it).ids.figure.shown is None
    assert drawn(it), "its still"
    it.show(coach=squat(Phase.GET_READY, exercise="dip"))
    it.settle()
    assert guide_of(it).opacity == 0
    assert it.screen.ids.stage.width == it.screen.width


def test_whose_repetitions_are_checked_moves_unprompted(glass):
    """Nobody shows how it is done meanwhile, nor how not to before."""
    check = TAUGHT.checks["squat-check"]
    it = trained(glass, Phase.GET_READY, check=check)
    for _ in range(50):
        it.now_s += 0.25
        it.settle(1)
        assert not guide_of(it).ids.figure.wrong
    assert drawn(it)
    it.show(coach=squat(Phase.ACTIVE, check=check))
    assert guide_of(it).opacity == 0


def test_the_last_thing_before_a_set_is_how_it_is_done_well(glass):
    it = trained(glass, Phase.REST, left_s=20.0)
    it.now_s += 5.0
    it.settle()
    assert guide_of(it).ids.figure.wrong
    it.show(coach=squat(Phase.REST, left_s=5.0))
    it.settle()
    assert not guide_of(it).ids.figure.wrong


def test_words_stay_off_the_figure_whatever_was_read_before(glass):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    for name in ("strength", "hip-hike"):
        it.app._browsing.open(f"item-{name}")
        it.settle()
    assert all(row.top <= guide_of(it).y + 1 for row in it.screen._rows if row.text)


def test_who_shows_it_is_said_in_the_settings(glass):
    it = glass(options={"shelf": SHELF}, figure="man")
    it.show(coach=squat(Phase.GET_READY))
    assert guide_of(it).ids.figure.person == "man"
    it.app._browsing.open("item-squat")


def test_it_moves_with_the_clock_and_sparingly_where_the_processor_draws(glass, monkeypatch):
    from mirrorapp.ui.widgets import guide as widget

    monkeypatch.setattr(widget, "rate_hz", lambda: 10.0)
    it = trained(glass, Phase.GET_READY)
    figure = guide_of(it).ids.figure
    shown = []
    for _ in range(40):
        it.now_s += 0.025
        it.settle(1)
        if not shown or figure.shown is not shown[-1]:
            shown.append(figure.shown)
    assert 9 <= len(shown) <= 11


@pytest.mark.parametrize("name", ["hip-hike", "banded-clamshell"])
def test_before_it_is_chosen_it_is_shown(glass, name):
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.app._browsing.open(f"item-{name}")
    it.settle()
    it.now_s += 1.0
    it.settle()
    assert drawn(it)
    assert all(row.top <= guide_of(it).y + 1 for row in it.screen._rows if row.text)


def test_lists_have_a_still_of_every_exercise_and_check(glass):
    assert set(SHELF.stills) == {*TAUGHT.exercises, *TAUGHT.checks}
    it = glass(options={"shelf": SHELF})
    it.show(coach=at_home())
    it.app._browsing.open("choose")
    it.settle()
    it.screen.turn(2)
    it.settle()
    pictured = [row for row in it.screen.rows if row.shown and row.picture]
    assert len(pictured) == 5
    row, pixels = pictured[0], it.pixels()
    left = pixels[round(pixels.shape[0] - row.top):round(pixels.shape[0] - row.y),
                  round(row.x + 0.06 * row.width):round(row.x + 0.2 * row.width)]
    red, green, blue = np.moveaxis(left.astype(int), 2, 0)
    assert (blue > red + 20).any(), "clothes are blue"
    assert (left.max(axis=2) > 255 * max(theme.LINE[:3])).any()
    assert green.any()


def test_who_gets_ready_is_told_what_is_needed(glass):
    it = trained(glass, Phase.GET_READY, exercise="banded-squat")
    assert it.screen.note.endswith("You need: band")
    it = trained(glass, Phase.ACTIVE, exercise="banded-squat")
    assert "You need" not in it.screen.note
