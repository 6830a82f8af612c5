"""What is wrong just now and what to do, at the same place on every screen."""

from collections.abc import Callable

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.events import Notice
from mirrorapp.ui.paths import shortened
from mirrorapp.ui.widgets.sheet import SHEET

# Without camera or pose model nothing goes on; the others can wait.
URGENT_FIRST = ("camera", "vision", "picture", "way_up", "journal", "journal_file", "hub")
LOW, TALL = 0.102, 0.21
"""How high the bar is, as a part of the window."""
LONGEST = 280
"""So many letters of a sentence."""
WHAT, REMEDY = 0.32, 0.62
"""What of a low bar is for either."""


class Notices(FloatLayout):
    """One notice at a time, the most urgent, and how many more there are.

    The bar is `tall` where its words would be too small in a low one. `brief`: what is beneath a
    tall bar is needed, and what goes into a low one is all that is said.
    """

    texts = ObjectProperty()
    what = StringProperty("")
    remedy = StringProperty("")
    tall = BooleanProperty(False)
    brief = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._told: tuple[tuple[Notice, ...], bool, object] | None = None
        SHEET.bind(size=self._again, least_px=self._again)

    def show(self, notices: tuple[Notice, ...]) -> None:
        """Show the most urgent of `notices`; nothing where there are none.

        They stand for many pictures, and to fit a long one takes longer than a picture may.
        """
        told = (notices, self.brief, self.texts)
        if told == self._told:
            return
        self._told = told
        if not notices:
            self.what, self.remedy, self.tall = "", "", False
            return
        first = self.texts.wrong(min(notices, key=urgency))
        more = f" (+{len(notices) - 1})" if len(notices) > 1 else ""
        what, remedy = _legible(first.text), _legible(first.more)
        fits = self._fits(what + more, WHAT, "what") and self._fits(remedy, REMEDY, "remedy")
        self.tall = not (fits or self.brief)
        if self.brief:
            what = _begin(what, lambda said: self._fits(said + more, WHAT, "what"))
            remedy = _begin(remedy, lambda said: self._fits(said, REMEDY, "remedy"))
        self.what, self.remedy = what + more, remedy

    def _again(self, *_: object) -> None:
        """The bar has another size."""
        if self._told is not None:
            notices, self._told = self._told[0], None
            self.show(notices)

    def _fits(self, text: str, share: float, name: str) -> bool:
        """Whether it is legible in its part of a low bar."""
        words = self.ids[name]
        box = words.size_hint[0] * SHEET.width, share * LOW * SHEET.height
        return bool(words.legible_in(box, text))


def _begin(text: str, fits: Callable[[str], bool]) -> str:
    """As many of its words as fit, and a sign that there are more."""
    if fits(text):
        return text
    words = text.split()
    while words and not fits(" ".join(words) + "…"):
        words.pop()
    return " ".join(words) + "…" if words else ""


def _legible(text: str) -> str:
    """As much of it as anybody reads from two metres; the log has all of it."""
    short = shortened(text)
    return short if len(short) <= LONGEST else f"{short[:LONGEST]}…"


def urgency(notice: Notice) -> int:
    """Lower is more urgent."""
    return URGENT_FIRST.index(notice.key) if notice.key in URGENT_FIRST else len(URGENT_FIRST)
