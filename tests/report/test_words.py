"""How numbers are written: a sign where it tells something, and none that was rounded away."""

import pytest

from mirrorapp.events import Side
from mirrorapp.report import words


@pytest.mark.parametrize(("value", "english", "german"), [
    (4.26, "+4.3", "+4,3"), (-4.26, "−4.3", "−4,3"), (0.0, "0.0", "0,0"), (-0.04, "0.0", "0,0"),
    (0.04, "0.0", "0,0"), (1000.0, "+1000.0", "+1000,0"), (1e113, "–", "–"),
    (float("nan"), "–", "–")])
def test_signs(value, english, german):
    assert words.load("en").signed(value) == english
    assert words.load("de").signed(value) == german


def test_a_share_of_nothing_is_none():
    told = words.load("en")
    assert (told.share(1, 3), told.share(0, 0)) == ("33", "–")


def test_the_left_side_comes_first():
    assert words.load("en").sides(lambda side: side.value) == "L left · R right"
    assert words.load("de").count("unjudged.touched", 1).startswith("1 Wiederholung ")
    assert next(iter(Side)) is Side.LEFT


def test_a_text_that_is_not_there_does_not_pass_for_its_path():
    with pytest.raises(KeyError):
        words.load("en").say("no.such")
