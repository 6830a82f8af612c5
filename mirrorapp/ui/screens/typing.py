"""A text to be typed: what it is, what stands there by now, and the keys."""

from collections.abc import Callable
from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.typing import FETCHED_S, PAGE, Request, Typing

_NOTHING = Request("", "", 0, lambda _: "")


class TypingScreen(MirrorScreen):
    """`browse` turns to another page of the screens' own, "" is home; `now_s` is a clock in seconds
    that never runs back.
    """

    browse = ObjectProperty()
    now_s = ObjectProperty(monotonic)
    title = StringProperty("")
    note = StringProperty("")
    typed = StringProperty("")
    usable = BooleanProperty(False)
    secret = BooleanProperty(False)
    open = BooleanProperty(True)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._typing = Typing(_NOTHING)
        self._left_s: float | None = None
        self.ids.board.pressed = self.press

    def begin(self, request: Request) -> None:
        """From now on this is to be typed; what was left half typed of the same goes on."""
        half, left_s = self._typing, self._left_s
        goes_on = (left_s is not None and self.now_s() - left_s < FETCHED_S
                   and half.request.like(request))
        self._typing, self._left_s = Typing(request, half.text if goes_on else ""), None
        self.browse(PAGE)
        self._tell()

    def show(self, snapshot: Snapshot) -> None:
        self._tell()

    def press(self, key: str) -> None:
        """A key was touched."""
        self._typing.press(key)
        self._tell()

    def look(self) -> None:
        """Show a secret, or hide it again."""
        self._typing.look()
        self._tell()

    def on_leave(self, *_: object) -> None:
        """Nobody touches the glass any more; by touches nothing is left half typed."""
        self._left_s = self.now_s()

    def give_up(self) -> None:
        """What was typed is forgotten."""
        self._end(lambda request: request.back)

    def finish(self) -> None:
        """What was typed is taken."""
        told = self._typing.told
        if self._typing.usable:
            self._end(lambda request: request.done(told))

    def _end(self, then: Callable[[Request], str]) -> None:
        request, self._typing = self._typing.request, Typing(_NOTHING)
        self.browse(then(request))

    def _tell(self) -> None:
        typing = self._typing
        self.title, self.typed, self.usable = typing.request.title, typing.shown, typing.usable
        self.secret, self.open = typing.request.secret, typing.open
        self.note = (self.texts.say("typing.full", n=typing.request.most) if typing.full
                     else typing.request.note)
        self.ids.board.show(typing, self.texts.language)
