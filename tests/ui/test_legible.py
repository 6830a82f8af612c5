"""How large texts must be on which screen, and which colours can be read through the glass."""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.coach.state import Cue
from mirrorapp.events import Verdict
from mirrorapp.ui import legible, theme
from mirrorapp.ui.layout import NARROWEST, WIDEST, upright
from tests.tiers import examples

TEXT_COLOURS = {"ink": theme.INK, "quiet": theme.QUIET, "good": theme.GOOD,
                "attention": theme.ATTENTION, "stop": theme.STOP}
UPRIGHT = (540, 960)
SIZES = st.integers(240, 7680)


def table(font: Path, name: bytes) -> bytes:
    """One table of an OpenType font."""
    data = font.read_bytes()
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, start, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if tag == name:
            return data[start:start + length]
    raise KeyError(name)


@pytest.mark.parametrize("font", [theme.REGULAR, theme.SEMIBOLD, theme.BOLD])
def test_capitals_are_as_high_as_the_font_says(font):
    high = struct.unpack_from(">h", table(Path(font), b"OS/2"), 88)[0]
    of = struct.unpack_from(">H", table(Path(font), b"head"), 18)[0]
    assert high / of == pytest.approx(legible.CAPITAL, abs=0.001)


def test_the_least_type_is_fourteen_arc_minutes_from_two_metres():
    capital_mm = legible.CAPITAL * legible.least_type_mm()
    assert legible.arc_minutes(capital_mm) == pytest.approx(14)
    assert capital_mm > 8


@pytest.mark.parametrize(("inches", "size", "near"), [
    (24, (1080, 1920), False), (23.8, (1080, 1920), False), (24, (540, 960), False),
    (32, (2160, 3840), False), (43, (1920, 1080), False),
    (21.5, (1080, 1920), True), (7, (480, 800), True), (7, (800, 480), True),
    (24, (1920, 1080), True)])
def test_only_large_upright_screens_are_read_from_two_metres(inches, size, near):
    assert legible.near_use(inches, *size) is near


@given(st.floats(5, 100), SIZES, SIZES)
@settings(max_examples=examples(200))
def test_no_text_is_below_the_floor_unless_it_is_said(inches, width, height):
    least_px = legible.least_type_px(inches, width, height)
    capital_mm = legible.CAPITAL * least_px * legible.mm_per_px(inches, width, height)
    far = legible.arc_minutes(capital_mm) >= legible.LEAST_ARCMIN - 0.01
    assert far is not legible.near_use(inches, width, height)
    assert 0 < least_px <= legible.SMALLEST * height + 0.5
    assert min(theme.TYPE.values()) >= legible.SMALLEST, "no size of the theme is below it"


@given(SIZES, SIZES)
@settings(max_examples=examples(200))
def test_the_sheet_is_upright_and_in_the_window(width, height):
    box = upright(width, height)
    assert box.x >= 0
    assert box.y >= 0
    assert box.x + box.width <= width + 1
    assert box.y + box.height <= height + 1
    assert NARROWEST - 0.01 <= box.aspect <= WIDEST + 0.01
    assert box.width >= width - 1 or box.height >= height - 1, "as large as it can be"


def test_a_mirror_s_own_shape_is_used_whole():
    for size in ((540, 960), (1080, 1920), (1200, 1920), (600, 1024), (480, 800)):
        assert (upright(*size).width, upright(*size).height) == size


@pytest.mark.parametrize("name", TEXT_COLOURS)
def test_words_are_told_from_black_and_through_the_mirror(name):
    colour = TEXT_COLOURS[name]
    assert legible.contrast(colour) >= 7
    assert legible.contrast_through_mirror(colour) >= 4.5


def test_whatever_words_are_coloured_by_is_one_of_these():
    coloured = {theme.cue_colour(each) for each in Cue}
    coloured |= {theme.verdict_colour(each) for each in Verdict}
    assert coloured <= set(TEXT_COLOURS.values())
    assert theme.LINE not in TEXT_COLOURS.values()


def test_contrast_is_what_wcag_says():
    assert legible.contrast(theme.INK) == pytest.approx(21)
    assert legible.contrast(theme.BLACK, theme.INK) == pytest.approx(21)
    grey = tuple(int("77", 16) / 255 for _ in range(3))
    assert legible.contrast(grey, theme.INK) == pytest.approx(4.48, abs=0.01)


def test_the_room_takes_contrast_away():
    assert (1 < legible.contrast_through_mirror(theme.LINE)
            < legible.contrast_through_mirror(theme.QUIET) < legible.contrast(theme.QUIET))
    assert legible.contrast_through_mirror(theme.BLACK) == pytest.approx(1)


def test_from_how_far_it_is_legible_goes_with_the_size_and_not_beyond_what_is_needed():
    assert legible.legible_m(32, *UPRIGHT) == pytest.approx(2.0)
    assert legible.legible_m(24, *UPRIGHT) == pytest.approx(2.0, abs=0.02)
    assert legible.legible_m(12, *UPRIGHT) == pytest.approx(1.0, abs=0.02)
