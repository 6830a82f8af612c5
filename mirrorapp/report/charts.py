"""Draws a chart: dots by day before their band. Vectors, so that it prints sharply."""

from datetime import date

from mirrorapp.report.pen import BAND, HAIR, INK, QUIET, Pen, leading
from mirrorapp.report.sheet import Chart, Dots

_TITLE_PT, _TICK_PT, _SAID_PT = 8.5, 6.5, 7.0
_PLOT_MM, _LEFT_MM, _TITLE_MM = 30.0, 7.0, 5.0
_DOT_MM = (0.35, 0.8)


def height(pen: Pen, chart: Chart, w: float) -> float:
    """How high it is with what is said beneath."""
    return (_TITLE_MM + _PLOT_MM + leading(_TICK_PT) + 1.5
            + sum(pen.height(w, each, _SAID_PT) for each in chart.said))


def draw(pen: Pen, chart: Chart, x: float, y: float, w: float) -> None:
    """Draw it, (x, y) its upper left corner."""
    pen.line(x, y, w * 0.6, chart.title, _TITLE_PT, bold=True)
    if chart.key:
        pen.line(x + w * 0.4, y + 0.3, w * 0.6, chart.key, _TICK_PT, ink=QUIET, align="R")
    _Plot(pen, chart, x + _LEFT_MM, y + _TITLE_MM, w - _LEFT_MM).draw()
    y += _TITLE_MM + _PLOT_MM + 0.5
    pen.line(x + _LEFT_MM, y, w / 2, chart.ends[0], _TICK_PT, ink=QUIET)
    pen.line(x + w / 2, y, w / 2, chart.ends[1], _TICK_PT, ink=QUIET, align="R")
    y += leading(_TICK_PT) + 1.0
    for number, each in enumerate(chart.said):
        y += pen.paragraph(x, y, w, each, _SAID_PT, ink=QUIET if number else INK)


class _Plot:
    """The field of the dots; (x, y) its upper left corner."""

    def __init__(self, pen: Pen, chart: Chart, x: float, y: float, w: float) -> None:
        self._pen, self._chart = pen, chart
        self._x, self._y, self._w = x, y, w
        most = sum(len(each.points) for each in chart.dots)
        least, usual = _DOT_MM
        self._radius = min(usual, max(least, 0.4 * w / max(1, most)))

    def draw(self) -> None:
        chart = self._chart
        for each in chart.bands:
            left, right = self._edge(each.first), self._edge(each.last)
            low, high = self._level(each.low), self._level(each.high)
            self._pen.box(left, high, right - left, low - high, BAND)
        for value, name in chart.ticks:
            self._tick(value, name)
        for day in chart.partings:
            self._pen.dashes(self._at(day), self._y, _PLOT_MM, INK)
        for dots in chart.dots:
            self._dots(dots)

    def _tick(self, value: float, name: str) -> None:
        y = self._level(value)
        self._pen.rule(self._x, y, self._w, *((QUIET, 0.3) if value == 0 else (HAIR, 0.1)))
        self._pen.line(self._x - _LEFT_MM, y - leading(_TICK_PT) / 2, _LEFT_MM - 1.0, name,
                       _TICK_PT, ink=QUIET, align="R")

    def _dots(self, dots: Dots) -> None:
        places = [(self._at(day), self._level(value)) for day, value in dots.points]
        if not dots.hollow:
            self._pen.path(places)
        for place in places:
            self._pen.dot(*place, self._radius * (1.8 if dots.hollow else 1.0),
                          hollow=dots.hollow)

    def _at(self, day: date) -> float:
        chart = self._chart
        share = (day - chart.first).days / max(1, (chart.last - chart.first).days)
        return self._x + 1.5 + share * (self._w - 3.0)

    def _edge(self, day: date) -> float:
        """The same, but that first and last day reach to the chart's sides."""
        chart = self._chart
        return (self._x if day <= chart.first
                else self._x + self._w if day >= chart.last else self._at(day))

    def _level(self, value: float) -> float:
        chart = self._chart
        return self._y + _PLOT_MM * (chart.high - value) / (chart.high - chart.low)


