"""What has been found in the house, a few lines at a time, and how the search stands."""

from collections.abc import Sequence
from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.hub.finding import Found
from mirrorapp.ui.i18n import Line, Texts
from mirrorapp.ui.unread import Unread
from mirrorapp.ui.widgets.choice import ChoiceRow

AT_ONCE = 4


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

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._found: tuple[Found, ...] = ()
        self._turn = 0
        self._unread = Unread(self._now_s)
        self.rows = [ChoiceRow() for _ in range(AT_ONCE)]

    def on_kv_post(self, base_widget: object) -> None:
        for index, row in enumerate(self.rows):
            row.bind(on_release=lambda _, n=index: self._touched(n))
            self.ids.rows.add_widget(row)

    def show(self, found: Sequence[Found], search: Line, texts: Texts) -> None:
        """These have been found, and `search` is how that stands."""
        if tuple(found) != self._found:
            self._found, self._turn = tuple(found), 0
            self.came()
        self.told, self.more = search.text, search.more
        self.many = len(self._found) > AT_ONCE
        here = self._here
        for index, row in enumerate(self.rows):
            row.shown = index < len(here)
            row.choice, row.name, row.more = (_line(here[index], texts) if row.shown
                                              else ("", "", ""))

    def turn(self, by: int) -> None:
        """To the next lines, after the last to the first; the next `show` shows them."""
        self._turn = (self._turn + by) % -(-len(self._found) // AT_ONCE)
        self.came()

    def came(self) -> None:
        """It is on the glass from now on."""
        self._unread.came()

    def _now_s(self) -> float:
        return float(self.now_s())

    @property
    def _here(self) -> tuple[Found, ...]:
        return self._found[AT_ONCE * self._turn:AT_ONCE * (self._turn + 1)]

    def _touched(self, index: int) -> None:
        if self._unread.over:
            self.picked(self._here[index])


def _line(found: Found, texts: Texts) -> tuple[str, str, str]:
    """What touching it means, its name, and where it is."""
    where = found.host
    if found.guess:
        where = texts.say("broker.guess", host=where)
    elif found.tls:
        where = texts.say("broker.encrypted_at", host=where)
    return repr(found), found.name, where
