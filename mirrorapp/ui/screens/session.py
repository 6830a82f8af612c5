"""The session: getting ready, training, and pausing, all in one place on the glass."""

from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.engine import Snapshot
from mirrorapp.ui import theme
from mirrorapp.ui.crop import STANDING
from mirrorapp.ui.saying import saying, title
from mirrorapp.ui.screens.base import MirrorScreen


class SessionScreen(MirrorScreen):
    """The legs, the count, one line of words, and the touches. `view` as in the configuration."""

    view = StringProperty("camera")
    title = StringProperty("")
    note = StringProperty("")
    line = StringProperty("")
    more = StringProperty("")
    line_colour = ColorProperty(theme.INK)
    number = StringProperty("")
    caption = StringProperty("")
    portion = NumericProperty(0.0)
    ring_colour = ColorProperty(theme.INK)
    training = BooleanProperty(False)
    paused = BooleanProperty(False)

    def show(self, snapshot: Snapshot) -> None:
        coach = snapshot.coach
        self.title = title(coach, self.texts)
        self.note = (self.texts.say("common.demo", name=snapshot.camera)
                     if snapshot.demo else "")
        self.training = coach.phase in (Phase.ACTIVE, Phase.PAUSED)
        self.paused = coach.phase is Phase.PAUSED
        depth = (snapshot.reading.depth if snapshot.reading else None) or 0.0
        said, self.line_colour = saying(coach, self.texts, bent=depth > STANDING)
        self.line, self.more = said.text, said.more
        self._count(coach)
        self.ids.stage.show(snapshot, with_picture=self.view == "camera")

    def pause_or_resume(self) -> None:
        """One place for both, so that a hand finds it unseen."""
        self.send(Intent.RESUME if self.paused else Intent.PAUSE)

    def _count(self, coach: CoachState) -> None:
        if self.training and coach.held is not None:
            self.number = self.caption = ""
            self.portion, self.ring_colour = coach.held, theme.GOOD
        elif self.training:
            self.number = str(coach.reps)
            self.caption = self.texts.say("session.of", n=coach.target)
            self.portion = coach.reps / coach.target if coach.target else 0.0
            self.ring_colour = theme.INK
        else:
            self.number = self.caption = ""
            self.portion = coach.ready
            self.ring_colour = theme.GOOD
