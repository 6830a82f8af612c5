"""What stands behind the glass has room there, and is what the list and the steps say."""

import re
from itertools import pairwise

import pytest
from defusedxml import ElementTree

from hardware import inside_view, make
from hardware.front_view import FRAME_MM, PI_MM, PI_SIZE_MM
from hardware.placing import ABOVE_MM, BORDER_MM, LENS_MM, Placing, Wanted
from tests.hardware.test_pages import PAGE, numbers

PLACING = Placing(make.EXAMPLE)


def test_the_wood_is_what_is_bought() -> None:
    assert numbers("timber")[:2] == [FRAME_MM, inside_view.BOARD_MM]
    assert numbers("battens")[:2] == [inside_view.UPRIGHT_MM, inside_view.BATTEN_MM]


def test_the_openings_are_those_of_the_steps() -> None:
    said = " ".join(PAGE.split())
    notch, opening = inside_view.NOTCH_MM, inside_view.OPENING_MM
    assert f"a notch {notch[0]:.0f} mm wide and {notch[1]:.0f} mm high for the bracket" in said
    assert f"an opening of {opening[0]:.0f} x {opening[1]:.0f} mm behind the panel" in said


def test_boards_and_uprights_have_room_beside_the_panel() -> None:
    gap_mm = inside_view.GAP_MM
    assert BORDER_MM + gap_mm > inside_view.UPRIGHT_MM
    assert ABOVE_MM > inside_view.BOARD_MM
    assert f"the lens {LENS_MM - gap_mm:.0f} mm above the board's lower edge" in PAGE


def test_the_pi_lies_between_battens_and_boards() -> None:
    low_mm = PLACING.camera_mm + PI_MM[1]
    middle_mm = (PLACING.top_mm + PLACING.bottom_mm) / 2
    assert low_mm > middle_mm + inside_view.VESA_MM / 2 + inside_view.BATTEN_MM / 2
    assert low_mm + PI_SIZE_MM[1] < PLACING.top_mm
    assert -PI_MM[0] < PLACING.panel_mm[0] / 2


@pytest.mark.parametrize("screen_in", [24, 32, 43])
def test_every_name_has_a_line_of_its_own_on_the_sheet(screen_in: float) -> None:
    drawing = ElementTree.fromstring(inside_view.inside_view(Placing(Wanted(screen_in, 1600))))
    _, _, wide_px, high_px = map(float, drawing.attrib["viewBox"].split())
    words = list(drawing.iter("{http://www.w3.org/2000/svg}text"))
    lines = sorted(float(each.attrib["y"]) for each in words)
    assert all(low - high >= 15 for high, low in pairwise(lines))
    assert 15 <= lines[0] <= lines[-1] <= high_px
    for each in words:
        assert float(each.attrib["x"]) + 0.62 * 15 * len(each.text or "") <= wide_px, each.text


def test_every_drawing_is_on_the_page() -> None:
    shown = set(re.findall(r"\]\(drawings/(\S+)\.svg\)", PAGE))
    assert shown == {each.stem for each in (make.HERE / "drawings").iterdir()}
