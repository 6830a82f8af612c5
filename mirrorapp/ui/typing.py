"""Typing on the glass: the boards' keys, and what comes of touching them. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

SHIFT, DELETE, SPACE, LETTERS, SIGNS = "⇧", "⌫", " ", "abc", "123"
"""The keys that are no letter of their own."""
GAP = ""
"""No key."""
_WIDE = {GAP: 4.0, SHIFT: 1.5, DELETE: 1.5, LETTERS: 2.0, SIGNS: 2.0, SPACE: 4.0}
_TOP = {"de": "qwertzuiop", "en": "qwertyuiop"}
_LOW = {"de": "yxcvbnm", "en": "zxcvbnm"}
_HOME_ROW = "asdfghjkl-"
_UMLAUTS = "äöüß"
_SIGN_ROWS = ("1234567890", "-._:@/'&+,")
_STARTS = ("", " ", "-")
"""After these a name goes on with a capital letter."""

Board = tuple[tuple[str, ...], ...]


def anything(text: str) -> bool:
    """Whether there is more to it than blanks."""
    return bool(text.strip())


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be typed: at most `most` signs, of which `done` hears where they are `usable`;
    it gives the page to turn to. `back` is the page of who gives up. `names` begin with capitals;
    `signs`: their board comes first.
    """

    title: str
    text: str
    most: int
    done: Callable[[str], str]
    back: str = ""
    note: str = ""
    usable: Callable[[str], bool] = anything
    names: bool = False
    signs: bool = False


def width(key: str) -> float:
    """How many columns a key takes."""
    return _WIDE.get(key, 1.0)


def board(language: str, *, signs: bool, shift: bool = False) -> Board:
    """The rows of keys, none wider than ten columns; in the order that is used for a language."""
    if signs:
        return (*(tuple(row) for row in _SIGN_ROWS), (DELETE,), (LETTERS, GAP, SPACE))
    rows = (tuple(_TOP[language]), tuple(_HOME_ROW), (SHIFT, *_LOW[language], DELETE),
            (SIGNS, *_UMLAUTS, SPACE))
    return tuple(tuple(map(_upper, row)) for row in rows) if shift else rows


class Typing:
    """What has been typed of what was asked for, and which board is shown."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.text = request.text[:request.most]
        self.signs = request.signs
        self.shift = self._capital()

    @property
    def full(self) -> bool:
        """Whether nothing more goes in."""
        return len(self.text) >= self.request.most

    @property
    def usable(self) -> bool:
        """Whether this will do."""
        return self.request.usable(self.text)

    def press(self, key: str) -> None:
        """A key was touched."""
        if key == SHIFT:
            self.shift = not self.shift
        elif key in (LETTERS, SIGNS):
            self.signs = key == SIGNS
        elif key == DELETE:
            self._put(self.text[:-1])
        elif not self.full:
            self._put(self.text + key)

    def _put(self, text: str) -> None:
        self.text = text
        self.shift = self._capital()

    def _capital(self) -> bool:
        return self.request.names and self.text[-1:] in _STARTS


def _upper(key: str) -> str:
    """A letter's capital, where that is one letter."""
    return key.upper() if len(key) == len(key.upper()) == 1 else key
