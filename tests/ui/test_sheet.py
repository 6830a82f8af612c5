"""What is on the sheet follows its size, and is let go when it is gone."""

import pytest

from mirrorapp.ui import theme

pytestmark = pytest.mark.ui


class Follower:
    """Counts how often it is told, in a list that outlives it."""

    def __init__(self, told: list[int]) -> None:
        self._told = told

    def again(self) -> None:
        self._told.append(1)


def test_who_follows_is_told_of_every_size_until_it_is_gone(window):
    from mirrorapp.ui.widgets.sheet import _Measures

    sheet, told = _Measures(), []
    it, other = Follower(told), Follower(told)
    for each in (it, other):
        sheet.follow(each.again)
    sheet.height += 1
    assert len(told) == 2
    sheet.least_px += 1
    assert len(told) == 4
    del it, each
    sheet.height += 1
    assert len(told) == 5
    assert len(sheet._followers) == 1


def test_words_and_touches_follow_a_window_that_grows(window):
    from mirrorapp.ui.widgets.sheet import SHEET
    from mirrorapp.ui.widgets.touch import Touch
    from mirrorapp.ui.widgets.words import Words

    words, touch = Words(text="Go on", size=(900, 900)), Touch()
    before = words.font_size
    SHEET.height *= 2
    try:
        assert words.font_size == pytest.approx(2 * before)
        assert touch.line_px == pytest.approx(SHEET.height * theme.HAIRLINE) != 1.0
    finally:
        SHEET.height /= 2
