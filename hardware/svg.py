"""Drawings true to scale, as SVG: millimetres, y upwards; the same bytes for the same figures."""

from dataclasses import dataclass, field
from html import escape
from math import atan2, degrees, hypot

Point = tuple[float, float]
INK = "#1c2126"
QUIET = "#5b6670"
BLUE = "#0b6fb8"
GREEN = "#2b7d3a"
ORANGE = "#b35900"
RED = "#b3261e"
PALE = "#dcebf7"
GLASS = "#7fb2d6"
WOOD = "#d9b98a"
_ARROW = 3.5


@dataclass
class Drawing:
    """A sheet; `left_mm` and `top_mm` are at its upper left corner, `scale` in pixels per mm."""

    wide_px: float
    high_px: float
    left_mm: float
    top_mm: float
    scale: float
    title: str
    _parts: list[str] = field(default_factory=list)

    def place(self, point: Point) -> Point:
        """Where a point comes to lie on the sheet, in pixels."""
        return (point[0] - self.left_mm) * self.scale, (self.top_mm - point[1]) * self.scale

    def line(self, points: list[Point], colour: str = INK, wide: float = 1.5, dash: str = "",
             fill: str = "none") -> None:
        """A line through points; with `fill` it is closed."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.place, points))
        shape = "polyline" if fill == "none" else "polygon"
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(f'<{shape} points="{path}" fill="{fill}" stroke="{colour}" '
                           f'stroke-width="{wide:g}" stroke-linejoin="round" '
                           f'stroke-linecap="round"{dashed}/>')

    def box(self, corner: Point, size: Point, fill: str, *, colour: str = INK, line: float = 1.0,
            dash: str = "") -> None:
        """A rectangle by its lower left corner and size."""
        (left, bottom), (wide, high) = corner, size
        self.line([(left, bottom), (left + wide, bottom), (left + wide, bottom + high),
                   (left, bottom + high), (left, bottom)], colour, line, dash, fill)

    def disc(self, middle: Point, across_mm: float, fill: str, colour: str = INK) -> None:
        """A filled circle."""
        x, y = self.place(middle)
        radius = across_mm * self.scale / 2
        self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" '
                           f'fill="{fill}" stroke="{colour}" stroke-width="1.5"/>')

    def words(self, at: Point, text: str, size: float = 15, colour: str = INK, *,
              anchor: str = "start", bold: bool = False) -> None:
        """One line of words, its foot at the point; `anchor` as in SVG."""
        x, y = self.place(at)
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" '
                           f'text-anchor="{anchor}"{weight}>{escape(text)}</text>')

    def measure(self, start: Point, end: Point, text: str, colour: str = QUIET,
                side: int = 1) -> None:
        """A dimension between two points with arrows; upright ones have `text` at their side
        (1 right, -1 left), others above (1) or below (-1).
        """
        self.line([start, end], colour, 1)
        (x0, y0), (x1, y1) = self.place(start), self.place(end)
        turn = degrees(atan2(y1 - y0, x1 - x0))
        for x, y, way in ((x0, y0, turn + 180), (x1, y1, turn)):
            self._parts.append(f'<path d="M0,0 L{-2 * _ARROW:g},{_ARROW:g} '
                               f'L{-2 * _ARROW:g},{-_ARROW:g} Z" fill="{colour}" '
                               f'transform="translate({x:.1f},{y:.1f}) rotate({way:.1f})"/>')
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        if abs(y1 - y0) > hypot(x1 - x0, y1 - y0) / 2:
            self.words((middle[0] + side * 7 / self.scale, middle[1] - 5 / self.scale), text, 14,
                       colour, anchor="start" if side > 0 else "end")
        else:
            off = 6 if side > 0 else -18
            self.words((middle[0], middle[1] + off / self.scale), text, 14, colour,
                       anchor="middle")

    def names(self, right_mm: float, places: list[tuple[Point, str, str]], line_mm: float) -> None:
        """Names of places and their colours beside the drawing, moved apart from the top down."""
        free_mm = self.top_mm
        for place, text, colour in sorted(places, key=lambda each: -each[0][1]):
            free_mm = min(place[1], free_mm - line_mm)
            self.line([place, (right_mm, free_mm), (right_mm + 25, free_mm)], colour, 1)
            self.words((right_mm + 35, free_mm - 5 / self.scale), text, 15,
                       INK if colour == GLASS else colour)

    def text(self) -> str:
        """The whole file."""
        size = f"{self.wide_px:g} {self.high_px:g}"
        head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
                f'width="{self.wide_px:g}" height="{self.high_px:g}" role="img" '
                f'font-family="Inter, \'DejaVu Sans\', Arial, sans-serif">')
        paper = f'<rect width="{self.wide_px:g}" height="{self.high_px:g}" fill="#ffffff"/>'
        return "\n".join([head, f"<title>{escape(self.title)}</title>", paper, *self._parts,
                          "</svg>", ""])
