"""A ring that fills clockwise from the top, with a number in it."""

from kivy.graphics import Color, SmoothEllipse, SmoothLine
from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.ui import theme
from mirrorapp.ui.geometry import on_circle

HALF_WIDTH = 0.022  # of the ring's height


class Ring(FloatLayout):
    """`portion` 0–1 of the ring is drawn in `colour`; `number` is huge, `caption` beneath it."""

    portion = NumericProperty(0.0)
    colour = ColorProperty(theme.INK)
    number = StringProperty("")
    caption = StringProperty("")

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        with self.canvas.before:
            Color(*theme.LINE)
            self._track = SmoothLine()
            self._paint = Color(*self.colour)
            self._arc = SmoothLine()
            self._ends = (SmoothEllipse(), SmoothEllipse())
        for name in ("pos", "size", "portion", "colour"):
            self.fbind(name, self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        half = self.height * HALF_WIDTH
        centre = (self.x + self.width / 2, self.y + self.height / 2)
        radius = min(self.size) / 2 - half
        turn = 360 * min(max(self.portion, 0.0), 1.0)
        self._track.width = self._arc.width = half
        self._track.circle = (*centre, radius)
        self._arc.circle = (*centre, radius, 0, max(turn, 1.0))
        self._paint.rgba = self.colour if turn else theme.faded(theme.BLACK, 0)
        for end, degrees in zip(self._ends, (0.0, turn), strict=True):
            x, y = on_circle(centre, radius, degrees)
            end.size = (2 * half, 2 * half)
            end.pos = (x - half, y - half)
