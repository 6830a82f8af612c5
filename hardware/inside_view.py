"""The view from behind, before the back is closed: what carries what, true to scale."""

from hardware.front_view import FRAME_MM, PI_MM, PI_SIZE_MM
from hardware.placing import Placing
from hardware.svg import BLUE, GLASS, INK, ORANGE, PALE, QUIET, RED, WOOD, Drawing, Point

BOARD_MM, BATTEN_MM, UPRIGHT_MM = 94.0, 30.0, 18.0
GAP_MM = 2.0
"""Between glass and frame, and between the panel's housing and the camera's board."""
VESA_MM = 100.0
"""Between the panel's holes: an example."""
NOTCH_MM = (40.0, 66.0)
OPENING_MM = (40.0, 25.0)
_SCALE = 0.62
_SIDE_MM, _RIGHT_MM, _EDGE_MM = 60.0, 660.0, 70.0
_BEAM = "#c79f63"


def inside_view(placing: Placing) -> str:
    """The drawing, as SVG."""
    half_mm = placing.glass_mm[0] / 2 + GAP_MM
    foot_mm = placing.glass_bottom_mm - GAP_MM
    top_mm = foot_mm + placing.glass_mm[1] + 2 * GAP_MM
    sheet = Drawing((2 * half_mm + _SIDE_MM + _RIGHT_MM) * _SCALE,
                    (top_mm - foot_mm + 2 * _EDGE_MM) * _SCALE, -half_mm - _SIDE_MM,
                    top_mm + _EDGE_MM, _SCALE, "The mirror from behind, without its back board")
    sheet.box((-half_mm - FRAME_MM, foot_mm - FRAME_MM),
              (2 * (half_mm + FRAME_MM), top_mm - foot_mm + 2 * FRAME_MM), WOOD)
    sheet.box((-half_mm + GAP_MM, foot_mm + GAP_MM), placing.glass_mm, PALE, colour=GLASS)
    places = [*_panel(sheet, placing), *_boards(sheet, placing, half_mm, foot_mm, top_mm)]
    opening = (-OPENING_MM[0] / 2, foot_mm - FRAME_MM)
    sheet.box(opening, (OPENING_MM[0], FRAME_MM), "#ffffff")
    places.append(((OPENING_MM[0] / 2, opening[1] + 6), "opening for leads and touch", INK))
    sheet.names(half_mm + FRAME_MM + 40, places, 40)
    return sheet.text()


def _panel(sheet: Drawing, placing: Placing) -> list[tuple[Point, str, str]]:
    bezel_mm = placing.wanted.bezel_mm
    wide_mm, high_mm = (each + 2 * bezel_mm for each in placing.panel_mm)
    low_mm = placing.bottom_mm - bezel_mm
    sheet.box((-wide_mm / 2, low_mm), (wide_mm, high_mm), "#c5d9ea", colour=BLUE)
    middle_mm, inner_mm = low_mm + high_mm / 2, placing.glass_mm[0] + 2 * GAP_MM
    for side in (-1, 1):
        level_mm = middle_mm + side * VESA_MM / 2
        sheet.box((-inner_mm / 2, level_mm - BATTEN_MM / 2), (inner_mm, BATTEN_MM), _BEAM)
        for aside_mm in (-VESA_MM / 2, VESA_MM / 2):
            sheet.disc((aside_mm, level_mm), 10, INK)
    pi = (-PI_MM[0] - PI_SIZE_MM[0], placing.camera_mm + PI_MM[1])
    sheet.box(pi, PI_SIZE_MM, "none", colour=INK, dash="4 4")
    return [((wide_mm / 2, low_mm + high_mm / 4), "panel, closed", BLUE),
            ((VESA_MM / 2, middle_mm - VESA_MM / 2), "battens across, screws into the panel", INK),
            ((pi[0] + PI_SIZE_MM[0], pi[1] + 42), "Raspberry Pi, on the back board", INK)]


def _boards(sheet: Drawing, placing: Placing, half_mm: float, foot_mm: float,
            top_mm: float) -> list[tuple[Point, str, str]]:
    """What stands beside and above the panel; the cleat's board is behind the camera's."""
    low_mm = placing.top_mm + placing.wanted.bezel_mm + GAP_MM
    for left_mm in (-half_mm, half_mm - UPRIGHT_MM):
        sheet.box((left_mm, foot_mm), (UPRIGHT_MM, low_mm - foot_mm), _BEAM)
    sheet.box((-half_mm, low_mm), (2 * half_mm, BOARD_MM), _BEAM)
    wide_mm, high_mm = NOTCH_MM
    sheet.box((-wide_mm / 2, low_mm), NOTCH_MM, "#ffffff")
    sheet.box((-52, placing.camera_mm - 22), (104, 44), "none", colour=QUIET, dash="4 4")
    sheet.disc((0, placing.camera_mm), 13, INK)
    light = (-60.0, placing.camera_mm + 22)
    sheet.disc(light, 8, "#ffffff", RED)
    sheet.box((-half_mm, top_mm - BOARD_MM), (2 * half_mm, BOARD_MM), "none", colour=ORANGE,
              line=2.5, dash="10 6")
    return [((half_mm, top_mm - 10), "cleat's board, at the back", ORANGE),
            (light, "camera light", RED),
            ((wide_mm / 2, low_mm + high_mm - 12), "notch in the camera's board", INK),
            ((52, placing.camera_mm - 10), "bracket, at the front", QUIET),
            ((half_mm - 6, foot_mm + (low_mm - foot_mm) / 3), "upright, holds the glass", INK)]
