"""Makes every screen of the mirror, and knows the layouts that they need."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kivy.lang import Builder

from mirrorapp.coach.state import Tone
from mirrorapp.settings import Settings
from mirrorapp.ui.first_run import FirstRun
from mirrorapp.ui.house import House
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.people import People
from mirrorapp.ui.screens.ask import AskScreen
from mirrorapp.ui.screens.base import MirrorScreen
from mirrorapp.ui.screens.calibrate import CalibrateScreen
from mirrorapp.ui.screens.first_house import steps
from mirrorapp.ui.screens.home import HomeScreen
from mirrorapp.ui.screens.idle import IdleScreen
from mirrorapp.ui.screens.listing import ChooseScreen, PagesScreen, WhoScreen
from mirrorapp.ui.screens.menu import MenuScreen
from mirrorapp.ui.screens.people import (
    PEOPLE,
    PERSON,
    REMOVE,
    PeopleScreen,
    PersonScreen,
    RemoveScreen,
)
from mirrorapp.ui.screens.progress import ProgressScreen
from mirrorapp.ui.screens.reading import AdvisedScreen, ItemScreen, WhyScreen
from mirrorapp.ui.screens.result import ResultScreen
from mirrorapp.ui.screens.session import SessionScreen
from mirrorapp.ui.screens.settings import SettingsScreen
from mirrorapp.ui.screens.summary import SummaryScreen
from mirrorapp.ui.screens.typing import PAGE as TYPING
from mirrorapp.ui.screens.typing import TypingScreen
from mirrorapp.ui.setting_pages import MENU
from mirrorapp.ui.shelf import Shelf
from mirrorapp.ui.widgets import (  # noqa: F401 - named in the .kv
    charts,
    choice,
    fact,
    figure,
    findings,
    guide,
    keyboard,
    notices,
    options,
    pictogram,
    ring,
    setting,
    stage,
    touch,
    words,
)

_HERE = Path(__file__).resolve().parent
_LAYOUTS = (
    "widgets/widgets.kv", "widgets/options.kv", "screens/home.kv", "screens/session.kv",
    "screens/summary.kv", "screens/result.kv", "screens/calibrate.kv", "screens/ask.kv",
    "screens/reading.kv", "screens/listing.kv", "screens/idle.kv", "screens/progress.kv",
    "screens/settings.kv", "screens/typing.kv", "screens/people.kv", "screens/first_run.kv",
    "screens/first_house.kv")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What screens are made of. `send` takes an `Intent`; `browse` opens a page; `has` tells
    whether there is a screen of that name; `hear` plays a tone, None without a loudspeaker;
    `first` is the set-up, None where that is over; `now_s` a clock that never runs back.
    """

    texts: Texts
    settings: Settings
    send: Callable[..., None]
    browse: Callable[[str], None]
    has: Callable[[str], bool]
    shelf: Shelf
    house: House
    hear: Callable[[Tone], None] | None
    first: FirstRun | None
    now_s: Callable[[], float]


def lay_out() -> None:
    """Read every layout, once."""
    for layout in _LAYOUTS:
        path = str(_HERE / layout)
        if path not in Builder.files:
            Builder.load_file(path)


def screens(parts: Parts) -> tuple[MirrorScreen, ...]:
    """Make all of them."""
    common = {"texts": parts.texts, "send": parts.send}
    around = {**common, "browse": parts.browse}
    shelf, now_s = {"shelf": parts.shelf}, {"now_s": parts.now_s}
    return (*_of_the_house(parts, common, around),
            HomeScreen(name="home", **now_s, **shelf, **around),
            IdleScreen(name="idle", **shelf, **common),
            MenuScreen(name="menu", has=parts.has, **shelf, **around),
            ChooseScreen(name="choose", **shelf, **around),
            PagesScreen(name="why", behind="menu", **shelf, **around),
            WhyScreen(name="page", **around),
            ItemScreen(name="item", **shelf, **around),
            ProgressScreen(name="progress", **around),
            WhoScreen(name="who", behind="menu", **around),
            AskScreen(name="ask", **now_s, **common),
            AdvisedScreen(name="advised", **common),
            SessionScreen(name="session", **shelf, **common),
            SummaryScreen(name="summary", **around),
            ResultScreen(name="result", **common),
            CalibrateScreen(name="calibrate", **common))


def _of_the_house(parts: Parts, common: dict[str, object], around: dict[str, object]
                  ) -> tuple[MirrorScreen, ...]:
    """Those that change settings, and the set-up's."""
    settings, people = parts.settings, People(parts.settings)
    typing = TypingScreen(name=TYPING, **around)
    typed = {"people": people, "write": typing.begin, **around}
    first = () if parts.first is None else steps(settings, parts.first, people, typing.begin,
                                                 **common)
    return (SettingsScreen(name=MENU, settings=settings, house=parts.house, now_s=parts.now_s,
                           hear=parts.hear, **around),
            typing, PeopleScreen(name=PEOPLE, behind=MENU, **typed),
            PersonScreen(name=PERSON, **typed),
            RemoveScreen(name=REMOVE, people=people, **around), *first)
