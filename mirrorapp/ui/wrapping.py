"""How a text is broken into lines and how large it may be, whatever draws it."""

from collections.abc import Callable, Sequence
from functools import partial

SMALLER = 0.94   # one step down
SMALLEST = 0.5   # of the size that was asked for
LEGIBLE = 0.75   # of that size: a smaller text is hard to read from two metres
SLACK_PX = 2.0   # what rounding in the drawing of a line may add
NARROWER = 0.97  # one step when looking for lines of equal length

Measure = Callable[[str, float], tuple[float, float]]
"""The width and height of one line of text in pixels, at a type size in pixels."""


def fit(text: str, wanted_px: float, box: Sequence[float], measure: Measure) -> float:
    """The greatest type size up to `wanted_px` at which `text` fits `box` (width, height)."""
    size_px = wanted_px
    while text and size_px > SMALLEST * wanted_px:
        width = partial(_width, measure, size_px)
        lines = wrap(text, box[0] - SLACK_PX, width)
        high = len(lines) * measure("Ag", size_px)[1] > box[1]
        if not high and max(map(width, lines)) <= box[0] - SLACK_PX:
            break
        size_px *= SMALLER
    return max(size_px, 1.0)


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
    """Break between words, as many to a line as go in."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and measure(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _width(measure: Measure, size_px: float, text: str) -> float:
    return measure(text, size_px)[0]
