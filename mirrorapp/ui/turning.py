"""Which screen stands for what the mirror is at, and which shows a page that there is many of."""

from collections.abc import Callable
from typing import Any

from mirrorapp.coach.diary import trained
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.ui.browsing import ITEM, PAGE
from mirrorapp.ui.first_run import FIRST, FirstRun
from mirrorapp.ui.offered import OFFERED, Offering
from mirrorapp.ui.screens.people import PERSON, REMOVE
from mirrorapp.ui.setting_pages import MENU
from mirrorapp.ui.shelf import Shelf

SCREENS = {Phase.HOME: "home", Phase.ASK: "ask", Phase.ADVISED: "advised",
           Phase.SUMMARY: "summary", Phase.CALIBRATE: "calibrate"}
"""Every other phase is one of the session's."""


class Turning:
    """Turns a screen that shows many pages to the one that is asked for.

    `screen` gives a screen by its name.
    """

    def __init__(self, screen: Callable[[str], Any], shelf: Shelf) -> None:
        self._screen = screen
        self._shelf = shelf

    def to(self, page: str) -> str:
        """Return the name of the screen that shows it, "" for what is not there any more."""
        if page.startswith(PAGE):
            return self._turn("page", self._shelf.pages[int(page.removeprefix(PAGE))])
        if page.startswith(ITEM):
            item = self._shelf.item(page.removeprefix(ITEM))
            return "" if item is None else self._turn("item", item)
        if page.startswith(MENU):
            return self._turn(MENU, page)
        for prefix in (PERSON, REMOVE):
            if page.startswith(prefix):
                return self._turn(prefix, page.removeprefix(prefix))
        return page

    def _turn(self, name: str, page: object) -> str:
        self._screen(name).turn_to(page)
        return name


def screen_of(coach: CoachState) -> str:
    """A check's end is what it found; where there is more to tell than that, it comes after."""
    if coach.phase is Phase.SUMMARY and coach.findings and not _more_to_tell(coach):
        return "result"
    return SCREENS.get(coach.phase, "session")


def before_home(coach: CoachState, offering: Offering, first: FirstRun | None) -> str:
    """The page in place of home: whether a copy of the journal is to be used, then the step that
    the set-up is at; "" where nothing is in the way.
    """
    if offering.offer is not None and coach.phase is Phase.HOME:
        return OFFERED
    if first is None or first.step is None:
        return ""
    first.seen(coach)
    return f"{FIRST}{first.step}" if coach.phase is Phase.HOME and first.step is not None else ""


def _more_to_tell(coach: CoachState) -> bool:
    """Whether it hurt, safety has something to say, or more was done than checks."""
    session = coach.session
    return bool(coach.advice) or (session is not None and (session.pain or trained(session)))
