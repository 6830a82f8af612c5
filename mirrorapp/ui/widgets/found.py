"""What has been found, a few lines at a time, and how the search stands."""

from collections.abc import Sequence
from time import monotonic
from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.hub.finding import Found
from mirrorapp.sticks.finding import Stick
from mirrorapp.ui.i18n import Line, Texts
from mirrorapp.ui.unread import Unread
from mirrorapp.ui.widgets.choice import ChoiceRow

Written = tuple[str, str, str]
"""What touching it means, its name, and what else is said of it."""


class FoundList(FloatLayout):
    """Lines to touch, of which `picked` hears; `told` and `more` say how the search stands.

    A line that has only just come, or moved, can't be touched yet; `now_s` is a clock that never
    runs back.
    """

    picked = ObjectProperty()
    now_s = ObjectProperty(monotonic)
    told = StringProperty("")
    more = StringProperty("")
    many = BooleanProperty(False)
    at_once = 1

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._found: tuple[Any, ...] = ()
        self._turn = 0
        self._unread = Unread(self._now_s)
        self.rows = [ChoiceRow() for _ in range(self.at_once)]

    def on_kv_post(self, base_widget: object) -> None:
        for index, row in enumerate(self.rows):
            row.bind(on_release=lambda _, n=index: self._touched(n))
            self.ids.rows.add_widget(row)

    def show(self, found: Sequence[Any], search: Line, texts: Texts) -> None:
        """These have been found, and `search` is how that stands."""
        if tuple(found) != self._found:
            self._found, self._turn = tuple(found), 0
            self.came()
        self.told, self.more = search.text, search.more
        self.many = len(self._found) > self.at_once
        here = self._here
        for index, row in enumerate(self.rows):
            row.shown = index < len(here)
            row.choice, row.name, row.more = (self.line(here[index], texts) if row.shown
                                              else ("", "", ""))

    def line(self, found: Any, texts: Texts) -> Written:
        """How one is written."""
        raise NotImplementedError

    def turn(self, by: int) -> None:
        """To the next lines, after the last to the first; the next `show` shows them."""
        self._turn = (self._turn + by) % -(-len(self._found) // self.at_once)
        self.came()

    def came(self) -> None:
        """It is on the glass from now on."""
        self._unread.came()

    def _now_s(self) -> float:
        return float(self.now_s())

    @property
    def _here(self) -> tuple[Any, ...]:
        return self._found[self.at_once * self._turn:self.at_once * (self._turn + 1)]

    def _touched(self, index: int) -> None:
        if self._unread.over:
            self.picked(self._here[index])


class BrokerList(FoundList):
    """Brokers of the house."""

    at_once = 4

    def line(self, found: Found, texts: Texts) -> Written:
        where = found.host
        if found.guess:
            where = texts.say("broker.guess", host=where)
        elif found.tls:
            where = texts.say("broker.encrypted_at", host=where)
        return repr(found), found.name, where


class StickList(FoundList):
    """USB sticks that are in."""

    at_once = 2

    def line(self, found: Stick, texts: Texts) -> Written:
        return repr(found), name_of_stick(found, texts), size_of_stick(found, texts)


def name_of_stick(stick: Stick, texts: Texts) -> str:
    """What to call it."""
    return stick.name or texts.say("report.stick.nameless")


def size_of_stick(stick: Stick, texts: Texts) -> str:
    """As makers count it."""
    gigabytes = stick.size_bytes / 1e9
    return texts.say("report.stick.gigabytes",
                     n=texts.number(gigabytes, 0 if gigabytes >= 10 else 1))
