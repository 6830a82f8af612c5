"""A text to be typed: what it is, what stands there by now, and the keys."""

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.engine import Snapshot
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.typing import Request, Typing

PAGE = "typing"


class TypingScreen(MirrorScreen):
    """`browse` turns to another page of the screens' own, "" is home."""

    browse = ObjectProperty()
    title = StringProperty("")
    note = StringProperty("")
    typed = StringProperty("")
    usable = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._typing = Typing(Request("", "", 0, lambda _: ""))
        self.ids.board.pressed = self.press

    def begin(self, request: Request) -> None:
        """From now on this is to be typed."""
        self._typing = Typing(request)
        self.browse(PAGE)
        self._tell()

    def show(self, snapshot: Snapshot) -> None:
        self._tell()

    def press(self, key: str) -> None:
        """A key was touched."""
        self._typing.press(key)
        self._tell()

    def give_up(self) -> None:
        """What was typed is forgotten."""
        self.browse(self._typing.request.back)

    def finish(self) -> None:
        """What was typed is taken."""
        if self._typing.usable:
            self.browse(self._typing.request.done(self._typing.text.strip()))

    def _tell(self) -> None:
        typing = self._typing
        self.title, self.typed, self.usable = typing.request.title, typing.text, typing.usable
        self.note = (self.texts.say("typing.full", n=typing.request.most) if typing.full
                     else typing.request.note)
        self.ids.board.show(typing, self.texts.language)
