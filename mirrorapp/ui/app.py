"""The app on the glass: asks the mirror for its newest state and shows the screen that fits.

Call `mirrorapp.ui.window.prepare` before this module is imported.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic, time

from kivy.app import App
from kivy.base import ExceptionManager
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.floatlayout import FloatLayout

from mirrorapp.camera.feed import Pace
from mirrorapp.clock import SystemClock
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.config import Config
from mirrorapp.events import MirrorError, Notice
from mirrorapp.journal.guarded import NOTICE_KEY
from mirrorapp.settings import TRIED, Settings
from mirrorapp.snapshot import Mirror, Snapshot
from mirrorapp.ui import i18n, making, pixels
from mirrorapp.ui.broker import Reach
from mirrorapp.ui.browsing import Browsing
from mirrorapp.ui.failing import Failing
from mirrorapp.ui.first_run import FirstRun, Step
from mirrorapp.ui.house import House
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.idling import DARK_FPS, Idling
from mirrorapp.ui.offered import OFFERED, Nothing, Offering
from mirrorapp.ui.reporting import Outlet
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.sharing import Sharing
from mirrorapp.ui.shelf import Shelf
from mirrorapp.ui.shots import Shots
from mirrorapp.ui.sounds import Sounds
from mirrorapp.ui.turning import Turning, before_home, screen_of
from mirrorapp.ui.widgets.notices import Notices
from mirrorapp.ui.widgets.sheet import SHEET, Sheet

_log = logging.getLogger(__name__)
_EMPTY = Shelf()
_NOWHERE = House()
_NOTHING = Nothing()
_TEXTS = "texts"
_now = SystemClock().now


class MirrorApp(App):
    """Shows `mirror` until it is stopped, and goes by `settings` as they change.

    `stop_asked` is asked at every beat, and the app ends when it says so; else `on_beat` hears of
    it. With `screenshots`, pictures of the run go there. `shelf`: what can be chosen and read;
    `now_s` is a clock in seconds that never runs back. `sounds`: where tones are played, None for
    silence. `house`: what is told of where the mirror is at home; `reach`: how brokers are found
    and tried there; `fresh`: nobody has set it up yet, and it asks for that first. `hides`: the
    window can be hidden, so that another program has the screen; `outlet`: how a report gets onto a
    stick, None where there is nobody's; `offering`: what is to be decided before anybody trains;
    `now` is the wall's clock, and `doubted` whether that can't be right; `light` hears whether the
    screen is to be lit, at every beat, `pace` what the camera is needed for, and `presence` is
    asked then whether a sensor has somebody before the glass.
    """

    title = "mirrorapp"
    use_kivy_settings = False

    def __init__(self, mirror: Mirror, settings: Settings, *, reach: Reach,
                 stop_asked: Callable[[], bool] | None = None,
                 on_beat: Callable[[], None] = lambda: None, screenshots: Path | None = None,
                 shelf: Shelf = _EMPTY, now_s: Callable[[], float] = monotonic,
                 sounds: Sounds | None = None, house: House = _NOWHERE, fresh: bool = False,
                 hides: bool = False, outlet: Outlet | None = None,
                 offering: Offering = _NOTHING, now: Callable[[], datetime] = _now,
                 light: Callable[[bool], None] = lambda on: None,
                 presence: Callable[[], bool] = lambda: False,
                 pace: Callable[[Pace], None] = lambda _: None,
                 doubted: Callable[[], bool] = lambda: False) -> None:
        super().__init__()
        self._mirror = mirror
        self._settings = settings
        self._first = (FirstRun(settings.config.setup.step, self._keep_step, now_s)
                       if fresh else None)
        self._shelf = shelf
        self._sounds = sounds
        self._house, self._reach, self._outlet = house, reach, outlet
        self._offering, self._light, self._presence = offering, light, presence
        self._pace = pace
        self._now_s = now_s
        self._browsing, self._failing = Browsing(now_s), Failing(now_s)
        self._idling = Idling(now_s, now, doubted=doubted)
        self._hides = hides
        self._sharing = Sharing(now_s, now)
        self._hidden = False
        self._texts = self._read_texts(settings.config)
        self._stop_asked, self._on_beat = stop_asked, on_beat
        self._shots = Shots(screenshots, pixels.save) if screenshots else None
        self._shown: Snapshot | None = None
        self._page = ""
        self._seen: tuple[object, ...] = ()

    def build(self) -> FloatLayout:
        Window.clearcolor = (0, 0, 0, 1)
        making.lay_out()
        root = Sheet()
        self._manager = making.Screens(self._parts(), self._begin)
        self._turning = Turning(self._manager.get_screen, self._shelf)
        self._use(self._settings.config)
        self._hidden = self._sharing.comes != "no"
        self._notices = Notices(texts=self._texts)
        root.add_widget(self._manager)
        root.add_widget(self._notices)
        root.bind(on_touch_down=self._touched)
        return root

    def on_start(self) -> None:
        if SHEET.near_use:
            _log.info("A screen of %g inches, %d x %d, is for near use: from two metres its texts "
                      "are too small.", SHEET.inches, *Window.size)
        self._clock = Clock.schedule_interval(self._beat, 1 / self._settings.config.screen.fps)
        self._fastest = Clock._max_fps  # as the window was opened with
        self._settings.listen(self._changed)
        ExceptionManager.add_handler(self)
        if not self._told_to_stop():  # Kivy can be stopped only once it runs
            self._beat(0.0)

    def on_stop(self) -> None:
        ExceptionManager.remove_handler(self)
        self._clock.cancel()
        Clock._max_fps = self._fastest
        if self._manager.current_screen is not None:
            self._manager.current_screen.dispatch("on_leave")

    def handle_exception(self, error: BaseException) -> int:
        """Kivy asks what becomes of what came out of a beat, a touch or the drawing."""
        shown = self._shown
        if not isinstance(error, Exception) or shown is None or not self._failing.caught(
                self._page, shown.coach.phase):
            return int(ExceptionManager.RAISE)
        _log.error("The page %s failed; another is in its place.", self._manager.current,
                   exc_info=error)
        self._browsing.open("")
        self._seen = ()
        self._clock()  # Kivy calls no more what has raised
        return int(ExceptionManager.PASS)

    def open_settings(self, *_: object) -> bool:
        """The mirror has pages of its own for that; Kivy's are not for the user."""
        return False

    def _parts(self) -> making.Parts:
        return making.Parts(
            texts=lambda: self._texts, settings=self._settings, send=self._send,
            browse=self._browse, shelf=self._shelf, house=self._house, reach=self._reach,
            first=self._first, outlet=self._outlet, offering=self._offering, now_s=self._now_s,
            hear=None if self._sounds is None else self._sounds.sound)

    def _browse(self, page: str) -> None:
        """Pages that have something under way open themselves again and again: then it is lit."""
        self._idling.stays()
        self._browsing.open(page)
        self._failing.leave()

    def _send(self, intent: Intent, value: str = "") -> None:
        self._mirror.send(intent, value)

    def _begin(self, screen: MirrorScreen) -> None:
        """A screen has been made."""
        screen.use(self._settings.config)

    def _changed(self, config: Config) -> None:
        """Something was set: what is on the glass goes by it from the next beat on."""
        if config.screen.language != self._texts.language:
            self._speak(config)
        self._use(config)
        self._seen = ()

    def _use(self, config: Config) -> None:
        SHEET.inches, SHEET.reduced_motion = config.screen.inches, config.screen.reduced_motion
        for screen in self._manager.screens:
            screen.use(config)
        self._idling.presence = self._sharing.presence = config.hands_free.presence
        self._idling.display = config.display
        self._sharing.comes = config.screen.shared if self._hides else "no"
        if self._sounds is not None:
            self._sounds.muted = not config.screen.sounds
            self._sounds.volume = config.screen.volume

    def _speak(self, config: Config) -> None:
        """Another language; where its texts can't be read, the one before, and a notice."""
        try:
            self._texts = self._read_texts(config)
        except MirrorError as error:
            _log.error("%s %s", error.what, error.remedy)
            self._settings.board.post(Notice(_TEXTS, error.what, error.remedy))
            return
        self._settings.board.clear(_TEXTS)
        for widget in (*self._manager.screens, self._notices):
            widget.texts = self._texts

    def _read_texts(self, config: Config) -> Texts:
        return i18n.load(config.screen.language, name_of=self._shelf.name_of)

    def _keep_step(self, step: Step | None) -> None:
        """A power cut, too, goes on here."""
        told = {"done": True} if step is None else {"step": str(step)}
        self._settings.try_change("setup", **told)

    def _touched(self, *_: object) -> bool:
        """True takes the touch away from whatever is beneath it."""
        self._browsing.touched()
        self._sharing.touched()
        return self._idling.touched()

    def _beat(self, _elapsed_s: float) -> None:
        if self._told_to_stop():
            self.stop()
            return
        self._on_beat()
        # By now the last snapshot has been drawn, texts and all.
        if self._shots is not None and self._shown is not None:
            self._shots.shown(self._shown)
        self._settings.do_asked()
        snapshot = self._mirror.snapshot()
        if self._sounds is not None:
            self._sounds.show(snapshot.coach)
        minute = int(time() // 60)  # the clock on the glass goes on without a camera, too
        phase = snapshot.coach.phase
        page = self._browsing.page(phase)
        page = self._failing.page(phase) or page
        idle = self._idling.update(snapshot, self._presence())
        self._share(snapshot)
        # Another program's picture is not ours to darken, and who stands before it is looked for.
        dark = idle and not self._hidden
        self._light(not dark)
        self._pace(self._idling.pace if dark else Pace.FULL)
        self._slow_down(dark)
        if self._hidden:
            return
        asks = self._offering.offer is not None
        if self._seen != (seen := (snapshot.serial, minute, page, idle, asks)):
            self._seen = seen
            self._show(snapshot, "idle" if idle else page)
        elif snapshot.newest is not None:
            self._manager.current_screen.move(snapshot)
        self._manager.current_screen.tick(self._now_s())

    def _slow_down(self, dark: bool) -> None:
        """A dark glass is drawn seldom; a touch is heard as often as that."""
        fps = self._settings.config.screen.fps
        self._clock.timeout = 1 / (min(fps, DARK_FPS) if dark else fps)
        # Kivy has no other way once it runs.
        Clock._max_fps = DARK_FPS if dark else self._fastest

    def _told_to_stop(self) -> bool:
        return self._stop_asked is not None and self._stop_asked()

    def _share(self, snapshot: Snapshot) -> None:
        """Take the screen, or give it back: nothing is drawn in a window that is hidden."""
        setting_up = self._first is not None and self._first.step is not None
        hidden = not self._sharing.update(snapshot, busy=setting_up)
        if hidden == self._hidden:
            return
        self._hidden, self._seen = hidden, ()
        if not hidden:
            Window.show()
            Window.raise_window()
            return
        Window.hide()
        self._browsing.open("")
        self._show(snapshot, "")  # whose page it was looks for no broker behind the other program
        if snapshot.coach.phase is Phase.SUMMARY:
            self._send(Intent.HOME)

    def _show(self, snapshot: Snapshot, page: str) -> None:
        self._shown, self._page = snapshot, page
        page = (page or before_home(snapshot.coach, self._offering, self._first)
                or screen_of(snapshot.coach))
        name = self._turning.to(page)
        if not name:
            self._browsing.open("")
        name = name or screen_of(snapshot.coach)
        if name != self._manager.current:
            self._settings.board.clear(TRIED)  # what could not be set is nothing to go on about
        self._manager.current = name
        self._manager.current_screen.show(
            replace(snapshot, camera=self._texts.camera(snapshot.camera)))
        # Whose turn it is, a touch, and what safety says are where a tall notice would be.
        self._notices.brief = name == "session" or (name == "home" and bool(snapshot.coach.advice))
        self._notices.show(tuple(each for each in snapshot.notices
                                 if name != OFFERED or each.key != NOTICE_KEY))
        self._manager.get_screen("home").covered = self._notices.tall
