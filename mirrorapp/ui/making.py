"""Makes every screen of the mirror, and knows the layouts that they need."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.uix.screenmanager import NoTransition, ScreenManager

from mirrorapp.coach.state import Tone
from mirrorapp.settings import Settings
from mirrorapp.ui.broker import FIND, FORM, TRY, Broker, Reach
from mirrorapp.ui.checkup import Checkup
from mirrorapp.ui.failing import FAILED
from mirrorapp.ui.first_run import FirstRun
from mirrorapp.ui.house import House
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.offered import OFFERED, Offering
from mirrorapp.ui.people import People
from mirrorapp.ui.reporting import HAND, REPORT, Outlet, Reporting
from mirrorapp.ui.screens.ask import AskScreen
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.calibrate import CalibrateScreen
from mirrorapp.ui.screens.checkup import PAGE as CHECKUP
from mirrorapp.ui.screens.checkup import CheckupScreen
from mirrorapp.ui.screens.failed import FailedScreen
from mirrorapp.ui.screens.finding import FindScreen
from mirrorapp.ui.screens.first_house import steps
from mirrorapp.ui.screens.home import HomeScreen
from mirrorapp.ui.screens.idle import IdleScreen
from mirrorapp.ui.screens.listing import ChooseScreen, PagesScreen, WhoScreen
from mirrorapp.ui.screens.menu import MenuScreen
from mirrorapp.ui.screens.offered import OfferedScreen
from mirrorapp.ui.screens.people import (
    PEOPLE,
    PERSON,
    REMOVE,
    SHARING,
    PeopleScreen,
    PersonScreen,
    RemoveScreen,
    SharingScreen,
)
from mirrorapp.ui.screens.progress import ProgressScreen
from mirrorapp.ui.screens.reading import AdvisedScreen, ItemScreen, WhyScreen
from mirrorapp.ui.screens.report import HandScreen, ReportScreen
from mirrorapp.ui.screens.result import ResultScreen
from mirrorapp.ui.screens.session import SessionScreen
from mirrorapp.ui.screens.settings import SettingsScreen
from mirrorapp.ui.screens.summary import SummaryScreen
from mirrorapp.ui.screens.trying import FormScreen, TrialScreen
from mirrorapp.ui.screens.typing import TypingScreen
from mirrorapp.ui.setting_pages import HUB, MENU
from mirrorapp.ui.shelf import Shelf
from mirrorapp.ui.typing import PAGE as TYPING
from mirrorapp.ui.typing import Request
from mirrorapp.ui.widgets import (  # noqa: F401 - named in the .kv
    charts,
    check_row,
    choice,
    fact,
    figure,
    findings,
    found,
    guide,
    keyboard,
    notices,
    options,
    pictogram,
    ring,
    setting,
    stage,
    stage_row,
    touch,
    words,
)

_HERE = Path(__file__).resolve().parent
_LAYOUTS = (
    "widgets/widgets.kv", "widgets/options.kv", "screens/home.kv", "screens/session.kv",
    "screens/summary.kv", "screens/result.kv", "screens/calibrate.kv", "screens/ask.kv",
    "screens/reading.kv", "screens/listing.kv", "screens/idle.kv", "screens/progress.kv",
    "screens/settings.kv", "screens/typing.kv", "screens/people.kv", "screens/first_run.kv",
    "screens/first_house.kv", "screens/finding.kv", "screens/trying.kv", "screens/report.kv",
    "screens/offered.kv", "screens/checkup.kv", "screens/failed.kv")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What screens are made of. `texts` gives those of now; `send` takes an `Intent`; `browse`
    opens a page; `reach`: how brokers are found and tried; `hear` plays a tone, None without a
    loudspeaker; `first` is the set-up, None where that is over; `outlet`: how a report gets onto a
    stick, None where there is nobody's; `offering`: what is to be decided where the journal was
    damaged; `now_s` a clock that never runs back.
    """

    texts: Callable[[], Texts]
    settings: Settings
    send: Callable[..., None]
    browse: Callable[[str], None]
    shelf: Shelf
    house: House
    reach: Reach
    hear: Callable[[Tone], None] | None
    first: FirstRun | None
    outlet: Outlet | None
    offering: Offering
    now_s: Callable[[], float]


class Screens(ScreenManager):
    """Every screen by its name, made when it is first asked for: all of them take a second.

    `used` hears of each that is made.
    """

    def __init__(self, parts: Parts, used: Callable[[MirrorScreen], None]) -> None:
        super().__init__(transition=NoTransition(), pos_hint={"x": 0, "y": 0})
        self._parts = parts
        self._used = used
        self._makers = _makers(parts, self)

    @property
    def known(self) -> frozenset[str]:
        """The names of all that there are."""
        return frozenset(self._makers)

    def has_screen(self, name: str) -> bool:
        return name in self._makers

    def get_screen(self, name: str) -> Any:
        if not super().has_screen(name):
            screen = self._makers[name](
                name=name, texts=self._parts.texts(), send=self._parts.send)
            self.add_widget(screen)
            self._used(screen)
        return super().get_screen(name)


def lay_out() -> None:
    """Read every layout, once."""
    for layout in _LAYOUTS:
        path = str(_HERE / layout)
        if path not in Builder.files:
            Builder.load_file(path)


def _makers(parts: Parts, made: Screens) -> dict[str, Callable[..., MirrorScreen]]:
    around, shelf, now_s = ({"browse": parts.browse}, {"shelf": parts.shelf},
                            {"now_s": parts.now_s})
    return _of_the_house(parts, made) | _of_the_report(parts) | {
        "home": partial(HomeScreen, **now_s, **shelf, **around),
        "idle": partial(IdleScreen, **shelf),
        "menu": partial(MenuScreen, **shelf, **around),
        "choose": partial(ChooseScreen, **shelf, **around),
        "why": partial(PagesScreen, behind="menu", **shelf, **around),
        "page": partial(WhyScreen, **around),
        "item": partial(ItemScreen, **shelf, **around),
        "progress": partial(ProgressScreen, reports=parts.outlet is not None, **around),
        "who": partial(WhoScreen, behind="menu", **around),
        "ask": partial(AskScreen, **now_s),
        "advised": AdvisedScreen,
        "session": partial(SessionScreen, **shelf),
        "summary": partial(SummaryScreen, **around),
        "result": ResultScreen,
        "calibrate": CalibrateScreen,
        FAILED: partial(FailedScreen, **now_s, **around),
        OFFERED: partial(OfferedScreen, offering=parts.offering, **now_s)}


def _of_the_report(parts: Parts) -> dict[str, Callable[..., MirrorScreen]]:
    """Those that hand it over; none where there is nobody's."""
    if parts.outlet is None:
        return {}
    around = {"reporting": Reporting(parts.outlet, parts.now_s), "browse": parts.browse,
              "now_s": parts.now_s}
    return {REPORT: partial(ReportScreen, behind="progress", **around),
            HAND: partial(HandScreen, **around)}


def _of_the_house(parts: Parts, made: Screens) -> dict[str, Callable[..., MirrorScreen]]:
    """Those that change settings, and the set-up's."""
    settings, people = parts.settings, People(parts.settings)

    def write(request: Request) -> None:
        made.get_screen(TYPING).begin(request)

    around = {"browse": parts.browse}
    typed = {"write": write, **around}
    one, who = {"people": people, **around}, {"people": people, **typed}
    choosing = {"broker": Broker(settings, parts.reach, parts.now_s), "now_s": parts.now_s}
    first = {} if parts.first is None else steps(
        settings, parts.first, people, write, {"house": parts.house, **choosing, **typed})
    out, examine = partial(_after_the_broker, parts.first), parts.house.examine
    looking = {} if examine is None else {CHECKUP: partial(
        CheckupScreen, behind=MENU, checkup=Checkup(examine), now_s=parts.now_s, **around)}
    return first | looking | {
        MENU: partial(SettingsScreen, settings=settings, house=parts.house, now_s=parts.now_s,
                      hear=parts.hear, **around),
        TYPING: partial(TypingScreen, now_s=parts.now_s, **around),
        PEOPLE: partial(PeopleScreen, behind=MENU, **who),
        PERSON: partial(PersonScreen, **who),
        SHARING: partial(SharingScreen, behind=HUB, **one),
        REMOVE: partial(RemoveScreen, **one),
        FIND: partial(FindScreen, here=FIND, out=out, **choosing, **typed),
        FORM: partial(FormScreen, **choosing, **typed),
        TRY: partial(TrialScreen, out=out, **choosing, **around)}


def _after_the_broker(first: FirstRun | None) -> str:
    """The page that choosing a broker was begun on: the set-up's, which stands for home, or the
    settings'.
    """
    return HUB if first is None or first.step is None else ""
