"""The section: what lies behind what, from the room to the wall, true to scale."""

from hardware.svg import BLUE, GLASS, INK, ORANGE, WOOD, Drawing

_SCALE = 4.4
_HIGH_MM, _LINE_MM, _LEFT_MM = 96.0, 11.0, 46.0
Layer = tuple[str, float, str, tuple[float, float]]

LAYERS: tuple[Layer, ...] = (
    ("touch frame, held by its tape", 10.0, "#3b4248", (0.0, 12.0)),
    ("two-way glass, safety film on its back", 4.0, GLASS, (0.0, 1.0)),
    ("air; black tape around the panel", 2.0, "#11151a", (0.82, 1.0)),
    ("panel in its housing, without its foot", 34.0, BLUE, (0.0, 0.8)),
    ("air, Raspberry Pi on spacers", 44.0, "#ffffff", (0.0, 1.0)),
    ("back board with holes at foot and top", 6.0, WOOD, (0.0, 1.0)),
    ("french cleat, air to rise behind", 18.0, "#efe3cd", (0.7, 1.0)),
    ("wall", 14.0, "#d7d7d7", (0.0, 1.0)),
)
"""From the room on: what it is, how thick in mm, its colour, from where to where of the height
(mm where it is above 1). The housing's and the cleat's thickness are examples."""


def section() -> str:
    """The drawing, as SVG: a cut from front to back, low down through the panel."""
    deep_mm = sum(thick for _, thick, _, _ in LAYERS)
    sheet = Drawing((deep_mm + _LEFT_MM + 128) * _SCALE, (_HIGH_MM + 32) * _SCALE, -_LEFT_MM,
                    _HIGH_MM + 18, _SCALE, "From the room to the wall")
    sheet.words((-_LEFT_MM + 3, _HIGH_MM * 0.5), "you", 18, INK, bold=True)
    sheet.measure((-_LEFT_MM + 4, _HIGH_MM * 0.44), (-3, _HIGH_MM * 0.44), "", side=1)
    left = 0.0
    for number, layer in enumerate(LAYERS):
        _layer(sheet, left, number, layer)
        line_mm = _HIGH_MM - 6 - number * _LINE_MM
        _number(sheet, (deep_mm + 9, line_mm), number)
        thick = "" if layer is LAYERS[-1] else f", {layer[1]:g} mm"
        sheet.words((deep_mm + 14, line_mm - 1.2), layer[0] + thick, 15)
        left += layer[1]
    frame_mm = sum(thick for _, thick, _, _ in LAYERS[:5])
    sheet.measure((0, -4), (frame_mm, -4), f"frame, {frame_mm:.0f} mm deep", side=-1)
    _screws(sheet)
    return sheet.text()


def _layer(sheet: Drawing, left: float, number: int, layer: Layer) -> None:
    _, thick, colour, (low, high) = layer
    bottom, top = (_HIGH_MM * low, _HIGH_MM * high) if high <= 1 else (low, high)
    sheet.box((left, bottom), (thick, top - bottom), colour, line=1.2)
    thin = thick < 7
    aside = (number - 1) * 2.5 - 1 if thick < 5 else 0.0  # 2 and 3 lie too near for their numbers
    _number(sheet, (left + thick / 2 + aside, _HIGH_MM + 6 if thin else (bottom + top) / 2), number)


def _number(sheet: Drawing, middle: tuple[float, float], number: int) -> None:
    sheet.disc(middle, 5.2, "#ffffff")
    sheet.words((middle[0], middle[1] - 1.2), str(number + 1), 14, anchor="middle")


def _screws(sheet: Drawing) -> None:
    """What carries it: through the cleat into the wall."""
    front = sum(thick for _, thick, _, _ in LAYERS[:6])
    sheet.line([(front + 3, _HIGH_MM * 0.76), (front + 30, _HIGH_MM * 0.76)], ORANGE, 4)
    sheet.words((front + 2, _HIGH_MM * 0.62), "screws, anchors", 14, ORANGE)
