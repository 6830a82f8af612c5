"""Whether words fit their boxes, and in which languages and windows that is looked at."""

import pytest

from tests.ui.conftest import LARGE, SMALL, Glass
from tests.ui.test_texts import LANGUAGES

ALL_SIZES = pytest.mark.parametrize("size", [
    pytest.param(SMALL, id="540x960"), pytest.param(LARGE, id="1080x1920", marks=pytest.mark.full)])
ALL_LANGUAGES = pytest.mark.parametrize("language", LANGUAGES)
# German is the longer one, and has the longer words.
LONGEST_FIRST = pytest.mark.parametrize("language", [
    pytest.param(each, marks=() if each == "de" else pytest.mark.full) for each in LANGUAGES])
LEAST_SHRUNK = 0.6
"""What is smaller than it should be by more than that looks like another kind of text."""


def check_words(it: Glass) -> None:
    from mirrorapp.ui.widgets.sheet import SHEET
    from mirrorapp.ui.widgets.words import Words

    shown = [each for each in it.app.root.walk() if isinstance(each, Words) and each.text]
    assert shown
    for words in shown:
        where = f"{words.text!r} in {words.size}"
        assert words._label.text == words.text, f"{where}: cut to {words._label.text!r}"
        assert words.texture_size[0] <= words.width, where
        assert words.texture_size[1] <= words.height, where
        assert words.font_size >= max(SHEET.least_px, LEAST_SHRUNK * words.wanted_px), where
        drawn = [word.text for line in words._label._cached_lines for word in line.words]
        assert " ".join(drawn).split() == words.text.split(), f"{where}: broken within a word"
