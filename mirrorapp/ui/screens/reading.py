"""Sentences and who says each of them, a few at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from mirrorapp.coach.state import Intent
from mirrorapp.config import Config
from mirrorapp.exercises.why import Page
from mirrorapp.exercises.words import Sentence, Source
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.shelf import Item, Shelf
from mirrorapp.ui.widgets.fact import FactRow

AT_ONCE = 3
_SHORT = 60


class Fact(Protocol):
    """One thing that somebody says: a fact, or advice."""

    @property
    def text(self) -> Sentence:
        """What."""

    @property
    def source(self) -> Source:
        """Who."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is read at once, under a heading that may be empty."""

    heading: str
    facts: tuple[Fact, ...]


def leaves(heading: str, facts: Sequence[Fact]) -> Iterable[Leaf]:
    """As few as these go on."""
    for start in range(0, len(facts), AT_ONCE):
        yield Leaf(heading, tuple(facts[start:start + AT_ONCE]))


class ReadingScreen(MirrorScreen):
    """What is to be read, in as many turns as it takes. Its rows are from `ceiling` to `floor`;
    `close`: rows with nothing in them leave their room to the others.
    """

    title = StringProperty("")
    note = StringProperty("")
    heading = StringProperty("")
    many = BooleanProperty(False)
    ceiling = NumericProperty(0.825)
    floor = NumericProperty(0.125)
    close = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._leaves: tuple[Leaf, ...] = ()
        self._turn = 0
        self._rows = [FactRow() for _ in range(AT_ONCE)]
        for row in self._rows:
            self.ids.rows.add_widget(row)

    def read(self, title: str, told: Iterable[Leaf]) -> None:
        """Show these; whoever was in the middle of the same ones stays there."""
        self.title, new = title, tuple(told)
        if new != self._leaves:
            self._leaves, self._turn = new, 0
        self._tell()

    def turn(self, by: int) -> None:
        """The next ones, or those before; after the last the first."""
        self._turn = (self._turn + by) % max(1, len(self._leaves))
        self._tell()

    def _tell(self) -> None:
        count = len(self._leaves)
        self.many = count > 1
        self.note = (self.texts.say("common.page", n=self._turn + 1, count=count)
                     if self.many else "")
        leaf = self._leaves[self._turn] if self._leaves else Leaf("", ())
        self.heading, told = leaf.heading, leaf.facts
        for index, row in enumerate(self._rows):
            fact = told[index] if index < len(told) else None
            row.text = self.texts.told(fact.text) if fact else ""
            row.source = self.texts.source(fact.source) if fact else ""
            row.size_hint_y = _weight(row.text) if fact or not self.close else None
            if row.size_hint_y is None:
                row.height = 0


def _weight(text: str) -> float:
    """How much of the room a fact gets, so that what is between two of them is alike: a line holds
    some 30 letters, and source and gap are as high as three lines.
    """
    return ceil(max(len(text), _SHORT) / 30) + 3


class WhyScreen(ReadingScreen):
    """One of the pages; `browse` leaves it."""

    browse = ObjectProperty()

    def turn_to(self, page: Page) -> None:
        """Show this page."""
        told = list(leaves("", [page.note])) if page.note is not None else []
        for section in page.sections:
            told += leaves(self.texts.told(section.title), section.facts)
        self.read(self.texts.told(page.title), told)

    def show(self, snapshot: Snapshot) -> None:
        """A page does not change with the mirror."""


class ItemScreen(ReadingScreen):
    """One thing to choose: how it is done, what it is good for, how much of it, and who says so;
    then it can begin. `browse` leaves it. `crowded`: there is more to say, and less to see.
    """

    browse = ObjectProperty()
    shelf = ObjectProperty(Shelf())
    person = StringProperty("woman")
    pictured = BooleanProperty(False)
    crowded = BooleanProperty(False)

    def turn_to(self, item: Item) -> None:
        """Show this one."""
        self._chosen = item.id
        known = self.shelf.known(item.id)
        self.pictured = bool((known is not None and known.guide) or self.shelf.still(item.id))
        self.ids.guide.show(known, still=self.shelf.still(item.id), wrongs=True)
        self.crowded = len(item.told) > 2
        self.read(self.texts.told(item.name), leaves("", item.told))

    def use(self, config: Config) -> None:
        self.person = config.screen.figure

    def tick(self, now_s: float) -> None:
        self.ids.guide.tick(now_s)

    def begin(self) -> None:
        """That is what is wanted."""
        self.send(Intent.CHOOSE, self._chosen)

    def show(self, snapshot: Snapshot) -> None:
        """It does not change with the mirror."""


class AdvisedScreen(ReadingScreen):
    """What safety has to say. Where nothing of it keeps a session back, it can begin."""

    goes_on = BooleanProperty(False)

    def show(self, snapshot: Snapshot) -> None:
        advice = snapshot.coach.advice
        self.goes_on = bool(advice) and not any(each.blocks for each in advice)
        self.read(self.texts.say("advised.title"), leaves("", advice))
        self.floor = 0.215 if self.many else 0.125
