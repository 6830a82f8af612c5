"""The glass while nobody is there: a mirror, with a clock in it."""

from datetime import datetime

from kivy.properties import ObjectProperty, StringProperty

from mirrorapp.events import Message
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.due import due
from mirrorapp.ui.screens.base import MirrorScreen, time_of_day
from mirrorapp.ui.shelf import Shelf

_ASIDE = ((0.0, 0.0), (0.02, 0.01), (0.04, -0.01), (0.02, -0.03), (-0.02, -0.03), (-0.04, -0.01),
          (-0.02, 0.01))
"""How far from its place, in parts of the glass, all of it stands by turns."""


class IdleScreen(MirrorScreen):
    """Almost black. It moves a little with every minute, as the digits do, so that nothing burns
    in. Any touch wakes the glass and does nothing else: the app sees to that.
    """

    shelf = ObjectProperty(Shelf())
    aside = ObjectProperty(_ASIDE[0])
    clock = StringProperty("")
    plan = StringProperty("")
    streak = StringProperty("")
    message = StringProperty("")
    since = StringProperty("")

    def show(self, snapshot: Snapshot) -> None:
        now = datetime.now().astimezone()
        self.clock = time_of_day(snapshot, now)
        self.aside = _ASIDE[now.minute % len(_ASIDE)]
        told = due(snapshot.coach, self.shelf, self.texts)
        self.plan, self.streak = told.line, told.streak
        self.message = snapshot.message.text if snapshot.message else ""
        self.since = self._since(snapshot.message, now) if snapshot.message else ""

    def _since(self, message: Message, now: datetime) -> str:
        """When it came; of another day that, too."""
        came = message.since.astimezone()
        day = "" if came.date() == now.date() else f"{self.texts.date(came)}, "
        return f"{day}{came:%H:%M}"
