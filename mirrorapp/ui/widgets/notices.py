"""What is wrong just now and what to do, at the same place on every screen."""

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.events import Notice
from mirrorapp.ui.paths import shortened
from mirrorapp.ui.widgets.sheet import SHEET

# Without camera or pose model nothing goes on; the others can wait.
URGENT_FIRST = ("camera", "vision", "journal", "hub")
LOW, TALL = 0.108, 0.21
"""How high the bar is, as a part of the window."""
LONGEST = 280
"""So many letters of a sentence."""
WHAT, REMEDY = 0.32, 0.62
"""What of a low bar is for either."""


class Notices(FloatLayout):
    """One notice at a time, the most urgent, and how many more there are.

    The bar is `tall` where its words would be too small in a low one.
    """

    texts = ObjectProperty()
    what = StringProperty("")
    remedy = StringProperty("")
    tall = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._told: tuple[tuple[Notice, ...], object] | None = None
        SHEET.bind(size=self._rise, least_px=self._rise)

    def show(self, notices: tuple[Notice, ...]) -> None:
        """Show the most urgent of `notices`; nothing where there are none.

        They stand for many pictures, and to fit a long one takes longer than a picture may.
        """
        told = (notices, self.texts)
        if told == self._told:
            return
        self._told = told
        if not notices:
            self.what = self.remedy = ""
            return
        first = self.texts.wrong(min(notices, key=urgency))
        more = f" (+{len(notices) - 1})" if len(notices) > 1 else ""
        self.what, self.remedy = _legible(first.text) + more, _legible(first.more)
        self._rise()

    def _rise(self, *_: object) -> None:
        self.tall = not all(
            words.legible_in((words.size_hint[0] * SHEET.width, share * LOW * SHEET.height))
            for words, share in ((self.ids.what, WHAT), (self.ids.remedy, REMEDY)))


def _legible(text: str) -> str:
    """As much of it as anybody reads from two metres; the log has all of it."""
    short = shortened(text)
    return short if len(short) <= LONGEST else f"{short[:LONGEST]}…"


def urgency(notice: Notice) -> int:
    """Lower is more urgent."""
    return URGENT_FIRST.index(notice.key) if notice.key in URGENT_FIRST else len(URGENT_FIRST)
