"""The screen at rest: the time, what is due today, and one huge place to touch."""

from datetime import datetime
from time import monotonic

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from mirrorapp.coach.state import Advice, CoachState, Intent, Today
from mirrorapp.engine import Snapshot
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.ui import rows
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.listing import called
from mirrorapp.ui.shelf import Shelf

_STREAK_FROM = 2
_READ_S = 8.0
_SMALL = ("choose", "why", "check", "calibrate", "who")
_SMALL_Y = 0.126
"""The middle of the small touches' rows."""


class HomeScreen(MirrorScreen):
    """Almost black, so that the glass is a mirror. `browse` opens one of the screens' own pages;
    `now_s` is a clock in seconds that never runs back.

    `referral` is what safety says, and takes the clock's place; what `stays` does so until it is
    acknowledged. `many` people train here.
    """

    now_s = ObjectProperty(monotonic)
    shelf = ObjectProperty(Shelf())
    browse = ObjectProperty()
    clock = StringProperty("")
    dose = StringProperty("")
    parts = StringProperty("")
    kit = StringProperty("")
    week = StringProperty("")
    change = StringProperty("")
    camera = StringProperty("")
    referral = StringProperty("")
    source = StringProperty("")
    who = StringProperty("")
    start = StringProperty("")
    stays = BooleanProperty(False)
    many = BooleanProperty(False)
    weekly = BooleanProperty(False)
    trains = BooleanProperty(False)
    readable = BooleanProperty(False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._rule = ""

    def show(self, snapshot: Snapshot) -> None:
        coach = snapshot.coach
        self.clock = f"{datetime.now().astimezone():%H:%M}"
        self.weekly = coach.weekly
        self.trains = coach.today is not None and bool(self.shelf.items)
        self.readable = bool(self.shelf.pages)
        self.many = len(coach.profiles) > 1
        self.who = self._who(coach) if self.trains else ""
        if coach.today is None:
            self.dose = self._planned(coach)
            self.parts = self.kit = self.week = self.change = ""
        else:
            self._tell_today(coach.today)
        self._refer(coach.advice[0] if coach.advice else None)
        self.change = "" if self.referral else self.change
        if snapshot.demo:
            self.camera = self.texts.say("common.demo", name=snapshot.camera)
        elif snapshot.camera:
            self.camera = self.texts.say("home.camera", name=snapshot.camera)
        else:
            self.camera = self.texts.say("home.no_camera")
        self._arrange()

    def acknowledge(self) -> None:
        """What stays has been read."""
        self.send(Intent.ACKNOWLEDGE, self._rule)

    def _arrange(self) -> None:
        """The small touches that are shown just now, without holes where others would be."""
        shown = [touch for touch in map(self.ids.get, _SMALL) if touch.shown]
        for touch, (x, y) in zip(shown, rows.places([each.span for each in shown], _SMALL_Y),
                                 strict=True):
            touch.pos_hint = {"x": x, "y": y}

    def _planned(self, coach: CoachState) -> str:
        """Where no programme says what is due."""
        if coach.exercise == WEEKLY:
            return str(self.texts.say("checks.weekly"))
        if coach.check is not None:
            return str(self.texts.name(coach.check))
        if not coach.target or self.shelf.is_routine(coach.exercise):
            return str(self.texts.exercise(coach.exercise)) if coach.exercise else ""
        return str(self.texts.dose(coach.exercise, coach.target))

    def _tell_today(self, today: Today) -> None:
        parts: list[str] = []
        kit: list[str] = []
        if today.kind == "train":
            ids = (*((today.check_due,) if today.check_due else ()), *today.exercises)
            alone = today.routines[0] if len(today.routines) == 1 else ""
            minutes = max(1, round(self.shelf.minutes(
                ids, lighter=today.lighter, sets_most=self.shelf.sets_most.get(alone))))
            self.dose = self.texts.count("home.minutes", minutes)
            if today.lighter:
                parts.append(self.texts.say("home.lighter"))
            parts += [self.texts.exercise(each) for each in ids]
            kit = [self.texts.say(f"kit.{each}") for each in self.shelf.kit(ids)]
        else:
            self.dose = self.texts.say("home.rest_day" if today.kind == "rest" else "home.done")
        self.parts = ", ".join(parts)
        self.kit = self.texts.say("home.kit", kit=", ".join(kit)) if kit else ""
        self.week = " · ".join(self._week(today))
        # One at a time, each for a while.
        turn = int(self.now_s() // _READ_S)
        self.change = (self.texts.told(today.changes[turn % len(today.changes)])
                       if today.changes else "")

    def _week(self, today: Today) -> list[str]:
        told = [self.texts.say("home.week", n=today.week)]
        if today.streak >= _STREAK_FROM:
            told.append(self.texts.count("home.streak", today.streak))
        if today.adherence is not None:
            told.append(self.texts.say("home.adherence", n=today.adherence))
        return told

    def _who(self, coach: CoachState) -> str:
        """Who trains, where there are several; in any case the way to what is theirs alone."""
        return called(coach.profile) if self.many and coach.profile else str(
            self.texts.say("home.health"))

    def _refer(self, advice: Advice | None) -> None:
        self.start = self.texts.say("home.start")
        self.stays = advice is not None and advice.stays
        if advice is not None and not advice.stays:
            # No day like any other: what the programme has can wait.
            self.dose = self.texts.say("home.doctor" if advice.blocks else "home.rest")
            self.parts = self.kit = ""
        if advice is not None and advice.blocks:
            self.start = self.texts.say("home.asked")
        self._rule = advice.rule if advice else ""
        self.referral = self.texts.told(advice.text) if advice else ""
        self.source = self.texts.source(advice.source) if advice else ""
