"""What was done, and how each knee did."""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.coach.state import CoachState
from mirrorapp.engine import Snapshot
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.ui.saying import title
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.widgets.tally import TallyRow

_OWED_FROM_S = 1.0


class SummaryScreen(MirrorScreen):
    """Two columns, the user's left knee on the left; and kind words if it hurt.

    `told` is what safety has to say, and takes the ring's place. Where no knee was judged there
    are no columns.
    """

    title = StringProperty("")
    note = StringProperty("")
    words = StringProperty("")
    advice = StringProperty("")
    number = StringProperty("")
    caption = StringProperty("")
    minutes = StringProperty("")
    portion = NumericProperty(0.0)
    pain = BooleanProperty(False)
    judged = BooleanProperty(True)
    told = StringProperty("")
    source = StringProperty("")
    owed = StringProperty("")

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
        first = coach.advice[0] if coach.advice else None
        self.told = self.texts.told(first.text) if first else ""
        self.source = self.texts.source(first.source) if first else ""
        self.owed = "\n".join(self._owed(coach))

    def _tell(self, session: SessionRecord) -> None:
        self.pain = session.pain
        planned = sum(each.planned_reps for each in session.sets)
        done = session.rep_count
        self.caption = self.texts.say("session.of", n=planned)
        if not planned:
            planned, done = len(session.sets), sum(each.complete for each in session.sets)
            self.caption = self.texts.count("summary.sets", planned)
        self.number, self.portion = str(done), done / planned if planned else 0.0
        self.words = self.texts.say(_verdict_on(session))
        self.advice = self.texts.say("summary.pain.text") if session.pain else ""
        ended = session.ended or session.started
        self.minutes = self.texts.minutes((ended - session.started).total_seconds())
        tallies = {side: session.tally(side) for side in Side}
        self.judged = any(any(tally.values()) for tally in tallies.values())
        for side, tally in tallies.items():
            for verdict, count in tally.items():
                self._rows[side, verdict].count = str(count)

    def _owed(self, coach: CoachState) -> list[str]:
        """What is left of a hold that was left early, for each side."""
        legs = {Side.LEFT: "common.left_leg", Side.RIGHT: "common.right_leg"}
        return [self.texts.say("summary.owed", side=self.texts.say(legs[side]), n=round(seconds))
                for side, seconds in coach.owed_s.items() if seconds >= _OWED_FROM_S]


def _verdict_on(session: SessionRecord) -> str:
    if session.outcome is not Outcome.ABORTED:
        return "summary.well_done"
    return "summary.pain.title" if session.pain else "summary.ended_early"
