"""The app on the glass: asks the mirror for its newest state and shows the screen that fits.

Call `mirrorapp.ui.window.prepare` before this module is imported.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic, time

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.lang import Builder
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.screenmanager import NoTransition, ScreenManager

from mirrorapp.coach.diary import trained
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.config import Config
from mirrorapp.engine import Mirror, Snapshot
from mirrorapp.events import MirrorError, Notice
from mirrorapp.settings import Settings
from mirrorapp.ui import i18n, pixels
from mirrorapp.ui.browsing import ITEM, PAGE, Browsing
from mirrorapp.ui.house import House
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.idling import Idling
from mirrorapp.ui.screens.ask import AskScreen
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.calibrate import CalibrateScreen
from mirrorapp.ui.screens.home import HomeScreen
from mirrorapp.ui.screens.idle import IdleScreen
from mirrorapp.ui.screens.listing import ChooseScreen, PagesScreen, WhoScreen
from mirrorapp.ui.screens.menu import MenuScreen
from mirrorapp.ui.screens.progress import ProgressScreen
from mirrorapp.ui.screens.reading import AdvisedScreen, ItemScreen, WhyScreen
from mirrorapp.ui.screens.result import ResultScreen
from mirrorapp.ui.screens.session import SessionScreen
from mirrorapp.ui.screens.settings import SettingsScreen
from mirrorapp.ui.screens.summary import SummaryScreen
from mirrorapp.ui.setting_pages import MENU
from mirrorapp.ui.shelf import Shelf
from mirrorapp.ui.shots import Shots
from mirrorapp.ui.sounds import Sounds
from mirrorapp.ui.widgets import (  # noqa: F401 - named in the .kv
    charts,
    choice,
    fact,
    figure,
    findings,
    guide,
    notices,
    pictogram,
    ring,
    setting,
    stage,
    touch,
    words,
)
from mirrorapp.ui.widgets.sheet import SHEET, Sheet

_log = logging.getLogger(__name__)
_HERE = Path(__file__).resolve().parent
_EMPTY = Shelf()
_NOWHERE = House()
_TEXTS = "texts"
LAYOUTS = ("widgets/widgets.kv", "screens/home.kv", "screens/session.kv", "screens/summary.kv",
           "screens/result.kv", "screens/calibrate.kv", "screens/ask.kv", "screens/reading.kv",
           "screens/listing.kv", "screens/idle.kv", "screens/progress.kv",
           "screens/settings.kv")
SCREENS = {Phase.HOME: "home", Phase.ASK: "ask", Phase.ADVISED: "advised",
           Phase.SUMMARY: "summary", Phase.CALIBRATE: "calibrate"}
"""Every other phase is one of the session's."""


class MirrorApp(App):
    """Shows `mirror` until it is stopped, and goes by `settings` as they change.

    `stop_asked` is asked at every beat, and the app ends when it says so. With `screenshots`,
    pictures of the run go there. `shelf`: what can be chosen and read; `now_s` is a clock in
    seconds that never runs back. `sounds`: where tones are played, None for silence. `house`: what
    is told of where the mirror is at home.
    """

    title = "mirrorapp"
    use_kivy_settings = False

    def __init__(self, mirror: Mirror, settings: Settings, *,
                 stop_asked: Callable[[], bool] | None = None,
                 screenshots: Path | None = None, shelf: Shelf = _EMPTY,
                 now_s: Callable[[], float] = monotonic, sounds: Sounds | None = None,
                 house: House = _NOWHERE) -> None:
        super().__init__()
        self._shelf = shelf
        self._sounds = sounds
        self._house = house
        self._now_s = now_s
        self._browsing = Browsing(now_s)
        self._idling = Idling(now_s)
        self._mirror = mirror
        self._settings = settings
        self._texts = self._read_texts(settings.config)
        self._stop_asked = stop_asked
        self._shots = Shots(screenshots, pixels.save) if screenshots else None
        self._shown: Snapshot | None = None
        self._seen: tuple[int, int, str, bool] | None = None

    def build(self) -> FloatLayout:
        Window.clearcolor = (0, 0, 0, 1)
        for layout in LAYOUTS:
            path = str(_HERE / layout)
            if path not in Builder.files:
                Builder.load_file(path)
        root = Sheet()
        self._manager = ScreenManager(transition=NoTransition(),
                                      pos_hint={"x": 0, "y": 0})
        for screen in self._screens():
            self._manager.add_widget(screen)
        self._use(self._settings.config)
        self._notices = notices.Notices(texts=self._texts)
        root.add_widget(self._manager)
        root.add_widget(self._notices)
        root.bind(on_touch_down=self._touched)
        return root

    def on_start(self) -> None:
        if SHEET.near_use:
            _log.info("A screen of %g inches, %d x %d, is for near use: from two metres its texts "
                      "are too small.", SHEET.inches, *Window.size)
        self._clock = Clock.schedule_interval(self._beat, 1 / self._settings.config.screen.fps)
        self._settings.listen(self._changed)
        self._beat(0.0)

    def on_stop(self) -> None:
        self._clock.cancel()

    def open_settings(self, *_: object) -> bool:
        """The mirror has pages of its own for that; Kivy's are not for the user."""
        return False

    def _changed(self, config: Config) -> None:
        """Something was set: what is on the glass goes by it from the next beat on."""
        self._clock.timeout = 1 / config.screen.fps
        if config.screen.language != self._texts.language:
            self._speak(config)
        self._use(config)
        self._seen = None

    def _use(self, config: Config) -> None:
        SHEET.inches, SHEET.reduced_motion = config.screen.inches, config.screen.reduced_motion
        for screen in self._manager.screens:
            screen.use(config)
        self._idling.presence = config.hands_free.presence
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

    def _touched(self, *_: object) -> bool:
        """True takes the touch away from whatever is beneath it."""
        self._browsing.touched()
        return self._idling.touched()

    def _screens(self) -> tuple[MirrorScreen, ...]:
        common = {"texts": self._texts, "send": self._mirror.send}
        around = {**common, "browse": self._browsing.open}
        return (HomeScreen(name="home", now_s=self._now_s, shelf=self._shelf, **around),
                IdleScreen(name="idle", shelf=self._shelf, **common),
                MenuScreen(name="menu", shelf=self._shelf, has=self._manager.has_screen, **around),
                ChooseScreen(name="choose", shelf=self._shelf, **around),
                PagesScreen(name="why", shelf=self._shelf, behind="menu", **around),
                WhyScreen(name="page", **around),
                ItemScreen(name="item", shelf=self._shelf, **around),
                ProgressScreen(name="progress", **around),
                WhoScreen(name="who", behind="menu", **around),
                AskScreen(name="ask", now_s=self._now_s, **common),
                AdvisedScreen(name="advised", **common),
                SessionScreen(name="session", shelf=self._shelf, **common),
                SummaryScreen(name="summary", **around),
                ResultScreen(name="result", **common),
                CalibrateScreen(name="calibrate", **common),
                SettingsScreen(name=MENU, settings=self._settings, house=self._house,
                               now_s=self._now_s, hear=self._sounds and self._sounds.sound,
                               **around))

    def _beat(self, _elapsed_s: float) -> None:
        if self._stop_asked is not None and self._stop_asked():
            self.stop()
            return
        # By now the last snapshot has been drawn, texts and all.
        if self._shots is not None and self._shown is not None:
            self._shots.shown(self._shown)
        snapshot = self._mirror.snapshot()
        if self._sounds is not None:
            self._sounds.show(snapshot.coach)
        minute = int(time() // 60)  # the clock on the glass goes on without a camera, too
        page = self._browsing.page(snapshot.coach.phase)
        idle = self._idling.update(snapshot)
        if self._seen != (snapshot.serial, minute, page, idle):
            self._seen = (snapshot.serial, minute, page, idle)
            self._show(snapshot, "idle" if idle else page or _screen(snapshot.coach))
        self._manager.current_screen.tick(self._now_s())

    def _show(self, snapshot: Snapshot, name: str) -> None:
        self._shown = snapshot
        if name.startswith((PAGE, ITEM, MENU)):
            name = self._turn_to(name) or "home"
        self._manager.current = name
        self._manager.current_screen.show(
            replace(snapshot, camera=self._texts.camera(snapshot.camera)))
        self._notices.show(snapshot.notices)

    def _turn_to(self, name: str) -> str:
        """Open what there is many of; "" for what is not there any more."""
        if name.startswith(PAGE):
            self._manager.get_screen("page").turn_to(
                self._shelf.pages[int(name.removeprefix(PAGE))])
            return "page"
        if name.startswith(MENU):
            self._manager.get_screen(MENU).turn_to(name)
            return MENU
        item = self._shelf.item(name.removeprefix(ITEM))
        if item is None:
            self._browsing.open("")
            return ""
        self._manager.get_screen("item").turn_to(item)
        return "item"


def _screen(coach: CoachState) -> str:
    """A check's end is what it found; where there is more to tell than that, it comes after."""
    if coach.phase is Phase.SUMMARY and coach.findings and not _more_to_tell(coach):
        return "result"
    return SCREENS.get(coach.phase, "session")


def _more_to_tell(coach: CoachState) -> bool:
    """Whether it hurt, safety has something to say, or more was done than checks."""
    session = coach.session
    return bool(coach.advice) or (session is not None and (session.pain or trained(session)))
