"""What is not seen costs nothing: no pass over the whole glass, nothing transparent."""

from collections.abc import Iterator
from typing import Any

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.events import Verdict
from tests.ui.doubles import PORTRAIT, picture, reading, squat

pytestmark = pytest.mark.ui


def instructions(group: Any) -> Iterator[Any]:
    for each in getattr(group, "children", ()):
        yield each
        yield from instructions(each)


def test_no_stencil_goes_over_the_glass(glass: Any, window: Any) -> None:
    glass().show(coach=squat(Phase.ACTIVE), frame=picture(*PORTRAIT), reading=reading(*PORTRAIT))
    drawn = [type(each).__name__ for each in instructions(window.canvas)]
    assert "ScissorPush" in drawn, "it is looked through"
    assert not [each for each in drawn if "Stencil" in each]


def test_a_touch_that_is_not_shown_has_nothing_to_draw(glass: Any) -> None:
    it = glass()
    for phase, shown in ((Phase.ACTIVE, False), (Phase.HURTS, True), (Phase.ACTIVE, False)):
        it.show(coach=squat(phase))
        touch = it.screen.ids["rest"]
        words, = touch.children
        assert touch.shown is (words.texture_size[0] > 0) is shown
        assert touch.text, "and it knows what it says"


def test_marks_stay_on_the_sheet(glass: Any) -> None:
    """Beside it a screen that lies on its side is black, wherever a knee is."""
    from mirrorapp.ui.widgets.sheet import SHEET

    it = glass(size=(540, 480))
    aside = reading(*PORTRAIT, left=Verdict.CAVING_IN, right=Verdict.CAVING_IN, knee_in=-2.5)
    it.show(coach=squat(Phase.ACTIVE), frame=picture(*PORTRAIT), reading=aside)
    pixels = it.pixels()
    on, left, right = (pixels[:, round(a):round(b)] for a, b in (
        (SHEET.x, SHEET.right), (0, SHEET.x), (SHEET.right, 540)))
    assert on.max() > 200
    assert left.max() == right.max() == 0
