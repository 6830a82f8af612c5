"""What was done, and how each knee did."""

from collections.abc import Mapping

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.coach.state import CoachState, Intent
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.saying import routine, title
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.widgets.tally import TallyRow

_MANY = 0.2
"""So large a share of what was done is worth a word."""


class SummaryScreen(MirrorScreen):
    """Two columns, the user's left knee on the left; and kind words if it hurt.

    `told` is what safety has to say, and takes the ring's place. Where no knee was judged there
    are no columns. `on`: what its touch is called; `browse` turns to what the checks found.
    `known`: somebody trains here whose progress can be looked at.
    """

    browse = ObjectProperty()
    on = StringProperty("")
    title = StringProperty("")
    note = StringProperty("")
    words = StringProperty("")
    advice = StringProperty("")
    beside = NumericProperty(0.54)
    number = StringProperty("")
    caption = StringProperty("")
    minutes = StringProperty("")
    portion = NumericProperty(0.0)
    pain = BooleanProperty(False)
    judged = BooleanProperty(True)
    told = StringProperty("")
    source = StringProperty("")
    owed = StringProperty("")
    known = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._found = False
        self._rows: dict[tuple[Side, Verdict], TallyRow] = {}
        for side in Side:
            for verdict in Verdict:
                row = TallyRow(verdict=verdict)
                self._rows[side, verdict] = row
                self.ids[side.value].add_widget(row)

    def show(self, snapshot: Snapshot) -> None:
        coach, session = snapshot.coach, snapshot.coach.session
        weekly = session is not None and session.routine == WEEKLY
        self.title = self.texts.say("checks.weekly") if weekly else _title(coach, self.texts)
        self.note = (self.texts.say("common.demo", name=snapshot.camera)
                     if snapshot.demo else "")
        self._found = bool(coach.findings)
        self.known = coach.profile is not None
        self.on = self.texts.say("summary.found" if self._found else "common.done")
        if session is not None:
            self._tell(session, coach)
        first = coach.advice[0] if coach.advice else None
        self.told = self.texts.told(first.text) if first else ""
        self.source = self.texts.source(first.source) if first else ""
        if first:
            self.advice = ""  # what safety says is enough to read
        owed = self._owed(coach)
        self.owed = "" if self.judged else "\n".join(owed)
        if self.judged and owed and not (self.pain or first):
            self.advice = " ".join(owed)
        if session is not None and not (self.advice or self.told or self.owed):
            self.advice = _unjudged(session, self.texts)
        # Beside the ring, which is smaller under advice; where nothing was planned there is none.
        self.beside = 0.06 if not self.number else 0.425 if self.advice else 0.54

    def go_on(self) -> None:
        """To what the checks found, where there were any; else home."""
        if self._found:
            self.browse("result")
        else:
            self.send(Intent.HOME)

    def look_back(self) -> None:
        """To what has become of who trains here."""
        self.send(Intent.PROGRESS)
        self.browse("progress")

    def _tell(self, session: SessionRecord, coach: CoachState) -> None:
        self.pain = session.pain
        planned, done = coach.plan_reps, session.rep_count
        self.minutes = self.texts.minutes(session.lasted_s or 0.0)
        if not planned and coach.plan_sets:
            planned, done = coach.plan_sets, coach.sets_done
            self.minutes = f"{self.texts.count('summary.sets', planned)}\n{self.minutes}"
        # Whoever stopped before anything began has done nothing of nothing.
        self.number = str(done) if planned else ""
        self.caption = self.texts.say("session.of", n=planned) if planned else ""
        self.portion = done / planned if planned else 0.0
        tallies = {side: session.tally(side) for side in Side}
        self.words = self.texts.say(_verdict_on(session, coach, tallies))
        self.advice = self.texts.say("summary.pain.text") if session.pain else ""
        self.judged = any(_judged(tally) for tally in tallies.values())
        for side, tally in tallies.items():
            for verdict, count in tally.items():
                row = self._rows[side, verdict]
                row.count, row.word = str(count), self.texts.verdict(verdict)

    def _owed(self, coach: CoachState) -> list[str]:
        """What is left of a hold that was left early, for each side."""
        legs = {Side.LEFT: "common.left_leg", Side.RIGHT: "common.right_leg"}
        return [self.texts.say("summary.owed", side=self.texts.say(legs[side]), n=round(seconds))
                for side, seconds in coach.owed_s.items() if seconds]


def _title(coach: CoachState, texts: Texts) -> str:
    """What was done; of several exercises what they were chosen as."""
    session, check = coach.session, coach.check
    alone = ("", coach.exercise) if check is None else ("", check.id)
    if session is None or session.routine in alone:
        return title(coach, texts)
    return routine(session, texts)


def _unjudged(session: SessionRecord, texts: Texts) -> str:
    """What kept many repetitions from being judged, so that it is seen to next time."""
    unjudged = session.unjudged
    if not unjudged or sum(unjudged.values()) < _MANY * session.rep_count:
        return ""
    why = max(unjudged, key=unjudged.__getitem__)
    return texts.say("summary.unjudged", n=unjudged[why], why=texts.unjudged(why))


def _judged(tally: Mapping[Verdict, int]) -> int:
    return sum(count for verdict, count in tally.items() if verdict is not Verdict.CANNOT_JUDGE)


def _verdict_on(session: SessionRecord, coach: CoachState,
                tallies: Mapping[Side, Mapping[Verdict, int]]) -> str:
    """Praise where it is deserved: all of it was done, without much pain, and of each knee most was
    good.
    """
    early = session.outcome is Outcome.ABORTED
    if session.pain and early:
        return "summary.pain.title"
    if early:
        return "summary.ended_early"
    if session.pain:
        return "summary.hurt"
    good = all(2 * tally[Verdict.GOOD] >= _judged(tally) for tally in tallies.values())
    whole = coach.sets_done >= coach.plan_sets
    hurt = any(not each.stays for each in coach.advice)
    return "summary.well_done" if good and whole and not hurt else "summary.finished"
