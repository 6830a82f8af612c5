"""A monkey at the glass: whatever is touched whenever, nothing breaks and nothing is a dead end.

The real coach, its desk and the real judge, before somebody who is simulated; no touch of theirs
but the monkey's. While it plays, people are deleted, notices with markup come and go, the camera
loses its picture, and the window is resized.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.events import Notice
from mirrorapp.simulate.memory import WHO
from mirrorapp.snapshot import Snapshot
from tests.tiers import FULL
from tests.ui.conftest import LARGE, SMALL
from tests.ui.doubles import LANDSCAPE, PORTRAIT, picture
from tests.ui.states import SHELF
from tests.ui.test_walks import CoachMirror

pytestmark = pytest.mark.ui

SEEDS, TOUCHES = (range(1, 21), 500) if FULL else (range(1, 2), 120)
HOME_WITHIN = 8
BACK = ("stop", "back", "done")
MARKUP = "[b]Bold[/b] [color=ff0000]&bl; {} %s [ref=x] \n\t[/size] "
LONG = MARKUP * 200
NOTICES = ((), (Notice("hub", MARKUP, LONG),), (Notice("hub", "", ""),),
           (Notice("camera", LONG, MARKUP), Notice("journal", "x" * 4000, "")))


class MonkeyMirror(CoachMirror):
    """The real coach; what is around it may be anything."""

    notices: tuple[Notice, ...] = ()
    frame = None

    def snapshot(self) -> Snapshot:
        return replace(super().snapshot(), notices=self.notices, frame=self.frame,
                       camera=MARKUP if self.notices else "")

    def changed(self) -> None:
        self._serial += 1


class Monkey:
    """Touches by the dice of `seed`, with time and the world going on in between."""

    def __init__(self, glass: Callable[..., Any], seed: int) -> None:
        from kivy.core.window import Window

        self.window = Window
        self.dice = random.Random(seed)
        self.it = glass(options={"shelf": SHELF})
        self.mirror = MonkeyMirror("squat")
        self.it.app._mirror = self.mirror
        self.seen: Counter[str] = Counter()
        self.people()
        self.see()

    def see(self, *, drawn: bool = False) -> None:
        """A picture of the app's, on the glass only now and then: that is what takes long."""
        from kivy.clock import Clock
        from kivy.lang import Builder

        if drawn:
            self.it.settle(2)
        else:
            self.it.app._beat(0.0)
            Clock.tick()
            Builder.sync()
        self.it.now_s += self.dice.choice((0.03, 0.7, 2.0))
        self.seen[self.it.screen.name] += 1

    # --- what hands do ---

    def targets(self) -> list[Any]:
        return [each for each in self.it.screen.walk()
                if getattr(each, "shown", False) and hasattr(each, "line_px")]

    def place(self) -> tuple[float, float]:
        targets = self.targets()
        assert targets, f"a dead end: nothing to touch on {self.it.screen.name}"
        if self.dice.random() < 0.75:
            return tuple(self.dice.choice(targets).center)
        width, height = self.window.size
        return self.dice.uniform(-5, width + 5), self.dice.uniform(-5, height + 5)

    def finger(self, place: tuple[float, float]) -> Any:
        from kivy.tests.common import UnitTestTouch

        return UnitTestTouch(*place)

    def tap(self) -> None:
        finger = self.finger(self.place())
        finger.touch_down()
        finger.touch_up()

    def double_tap(self) -> None:
        place = self.place()
        for _ in range(2):
            finger = self.finger(place)
            finger.touch_down()
            finger.touch_up()

    def swipe(self) -> None:
        finger, end = self.finger(self.place()), self.place()
        finger.touch_down()
        finger.touch_move(*end)
        finger.touch_up()

    def hold_while_the_screen_turns(self) -> None:
        finger = self.finger(self.place())
        finger.touch_down()
        self.time_goes_on()
        self.see()
        finger.touch_up()

    def two_fingers(self) -> None:
        one, other = self.finger(self.place()), self.finger(self.place())
        for finger in (one, other):
            finger.touch_down()
        for finger in self.dice.sample((one, other), 2):
            finger.touch_up()

    # --- what the world does ---

    def time_goes_on(self) -> None:
        for _ in range(self.dice.choice((0, 0, 0, 1, 15))):
            self.mirror.turn()

    def people(self) -> None:
        """Somebody is new, somebody is deleted, and it may be who is shown."""
        screened = Screening(datetime(2026, 1, 1, tzinfo=UTC))
        people = {WHO: Profile(WHO, screening=screened), "p2": Profile("p2", MARKUP),
                  "p3": Profile("p3", "x" * 300, screening=screened)}
        if self.dice.random() < 0.5:
            del people[self.dice.choice((WHO, "p2", "p3"))]
        self.mirror.diary.people, self.mirror.diary.sessions = people, []
        self.mirror.room.coach._desk.forget()
        self.mirror.changed()

    def trouble(self) -> None:
        self.mirror.notices = self.dice.choice(NOTICES)
        shape = self.dice.choice((None, PORTRAIT, LANDSCAPE))
        self.mirror.frame = shape and picture(*shape)
        self.mirror.changed()

    def resize(self) -> None:
        self.window.size = self.dice.choice((SMALL, SMALL[::-1], (300, 400), LARGE))
        self.see(drawn=True)

    def act(self) -> None:
        hand = self.dice.choices(
            (self.tap, self.double_tap, self.swipe, self.hold_while_the_screen_turns,
             self.two_fingers), (70, 8, 8, 8, 6))[0]
        hand()
        self.time_goes_on()
        if self.dice.random() < 0.02:
            self.dice.choice((self.people, self.trouble))()
        self.see(drawn=self.dice.random() < 0.04)

    def begin(self) -> None:
        """A hand that knows what it wants, for once: in a session there is more to break."""
        self.people()
        self.go_home()
        self.press(self.it.screen.ids.start)
        for _ in range(40):
            if self.it.screen.name not in ("ask", "advised"):
                return
            if getattr(self.it.screen, "scale", False):
                self.press(self.it.screen.numbers[1])
            else:
                self.press(self.it.screen.ids["no" if self.it.screen.name == "ask" else "go_on"])

    def press(self, target: Any) -> None:
        self.it.now_s += 1.0  # long enough to be read
        finger = self.finger(target.to_window(*target.center))
        finger.touch_down()
        finger.touch_up()
        self.see()

    def go_home(self) -> None:
        """By the touches that lead back, and by nothing else."""
        way = []
        for _ in range(HOME_WITHIN):
            if self.it.screen.name == "home":
                return
            ids = self.it.screen.ids
            name = next(each for each in BACK if each in ids and ids[each].shown)
            way.append((self.it.screen.name, name))
            self.press(ids[name])
        raise AssertionError(f"no way home: {way}")


@pytest.fixture
def light(window, monkeypatch):
    """Without the figure, which takes longer to draw than all the rest."""
    from mirrorapp.ui.widgets.guide import Guide

    monkeypatch.setattr(Guide, "tick", lambda *_: None)
    yield
    window.size = SMALL


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_breaks_nothing_and_gets_home(glass, seed):
    monkey = Monkey(glass, seed)
    for number in range(1, TOUCHES + 1):
        monkey.act()
        if number % (TOUCHES // 5) == 0:
            monkey.resize()
        if number % 50 == 0:
            monkey.begin()
    monkey.go_home()
    monkey.it.settle()
    assert monkey.it.pixels().max() > 200
    assert {"home", "session", "ask", "choose"} <= set(monkey.seen), monkey.seen
    assert monkey.mirror.diary.started >= 1
