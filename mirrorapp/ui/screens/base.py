"""What every screen has: the texts, and a way to ask the mirror for something."""

from datetime import datetime

from kivy.properties import ObjectProperty
from kivy.uix.screenmanager import Screen

from mirrorapp.clock import NOTICE_KEY
from mirrorapp.config import Config
from mirrorapp.snapshot import Snapshot


class MirrorScreen(Screen):
    """A screen that shows snapshots; `send` takes an `Intent`."""

    texts = ObjectProperty(rebind=True)  # in another language: all that was said of them, too
    send = ObjectProperty()

    def show(self, snapshot: Snapshot) -> None:
        """Bring the screen up to date. Called for every new snapshot while it is shown."""
        raise NotImplementedError

    def use(self, config: Config) -> None:
        """Go by these settings from now on; called once at the start and after every change."""

    def move(self, snapshot: Snapshot) -> None:
        """Draw the newest frame where the camera is shown: nothing else is new in this snapshot.
        Called at every beat at which it has one.
        """
        if "stage" in self.ids:
            self.ids.stage.move(snapshot)

    def tick(self, now_s: float) -> None:
        """Move what moves by itself; called at every beat while the screen is shown."""


def time_of_day(snapshot: Snapshot, now: datetime) -> str:
    """Hours and minutes; "" where a notice says that the clock can't be right."""
    wrong = any(each.key == NOTICE_KEY for each in snapshot.notices)
    return "" if wrong else f"{now:%H:%M}"
