"""Between two poses the picture goes on, and what is drawn over it goes with it."""

from dataclasses import replace

import numpy as np
import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.events import Verdict
from mirrorapp.ui import theme
from tests.ui.doubles import PORTRAIT, picture, squat
from tests.ui.test_gliding import at
from tests.ui.test_left_stays_left import like, stage_of, tallest

pytestmark = pytest.mark.ui

STEP_S, DARK, BRIGHT = 0.1, 40, 120
PHASE = squat(Phase.ACTIVE)


def frame(nth: float, shade: int = DARK):
    return picture(*PORTRAIT, time_s=nth * STEP_S, shade=shade)


def mark(it):
    """Where the one good knee's mark is, in window pixels from the top left."""
    return tallest(like(stage_of(it.pixels()), theme.GOOD))


def reading(nth: float, way_px: float):
    """Both legs on their way across the frame: the left knee well, the right one caving in."""
    seen = at(nth, (way_px * nth, 0.0))
    left, right = seen.knees.items()
    return replace(seen, depth=0.3, knees={side: knee._replace(verdict=verdict) for (side, knee),
                   verdict in ((left, Verdict.GOOD), (right, Verdict.CAVING_IN))})


def shown(it, way_px: float) -> None:
    for nth in range(3):
        it.show(coach=PHASE, frame=frame(nth), reading=reading(nth, way_px))


def brightness(it) -> float:
    return float(np.median(stage_of(it.pixels())))


def later(it, nth: float) -> None:
    it.mirror.now = replace(it.mirror.now, newest=frame(nth, BRIGHT))
    it.settle()


@pytest.mark.parametrize("view", ["camera", "mirror"])
def test_the_mark_goes_with_the_newest_frame(glass, view):
    it = glass(view=view)
    shown(it, way_px=20.0)
    scale = it.screen.ids.stage.project(it.mirror.now).scale
    before = mark(it)
    later(it, 3)
    after = mark(it)
    # In a mirror what goes to the right of the frame goes to the left.
    assert before[0] - after[0] == pytest.approx(0.8 * 20 * scale, abs=2)
    assert after[1] == pytest.approx(before[1], abs=1)


def test_the_picture_is_the_newest_and_never_goes_back(glass):
    it = glass()
    shown(it, way_px=0.0)
    before, mark_before = brightness(it), mark(it)
    later(it, 4)
    assert brightness(it) > 1.5 * before
    assert mark(it) == pytest.approx(mark_before, abs=1)
    # The next pose comes from a frame before that one.
    it.show(coach=PHASE, frame=frame(3), reading=reading(3, 0.0), newest=frame(4, BRIGHT))
    assert brightness(it) > 1.5 * before


def test_a_pair_without_a_newer_frame_is_drawn_as_it_is(glass):
    it = glass()
    shown(it, way_px=20.0)
    later(it, 3)
    moved = mark(it)
    it.show(coach=PHASE, frame=frame(3), reading=reading(3, 20.0))
    assert moved[0] - mark(it)[0] > 1, "damped before, in its place now"


def test_a_frame_that_is_drawn_already_is_not_drawn_again(glass, monkeypatch):
    it = glass()
    shown(it, way_px=20.0)
    later(it, 3)
    drawn = []
    monkeypatch.setattr(it.screen.ids.stage.picture, "show",
                        lambda *shown, **_: drawn.append(shown))
    it.settle()
    assert drawn == []
    later(it, 4)
    assert len(drawn) == 1
