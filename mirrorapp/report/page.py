"""Lays a `Sheet` out on one A4 page, and says what is left out of it where it is too much."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fpdf import FPDF

from mirrorapp.report import blocks, fonts
from mirrorapp.report.pen import FAMILY, Pen
from mirrorapp.report.sheet import Lines, Sheet, Table
from mirrorapp.ui import theme

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
MARGIN_MM: Final = 12.0
ROOM_MM: Final = HEIGHT_MM - 2 * MARGIN_MM
_W: Final = WIDTH_MM - 2 * MARGIN_MM
_ROWS_LEAST, _ROWS_MOST, _FLAGS_LEAST = 4, 60, 3


def pdf(sheet: Sheet, made: datetime) -> bytes:
    """The page as a PDF; `made`: what it says of when. Raises `OSError` as `pen`."""
    with pen(sheet) as page:
        page.pdf.set_creation_date(made)
        fitted = fit(sheet, page)
        y = MARGIN_MM
        for each in blocks.blocks(fitted):
            each.draw(page, MARGIN_MM, y, _W)
            y += each.height(page, _W) + blocks.GAP_MM
        blocks.foot(fitted, page, MARGIN_MM, HEIGHT_MM - MARGIN_MM, _W)
        return bytes(page.pdf.output())


@contextmanager
def pen(sheet: Sheet) -> Iterator[Pen]:
    """An empty page, and the letters that the sheet is written in. Raises `OSError` where there is
    no room for their files.
    """
    paper = FPDF(format="A4")
    paper.set_auto_page_break(False)
    paper.set_margin(0)
    paper.c_margin = 0
    paper.set_lang(sheet.language)
    paper.set_title(sheet.title)
    paper.set_creator("mirrorapp")
    letters = frozenset(repr(sheet)) | set(blocks.LETTERS)
    with TemporaryDirectory(prefix="mirrorapp-") as folder, ExitStack() as opened:
        for style, source in (("", theme.REGULAR), ("B", theme.SEMIBOLD)):
            file = Path(folder) / f"{Path(source).stem}.ttf"
            fonts.truetype(Path(source), file, letters)
            paper.add_font(FAMILY, style, file)
            opened.callback(paper.fonts[f"{FAMILY.lower()}{style}"].ttfont.close)  # type: ignore[union-attr]
        paper.add_page()
        yield Pen(paper)


def fit(sheet: Sheet, pen: Pen) -> Sheet:
    """The sheet with as much as one page holds. What goes first is the exercises with the fewest
    sets, down to four; then walks; then sentences of what could not be judged, and of what needs
    a professional, the least important ones; then checks and exercises. What went in vain comes
    back. The page says how many are left out.
    """
    def fits(each: Sheet) -> bool:
        return height(each, pen) <= ROOM_MM

    found = sheet
    for found in _less_and_less(sheet):
        if fits(found):
            break
    for back in (_with_flags, _with_unjudged, _with_walks, _with_work):
        found = next(filter(fits, back(found, sheet)), found)
    return found


def height(sheet: Sheet, pen: Pen) -> float:
    """How high all of it is, from margin to margin."""
    return (sum(each.height(pen, _W) + blocks.GAP_MM for each in blocks.blocks(sheet))
            + blocks.foot_height(sheet, pen, _W))


def _less_and_less(sheet: Sheet) -> Iterator[Sheet]:
    whole, rows = sheet, len(sheet.work.rows)
    most = max(0, rows - _ROWS_LEAST)
    for n in range(min(most, max(0, rows - _ROWS_MOST)), most + 1):
        yield replace(sheet, work=_shorter(whole.work, n))
    sheet = replace(sheet, work=_shorter(whole.work, most), walks="")
    yield sheet
    for n in range(1, len(whole.unjudged.said)):
        sheet = replace(sheet, unjudged=_fewer(whole.unjudged, n))
        yield sheet
    for n in range(1, len(whole.flags.said) - _FLAGS_LEAST + 1):
        sheet = replace(sheet, flags=_fewer(whole.flags, n))
        yield sheet
    for n in range(1, len(whole.checks.rows) + 1):
        sheet = replace(sheet, checks=_shorter(whole.checks, n))
        yield sheet
    for n in range(most + 1, rows + 1):
        yield replace(sheet, work=_shorter(whole.work, n))


def _with_flags(sheet: Sheet, whole: Sheet) -> Iterator[Sheet]:
    return (replace(sheet, flags=_fewer(whole.flags, n)) for n in range(len(whole.flags.said)))


def _with_unjudged(sheet: Sheet, whole: Sheet) -> Iterator[Sheet]:
    return (replace(sheet, unjudged=_fewer(whole.unjudged, n))
            for n in range(len(whole.unjudged.said)))


def _with_walks(sheet: Sheet, whole: Sheet) -> Iterator[Sheet]:
    yield replace(sheet, walks=whole.walks)


def _with_work(sheet: Sheet, whole: Sheet) -> Iterator[Sheet]:
    rows = len(whole.work.rows)
    return (replace(sheet, work=_shorter(whole.work, n))
            for n in range(max(0, rows - _ROWS_MOST), rows + 1))


def _shorter(table: Table, n: int) -> Table:
    """Without its last `n` rows, of which one line tells."""
    if not n:
        return table
    more = (table.more[n - 1], *("" for _ in table.heads[1:]))
    return replace(table, rows=(*table.rows[:-n], more))


def _fewer(lines: Lines, n: int) -> Lines:
    """Without its last `n` sentences, of which one tells."""
    if not n:
        return lines
    return replace(lines, said=(*lines.said[:-n], lines.cut[n - 1]))
