"""A list to choose from, a few lines at a time: what to do, what to read, who trains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.coach.state import ALL_OF_TODAY, CoachState, Intent, Today
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.browsing import ITEM, PAGE
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.people import called
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.shelf import Item, Shelf
from mirrorapp.ui.widgets.choice import ChoiceRow

AT_ONCE = 5
_HEALTH = " health"
"""No profile has an id with a space."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` is what touching the line asks for; `picture` is a file, "" for none."""

    id: str
    name: str
    more: str = ""
    picture: str = ""


class ListScreen(MirrorScreen):
    """Lines to touch; `browse` turns to another page of the screens' own, "" is home. `behind`: the
    page that "Back" leads to.
    """

    browse = ObjectProperty()
    behind = StringProperty("")
    title = StringProperty("")
    note = StringProperty("")
    many = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._entries: tuple[Entry, ...] = ()
        self._turn = 0
        self.rows = [ChoiceRow() for _ in range(AT_ONCE)]
        for row in self.rows:
            row.bind(on_release=lambda touched: self.pick(touched.choice))
            self.ids.rows.add_widget(row)
        self._tell()

    def offer(self, title: str, entries: Sequence[Entry]) -> None:
        """Show these; whoever was in the middle of the same ones stays there."""
        self.title = title
        if [each.id for each in entries] != [each.id for each in self._entries]:
            self._turn = 0
        self._entries = tuple(entries)
        self._tell()

    def pick(self, chosen: str) -> None:
        """A line was touched."""
        raise NotImplementedError

    def turn(self, by: int) -> None:
        """The next lines, or those before; after the last the first."""
        self._turn = (self._turn + by) % self._turns
        self._tell()

    @property
    def _turns(self) -> int:
        return max(1, -(-len(self._entries) // AT_ONCE))

    def _tell(self) -> None:
        self.many = self._turns > 1
        self.note = (self.texts.say("common.page", n=self._turn + 1, count=self._turns)
                     if self.many else "")
        told = self._entries[AT_ONCE * self._turn:AT_ONCE * (self._turn + 1)]
        for index, row in enumerate(self.rows):
            entry = told[index] if index < len(told) else Entry("", "")
            row.choice, row.name, row.more = entry.id, entry.name, entry.more
            row.picture = entry.picture
            row.shown = bool(entry.id)


class ChooseScreen(ListScreen):
    """Routines, exercises and checks, how long they take, and what is needed for them."""

    shelf = ObjectProperty(Shelf())

    def show(self, snapshot: Snapshot) -> None:
        self.offer(self.texts.say("home.choose"),
                   [*self._all_of(snapshot.coach.today),
                    *(Entry(item.id, self.texts.told(item.name), self._more(item),
                            self.shelf.still(item.face or item.id)) for item in self.shelf.items)])

    def pick(self, chosen: str) -> None:
        """What there is to be told of, is told first."""
        item = self.shelf.item(chosen)
        if item is not None and item.told:
            self.browse(f"{ITEM}{chosen}")
        else:
            self.send(Intent.CHOOSE, chosen)

    def _all_of(self, today: Today | None) -> Iterator[Entry]:
        """Today's session with what it leaves out for want of time; nothing where that is none."""
        if today is not None and today.left_out:
            ids = (*today.exercises, *today.left_out)
            first, *others = today.left_out  # a line holds no more than the first of them
            also = self.texts.exercise(first) + (" …" if others else "")
            yield Entry(ALL_OF_TODAY, self.texts.say("choose.all"), self.texts.say(
                "choose.also", minutes=self._minutes(
                    self.shelf.minutes(ids, lighter=today.lighter)), names=also))

    def _more(self, item: Item) -> str:
        kit = [self.texts.say(f"kit.{each}") for each in item.kit]
        return " · ".join((self._minutes(item.minutes), *kit))

    def _minutes(self, minutes: float) -> str:
        return str(self.texts.count("common.minutes", max(1, round(minutes))))


class PagesScreen(ListScreen):
    """What can be read."""

    shelf = ObjectProperty(Shelf())

    def show(self, snapshot: Snapshot) -> None:
        self.offer(self.texts.say("home.why"),
                   [Entry(str(index), self.texts.told(page.title))
                    for index, page in enumerate(self.shelf.pages)])

    def pick(self, chosen: str) -> None:
        self.browse(f"{PAGE}{chosen}")


class WhoScreen(ListScreen):
    """Everybody who trains here, and that the health of who trains now has changed; nobody sees
    another's before they are chosen.
    """

    def show(self, snapshot: Snapshot) -> None:
        people, now = snapshot.coach.profiles, snapshot.coach.profile
        names = names_of(snapshot.coach, self.texts)
        health = [Entry(_HEALTH, self.texts.say("who.health"),
                        self.texts.say("who.health_of", name=names[now.id]))] if now else []
        self.offer(self.texts.say("who.title"),
                   [*(Entry(each.id, names[each.id]) for each in people if len(people) > 1),
                    *health])

    def pick(self, chosen: str) -> None:
        if chosen == _HEALTH:
            self.send(Intent.HEALTH)
        else:
            self.send(Intent.PROFILE, chosen)
        self.browse("")


def names_of(coach: CoachState, texts: Texts) -> dict[str, str]:
    """What to call everybody who trains here, by id."""
    now = () if coach.profile is None else (coach.profile,)
    return called({each.id: each.name for each in (*coach.profiles, *now)}, texts)
