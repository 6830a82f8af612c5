"""What feeds the watchdog, and what does not, by a clock that a test moves."""

from collections.abc import Callable
from math import inf

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.kiosk.notifying import Notifier
from mirrorapp.kiosk.service import (
    ENGINE_PATIENCE_S,
    EYES_PATIENCE_S,
    PICTURE_PATIENCE_S,
    READ_S,
    Heart,
    Vigil,
)
from tests.kiosk.ears import Ear

WATCHDOG_S = 30.0
FED = ["WATCHDOG=1"]
ON = ["READY=1", "STATUS=The mirror is on."]


class Engine:
    """Answers at once, unless it hangs."""

    def __init__(self) -> None:
        self.hangs = False
        self.asked: list[Callable[[], None]] = []

    def between_frames(self, change: Callable[[], None]) -> None:
        self.asked.append(change)
        if not self.hangs:
            self.answer()

    def answer(self) -> None:
        while self.asked:
            self.asked.pop()()


class Eyes:
    def __init__(self) -> None:
        self.asked_s = 0.0
        self.blind_since_s: float | None = None


class Feed:
    def __init__(self) -> None:
        self.ended = False
        self.told_s = -inf
        self.rests = False


class Mirror:
    """A heart and what it watches; seconds pass as screens beat and the eyes are asked."""

    def __init__(self, ear: Ear) -> None:
        self.ear, self.clock = ear, ManualClock()
        self.engine, self.eyes, self.feed = Engine(), Eyes(), Feed()
        self.camera, self.looks = True, False
        self.heart = Heart(
            Notifier({"NOTIFY_SOCKET": ear.name, "WATCHDOG_USEC": f"{WATCHDOG_S * 1e6:.0f}"}),
            self.clock, self.engine, self.eyes, self.feed)

    def live(self, seconds: float) -> list[str]:
        """Go on for so long; all that systemd hears meanwhile."""
        told: list[str] = []
        for _ in range(round(seconds)):
            self.clock.sleep(1.0)
            if self.camera:
                self.eyes.asked_s = self.clock.time_s
            if self.looks:
                self.feed.told_s = self.clock.time_s
            self.heart.beat()
            while heard := self.ear.heard():
                told += heard
        return told


@pytest.fixture
def mirror(ear: Ear) -> Mirror:
    return Mirror(ear)


def test_it_is_ready_once_a_picture_was_on_the_glass(mirror: Mirror) -> None:
    assert mirror.live(2) == []
    assert mirror.live(1) == ON + FED
    assert mirror.live(1) == []


def test_ready_is_said_again_until_it_is_heard(mirror: Mirror) -> None:
    full = Notifier({"NOTIFY_SOCKET": mirror.ear.name})
    while full.tell(X=1):
        pass
    for _ in range(5):
        mirror.heart.beat()
    while mirror.ear.heard():
        pass
    assert mirror.live(1)[:2] == ON


def test_alive_it_is_fed_three_times_in_what_systemd_waits(mirror: Mirror) -> None:
    mirror.live(3)
    assert mirror.live(600) == 60 * FED


def test_screens_that_hang_feed_nothing(mirror: Mirror) -> None:
    mirror.live(3)
    mirror.clock.sleep(10 * WATCHDOG_S)
    assert mirror.ear.heard() == []
    assert mirror.live(1) == FED, "they went on after all"


def test_an_engine_that_hangs_ends_the_feeding(mirror: Mirror) -> None:
    mirror.live(3)
    mirror.engine.hangs = True
    told = mirror.live(300)
    assert told.count("WATCHDOG=1") * 10 <= ENGINE_PATIENCE_S + 20
    assert told[-1] == "STATUS=The engine hangs."
    assert len(mirror.engine.asked) == 1
    mirror.engine.answer()
    assert mirror.live(10) == ["STATUS=The mirror is on.", *FED]


def test_a_turn_that_takes_long_is_waited_for(mirror: Mirror) -> None:
    mirror.live(3)
    for _ in range(20):
        mirror.engine.hangs = True
        told = mirror.live(30)
        mirror.engine.answer()
        mirror.engine.hangs = False
        assert set(told) == set(FED)


def test_eyes_that_can_not_be_opened_again_end_the_feeding(mirror: Mirror) -> None:
    mirror.live(100)
    mirror.eyes.blind_since_s = mirror.clock.time_s
    assert mirror.live(EYES_PATIENCE_S) == 6 * FED
    assert mirror.live(300) == ["STATUS=The pose model can't be started again."]
    mirror.eyes.blind_since_s = None
    assert mirror.live(10) == ["STATUS=The mirror is on.", *FED]


def test_eyes_that_are_mended_in_between_are_alive(mirror: Mirror) -> None:
    mirror.live(3)
    told = []
    for _ in range(20):
        mirror.eyes.blind_since_s = mirror.clock.time_s
        told += mirror.live(50)
        mirror.eyes.blind_since_s = None
        told += mirror.live(10)
    assert told == 120 * FED


@pytest.mark.parametrize("why", ["lost", "over"])
def test_without_pictures_the_eyes_rest_while_it_is_known_why(mirror: Mirror, why: str) -> None:
    mirror.live(3)
    mirror.camera = False
    mirror.feed.ended = why == "over"
    mirror.looks = why == "lost"
    assert mirror.live(3600) == 360 * FED


def test_a_search_for_the_camera_that_hangs_ends_the_feeding(mirror: Mirror) -> None:
    mirror.live(3)
    mirror.camera, mirror.looks = False, True
    mirror.live(600)
    mirror.looks = False
    told = mirror.live(600)
    assert told[-1] == "STATUS=The camera hangs."
    assert told.count("WATCHDOG=1") * 10 <= PICTURE_PATIENCE_S + 10


def test_a_camera_that_only_stands_still_ends_the_feeding(mirror: Mirror) -> None:
    mirror.live(100)
    mirror.camera = False
    told = mirror.live(600)
    assert told[-1] == "STATUS=The camera hangs."
    assert told.count("WATCHDOG=1") * 10 <= PICTURE_PATIENCE_S
    mirror.camera = True
    assert mirror.live(10) == ["STATUS=The mirror is on.", *FED]


def test_eyes_that_are_not_wanted_rest_and_have_their_time_once_they_are(mirror: Mirror) -> None:
    mirror.live(3)
    mirror.camera, mirror.feed.rests = False, True
    mirror.eyes.blind_since_s = mirror.clock.time_s
    assert mirror.live(8 * 3600) == 8 * 360 * FED
    mirror.feed.rests = False
    assert mirror.live(PICTURE_PATIENCE_S - 20) == 4 * FED, "a camera takes its time to open"
    mirror.camera, mirror.eyes.blind_since_s = True, None
    assert mirror.live(600) == 60 * FED


def test_a_camera_that_does_not_come_back_from_its_rest_ends_the_feeding(mirror: Mirror) -> None:
    mirror.live(3)
    mirror.camera, mirror.feed.rests = False, True
    mirror.live(3600)
    mirror.feed.rests = False
    told = mirror.live(600)
    assert told[-1] == "STATUS=The camera hangs."
    assert told.count("WATCHDOG=1") * 10 <= PICTURE_PATIENCE_S + 10


def test_an_engine_that_hangs_does_so_in_the_dark_too(mirror: Mirror) -> None:
    mirror.live(3)
    mirror.feed.rests = mirror.engine.hangs = True
    assert mirror.live(300)[-1] == "STATUS=The engine hangs."


def test_what_is_wrong_is_in_the_log_once(
        mirror: Mirror, caplog: pytest.LogCaptureFixture) -> None:
    mirror.eyes.blind_since_s = 0.0
    mirror.live(600)
    assert [record.getMessage() for record in caplog.records] == [
        "The pose model can't be started again."]


def test_where_no_watchdog_is_wanted_only_readiness_is_told(ear: Ear) -> None:
    engine = Engine()
    heart = Heart(Notifier({"NOTIFY_SOCKET": ear.name}), ManualClock(), engine, Eyes(), Feed())
    engine.hangs = True
    for _ in range(10):
        heart.beat()
    assert ear.heard() == ON
    assert ear.heard() == []
    assert engine.asked == []


def stood(vigil: Vigil, clock: ManualClock, ear: Ear, seconds: float) -> list[str]:
    """An error stands on the glass for so long; all that systemd hears meanwhile."""
    told: list[str] = []
    for _ in range(round(seconds)):
        vigil.beat()
        told += ear.heard()
        clock.sleep(1.0)
    return told


def test_an_error_on_the_glass_is_fed_until_it_was_read_and_then_is_over(ear: Ear) -> None:
    clock = ManualClock()
    systemd = Notifier({"NOTIFY_SOCKET": ear.name, "WATCHDOG_USEC": f"{WATCHDOG_S * 1e6:.0f}"})
    vigil = Vigil(systemd, clock)
    assert stood(vigil, clock, ear, READ_S) == round(READ_S / 10) * FED
    assert vigil.over
    assert stood(vigil, clock, ear, 60) == []


@pytest.mark.parametrize("listens", [True, False])
def test_where_no_watchdog_waits_an_error_stands_until_it_is_touched(
        ear: Ear, listens: bool) -> None:
    clock = ManualClock()
    vigil = Vigil(Notifier({"NOTIFY_SOCKET": ear.name} if listens else {}), clock)
    assert stood(vigil, clock, ear, 2 * READ_S) == []
    assert not vigil.over
