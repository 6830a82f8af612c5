"""A pen on an A4 page: text that is measured before it is written. Everything is in millimetres,
type sizes in points.
"""

from typing import Final, Literal

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

Colour = tuple[int, int, int]
INK: Final[Colour] = (0x14, 0x21, 0x2B)
QUIET: Final[Colour] = (0x56, 0x63, 0x6D)
HAIR: Final[Colour] = (0xC5, 0xCE, 0xD4)
BAND: Final[Colour] = (0xE3, 0xE8, 0xEC)
PALE: Final[Colour] = (0xF3, 0xF6, 0xF8)
LINE: Final[Colour] = (0x0B, 0x6E, 0x99)
FAMILY: Final = "Inter"
LEAST_PT: Final = 6.5
"""Smaller is not read in print."""
_LEADING_MM: Final = 0.46
"""From line to line, for each point of the type size."""
_MORE = "…"


class Pen:
    """Writes on the last page of `pdf`, which has the fonts."""

    def __init__(self, pdf: FPDF) -> None:
        self.pdf = pdf
        self._parted: dict[tuple[float, str, float, bool], list[str]] = {}

    def line(self, x: float, y: float, w: float, text: str, size: float, *, bold: bool = False,
             ink: Colour = INK, align: Literal["L", "R", "C"] = "L") -> None:
        """One line, `y` its upper edge: what is too long gets smaller, then ends with dots."""
        text, high = _plain(text), leading(size)
        self._type(size, bold)
        while size > LEAST_PT and self.pdf.get_string_width(text) > w:
            size = max(LEAST_PT, size - 0.25)
            self._type(size, bold)
        if self.pdf.get_string_width(text) > w:
            while text and self.pdf.get_string_width(text + _MORE) > w:
                text = text[:-1]
            text = text.rstrip() + _MORE
        self._put(x, y, w, text, high, ink=ink, align=align)

    def paragraph(self, x: float, y: float, w: float, text: str, size: float, *,
                  bold: bool = False, ink: Colour = INK) -> float:
        """As many lines as it needs; how high they are."""
        lines, high = self._lines(w, text, size, bold=bold), leading(size)
        for number, each in enumerate(lines):
            self._put(x, y + number * high, w, each, high, ink=ink)
        return len(lines) * high

    def height(self, w: float, text: str, size: float, *, bold: bool = False) -> float:
        """How high the paragraph would be."""
        return len(self._lines(w, text, size, bold=bold)) * leading(size)

    def rule(self, x: float, y: float, w: float, ink: Colour = HAIR, width: float = 0.2) -> None:
        """A line across."""
        self.pdf.set_draw_color(*ink)
        self.pdf.set_line_width(width)
        self.pdf.line(x, y, x + w, y)

    def dashes(self, x: float, y: float, h: float, ink: Colour) -> None:
        """A thin dashed line down."""
        self.pdf.set_draw_color(*ink)
        self.pdf.set_line_width(0.25)
        self.pdf.set_dash_pattern(dash=1.0, gap=0.7)
        self.pdf.line(x, y, x, y + h)
        self.pdf.set_dash_pattern()

    def box(self, x: float, y: float, w: float, h: float, ink: Colour) -> None:
        """A filled rectangle."""
        self.pdf.set_fill_color(*ink)
        self.pdf.rect(x, y, w, h, style="F")

    def dot(self, x: float, y: float, radius: float, *, hollow: bool = False) -> None:
        """A dot around (x, y), or a ring."""
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_fill_color(*((255, 255, 255) if hollow else LINE))
        self.pdf.set_line_width(0.25)
        self.pdf.circle(x, y, radius, style="DF")

    def path(self, points: list[tuple[float, float]]) -> None:
        """A thin line from point to point."""
        self.pdf.set_draw_color(*LINE)
        self.pdf.set_line_width(0.25)
        if len(points) > 1:
            self.pdf.polyline(points)

    def _lines(self, w: float, text: str, size: float, *, bold: bool) -> list[str]:
        """Remembered, since a page is measured many times until all of it fits."""
        self._type(size, bold)
        known = w, text, size, bold
        if known not in self._parted:
            lines = self.pdf.multi_cell(w, leading(size), _plain(text), align="L", dry_run=True,
                                        output=MethodReturnValue.LINES)
            self._parted[known] = [str(each) for each in lines] if isinstance(lines, list) else []
        return self._parted[known]

    def _put(self, x: float, y: float, w: float, text: str, high: float, *, ink: Colour,
             align: str = "L") -> None:
        self.pdf.set_text_color(*ink)
        self.pdf.set_xy(x, y)
        self.pdf.cell(w, high, text, align=align)

    def _type(self, size: float, bold: bool) -> None:
        self.pdf.set_font(FAMILY, "B" if bold else "", size)


def leading(size: float) -> float:
    """From line to line of that type size."""
    return _LEADING_MM * size


def _plain(text: str) -> str:
    return " ".join(text.split())
