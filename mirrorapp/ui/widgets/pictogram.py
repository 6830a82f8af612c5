"""A picture of why nothing can be judged, and what to do: `pictograms`, drawn in its box."""

from kivy.graphics import Color, InstructionGroup, Mesh, SmoothEllipse, SmoothLine
from kivy.properties import BooleanProperty, ObjectProperty
from kivy.uix.widget import Widget

from mirrorapp.ui import pictograms, theme
from mirrorapp.ui.geometry import Point, flat
from mirrorapp.ui.pictograms import Ink, Stroke

# Lines that cross must not add up, so what is faint is opaque, too.
_FAINT = (*(0.5 * each for each in theme.QUIET[:3]), 1.0)
_COLOURS = {Ink.BODY: theme.INK, Ink.FACE: theme.BLACK, Ink.UNSEEN: _FAINT,
            Ink.TO_DO: theme.ATTENTION, Ink.AROUND: theme.QUIET}


class Pictogram(Widget):
    """Shows `why` (a refusal, or a check's reason) as large as its box lets it; None: nothing.

    `towards`: as in `pictograms.picture`.
    """

    why = ObjectProperty(None, allownone=True)
    towards = ObjectProperty(None, allownone=True)
    shown = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        for name in ("pos", "size", "why", "towards"):
            self.fbind(name, self._draw)

    def _draw(self, *_: object) -> None:
        self.canvas.clear()
        picture = pictograms.picture(self.why, self.towards) if self.why is not None else ()
        self.shown = bool(picture)
        side = min(self.width / pictograms.WIDE, self.height)
        left, bottom = self.center_x - side / 2, self.center_y - side / 2
        for stroke in picture:
            points = [(left + x * side, bottom + y * side) for x, y in stroke.points]
            _draw(self.canvas, stroke, points, stroke.half * side)


def _draw(canvas: InstructionGroup, stroke: Stroke, points: list[Point], half: float) -> None:
    canvas.add(Color(*_COLOURS[stroke.ink]))
    if stroke.filled:
        canvas.add(Mesh(vertices=[each for x, y in points for each in (x, y, 0, 0)],
                        indices=range(len(points)), mode="triangle_fan"))
    canvas.add(SmoothLine(points=flat(*points), close=stroke.closed, width=half))
    for x, y in () if stroke.filled else points:
        canvas.add(SmoothEllipse(pos=(x - half, y - half), size=(2 * half, 2 * half)))
