"""The screen at rest: the time, what is due today, and one huge place to touch."""

from datetime import datetime

from kivy.properties import StringProperty

from mirrorapp.engine import Snapshot
from mirrorapp.ui.screens.base import MirrorScreen


class HomeScreen(MirrorScreen):
    """Almost black, so that the glass is a mirror."""

    clock = StringProperty("")
    dose = StringProperty("")
    camera = StringProperty("")

    def show(self, snapshot: Snapshot) -> None:
        coach = snapshot.coach
        self.clock = f"{datetime.now().astimezone():%H:%M}"
        self.dose = self.texts.dose(coach.exercise, coach.target) if coach.exercise else ""
        if snapshot.demo:
            self.camera = self.texts.say("common.demo", name=snapshot.camera)
        elif snapshot.camera:
            self.camera = self.texts.say("home.camera", name=snapshot.camera)
        else:
            self.camera = self.texts.say("home.no_camera")
