"""Whether somebody is there, for a screen that wakes and sleeps."""

from mirrorapp.coach.nearby import Nearby
from mirrorapp.coach.presence import SEEN_S
from mirrorapp.events import Refusal
from tests.coach.readings import FPS, nobody, reading
from tests.gesturing import standing


class Watching:
    def __init__(self) -> None:
        self.nearby = Nearby()
        self.now_s = 0.0

    def see(self, seconds: float, *, there: bool) -> None:
        for _ in range(round(seconds * FPS)):
            self.nearby.watch(reading(self.now_s, pose=standing()) if there
                              else nobody(self.now_s))
            self.now_s += 1 / FPS


def test_half_a_second_is_somebody_and_a_flicker_is_not() -> None:
    watching = Watching()
    watching.see(5, there=False)
    watching.see(SEEN_S - 0.2, there=True)
    assert not watching.nearby.there
    watching.see(1, there=False)
    watching.see(SEEN_S + 0.2, there=True)
    assert (watching.nearby.there, watching.nearby.alone_s) == (True, 0.0)
    watching.see(0.2, there=False)
    assert watching.nearby.there
    watching.see(0.1, there=True)
    assert watching.nearby.alone_s == 0.0


def test_for_how_long_nobody_was_there() -> None:
    watching = Watching()
    watching.see(2, there=True)
    watching.see(60, there=False)
    assert not watching.nearby.there
    assert abs(watching.nearby.alone_s - 60) < 0.2


def test_where_nobody_looks_nothing_is_known() -> None:
    watching = Watching()
    watching.see(2, there=True)
    watching.nearby.watch(None)
    for _ in range(50):
        watching.nearby.watch(reading(watching.now_s, refusal=Refusal.CUT))
        watching.now_s += 1 / FPS
    assert (watching.nearby.there, watching.nearby.alone_s) == (True, 0.0)


def test_a_snapshot_that_is_shown_again_is_no_time() -> None:
    nearby, same = Nearby(), nobody(1.0)
    nearby.watch(nobody(0.5))
    for _ in range(100):
        nearby.watch(same)
    assert nearby.alone_s == 0.5
