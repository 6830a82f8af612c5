"""The parts of the page, from the top: each says how high it is, and draws itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from textwrap import shorten
from typing import Final

from mirrorapp.report import charts
from mirrorapp.report.pen import HAIR, INK, PALE, QUIET, Pen, leading
from mirrorapp.report.sheet import Lines, Sheet, Table, Titled

GAP_MM: Final = 3.3
LETTERS: Final = " …0123456789"
"""What the page writes that is not in the sheet."""
_TITLE_PT, _NAME_PT, _HEAD_PT, _BODY_PT, _NOTE_PT = 9.5, 19.0, 10.0, 8.0, 6.8
_LONG_PT, _NUMBER_PT, _TEXT_PT = 12.0, 15.0, 7.6
_ROW_MM, _PAD_MM, _TILE_MM = 4.1, 2.5, 13.5
_NAME_MOST = 100
"""Letters of a name; settings allow for fewer, and it is to leave room for the rest."""
_SHARES, _MUCH_MM = (0.5, 0.6, 0.7, 0.35), 8.0

Height = Callable[[Pen, float], float]
Draw = Callable[[Pen, float, float, float], None]


@dataclass(frozen=True, slots=True)
class Block:
    """`height` in a width; `draw` from its upper left corner (x, y) on, that wide."""

    height: Height
    draw: Draw


def blocks(sheet: Sheet) -> Iterator[Block]:
    """What the page has, in its order."""
    yield Block(partial(_header, sheet, draw=False), _drawn(partial(_header, sheet)))
    if sheet.nothing.said:
        yield _lines_block(sheet.nothing)
    if sheet.charts:
        yield Block(lambda pen, w: _TILE_MM, partial(_tiles, sheet))
    pair = sheet.flags, sheet.unjudged
    yield Block(partial(_pair_height, pair), partial(_pair, pair))
    if sheet.charts:
        yield Block(partial(_charts, sheet, draw=False), _drawn(partial(_charts, sheet)))
        yield _table_block(sheet.work)
        yield _table_block(sheet.checks)
    yield _lines_block(sheet.how)


def foot_height(sheet: Sheet, pen: Pen, w: float) -> float:
    """Of who says the doses, and what made the page."""
    return 1.5 + pen.height(w, sheet.sources, _NOTE_PT) + leading(_NOTE_PT)


def foot(sheet: Sheet, pen: Pen, x: float, bottom: float, w: float) -> None:
    """Draw it, above `bottom`."""
    y = bottom - foot_height(sheet, pen, w)
    pen.rule(x, y, w)
    y += 1.5
    y += pen.paragraph(x, y, w, sheet.sources, _NOTE_PT, ink=QUIET)
    pen.line(x, y, w, sheet.made, _NOTE_PT, ink=QUIET)


def _drawn(block: Callable[..., float]) -> Draw:
    """Of what measures and draws in one, the drawing."""
    def draw(pen: Pen, x: float, y: float, w: float) -> None:
        block(pen, w, x, y)
    return draw


def _lines_block(lines: Lines) -> Block:
    return Block(partial(_lines_height, lines), partial(_lines, lines))


def _table_block(table: Table) -> Block:
    return Block(partial(_table_height, table), partial(_table, table))


def _header(sheet: Sheet, pen: Pen, w: float, x: float = 0.0, y: float = 0.0, *,
            draw: bool = True) -> float:
    """Title, name, what is known of the person, and that this is no diagnosis."""
    top, name = y, shorten(sheet.name, _NAME_MOST, placeholder=" …") or "…"
    put = pen.paragraph if draw else _measured(pen)
    y += put(x, y, w, sheet.title, _TITLE_PT, ink=QUIET)
    size = _NAME_PT if pen.height(w, name, _NAME_PT, bold=True) <= leading(_NAME_PT) else _LONG_PT
    y += put(x, y, w, name, size, bold=True)
    y += put(x, y, w, sheet.about, _BODY_PT, ink=INK) + 2.0
    box = pen.height(w - 2 * _PAD_MM, sheet.observation, _BODY_PT, bold=True) + 2 * _PAD_MM - 1.0
    if draw:
        pen.box(x, y, w, box, PALE)
        pen.paragraph(x + _PAD_MM, y + _PAD_MM - 0.5, w - 2 * _PAD_MM, sheet.observation, _BODY_PT,
                      bold=True)
    return y + box - top


def _measured(pen: Pen) -> Callable[..., float]:
    """As `Pen.paragraph`, but nothing is written."""
    def measure(_x: float, _y: float, w: float, text: str, size: float, *, bold: bool = False,
                **_: object) -> float:
        return pen.height(w, text, size, bold=bold)
    return measure


def _tiles(sheet: Sheet, pen: Pen, x: float, y: float, w: float) -> None:
    each_w = w / len(sheet.tiles)
    for number, each in enumerate(sheet.tiles):
        left = x + number * each_w
        pen.line(left, y, each_w - 3, each.number, _NUMBER_PT, bold=True)
        pen.paragraph(left, y + leading(_NUMBER_PT) + 0.3, each_w - 3, each.label, _NOTE_PT,
                      ink=QUIET)


def _charts(sheet: Sheet, pen: Pen, w: float, x: float = 0.0, y: float = 0.0, *,
            draw: bool = True) -> float:
    """All of them beside each other, and walks beneath."""
    top, each_w = y, (w - 2 * GAP_MM) / 3
    y += _title_height(sheet.charts_head, pen, w)
    if draw:
        _title(sheet.charts_head, pen, x, top, w)
        for number, each in enumerate(sheet.charts):
            charts.draw(pen, each, x + number * (each_w + GAP_MM), y, each_w)
    y += max(charts.height(pen, each, each_w) for each in sheet.charts)
    if sheet.walks:
        put = pen.paragraph if draw else _measured(pen)
        y += 1.0
        y += put(x, y, w, sheet.walks, _TEXT_PT)
    return y - top


def _title(titled: Titled, pen: Pen, x: float, y: float, w: float) -> None:
    pen.line(x, y, w, titled.title, _HEAD_PT, bold=True)
    if titled.note:
        pen.paragraph(x, y + leading(_HEAD_PT) + 0.3, w, titled.note, _NOTE_PT, ink=QUIET)


def _title_height(titled: Titled, pen: Pen, w: float) -> float:
    note = pen.height(w, titled.note, _NOTE_PT) + 0.7 if titled.note else 0.0
    return leading(_HEAD_PT) + 0.8 + note


def _table_height(table: Table, pen: Pen, w: float) -> float:
    rows = 1 + ceil(len(table.rows) / table.columns) if table.rows else 1
    return _title_height(table.head, pen, w) + _ROW_MM * rows


def _table(table: Table, pen: Pen, x: float, y: float, w: float) -> None:
    _title(table.head, pen, x, y, w)
    y += _title_height(table.head, pen, w)
    if not table.rows:
        pen.line(x, y, w, table.empty, _BODY_PT)
        return
    each_w = (w - (table.columns - 1) * 2 * GAP_MM) / table.columns
    most = ceil(len(table.rows) / table.columns)
    for column in range(table.columns):
        rows = table.rows[column * most:(column + 1) * most]
        if rows:
            _rows(replace(table, rows=rows), pen, x + column * (each_w + 2 * GAP_MM), y, each_w)


def _rows(table: Table, pen: Pen, x: float, y: float, w: float) -> None:
    for number, row in enumerate((table.heads, *table.rows)):
        pen.rule(x, y + _ROW_MM, w, HAIR, 0.25 if number == 0 else 0.1)
        alone = not any(row[1:])
        left = x
        for text, part in zip(row, table.widths, strict=True):
            pen.line(left, y + 0.4, w if alone else part * w - 1.5, text,
                     _NOTE_PT if number == 0 else _TEXT_PT,
                     ink=QUIET if number == 0 or alone else INK)
            left += part * w
            if alone:
                break
        y += _ROW_MM


def _lines_height(lines: Lines, pen: Pen, w: float) -> float:
    return (_title_height(Titled(lines.title), pen, w)
            + sum(pen.height(w, each, _TEXT_PT) + 0.6 for each in lines.said))


def _lines(lines: Lines, pen: Pen, x: float, y: float, w: float) -> None:
    _title(Titled(lines.title), pen, x, y, w)
    y += _title_height(Titled(lines.title), pen, w)
    for each in lines.said:
        y += pen.paragraph(x, y, w, each, _TEXT_PT) + 0.6


def _pair_height(pair: tuple[Lines, Lines], pen: Pen, w: float) -> float:
    return _parted(pair, pen, w)[0]


def _pair(pair: tuple[Lines, Lines], pen: Pen, x: float, y: float, w: float) -> None:
    _, left_w = _parted(pair, pen, w)
    _lines(pair[0], pen, x, y, left_w)
    _lines(pair[1], pen, x + left_w + 2 * GAP_MM, y, w - left_w - 2 * GAP_MM)


def _parted(pair: tuple[Lines, Lines], pen: Pen, w: float) -> tuple[float, float]:
    """How high the two are beside each other, and how wide the left one is: half, unless that
    takes much more room than another share.
    """
    found = []
    for share in _SHARES:
        left_w = share * (w - 2 * GAP_MM)
        high = max(_lines_height(pair[0], pen, left_w),
                   _lines_height(pair[1], pen, w - 2 * GAP_MM - left_w))
        found.append((high, left_w))
    half = found[0]
    return half if half[0] < min(found)[0] + _MUCH_MM else min(found)
