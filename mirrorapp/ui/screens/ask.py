"""A question: yes or no in two huge touches, or a number from 0 to 10."""

from dataclasses import replace
from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from mirrorapp.coach.state import Ask, Intent, Question
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.unread import Unread
from mirrorapp.ui.widgets.touch import Touch

ROWS = (range(6), range(6, 11))
"""The numbers of the scale, as they stand on the glass."""
_AFTER = frozenset({Ask.BREATH, Ask.PAIN_AFTER})
_SHORT = 60


class AskScreen(MirrorScreen):
    """`scale` as in `Question`; `recalls`: it asks about the day after the last session, too, and
    `sore` is what it says of that; `after`: something has been done, and the question may be left
    out; `training`: the session goes on afterwards, and "It hurts" is where it always is.

    `now_s` is a clock in seconds that never runs back.
    """

    now_s = ObjectProperty(monotonic)
    title = StringProperty("")
    note = StringProperty("")
    about = StringProperty("")
    question = StringProperty("")
    kind = StringProperty("huge")
    scale = BooleanProperty(False)
    recalls = BooleanProperty(False)
    sore = BooleanProperty(False)
    after = BooleanProperty(False)
    training = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._asked: Question | None = None
        self._unread = Unread(self.now_s)
        self.numbers: dict[int, Touch] = {}
        for row, numbers in zip((self.ids.low, self.ids.high), ROWS, strict=True):
            row.cols = len(ROWS[0])
            for number in numbers:
                touch = Touch(text=str(number), kind="title")
                touch.bind(on_release=lambda _, n=number: self.answer(str(n)))
                self.fbind("scale", touch.setter("shown"))
                touch.shown = self.scale
                self.numbers[number] = touch
                row.add_widget(touch)
        self.ids.high.add_widget(Widget())  # so that both rows have touches of one size

    def show(self, snapshot: Snapshot) -> None:
        question = snapshot.coach.question
        if question is None:
            return
        asked = replace(question, sore=None)
        if asked != self._asked:
            self._asked = asked
            self._unread.came()
        ask, count = question.ask, question.count
        self.title = self.texts.say(f"ask.{ask}.title")
        self.note = (self.texts.say("common.page", n=question.number, count=count)
                     if count > 1 else self.texts.say("ask.raise") if snapshot.coach.hand else "")
        self.about = (self.texts.say("ask.about", question=self.texts.told(question.about))
                      if question.about else "")
        self.question = self._words(question)
        self.kind = "huge" if len(self.question) <= _SHORT else "title"
        self.scale = question.scale
        self.training = ask is Ask.BREATH
        self.recalls, self.sore = question.sore is not None, bool(question.sore)
        self.after = ask in _AFTER

    def answer(self, value: str) -> None:
        """"yes", "no", a number, or `SORE`."""
        if self._unread.over:
            self.send(Intent.ANSWER, value)

    def _words(self, question: Question) -> str:
        if question.text is not None:
            return str(self.texts.told(question.text))
        return str(self.texts.say(f"ask.{question.ask}.text"))
