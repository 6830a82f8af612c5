"""What was done, and how each knee did."""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.engine import Snapshot
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.ui.saying import title
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.widgets.tally import TallyRow


class SummaryScreen(MirrorScreen):
    """Two columns, the user's left knee on the left; and kind words if it hurt."""

    title = StringProperty("")
    note = StringProperty("")
    words = StringProperty("")
    advice = StringProperty("")
    number = StringProperty("")
    caption = StringProperty("")
    minutes = StringProperty("")
    portion = NumericProperty(0.0)
    pain = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._rows: dict[tuple[Side, Verdict], TallyRow] = {}
        for side in Side:
            for verdict in Verdict:
                row = TallyRow(verdict=verdict, word=self.texts.verdict(verdict))
                self._rows[side, verdict] = row
                self.ids[side.value].add_widget(row)

    def show(self, snapshot: Snapshot) -> None:
        coach, session = snapshot.coach, snapshot.coach.session
        weekly = session is not None and session.routine == WEEKLY
        self.title = self.texts.say("checks.weekly") if weekly else title(coach, self.texts)
        self.note = (self.texts.say("common.demo", name=snapshot.camera)
                     if snapshot.demo else "")
        if session is not None:
            self._tell(session)

    def _tell(self, session: SessionRecord) -> None:
        self.pain = session.pain
        planned = sum(each.planned_reps for each in session.sets)
        self.number, self.caption = str(session.rep_count), self.texts.say("session.of", n=planned)
        self.portion = session.rep_count / planned if planned else 0.0
        self.words = self.texts.say(_verdict_on(session))
        self.advice = self.texts.say("summary.pain.text") if session.pain else ""
        ended = session.ended or session.started
        self.minutes = self.texts.minutes((ended - session.started).total_seconds())
        for side in Side:
            for verdict, count in session.tally(side).items():
                self._rows[side, verdict].count = str(count)


def _verdict_on(session: SessionRecord) -> str:
    if session.pain:
        return "summary.pain.title"
    early = session.outcome is Outcome.ABORTED
    return "summary.ended_early" if early else "summary.well_done"
