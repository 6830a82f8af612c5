"""The screen at rest: the time, what is due today, and one huge place to touch."""

from datetime import datetime
from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.coach.state import Advice, CoachState, Intent, Today
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.due import due
from mirrorapp.ui.screens.base import MirrorScreen, time_of_day
from mirrorapp.ui.shelf import Shelf

_READ_S = 8.0


class HomeScreen(MirrorScreen):
    """One huge touch, two small ones, and where "Back" is elsewhere the way to the rest. `browse`
    opens one of the screens' own pages; `now_s` is a clock in seconds that never runs back.

    `referral` is what safety says, and takes the clock's place; what `stays` does so until it is
    acknowledged. `camera`: that there is none, or whose film it is. `message` is what the home
    says; what safety says and what is wrong come first. `covered`: a tall notice is there.
    """

    now_s = ObjectProperty(monotonic)
    shelf = ObjectProperty(Shelf())
    browse = ObjectProperty()
    dose = StringProperty("")
    parts = StringProperty("")
    kit = StringProperty("")
    week = StringProperty("")
    message = StringProperty("")
    clock = StringProperty("")
    change = StringProperty("")
    camera = StringProperty("")
    referral = StringProperty("")
    source = StringProperty("")
    start = StringProperty("")
    covered = BooleanProperty(False)
    stays = BooleanProperty(False)
    trains = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._rule = ""

    def show(self, snapshot: Snapshot) -> None:
        coach = snapshot.coach
        self.clock = time_of_day(snapshot, datetime.now().astimezone())
        self.trains = coach.today is not None and bool(self.shelf.items)
        told = due(coach, self.shelf, self.texts)
        self.dose, self.parts, self.kit = told.line, told.parts, told.kit
        self.week = " · ".join(filter(None, (told.week, told.streak)))
        self.start = self.texts.say(self._begins(coach))
        self._refer(coach.advice[0] if coach.advice else None)
        said = snapshot.message if not (self.referral or snapshot.notices) else None
        self.message = said.text if said else ""
        self.change = "" if self.referral else self._changed(coach.today)
        self.camera = "" if snapshot.camera else self.texts.say("home.no_camera")
        if snapshot.demo:
            self.camera = self.texts.say("common.demo", name=snapshot.camera)

    def acknowledge(self) -> None:
        """What stays has been read."""
        self.send(Intent.ACKNOWLEDGE, self._rule)

    def look_back(self) -> None:
        """To what has become of who trains here."""
        self.send(Intent.PROGRESS)
        self.browse("progress")

    def _changed(self, today: Today | None) -> str:
        """One change of the programme at a time, each for a while."""
        if today is None or not today.changes:
            return ""
        turn = int(self.now_s() // _READ_S)
        return str(self.texts.told(today.changes[turn % len(today.changes)]))

    @staticmethod
    def _begins(coach: CoachState) -> str:
        """What the large touch is called: nobody is to wonder whether today is for resting."""
        if coach.advice and coach.advice[0].blocks:
            return "home.asked"
        rests = coach.today is not None and coach.today.kind != "train"
        return "home.anyway" if rests else "home.start"

    def _refer(self, advice: Advice | None) -> None:
        self.stays = advice is not None and advice.stays
        self._rule = advice.rule if advice else ""
        self.referral = self.texts.told(advice.text) if advice else ""
        self.source = self.texts.source(advice.source) if advice else ""
