"""The screen at rest: the time, what is due today, and one huge place to touch."""

from datetime import datetime

from kivy.properties import BooleanProperty, StringProperty

from mirrorapp.coach.state import CoachState
from mirrorapp.engine import Snapshot
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.ui.screens.base import MirrorScreen


class HomeScreen(MirrorScreen):
    """Almost black, so that the glass is a mirror."""

    clock = StringProperty("")
    dose = StringProperty("")
    camera = StringProperty("")
    weekly = BooleanProperty(False)

    def show(self, snapshot: Snapshot) -> None:
        coach = snapshot.coach
        self.clock = f"{datetime.now().astimezone():%H:%M}"
        self.dose = self._due(coach)
        self.weekly = coach.weekly
        if snapshot.demo:
            self.camera = self.texts.say("common.demo", name=snapshot.camera)
        elif snapshot.camera:
            self.camera = self.texts.say("home.camera", name=snapshot.camera)
        else:
            self.camera = self.texts.say("home.no_camera")

    def _due(self, coach: CoachState) -> str:
        if coach.exercise == WEEKLY:
            return str(self.texts.say("checks.weekly"))
        if coach.check is not None:
            return str(self.texts.name(coach.check))
        return self.texts.dose(coach.exercise, coach.target) if coach.exercise else ""
