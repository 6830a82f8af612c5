"""Keys to type with: a letter each, as wide as a finger, all at once in sight."""

from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.ui import typing
from mirrorapp.ui.typing import Board, Typing
from mirrorapp.ui.widgets.touch import Touch

COLUMNS = 10
_GAP = 0.006
"""Between two keys, in parts of the width."""
_BETWEEN = 0.035
"""Between two rows, in parts of the height."""
_SHOWN = {typing.SPACE: "␣"}


class Key(Touch):
    """`key` is what it types, or does."""

    key = StringProperty("")


class Keyboard(FloatLayout):
    """Shows the board of `typing` in the order of `language`; `pressed` hears of every touch."""

    pressed = ObjectProperty()

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._board: Board = ()

    @property
    def keys(self) -> dict[str, Key]:
        """What is on the board now."""
        return {each.key: each for each in self.children}

    def show(self, typed: Typing, language: str) -> None:
        """Bring the board up to date."""
        wanted = typing.board(language, signs=typed.signs, shift=typed.shift)
        if wanted == self._board:
            return
        self._board = wanted
        self.clear_widgets()
        high = (1 + _BETWEEN) / len(wanted) - _BETWEEN
        for index, row in enumerate(wanted):
            y = 1 - high - index * (high + _BETWEEN)
            for key, x, wide in _places(row):
                self._add(key, x, y, wide, high)

    def _add(self, key: str, x: float, y: float, wide: float, high: float) -> None:
        touch = Key(key=key, text=_SHOWN.get(key, key), kind="title",
                    size_hint=(wide, high), pos_hint={"x": x, "y": y})
        touch.bind(on_release=lambda touched: self.pressed(touched.key))
        self.add_widget(touch)


def _places(row: tuple[str, ...]) -> list[tuple[str, float, float]]:
    """Keys, where they begin and how wide they are, in parts of the width; flush on the right."""
    column = (1 + _GAP) / COLUMNS
    x = 1 + _GAP - column * sum(map(typing.width, row))
    found = []
    for key in row:
        span = column * typing.width(key)
        found.append((key, x, span - _GAP))
        x += span
    return found
