"""Colours, type sizes and distances of the screens; everything scales with the sheet's height.

The text is read from two metres without reading glasses: `legible` says how small it may be on the
screen that there is. On an upright one of 24 inches (531 mm high) a capital of `small` is 8.5 mm
high, of `body` 10.4 mm. `LINE` is too dark for words.
"""

from pathlib import Path
from types import MappingProxyType
from typing import Final

from mirrorapp.coach.state import Cue
from mirrorapp.events import Verdict

Colour = tuple[float, float, float, float]


def _rgb(hexadecimal: str) -> Colour:
    red, green, blue = bytes.fromhex(hexadecimal)
    return red / 255, green / 255, blue / 255, 1.0


BLACK: Final[Colour] = (0.0, 0.0, 0.0, 1.0)
INK: Final = _rgb("FFFFFF")
QUIET: Final = _rgb("9AA3A8")
LINE: Final = _rgb("353C40")
GOOD: Final = _rgb("7CE0B0")
ATTENTION: Final = _rgb("FFC46B")
STOP: Final = _rgb("FF8A7A")

_FONTS = Path(__file__).resolve().parent / "fonts"
REGULAR: Final = str(_FONTS / "Inter-Regular.otf")
SEMIBOLD: Final = str(_FONTS / "Inter-SemiBold.otf")
BOLD: Final = str(_FONTS / "Inter-Bold.otf")

# Type sizes as parts of the sheet's height.
TYPE: Final = MappingProxyType({
    "giant": 0.280,
    "rest": 0.160,
    "clock": 0.130,
    "count": 0.100,
    "huge": 0.052,
    "cue": 0.046,
    "title": 0.036,
    "touch": 0.030,
    "body": 0.027,
    "small": 0.022,
})

# Distances, again as parts of the sheet's height.
MARK_RADIUS: Final = 0.017
HAIRLINE: Final = 0.0008

_VERDICTS: Final = MappingProxyType({
    Verdict.GOOD: GOOD,
    Verdict.DRIFTING: ATTENTION,
    Verdict.CAVING_IN: STOP,
    Verdict.FALLING_OUT: ATTENTION,
    Verdict.CANNOT_JUDGE: QUIET,
})

_CALM_CUES: Final = frozenset({Cue.SQUARE_UP_LEFT, Cue.SQUARE_UP_RIGHT, Cue.STAND_STILL})


def verdict_colour(verdict: Verdict) -> Colour:
    """The colour that goes with a verdict; its shape says the same."""
    return _VERDICTS[verdict]


def cue_colour(cue: Cue) -> Colour:
    """Praise is green, a knee's cue amber, a request plain."""
    if cue is Cue.GOOD_REP:
        return GOOD
    return INK if cue in _CALM_CUES else ATTENTION


def faded(colour: Colour, alpha: float) -> Colour:
    """The same colour, let through by `alpha` 0–1."""
    return colour[0], colour[1], colour[2], alpha
