"""A page has failed: said calmly, and one touch away from it."""

from kivy.properties import ObjectProperty, StringProperty

from mirrorapp.coach.state import Intent, Phase
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.turning import screen_of
from mirrorapp.ui.unread import Unread

_NOTHING_UNDER_WAY = (Phase.HOME, Phase.ADVISED, Phase.SUMMARY, Phase.CALIBRATE)


class FailedScreen(MirrorScreen):
    """A session goes on meanwhile. `now_s` as in `Unread`: a touch that was meant for the page
    before ends none; `browse` opens a page.
    """

    now_s = ObjectProperty()
    browse = ObjectProperty()
    more = StringProperty("")
    out = StringProperty("")

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self._unread = Unread(self.now_s)
        self._way_home = Intent.HOME

    def on_pre_enter(self) -> None:
        self._unread.came()

    def show(self, snapshot: Snapshot) -> None:
        trains = screen_of(snapshot.coach) == "session"
        self._way_home = (Intent.HOME if snapshot.coach.phase in _NOTHING_UNDER_WAY
                          else Intent.STOP)
        self.more = self.texts.say("failed.counted" if trains else "failed.kept")
        self.out = self.texts.say("common.stop" if trains else "failed.home")

    def leave(self) -> None:
        """Home; a session is ended first, and says what it has to."""
        if self._unread.over:
            self.send(self._way_home)
            self.browse("")
