"""Who trains here: a list of them, what is known of each, and whether to remove one."""

from collections.abc import Callable

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty

from mirrorapp.config import NAME_MOST, PersonConfig
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.people import DEPTHS, People
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.listing import Entry, ListScreen
from mirrorapp.ui.typing import Request

PEOPLE, PERSON, REMOVE, SHARING = "people", "person-", "remove-", "sharing"
"""Pages; those with a dash have an id after it."""
_ADD = " add"
"""No profile has an id with a space."""


def name_request(texts: Texts, name: str, done: Callable[[str], str], back: str) -> Request:
    """A name is to be typed."""
    return Request(texts.say("people.name_of"), name, NAME_MOST, done, back, names=True)


class PeopleScreen(ListScreen):
    """Everybody, and a way to add somebody; `write` takes a `Request`."""

    people = ObjectProperty()
    write = ObjectProperty()

    def show(self, snapshot: Snapshot) -> None:
        texts, people = self.texts, self.people
        names = people.called(texts)
        self.offer(texts.say("people.title"), [
            *(Entry(who, names[who], self._more(person)) for who, person in people.all.items()),
            Entry(_ADD, texts.say("people.add"))])

    def pick(self, chosen: str) -> None:
        if chosen == _ADD:
            self.write(name_request(self.texts, "", self._add, PEOPLE))
        else:
            self.browse(f"{PERSON}{chosen}")

    def _add(self, name: str) -> str:
        return f"{PERSON}{self.people.add(name)}"

    def _more(self, person: PersonConfig) -> str:
        return str(self.texts.say("calibrate.cm", n=person.height_cm)) if person.height_cm else ""


class SharingScreen(ListScreen):
    """Whose health the hub hears of: each says so, or not, by a touch."""

    people = ObjectProperty()

    def show(self, snapshot: Snapshot) -> None:
        texts: Texts = self.texts
        names = self.people.called(texts)
        self.offer(texts.line("settings.row.share_health").text, [
            Entry(who, names[who],
                  texts.say("sharing.on" if person.share_health else "sharing.off"))
            for who, person in self.people.all.items()])

    def pick(self, chosen: str) -> None:
        self.people.share(chosen)


class PersonScreen(MirrorScreen):
    """What is known of one, each thing to be touched and changed."""

    people = ObjectProperty()
    browse = ObjectProperty()
    write = ObjectProperty()
    who = StringProperty("")
    title = StringProperty("")
    person_name = StringProperty("")
    height_told = StringProperty("")
    avoid = ListProperty()
    depth = StringProperty("")
    kept = StringProperty("")
    removable = BooleanProperty(False)

    def turn_to(self, who: str) -> None:
        """From now on this one."""
        self.who = who

    def show(self, snapshot: Snapshot) -> None:
        people: People = self.people
        person = people.all.get(self.who)
        if person is None:  # removed while shown
            self.browse(PEOPLE)
            return
        texts: Texts = self.texts
        self.title = people.called(texts)[self.who]
        self.person_name = person.name or texts.say("people.type_name")
        self.height_told = texts.say("calibrate.cm", n=person.height_cm or "?")
        self.avoid = list(person.avoid)
        self.depth = next((name for name, most in DEPTHS.items() if most == person.depth_most), "")
        self.removable = people.removable(self.who)
        self.kept = texts.say("people.firm") if people.firm(self.who) else ""

    def rename(self) -> None:
        """Type the name anew."""
        self.write(name_request(self.texts, self.people.all[self.who].name, self._renamed,
                                f"{PERSON}{self.who}"))

    def deepen(self, depth: str) -> None:
        """Squats may go so deep, by the name of `DEPTHS`."""
        self.people.change(self.who, depth_most=DEPTHS[depth])

    def _renamed(self, name: str) -> str:
        self.people.change(self.who, name=name)
        return f"{PERSON}{self.who}"


class RemoveScreen(MirrorScreen):
    """Asks once."""

    people = ObjectProperty()
    browse = ObjectProperty()
    who = StringProperty("")
    question = StringProperty("")

    def turn_to(self, who: str) -> None:
        """From now on this one."""
        self.who = who

    def show(self, snapshot: Snapshot) -> None:
        name = self.people.called(self.texts).get(self.who)
        if name is None:
            self.browse(PEOPLE)
            return
        self.question = self.texts.say("people.remove_whom", name=name)

    def remove(self) -> None:
        """It was meant."""
        self.people.remove(self.who)
        self.browse(PEOPLE)
