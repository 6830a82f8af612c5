"""Text that always fits its box: it wraps between words and, where it must, gets smaller, though
never too small to be read.
"""

from collections.abc import Sequence
from functools import lru_cache

from kivy.core.text import Label as Ruler
from kivy.properties import ListProperty, StringProperty
from kivy.uix.label import Label

from mirrorapp.ui.theme import TYPE
from mirrorapp.ui.widgets.sheet import SHEET
from mirrorapp.ui.wrapping import balance, cut, fit, fits

# Sentences get lines of equal length; the few words of a cue break where they are full, so that
# "Left knee" stays together.
EVEN = frozenset({"body", "small", "title", "huge"})
# Where a text stands in what its box leaves free.
_PLACE = {"auto": 0.0, "left": 0.0, "center": 0.5, "right": 1.0,
          "bottom": 0.0, "middle": 0.5, "top": 1.0}


class Words(Label):
    """A text in one of the theme's sizes (`kind`), in the given box.

    The texture is no larger than the text: what a box leaves empty costs nothing to draw.
    """

    kind = StringProperty("body")
    corner = ListProperty((0, 0))

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        for name in ("text", "kind", "size", "font_name"):
            self.fbind(name, self._fit)
        for name in ("pos", "size", "texture_size", "halign", "valign"):
            self.fbind(name, self._place)
        SHEET.follow(self._fit)
        self._fit()
        self._place()

    @property
    def wanted_px(self) -> float:
        """The size that the theme asks for."""
        return float(TYPE[self.kind] * SHEET.height)

    def legible_in(self, box: tuple[float, float], text: str | None = None) -> bool:
        """Whether its text, or this one, would be whole in a box (width, height) of pixels."""
        said = self.text if text is None else text
        return fits(said, self._size_in(box, said), box, self._measure)

    def _size_in(self, box: Sequence[float], text: str | None = None) -> float:
        said = self.text if text is None else text
        return fit(said, self.wanted_px, SHEET.least_px, box, self._measure)

    def _fit(self, *_: object) -> None:
        self.font_size = self._size_in(self.size)
        # What others say may be longer than any box; `text` stays what it is.
        drawn = cut(self.text, self.font_size, self.size, self._measure)
        if drawn != self._label.text:
            self._label.text = drawn
            self._trigger_texture()
        even = self.kind in EVEN
        self.text_size = (balance(drawn, self.font_size, self.width, self._measure) if even
                          else self.width, None)

    def _place(self, *_: object) -> None:
        free = self.width - self.texture_size[0], self.height - self.texture_size[1]
        self.corner = (round(self.x + _PLACE[self.halign] * free[0]),
                       round(self.y + _PLACE[self.valign] * free[1]))

    def _measure(self, text: str, size_px: float) -> tuple[float, float]:
        return _extents(self.font_name, size_px, text)


@lru_cache(maxsize=4096)
def _extents(font_name: str, size_px: float, text: str) -> tuple[float, float]:
    """Of one line in pixels; a text is fitted over and over, and measuring is what takes long."""
    width, height = Ruler(font_name=font_name, font_size=size_px).get_extents(text)
    return float(width), float(height)
