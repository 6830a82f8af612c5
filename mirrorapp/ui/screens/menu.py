"""What is needed seldom: what can be read, the check, the camera, who trains, the settings."""

from collections.abc import Iterator

from kivy.properties import ObjectProperty

from mirrorapp.coach.state import Intent
from mirrorapp.exercises.checks import WEEKLY
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.screens.listing import Entry, ListScreen, names_of
from mirrorapp.ui.shelf import Shelf

_SENT = {"check": Intent.CHECK, "calibrate": Intent.CALIBRATE, "health": Intent.HEALTH}
"""What is no page of the screens' own."""


class MenuScreen(ListScreen):
    """A line for each that there is."""

    shelf = ObjectProperty(Shelf())

    def show(self, snapshot: Snapshot) -> None:
        self.offer(self.texts.say("menu.title"), tuple(self._entries_of(snapshot)))

    def pick(self, chosen: str) -> None:
        if chosen in _SENT:
            self.send(_SENT[chosen])
        else:
            self.browse(chosen)

    def _entries_of(self, snapshot: Snapshot) -> Iterator[Entry]:
        coach, say = snapshot.coach, self.texts.say
        if coach.weekly:
            minutes = round(self.shelf.minutes((WEEKLY,)))
            yield Entry("check", say("checks.weekly"),
                        self.texts.count("common.minutes", minutes) if minutes else "")
        if self.shelf.pages:
            yield Entry("why", say("home.why"), say("menu.why_more"))
        if coach.profile is not None and len(coach.profiles) > 1:
            yield Entry("who", say("who.title"), names_of(coach, self.texts)[coach.profile.id])
        elif coach.profile is not None:
            yield Entry("health", say("who.health"), say("who.anew"))
        yield Entry("calibrate", say("calibrate.title"), snapshot.camera or say("home.no_camera"))
        yield Entry("settings", say("menu.settings"))
