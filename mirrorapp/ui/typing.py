"""Typing on the glass: the boards' keys, and what comes of touching them. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

PAGE = "typing"
FETCHED_S = 600.0
"""So long a text stays that was left half typed: whoever fetches the note goes on with it."""
SHIFT, DELETE, SPACE, LETTERS, SIGNS = "⇧", "⌫", " ", "abc", "123"
"""The keys that are no letter of their own."""
_WIDE = {SHIFT: 1.5, DELETE: 1.5, LETTERS: 2.0, SIGNS: 2.0, SPACE: 4.0}
_TOP = {"de": "qwertzuiop", "en": "qwertyuiop"}
_LOW = {"de": "yxcvbnm", "en": "zxcvbnm"}
_HOME_ROW = "asdfghjkl-"
_UMLAUTS = "äöüß"
_SIGN_ROWS = ("1234567890", "-._:@/'&+,", '!?#$%*=()"')
_SIGNS_MORE = (";<>[]{}`", "\\|~^")
"""The rest of ASCII, for passwords: beside the keys that are no sign."""
_DOT = "•"
_LINE_MOST = 24
"""So many signs without a blank are as wide as the glass."""
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
    `signs`: their board comes first. `secret`: taken as it is typed, blanks too, and shown as dots.
    `whose` it is: what was left half typed is no one else's.
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
    secret: bool = False
    whose: str = ""

    def like(self, other: "Request") -> bool:
        """Whether the same is to be typed, in place of the same."""
        return all(getattr(self, each) == getattr(other, each)
                   for each in ("title", "text", "back", "whose"))


def width(key: str) -> float:
    """How many columns a key takes."""
    return _WIDE.get(key, 1.0)


def board(language: str, *, signs: bool, shift: bool = False) -> Board:
    """The rows of keys, none wider than ten columns; in the order that is used for a language."""
    if signs:
        beside, below = _SIGNS_MORE
        return (*(tuple(row) for row in _SIGN_ROWS), (*beside, DELETE), (LETTERS, *below, SPACE))
    rows = (tuple(_TOP[language]), tuple(_HOME_ROW), (SHIFT, *_LOW[language], DELETE),
            (SIGNS, *_UMLAUTS, SPACE))
    return tuple(tuple(map(_upper, row)) for row in rows) if shift else rows


class Typing:
    """What has been typed of what was asked for, and which board is shown. `half` was typed of it
    before.
    """

    def __init__(self, request: Request, half: str = "") -> None:
        self.request = request
        self.text = (half or request.text)[:request.most]
        self.signs = request.signs
        self.shift = self._capital()
        self.open = not request.secret
        """Whether it can be read."""
        self._just = False
        """Whether its last sign has only just been typed."""

    @property
    def full(self) -> bool:
        """Whether nothing more goes in."""
        return len(self.text) >= self.request.most

    @property
    def usable(self) -> bool:
        """Whether this will do."""
        return self.request.usable(self.text)

    @property
    def shown(self) -> str:
        """How it stands on the glass: a secret in dots, but for the sign that was just typed."""
        last = self.text[-1:] if self._just else ""
        seen = self.text if self.open else _DOT * len(self.text.removesuffix(last)) + last
        return "\n".join(_pieces(seen))

    @property
    def told(self) -> str:
        """What is taken of it."""
        return self.text if self.request.secret else self.text.strip()

    def look(self) -> None:
        """Show a secret, or hide it again."""
        self.open, self._just = not self.open, False

    def press(self, key: str) -> None:
        """A key was touched."""
        if key == SHIFT:
            self.shift = not self.shift
        elif key in (LETTERS, SIGNS):
            self.signs = key == SIGNS
        elif key == DELETE:
            self._put(self.text[:-1], typed=False)
        elif not self.full:
            self._put(self.text + key, typed=True)

    def _put(self, text: str, *, typed: bool) -> None:
        self.text, self._just = text, typed
        self.shift = self._capital()

    def _capital(self) -> bool:
        return self.request.names and self.text[-1:] in _STARTS


def _pieces(text: str) -> list[str]:
    """In lines that hold what has no blank to break at."""
    if " " in text or len(text) <= _LINE_MOST:
        return [text]
    return [text[at:at + _LINE_MOST] for at in range(0, len(text), _LINE_MOST)]


def _upper(key: str) -> str:
    """A letter's capital, where that is one letter."""
    return key.upper() if len(key) == len(key.upper()) == 1 else key
