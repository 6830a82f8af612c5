"""Inter as a PDF takes it: TrueType, and only the letters that are written.

The bundled files hold their outlines as CFF, which fpdf2 embeds under another name than readers
expect (poppler: "Mismatch between font type and embedded font file").
"""

from collections.abc import Collection
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

_OFF_UNITS = 1.0
"""How far a curve may lie from its original, of 2816 to the type size: a thousandth of a
millimetre in 9 points."""


def truetype(source: Path, to: Path, letters: Collection[str]) -> None:
    """Write `letters` of the font `source` (OpenType with CFF) to `to` as TrueType; what it does
    not have is shown as its empty box. Raises `OSError`.
    """
    with TTFont(source) as font:
        known = font.getBestCmap()
        codes = {code: known[code] for code in sorted(map(ord, letters)) if code in known}
        names = [".notdef", *dict.fromkeys(codes.values())]
        glyphs = font.getGlyphSet()
        built = FontBuilder(font["head"].unitsPerEm, isTTF=True)
        built.setupGlyphOrder(names)
        built.setupCharacterMap(codes)
        built.setupGlyf({name: _outline(glyphs, name) for name in names})
        built.setupHorizontalMetrics({name: font["hmtx"][name] for name in names})
        line = font["hhea"]
        built.setupHorizontalHeader(ascent=line.ascent, descent=line.descent)
        said = font["name"]
        built.setupNameTable({"familyName": said.getDebugName(1), "styleName": "Regular",
                              "psName": said.getDebugName(6), "copyright": said.getDebugName(0),
                              "licenseDescription": said.getDebugName(13)})
        built.setupOS2(**{key: getattr(font["OS/2"], key) for key in (
            "sTypoAscender", "sTypoDescender", "usWinAscent", "usWinDescent", "sCapHeight",
            "sxHeight", "usWeightClass")})
        built.setupPost()
        built.save(to)


def _outline(glyphs: object, name: str) -> object:
    pen = TTGlyphPen(None)
    glyphs[name].draw(Cu2QuPen(pen, _OFF_UNITS, reverse_direction=True))  # type: ignore[index]
    return pen.glyph()
