"""A day of mixed use with the real screens, in simulated time: they neither grow nor get stuck.

What else is real, and what is not, is in `tests/days.py`. Between the sessions a hand goes over the
glass; each session is begun by a finger. Most beats are laid out and not drawn: drawing takes
longer than all the rest.
"""

import gc
import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import astuple, dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.coach.state import Phase
from tests.days import HOWS, MISHAPS, WATCHDOG_S, Day
from tests.growing import Held, an_hour, held, unlogged
from tests.kiosk.ears import listening
from tests.ui.states import SHELF
from tests.ui.test_monkey import Monkey

pytestmark = [pytest.mark.full, pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]

HOURS, APART_S = 24, 1800.0
SETTLED = 1 / 3
"""After this share of the day every page has been seen."""
WAYS, TAPS = 6, 12
"""What a hand finds is filled for the first time then: it goes the same ways again and again."""
BEAT_S = 0.5
MOST = {"rss": 2e6, "objects": 200.0, "widgets": 1.0, "textures": 1.0}
"""More an hour. Memory goes in steps: between -0.04 and 0.5 MB were measured."""


class Dweller(Monkey):
    """The screens of a whole day, and a hand."""

    def __init__(self, glass: Any, day: Day) -> None:
        from kivy.core.window import Window

        self.window, self.day = Window, day
        self.it = glass(options={"shelf": SHELF})
        self.it.app._mirror = day.engine
        self._shown_s = 0.0
        day.beat = self.beat
        for each in self.it.app._manager.known:  # a hand finds the last of them late in the day
            self.it.app._manager.get_screen(each)

    def beat(self) -> None:
        """Where it is time."""
        if self.day.clock.monotonic_s() - self._shown_s >= BEAT_S:
            self.see()

    def see(self, *, drawn: bool = False) -> None:
        from kivy.clock import Clock
        from kivy.lang import Builder

        self._shown_s = self.it.now_s = self.day.clock.monotonic_s()
        self.it.app._beat(0.0)
        Clock._max_fps = 0  # a dark glass would be waited for
        if drawn:
            self.it.settle(2)
        Clock.tick()
        Builder.sync()

    def time_goes_on(self) -> None:
        self.day.turn()

    def wakes(self) -> None:
        width, height = self.window.size
        self.touches((width / 2, height / 2))

    def touches(self, place: tuple[float, float]) -> None:
        """Once what is there could be read; the engine hears of it."""
        self.day.turn()
        self.see()
        finger = self.finger(place)
        finger.touch_down()
        finger.touch_up()
        self.day.turn()
        self.see()

    def press(self, target: Any) -> None:
        self.touches(target.to_window(*target.center))

    def browses(self, way: int) -> None:
        """Here and there, always the same on the same way, and home again."""
        self.dice = random.Random(way)
        self.wakes()
        for _ in range(TAPS):
            self.day.turn()
            self.see()
            self.dice.choice((self.tap, self.tap, self.swipe))()
        self.see(drawn=True)
        self.day.goes_home()
        self.go_home()

    def holds(self) -> "Shown":
        from kivy.graphics.texture import Texture

        now = held(self.day.clock.monotonic_s())
        widgets = sum(1 for screen in self.it.app._manager.screens for _ in screen.walk())
        textures = sum(issubclass(type(each), Texture) for each in gc.get_objects())
        return Shown(*astuple(now), widgets, textures)


@dataclass(frozen=True, slots=True)
class Shown(Held):
    """What the screens hold, too."""

    widgets: int
    textures: int


@pytest.fixture
def dweller(glass: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dweller]:
    unlogged(monkeypatch)
    with listening(str(tmp_path / "notify")) as ear, ExitStack() as rooms:
        yield Dweller(glass, Day(tmp_path, ear, rooms, fps=4.0))


def test_a_day_before_the_glass(dweller: Dweller) -> None:
    day, samples = dweller.day, []
    for number in count():
        day.nobody(APART_S)
        if day.clock.monotonic_s() >= 3600.0 * HOURS:
            break
        dweller.browses(number % WAYS)
        assert dweller.it.screen.name == "home"
        dweller.press(dweller.it.screen.ids.start)
        assert day.turn() is not Phase.HOME, "a finger on Start begins"
        day.somebody(HOWS[number % len(HOWS)], MISHAPS[number % len(MISHAPS)])
        dweller.see(drawn=True)
        if day.clock.monotonic_s() > SETTLED * 3600.0 * HOURS:
            samples.append(dweller.holds())
    assert day.stuck == []
    assert day.longest_s < WATCHDOG_S
    more = {what: an_hour(samples, what) for what in MOST}
    assert all(each < MOST[what] for what, each in more.items()), more
