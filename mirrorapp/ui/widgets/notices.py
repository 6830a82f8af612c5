"""What is wrong just now and what to do, at the same place on every screen."""

from kivy.properties import StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.events import Notice
from mirrorapp.ui.i18n import Texts

# Without camera or pose model nothing goes on; the others can wait.
URGENT_FIRST = ("camera", "vision", "journal", "hub")


class Notices(FloatLayout):
    """One notice at a time, the most urgent, and how many more there are."""

    what = StringProperty("")
    remedy = StringProperty("")

    def __init__(self, texts: Texts, **options: object) -> None:
        super().__init__(**options)
        self._texts = texts

    def show(self, notices: tuple[Notice, ...]) -> None:
        """Show the most urgent of `notices`; nothing where there are none."""
        if not notices:
            self.what = self.remedy = ""
            return
        first = self._texts.wrong(min(notices, key=urgency))
        more = f" (+{len(notices) - 1})" if len(notices) > 1 else ""
        self.what, self.remedy = first.text + more, first.more


def urgency(notice: Notice) -> int:
    """Lower is more urgent."""
    return URGENT_FIRST.index(notice.key) if notice.key in URGENT_FIRST else len(URGENT_FIRST)
