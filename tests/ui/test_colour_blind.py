"""Who sees fewer colours misses nothing: what a knee does is told by shape, words by brightness.

Colours are simulated as in Machado, Oliveira and Fernandes, "A physiologically-based model for
simulation of color vision deficiency" (IEEE TVCG 15(6), 2009), severity 1.0, on linear RGB. Of
tritanopia that model is a rougher guess, but the authors give it.
"""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from mirrorapp.coach.state import Cue, Phase
from mirrorapp.events import Verdict
from mirrorapp.ui import legible, theme
from tests.ui.conftest import Pixels
from tests.ui.doubles import PORTRAIT, reading, squat
from tests.ui.test_legible import TEXT_COLOURS
from tests.ui.test_marks import around_left_knee

Colours = NDArray[np.float64]
KINDS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}
ALL_KINDS = pytest.mark.parametrize("kind", KINDS)
LIT = 0.28
"""What is brighter than this is a mark, and not the lane beneath it: all ink is (7:1 on black)."""


def linear(srgb: Colours) -> Colours:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def seen_by(kind: str, srgb: Colours) -> Colours:
    """Linear RGB (…, 3), as somebody with that kind of eyes sees it."""
    return np.clip(linear(srgb) @ np.array(KINDS[kind]).T, 0, 1)


def brightness(rgb: Colours) -> Colours:
    """Relative luminance of linear RGB."""
    return rgb @ np.array([0.2126, 0.7152, 0.0722])


@ALL_KINDS
def test_grey_stays_grey(kind):
    grey = np.full(3, 0.5)
    assert seen_by(kind, grey) == pytest.approx(linear(grey), abs=1e-5)


@ALL_KINDS
@pytest.mark.parametrize("name", TEXT_COLOURS)
def test_words_keep_their_contrast(kind, name):
    light = float(brightness(seen_by(kind, np.array(TEXT_COLOURS[name][:3]))))
    assert (light + 0.05) / 0.05 >= 7


def test_the_simulation_tells_what_it_should():
    """Red and green of like brightness: apart for most, alike for who lacks red or green."""
    red, green = np.array([0.78, 0.35, 0.1]), np.array([0.5, 0.5, 0.1])
    apart = np.abs(linear(red) - linear(green)).max()
    assert np.abs(seen_by("deuteranopia", red) - seen_by("deuteranopia", green)).max() < apart / 3


@pytest.mark.ui
@ALL_KINDS
def test_no_two_states_of_a_knee_are_told_by_colour_alone(glass, kind):
    it = glass(view="mirror")
    shapes: dict[Verdict, Pixels] = {}
    for verdict in Verdict:
        it.show(coach=squat(Phase.ACTIVE), reading=reading(*PORTRAIT, left=verdict))
        seen = brightness(seen_by(kind, around_left_knee(it) / 255))
        shapes[verdict] = seen > LIT
        assert shapes[verdict].any(), f"{verdict} can't be seen"
    for one, other in combinations(Verdict, 2):
        either = np.logical_or(shapes[one], shapes[other]).sum()
        both = np.logical_and(shapes[one], shapes[other]).sum()
        assert both / either < 0.85, f"{one} and {other} look the same"


@pytest.mark.ui
def test_a_cue_is_told_by_its_words_whatever_its_colour(glass):
    it = glass()
    said: dict[str, theme.Colour] = {}
    for cue in Cue:
        it.show(coach=squat(Phase.ACTIVE, cue=cue))
        assert it.screen.line not in said, f"{cue} says what another says"
        said[it.screen.line] = tuple(it.screen.line_colour)
    assert len(set(said.values())) > 1, "colour helps all the same"


def test_brightness_is_what_legible_says():
    for colour in TEXT_COLOURS.values():
        assert float(brightness(linear(np.array(colour[:3])))) == pytest.approx(
            legible.luminance(colour))
