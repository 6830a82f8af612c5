"""The knee's marks. Each verdict has a shape of its own; the colour only helps.

good: a disc with a tick · drifting: a diamond with an arrow · caving in: a larger diamond with
an exclamation mark and a double arrow · falling out: a hollow diamond with an arrow ·
can't judge: a quiet thin ring.
"""

from kivy.graphics import (
    Color,
    InstructionGroup,
    PopMatrix,
    PushMatrix,
    SmoothEllipse,
    SmoothLine,
    SmoothQuad,
    Translate,
)

from mirrorapp.events import Verdict
from mirrorapp.ui import theme
from mirrorapp.ui.geometry import diamond

_SMALL, _LARGE = 1.25, 1.55  # half a diamond, in mark sizes
_BESIDE = 0.35  # between it and its arrow
_SHAFT = 1.3
REACH = _SMALL + _BESIDE + _SHAFT  # from the knee to the tip of a single arrow, in mark sizes
EDGE = 1.16  # the dark edge that lifts a mark off the picture, in mark sizes


class Mark:
    """One knee's mark on a canvas: moved every frame, rebuilt only when what it says changes."""

    def __init__(self, canvas: InstructionGroup) -> None:
        self._place = Translate(0, 0)
        self._shape = InstructionGroup()
        for instruction in (PushMatrix(), self._place, self._shape, PopMatrix()):
            canvas.add(instruction)
        self._said: tuple[Verdict, int, float] | None = None

    def show(self, centre: tuple[float, float], verdict: Verdict, way: int,
             radius: float) -> None:
        """Put it at `centre`; `way` is where the knee should go on the glass: −1 left, +1 right."""
        self._place.xy = centre
        if (verdict, way, radius) != self._said:
            self._said = (verdict, way, radius)
            self._shape.clear()
            draw_mark(self._shape, verdict, way, radius)

    def hide(self) -> None:
        self._shape.clear()
        self._said = None


def draw_mark(group: InstructionGroup, verdict: Verdict, way: int, radius: float) -> None:
    """Draw the mark of `verdict` around (0, 0)."""
    if verdict is Verdict.GOOD:
        _disc(group, radius)
    elif verdict is Verdict.CANNOT_JUDGE:
        for colour, width in ((theme.BLACK, 0.15), (theme.QUIET, 0.08)):
            group.add(Color(*colour))
            group.add(SmoothLine(circle=(0, 0, radius * 0.8), width=radius * width))
    else:
        larger = _LARGE if verdict is Verdict.CAVING_IN else _SMALL
        _diamond(group, verdict, radius * larger)
        if way:
            _arrow(group, verdict, way, radius, radius * (larger + _BESIDE))


def _disc(group: InstructionGroup, radius: float) -> None:
    for colour, size in ((theme.BLACK, radius * EDGE), (theme.GOOD, radius)):
        group.add(Color(*colour))
        group.add(SmoothEllipse(pos=(-size, -size), size=(2 * size, 2 * size)))
    group.add(Color(*theme.BLACK))
    tick = (-0.42, 0.02, -0.12, -0.30, 0.46, 0.34)
    group.add(SmoothLine(points=[number * radius for number in tick], width=radius * 0.11))


def _diamond(group: InstructionGroup, verdict: Verdict, radius: float) -> None:
    group.add(Color(*theme.BLACK))
    group.add(SmoothQuad(points=diamond(radius * EDGE)))
    group.add(Color(*theme.verdict_colour(verdict)))
    group.add(SmoothQuad(points=diamond(radius)))
    if verdict is Verdict.FALLING_OUT:
        group.add(Color(*theme.BLACK))
        group.add(SmoothQuad(points=diamond(radius * 0.62)))
    if verdict is Verdict.CAVING_IN:
        group.add(Color(*theme.BLACK))
        for top, bottom in ((0.50, -0.06), (-0.34, -0.50)):
            group.add(SmoothLine(points=(0, top * radius, 0, bottom * radius), width=radius * 0.1))


def _arrow(group: InstructionGroup, verdict: Verdict, way: int, radius: float,
           start: float) -> None:
    """An arrow that points where the knee should go; two heads and no shaft when it is urgent."""
    size = 0.7 * radius
    tip = start + _SHAFT * radius
    if verdict is Verdict.CAVING_IN:
        lines = [_head(way, x, size) for x in (start + size, start + 1.9 * size)]
    else:
        lines = [[way * start, 0, way * tip, 0], _head(way, tip, size)]
    for colour, width in ((theme.BLACK, 0.30), (theme.verdict_colour(verdict), 0.17)):
        group.add(Color(*colour))
        for points in lines:
            group.add(SmoothLine(points=points, width=width * radius))


def _head(way: int, tip: float, size: float) -> list[float]:
    back = way * (tip - size)
    return [back, size, way * tip, 0, back, -size]
