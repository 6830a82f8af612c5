"""A hand that chooses a broker, in the set-up or in the settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from mirrorapp.ui.broker import Reach
from mirrorapp.ui.house import House as Told
from tests.ui.conftest import Glass
from tests.ui.own import settings_in
from tests.ui.states import SHELF, at_home


class Around(Protocol):
    """What is around the mirror."""

    reach: Reach


CONNECTED = Told(connected=lambda: True)


class Hand:
    """Before a mirror with `house` around it: in the last step of its set-up, or in the settings.
    """

    def __init__(self, glass: Callable[..., Glass], folder: Path, house: Around, *,
                 set_up: bool = True, language: str = "en", told: Told = CONNECTED) -> None:
        self.house = house
        self.settings = settings_in(folder, screen={"language": language},
                                    setup={"step": "hub"})
        self.it = glass(language=language, options={
            "settings": self.settings, "shelf": SHELF, "fresh": set_up, "reach": house.reach,
            "house": told})
        self.it.show(coach=at_home())
        self.wait(1.0)
        if not set_up:
            self.it.app._browsing.open("settings-hub")
            self.it.settle()
            self.wait(1.0)
            rows = self.it.screen.rows
            self.press(rows[[each.word for each in self.it.screen._shown].index("find")]
                       .ids.whole)

    def wait(self, seconds: float) -> None:
        self.it.now_s += seconds
        self.it.settle()

    def press(self, target: Any) -> None:
        """Touch it, and read what came."""
        self.it.touch(*target.center)
        self.wait(1.0)

    def touch(self, name: str) -> None:
        self.press(self.it.screen.ids[name])

    def pick(self, name: str) -> None:
        """The line with this name."""
        row, = (each for each in self.rows if each.name == name)
        self.press(row)

    def type(self, text: str) -> None:
        """By the keys, on whichever board and in whichever case they are."""
        board = self.it.screen.ids.board
        for sign in text:
            for way in ("⇧", "123", "abc", ""):
                if sign in board.keys:
                    break
                if way in board.keys:
                    self.it.touch(*board.keys[way].center)
            self.it.touch(*board.keys[sign].center)
        self.touch("done")

    @property
    def rows(self) -> list[Any]:
        return [each for each in self.it.screen.ids.found.rows if each.shown]

    @property
    def page(self) -> str:
        return str(self.it.screen.name)

    @property
    def marks(self) -> str:
        return "".join(each.mark for each in self.it.screen.rows)
