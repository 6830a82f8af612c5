"""The session: getting ready, training, resting and pausing, all in one place on the glass."""

from kivy.properties import (
    BooleanProperty,
    ColorProperty,
    NumericProperty,
    ObjectProperty,
    StringProperty,
)

from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.config import Config
from mirrorapp.events import Side
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui import offering, theme
from mirrorapp.ui.crop import STANDING
from mirrorapp.ui.dial import dial, seconds
from mirrorapp.ui.hinting import is_turned
from mirrorapp.ui.pictograms import towards
from mirrorapp.ui.saying import pictured, saying, title
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.shelf import Shelf

_WAITING = (Phase.COUNT_IN, Phase.REST)
_LEARNT = (Phase.GET_READY, Phase.REST, Phase.PAUSED)
_SOON_S = 8.0
"""So long before a set the last thing to be seen is how it is done well."""


class SessionScreen(MirrorScreen):
    """The legs, the count, one line of words, and the touches. `view` and `person` are set.

    `aside`: its extra touch is where it hides no leg of who gets into place.
    """

    view = StringProperty("camera")
    shelf = ObjectProperty(Shelf())
    title = StringProperty("")
    note = StringProperty("")
    side = StringProperty("")
    giant = StringProperty("")
    line = StringProperty("")
    more = StringProperty("")
    line_colour = ColorProperty(theme.INK)
    number = StringProperty("")
    caption = StringProperty("")
    portion = NumericProperty(0.0)
    ring_colour = ColorProperty(theme.INK)
    ringed = BooleanProperty(True)
    hurting = BooleanProperty(False)
    swaps = BooleanProperty(False)
    advice = StringProperty("")
    source = StringProperty("")
    middle = StringProperty("")
    extra = StringProperty("")
    person = StringProperty("woman")
    guided = BooleanProperty(False)
    teaching = BooleanProperty(False)
    lying = BooleanProperty(False)
    aside = BooleanProperty(False)
    why = ObjectProperty(None, allownone=True)
    towards = ObjectProperty(None, allownone=True)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._middle = self._extra = Intent.PAUSE

    def use(self, config: Config) -> None:
        self.view, self.person = config.screen.view, config.screen.figure

    def show(self, snapshot: Snapshot) -> None:
        coach = snapshot.coach
        self.title = title(coach, self.texts)
        self.note = " · ".join(self._notes(snapshot))
        self.hurting = coach.phase is Phase.HURTS
        self.side = self._side(coach)
        self.giant = (seconds(coach.left_s)
                      if coach.phase in _WAITING and coach.left_s is not None else "")
        self.ringed = not (self.hurting or coach.phase in _WAITING)
        depth = (snapshot.reading.depth if snapshot.reading else None) or 0.0
        knees = self.shelf.knees(coach.exercise)
        said, self.line_colour = saying(coach, self.texts, bent=depth > STANDING, knees=knees,
                                        turned=is_turned(snapshot))
        self.line, self.more = said.text, said.more
        shown = dial(coach, self.texts)
        self.number, self.caption = shown.number, shown.caption
        self.portion, self.ring_colour = shown.portion, shown.colour
        self._offer(coach)
        self._advise(coach)
        self._picture(snapshot)
        self._guide(coach)
        self.ids.stage.show(snapshot, with_picture=self.view == "camera",
                            lanes=knees and coach.check is None, dim=bool(self.advice))

    def tick(self, now_s: float) -> None:
        self.ids.guide.tick(now_s)

    def touch_middle(self) -> None:
        """Pause, or go on."""
        self.send(self._middle)

    def touch_extra(self) -> None:
        """A repetition more, enough of a hold, or on without this exercise."""
        self.send(self._extra)

    def _notes(self, snapshot: Snapshot) -> list[str]:
        coach, notes = snapshot.coach, []
        if snapshot.demo:
            notes.append(self.texts.say("common.demo", name=snapshot.camera))
        if coach.set_count > 1:
            notes.append(self.texts.say("session.set", n=coach.set_number, of=coach.set_count))
        ready = coach.phase is Phase.GET_READY and not snapshot.demo
        kit = self.shelf.kit((coach.exercise,)) if ready else ()
        if kit:
            named = ", ".join(self.texts.say(f"kit.{each}") for each in kit)
            notes.append(self.texts.say("home.kit", kit=named))
        elif coach.timed:
            notes.append(self.texts.say("session.timed"))
        elif self.shelf.only_counted(coach.exercise):
            notes.append(self.texts.say("session.counted"))
        elif self.shelf.judged_upright(coach.exercise):
            notes.append(self.texts.say("session.upright"))
        if coach.timed and coach.reps and not coach.target:
            notes.append(self.texts.count("session.bends", coach.reps))
        if coach.last_set and coach.following and coach.phase is Phase.ACTIVE:
            name = self.texts.exercise(coach.following)
            notes.append(self.texts.say("session.next", name=name))
        return notes

    def _side(self, coach: CoachState) -> str:
        """The user's own, whichever way the picture is turned."""
        if coach.side is None or self.hurting:
            return ""
        if self.shelf.directions(coach.exercise):
            key = "common.to_left" if coach.side is Side.LEFT else "common.to_right"
        elif self.shelf.on_one_leg(coach.exercise):
            key = "common.on_left_leg" if coach.side is Side.LEFT else "common.on_right_leg"
        else:
            key = "common.left_leg" if coach.side is Side.LEFT else "common.right_leg"
        return str(self.texts.say(key))

    def _advise(self, coach: CoachState) -> None:
        """What is told before an exercise, and who says so; the coach tells one at a time."""
        told = coach.advice if coach.phase is Phase.GET_READY else ()
        now = told[0] if told else None
        self.advice = self.texts.told(now.text) if now else ""
        self.source = self.texts.source(now.source) if now else ""

    def _picture(self, snapshot: Snapshot) -> None:
        """What is in the way, where it can be drawn: in the ring's place while that is empty, else
        in the guide's.
        """
        why = None if self.advice else pictured(snapshot.coach, turned=is_turned(snapshot))
        self.why = why
        self.towards = None if why is None else towards(why, snapshot.reading)

    def _guide(self, coach: CoachState) -> None:
        """How it is done: large where it is learnt or nothing is judged, small beside the legs.

        Whose repetitions are checked moves unprompted: nobody shows good ones meanwhile, nor bad
        ones before.
        """
        checked = coach.check is not None and coach.check.id != coach.exercise
        hidden = self.hurting or bool(self.advice) or (checked and coach.phase not in _LEARNT)
        known = None if hidden else self.shelf.known(coach.exercise)
        still = self.shelf.still(coach.exercise)
        soon = coach.ready > 0 or (coach.left_s is not None and coach.left_s < _SOON_S)
        guide = self.ids.guide
        # In a set it begins with the set, and goes with its beat.
        guide.show(known, coach.side, still=still, banded=coach.banded,
                   part="set" if coach.phase is Phase.ACTIVE else "",
                   wrongs=coach.phase in _LEARNT and not checked and not soon)
        shown = known is not None and (known.guide is not None or bool(still))
        guide.away = self.ids.pictogram.shown and bool(self.number)
        self.guided = shown or guide.away
        self.teaching = shown and (coach.phase in _LEARNT or coach.timed)
        self.lying = self.teaching and guide.wide

    def _offer(self, coach: CoachState) -> None:
        onward = offering.onward(coach, self.texts,
                                 by_the_clock=self.shelf.by_the_clock(coach.exercise))
        besides = offering.besides(coach, self.texts)
        self.middle, self._middle = onward.words, onward.intent
        self.extra, self._extra = besides.words, besides.intent
        self.swaps = self.hurting and coach.swaps
        self.aside = coach.phase in offering.ASIDE
