"""How a text is broken into lines and how large it may be, whatever draws it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

SMALLER = 0.94   # one step down
SLACK_PX = 2.0   # what rounding in the drawing of a line may add
NARROWER = 0.97  # one step when looking for lines of equal length

Measure = Callable[[str, float], tuple[float, float]]
"""The width and height of one line of text in pixels, at a type size in pixels."""


def fit(text: str, wanted_px: float, least_px: float, box: Sequence[float],
        measure: Measure) -> float:
    """The greatest type size up to `wanted_px` at which `text` fits `box` (width, height).

    `least_px` where it fits at none: then it has to be cut.
    """
    size_px = wanted_px
    while size_px > least_px and not fits(text, size_px, box, measure):
        size_px = max(size_px * SMALLER, least_px)
    return max(size_px, 1.0)


def fits(text: str, size_px: float, box: Sequence[float], measure: Measure) -> bool:
    """Whether all of a text is in a box at a type size."""
    width = partial(_width, measure, size_px)
    room = _room(size_px, box, measure)
    lines = list(islice(_lines(text, box[0] - SLACK_PX, width), room + 1))
    return not text or (len(lines) <= room and max(map(width, lines)) <= box[0] - SLACK_PX)


def cut(text: str, size_px: float, box: Sequence[float], measure: Measure) -> str:
    """As much of a text as is in a box at a type size; "…" stands for the rest."""
    if fits(text, size_px, box, measure):
        return text
    width = partial(_width, measure, size_px)
    room = max(1, _room(size_px, box, measure))
    lines = list(islice(_lines(text, box[0] - SLACK_PX, width), room + 1))
    if len(lines) > room:
        lines[room - 1] += "…"
    return "\n".join(_cut_line(each, box[0] - SLACK_PX, width) for each in lines[:room])


def balance(text: str, size_px: float, width: float, measure: Measure) -> float:
    """The least width, up to `width`, that needs no more lines: no last word stands alone."""
    measured = partial(_width, measure, size_px)
    lines = wrap(text, width - SLACK_PX, measured)
    narrow = width - SLACK_PX
    while len(lines) > 1:
        narrower = wrap(text, narrow * NARROWER, measured)
        if len(narrower) > len(lines) or max(map(measured, narrower)) > narrow * NARROWER:
            break
        narrow *= NARROWER
    return max(map(measured, wrap(text, narrow, measured))) + SLACK_PX


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break between words, as many to a line as go in; and where the text itself does."""
    return list(_lines(text, width, measure))


def _lines(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if line and measure(longer) > width:
                yield line
                line = word
            else:
                line = longer
        yield line


def _cut_line(line: str, width: float, measure: Callable[[str], float]) -> str:
    if measure(line) <= width:
        return line
    kept = line.removesuffix("…")
    while kept and measure(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _room(size_px: float, box: Sequence[float], measure: Measure) -> int:
    """How many lines a box has room for."""
    return max(0, int(box[1] // measure("Ag", size_px)[1]))


def _width(measure: Measure, size_px: float, text: str) -> float:
    return measure(text, size_px)[0]
