"""How many repetitions of one knee got one verdict: its shape, the number, the word."""

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.events import Verdict
from mirrorapp.ui import theme
from mirrorapp.ui.widgets.marks import Mark
from mirrorapp.ui.widgets.sheet import SHEET

SMALL = 0.78  # the mark's size beside its place on the knee


class TallyRow(FloatLayout):
    """One row of the summary; a row that counts nothing is quiet and has no mark."""

    verdict = ObjectProperty(Verdict.GOOD)
    count = StringProperty("0")
    word = StringProperty("")

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._mark = Mark(self.canvas)
        for name in ("pos", "size", "verdict", "count"):
            self.fbind(name, self._draw)
        self._draw()

    def _draw(self, *_: object) -> None:
        if self.count == "0":
            self._mark.hide()
            return
        radius = SHEET.height * theme.MARK_RADIUS * SMALL
        self._mark.show((self.x + self.width * 0.09, self.center_y), self.verdict, 0, radius)
