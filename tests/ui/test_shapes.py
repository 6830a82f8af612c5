"""Windows of every shape, and turned while something is shown: all of it stays on the glass."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from mirrorapp.coach.state import Intent, Phase
from mirrorapp.ui import i18n
from tests.tiers import FULL, one_in
from tests.ui import pseudo
from tests.ui.conftest import SMALL, Glass
from tests.ui.doubles import PORTRAIT, picture, reading, squat
from tests.ui.fitting import check_words
from tests.ui.sights import OPTIONS, SIGHTS

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]

SHAPES = ((1920, 1080), (800, 480), (1024, 600), (480, 800), (480, 1280), (768, 1024))
"""A mirror hung across, two small touchscreens, one of them upright, a strip, and a tablet."""
LEAST_TOUCH = 0.09
SEEN = {"frame": picture(*PORTRAIT), "reading": reading(*PORTRAIT)}
SAMPLE = ("home", "session", "result", "calibrated")


def shown_touches(it: Glass) -> Iterator[Any]:
    from mirrorapp.ui.widgets.touch import Touch

    for each in it.app.root.walk():
        if isinstance(each, Touch) and each.shown:
            yield each


def check_boxes(it: Glass) -> None:
    """What is shown is on the sheet, and the sheet in the window; no touch hides another, and no
    text is cut.
    """
    from kivy.core.window import Window

    from mirrorapp.ui.widgets.sheet import SHEET
    from mirrorapp.ui.widgets.words import Words

    assert 0 <= SHEET.x <= SHEET.right <= Window.width + 1
    assert 0 <= SHEET.y <= SHEET.top <= Window.height + 1
    touches = list(shown_touches(it))
    hidden = {part.uid for each in it.app.root.walk() if getattr(each, "shown", True) is False
              for part in each.walk()}
    words = [each for each in it.app.root.walk()
             if isinstance(each, Words) and each.text and each.uid not in hidden]
    for each in words:
        assert each._label.text == each.text, f"{each.text!r} in {Window.size}"
    for each in (*touches, *words):
        x, y = each.to_window(each.x, each.y)
        where = f"{each.text!r} at {x, y}, {each.size}, in {Window.size}"
        assert x >= SHEET.x - 1, where
        assert x + each.width <= SHEET.right + 0.02 * SHEET.width, where
        assert y >= SHEET.y - 1, where
        assert y + each.height <= SHEET.top + 1, where
    for index, one in enumerate(touches):
        assert not any(one.collide_widget(other) for other in touches[:index]), one.text


def check_touches(it: Glass) -> None:
    """A hand finds each of them."""
    from mirrorapp.ui.widgets.sheet import SHEET

    for each in shown_touches(it):
        where = f"{each.text!r}: {each.size} of {SHEET.size}"
        assert min(each.size) >= LEAST_TOUCH * SHEET.width, where


def turn(it: Glass, size: tuple[int, int]) -> None:
    """The window changes while it is shown, as when a screen is rotated."""
    from kivy.core.window import Window

    Window.size = size
    it.settle()
    assert Window.size == size


@pytest.fixture
def upright(window: Any) -> Iterator[None]:
    yield
    window.size = SMALL


@pytest.mark.parametrize("name", SIGHTS if FULL else SAMPLE)
@pytest.mark.usefixtures("upright")
def test_a_window_that_is_turned_or_resized_shows_it_all(glass, name):
    it = glass(language="de", options=OPTIONS)
    SIGHTS[name].show(it, **SEEN)
    for size in (*SHAPES, SMALL):
        turn(it, size)
        check_boxes(it)
        check_touches(it)
        if size in ((1920, 1080), SMALL):  # type of 10 px is too coarse to be fitted closely
            check_words(it)


@pytest.mark.parametrize("language", ["de", pytest.param("pseudo", marks=pytest.mark.full)])
def test_every_touch_is_as_large_as_a_hand_needs_and_its_words_fit(glass, language, monkeypatch):
    inches = 24.0
    if language == "pseudo":
        monkeypatch.setattr(i18n, "load", pseudo.load)
        inches = pseudo.INCHES
    it = glass(language="de", inches=inches, options=OPTIONS)
    for sight in list(SIGHTS.values())[::one_in(2)]:
        sight.show(it, **SEEN)
        check_boxes(it)
        check_touches(it)
        check_words(it)


@pytest.mark.usefixtures("upright")
def test_touches_and_picture_are_where_the_sheet_is(glass):
    it = glass()
    it.show(coach=squat(Phase.ACTIVE), **SEEN)
    turn(it, (1920, 1080))
    stop = it.screen.ids.stop
    it.touch(*stop.to_window(*stop.center))
    assert it.mirror.sent == [Intent.STOP]
    assert (it.screen.x, it.screen.right) == pytest.approx((604, 1317), abs=1)
    it.touch(stop.x, stop.center_y)  # beside the sheet is only glass
    assert it.mirror.sent == [Intent.STOP]


@pytest.mark.usefixtures("upright")
def test_a_small_screen_says_that_it_is_for_near_use(glass, caplog):
    caplog.set_level(logging.INFO, "mirrorapp.ui.app")
    large = glass()
    large.app.dispatch("on_start")
    assert not caplog.records
    small = glass(inches=7.0, size=(480, 800), language="de")
    small.app.dispatch("on_start")
    assert "near use" in caplog.text


def test_what_is_too_long_for_any_box_is_cut_and_never_small(glass):
    from mirrorapp.ui.widgets.sheet import SHEET
    from mirrorapp.ui.widgets.words import Words

    it = glass()
    for text in ("[b]Hello[/b] " * 900, "Donaudampfschifffahrtsgesellschaft" * 4):
        words = Words(text=text, kind="body", size_hint=(None, None), size=(300, 70))
        it.app.root.add_widget(words)
        it.settle()
        assert words.font_size == pytest.approx(SHEET.least_px)
        assert words._label.text.endswith("…")
        assert words.texture_size[0] <= 300
        assert words.texture_size[1] <= 70
        it.app.root.remove_widget(words)
