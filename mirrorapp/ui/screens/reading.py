"""Sentences and who says each of them, a few at a time."""

from collections.abc import Sequence

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.engine import Snapshot
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.shelf import Fact, Page
from mirrorapp.ui.widgets.fact import FactRow

AT_ONCE = 3


class ReadingScreen(MirrorScreen):
    """What is to be read, in as many turns as it takes."""

    title = StringProperty("")
    note = StringProperty("")
    many = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._facts: tuple[Fact, ...] = ()
        self._turn = 0
        self._rows = [FactRow() for _ in range(AT_ONCE)]
        for row in self._rows:
            self.ids.rows.add_widget(row)

    def read(self, title: str, facts: Sequence[Fact]) -> None:
        """Show these; whoever was in the middle of the same ones stays there."""
        self.title = title
        if tuple(facts) != self._facts:
            self._facts, self._turn = tuple(facts), 0
        self._tell()

    def turn(self, by: int) -> None:
        """The next ones, or those before; after the last the first."""
        self._turn = (self._turn + by) % self._turns
        self._tell()

    @property
    def _turns(self) -> int:
        return max(1, -(-len(self._facts) // AT_ONCE))

    def _tell(self) -> None:
        self.many = self._turns > 1
        self.note = (self.texts.say("common.page", n=self._turn + 1, count=self._turns)
                     if self.many else "")
        told = self._facts[AT_ONCE * self._turn:AT_ONCE * (self._turn + 1)]
        for index, row in enumerate(self._rows):
            fact = told[index] if index < len(told) else None
            row.text = self.texts.told(fact.text) if fact else ""
            row.source = self.texts.source(fact.source) if fact else ""


class WhyScreen(ReadingScreen):
    """One of the pages; `browse` leaves it."""

    browse = ObjectProperty()

    def turn_to(self, page: Page) -> None:
        """Show this page."""
        self.read(self.texts.told(page.title), page.facts)

    def show(self, snapshot: Snapshot) -> None:
        """A page does not change with the mirror."""


class AdvisedScreen(ReadingScreen):
    """What safety has to say. Where nothing of it keeps a session back, it can begin."""

    goes_on = BooleanProperty(False)

    def show(self, snapshot: Snapshot) -> None:
        advice = snapshot.coach.advice
        self.goes_on = bool(advice) and not any(each.blocks for each in advice)
        self.read(self.texts.say("advised.title"), advice)
