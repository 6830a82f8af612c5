"""Charts, drawn light on black: whatever differs does so in shape, colour only helps."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from kivy.graphics import (
    Color,
    InstructionGroup,
    PopMatrix,
    PushMatrix,
    Rectangle,
    SmoothEllipse,
    SmoothLine,
    SmoothQuad,
    Translate,
)
from kivy.properties import ObjectProperty, OptionProperty
from kivy.uix.widget import Widget

from mirrorapp.coach.knees import Knee, Stretch
from mirrorapp.coach.progress import CALENDAR_WEEKS, DayKind, Pain
from mirrorapp.events import Side, Verdict
from mirrorapp.ui import theme
from mirrorapp.ui.geometry import Point, diamond, flat
from mirrorapp.ui.plotting import PAIN_MOST
from mirrorapp.ui.widgets.marks import draw_mark
from mirrorapp.ui.widgets.sheet import SHEET

_DOT = 0.008  # a mark's radius, in parts of the window's height
_MANY = 16  # so many marks get smaller
_LINE = 0.0016
_BAND = 0.7
_DASH = 0.008
_DAY_MARK = 0.30  # of the shorter side of a day's cell

Draw = Callable[[InstructionGroup, float], None]


class Drawing(Widget):
    """Draws itself anew where something that it is `drawn_from` has changed, or its place."""

    drawn_from: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        for name in ("pos", "size", *self.drawn_from):
            self.fbind(name, self._redraw)
        self._redraw()

    def _redraw(self, *_: object) -> None:
        self.canvas.clear()
        self.draw()

    def draw(self) -> None:
        """Put it on the canvas, which is empty."""
        raise NotImplementedError

    def mark(self, centre: Point, radius: float, draw: Draw) -> None:
        """What `draw` draws around (0, 0), around `centre`."""
        for each in (PushMatrix(), Translate(*centre), shape := InstructionGroup(), PopMatrix()):
            self.canvas.add(each)
        draw(shape, radius)


class Chart(Drawing):
    """What is `told`, where its `scale` says."""

    drawn_from: ClassVar[tuple[str, ...]] = ("told", "scale")
    told = ObjectProperty(None, allownone=True)
    scale = ObjectProperty(None, allownone=True)

    def place(self, day: date, value: float) -> Point:
        """In window pixels."""
        x, y = self.scale.place(day, value)
        return self.x + x * self.width, self.y + y * self.height

    def level(self, value: float) -> None:
        """A thin line at this value, from side to side."""
        y = self.y + self.scale.level(value) * self.height
        self.canvas.add(SmoothLine(points=(self.x, y, self.x + self.width, y), width=_thick()))


class KneeChart(Chart):
    """How far in a knee came, day by day: discs on the left, diamonds on the right; and a band
    within which nothing is sure. Where it was measured otherwise a dashed line parts the days, and
    each part has a band of its own. `told` is a `Knee`.
    """

    drawn_from: ClassVar[tuple[str, ...]] = (*Chart.drawn_from, "side")
    side = OptionProperty(Side.LEFT, options=list(Side))

    def draw(self) -> None:
        knee: Knee | None = self.told
        if knee is None or self.scale is None:
            return
        spans = list(knee.spans(self.scale.first, self.scale.last))
        for first, last, stretch in spans:
            self._band(first, last, stretch)
        self.canvas.add(Color(*theme.QUIET))
        self.level(0.0)
        for first, _, _ in spans[1:]:
            x, _ = self.place(first, 0.0)
            self.mark((x, self.y + self.height / 2), self.height / 2, draw_parting)
        for _, _, stretch in spans:
            self._days(stretch, _dot(len(knee.days)))

    def _band(self, first: date, last: date, stretch: Stretch) -> None:
        if stretch.noise_deg is None:
            return
        low, high = stretch.noise_deg
        (left, bottom), (right, top) = self.place(first, low), self.place(last, high)
        self.canvas.add(Color(*theme.faded(theme.LINE, _BAND)))
        self.canvas.add(Rectangle(pos=(left, bottom), size=(right - left, top - bottom)))

    def _days(self, stretch: Stretch, radius: float) -> None:
        places = [self.place(each.day, each.in_deg) for each in stretch.days]
        self.canvas.add(Color(*theme.QUIET))
        if len(places) > 1:
            self.canvas.add(SmoothLine(points=flat(*places), width=_thick()))
        draw = draw_disc if self.side is Side.LEFT else draw_diamond
        for centre in places:
            self.mark(centre, radius, draw)


class PainChart(Chart):
    """How much it hurt, day by day: from a ring before to a disc after. `told` is of `Pain`."""

    def draw(self) -> None:
        days: Sequence[Pain] | None = self.told
        if days is None or self.scale is None:
            return
        self.canvas.add(Color(*theme.LINE))
        for value in (0.0, PAIN_MOST / 2, PAIN_MOST):
            self.level(value)
        for each in days:
            self._day(each, _dot(len(days)))

    def _day(self, pain: Pain, radius: float) -> None:
        before, after = (None if each is None else self.place(pain.day, each)
                         for each in (pain.before, pain.after))
        if before is not None and after is not None and before != after:
            self.canvas.add(Color(*theme.QUIET))
            self.canvas.add(SmoothLine(points=flat(before, after), width=_thick()))
        if before is not None:
            self.mark(before, 1.5 * radius, draw_ring)
        if after is not None:
            self.mark(after, radius, draw_disc)


class DayChart(Drawing):
    """A calendar: `rows` of seven days, oldest first; `told`: what became of them; `today` is
    underlined.
    """

    drawn_from: ClassVar[tuple[str, ...]] = ("rows", "told", "today")
    rows = ObjectProperty(())
    told = ObjectProperty({})
    today = ObjectProperty(None, allownone=True)

    def draw(self) -> None:
        width, height = self.width / 7, self.height / CALENDAR_WEEKS
        radius = _DAY_MARK * min(width, height)
        for row, days in enumerate(self.rows):
            y = self.y + self.height - (row + 0.5) * height
            for column, day in enumerate(days):
                x = self.x + (column + 0.5) * width
                if day in self.told:
                    self.mark((x, y), radius, partial(draw_day, self.told[day]))
                if day == self.today:
                    self.mark((x, y - 1.45 * radius), radius, _underline)


class DayMark(Drawing):
    """What one `kind` of day looks like; or how pain is marked, `before` and `after`; or what parts
    days that don't compare, `anew`.
    """

    drawn_from: ClassVar[tuple[str, ...]] = ("kind",)
    kind = OptionProperty("done", options=[*DayKind, "before", "after", "anew"])

    def draw(self) -> None:
        # Of x and y: what Kivy derives from them may be of before, while they change.
        centre, radius = (self.x + self.width / 2, self.y + self.height / 2), min(self.size) / 2
        if self.kind == "anew":
            self.mark(centre, radius, draw_parting)
        elif self.kind in ("before", "after"):
            self.mark(centre, 0.6 * radius, draw_ring if self.kind == "before" else draw_disc)
        else:
            self.mark(centre, 0.8 * radius, partial(draw_day, DayKind(self.kind)))


def draw_day(kind: DayKind, group: InstructionGroup, radius: float) -> None:
    """A disc with a tick · a dash · an empty ring · a small empty diamond, around (0, 0)."""
    if kind is DayKind.DONE:
        draw_mark(group, Verdict.GOOD, 0, radius)
        return
    group.add(Color(*theme.QUIET))
    if kind is DayKind.REST:
        group.add(SmoothLine(points=(-0.4 * radius, 0, 0.4 * radius, 0), width=1.5 * _thick()))
    elif kind is DayKind.MISSED:
        group.add(SmoothLine(circle=(0, 0, radius * 0.9), width=_thick()))
    else:
        group.add(SmoothLine(points=diamond(radius * 0.6), width=_thick(), close=True))


def draw_disc(group: InstructionGroup, radius: float) -> None:
    """Filled, on a dark edge that parts it from its neighbours."""
    for colour, size in ((theme.BLACK, radius * 1.25), (theme.INK, radius)):
        group.add(Color(*colour))
        group.add(SmoothEllipse(pos=(-size, -size), size=(2 * size, 2 * size)))


def draw_diamond(group: InstructionGroup, radius: float) -> None:
    """The same with corners."""
    for colour, size in ((theme.BLACK, radius * 1.6), (theme.INK, radius * 1.25)):
        group.add(Color(*colour))
        group.add(SmoothQuad(points=diamond(size)))


def draw_ring(group: InstructionGroup, radius: float) -> None:
    """Empty."""
    group.add(Color(*theme.QUIET))
    group.add(SmoothLine(circle=(0, 0, radius), width=_thick()))


def draw_parting(group: InstructionGroup, radius: float) -> None:
    """A dashed line, upright, from `radius` below to as much above."""
    dash = SHEET.height * _DASH
    count = max(1, round(2 * radius / (1.6 * dash)))
    step = 2 * radius / count
    group.add(Color(*theme.INK))
    for number in range(count):
        bottom = number * step - radius
        group.add(SmoothLine(points=(0, bottom, 0, bottom + step / 1.6), width=_thick()))


def _underline(group: InstructionGroup, radius: float) -> None:
    group.add(Color(*theme.INK))
    group.add(SmoothLine(points=(-radius, 0, radius, 0), width=_thick()))


def _dot(count: int) -> float:
    return float(SHEET.height * _DOT * (1.0 if count <= _MANY else 0.65))


def _thick() -> float:
    return float(max(1.0, SHEET.height * _LINE / 2))
