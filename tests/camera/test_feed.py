"""The feed, with cameras that do as they are told, and no sleeping."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from math import inf
from threading import Event, Semaphore

import numpy as np
import pytest

from mirrorapp.camera.base import (
    BreaksOff,
    Camera,
    CameraError,
    CameraLost,
    EndOfRecording,
    Frame,
)
from mirrorapp.camera.feed import SLOW_S, CameraFeed, Pace
from mirrorapp.camera.stirring import GLANCE_S
from mirrorapp.clock import ManualClock
from mirrorapp.events import Notice
from tests.camera.stand_ins import ScriptedCamera, frame

PATIENCE_S = 10.0
LOST = CameraLost("It is gone.", "Plug it in.")
GONE = Notice("camera", "It is gone.", "Plug it in.")
Start = Callable[..., CameraFeed]


@pytest.fixture
def start() -> Iterator[Start]:
    started = []

    def make(camera: Camera, retry_s: float = 0.0) -> CameraFeed:
        feed = CameraFeed(camera, ManualClock(), retry_s=retry_s)
        started.append((feed, camera))
        feed.start()
        return feed

    yield make
    for feed, camera in started:
        if isinstance(camera, Stepped):
            camera.finish()
        feed.stop()
        assert not feed._thread.is_alive()


class Stepped(ScriptedCamera):
    """Gives a frame, or carries out its script, only when the test lets it."""

    def __init__(self, *reads: Frame | Exception, opens: tuple[Exception | None, ...] = ()) -> None:
        super().__init__(deque(reads), deque(opens))
        self.gate = Semaphore(0)
        self.waiting = Semaphore(0)
        self.finished = Event()

    def read(self) -> Frame:
        self.waiting.release()
        if not self.finished.is_set():
            assert self.gate.acquire(timeout=PATIENCE_S)
        if self.finished.is_set():
            raise LOST
        return super().read()

    def let(self, count: int) -> None:
        """Let `count` reads happen, and wait until the next one is asked for."""
        for _ in range(count):
            assert self.waiting.acquire(timeout=PATIENCE_S)
            self.gate.release()
        assert self.waiting.acquire(timeout=PATIENCE_S)
        self.waiting.release()

    def finish(self) -> None:
        """Let whoever reads go, for good."""
        self.finished.set()
        self.gate.release()


def test_of_a_live_camera_the_newest_frame_wins_and_comes_once(start: Start) -> None:
    camera = Stepped(*(frame(index) for index in range(4)))
    feed = start(camera)
    camera.let(3)
    taken = feed.take(PATIENCE_S)
    assert taken is not None
    assert taken.index == 2
    assert feed.waiting() is None
    assert feed.newest is taken
    camera.let(1)
    taken = feed.waiting()
    assert taken is not None
    assert taken.index == 3
    assert not feed.ended


def test_of_a_recording_no_frame_is_lost_and_its_end_is_told(start: Start) -> None:
    camera = ScriptedCamera(deque([*(frame(i) for i in range(20)), EndOfRecording()]),
                            recording=True)
    feed = start(camera)
    taken = []
    while not feed.ended:
        one = feed.take(PATIENCE_S)
        if one is not None:
            taken.append(one.index)
    assert taken == list(range(20))
    assert feed.take(PATIENCE_S) is None, "at once: nothing can come any more"
    assert feed.notice is None


def test_a_recording_that_breaks_off_is_over_and_why_is_told(start: Start) -> None:
    feed = start(ScriptedCamera(deque([frame(0), BreaksOff("It breaks off.", "Copy it again.")]),
                                recording=True))
    assert feed.take(PATIENCE_S) is not None
    assert feed.take(PATIENCE_S) is None
    assert feed.ended
    assert feed.notice == Notice("camera", "It breaks off.", "Copy it again.")


def test_recording_has_not_ended_before_its_last_frame_was_taken(start: Start) -> None:
    camera = ScriptedCamera(deque([frame(0), EndOfRecording()]), recording=True)
    feed = start(camera)
    feed._thread.join(PATIENCE_S)
    assert not feed.ended
    assert feed.take(0) is not None
    assert feed.ended


def test_lost_camera_is_noticed_closed_reopened_and_back(
        start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    unplugged = CameraError("It is unplugged.", "Plug it in.")
    camera = Stepped(frame(0), LOST, frame(1), opens=(None, unplugged, unplugged, None))
    feed = start(camera)
    camera.let(2)
    assert camera.log == ["open", "read", "read", "close", "open", "open", "open"]
    assert feed.notice == Notice("camera", "It is unplugged.", "Plug it in.")
    camera.let(1)
    assert feed.notice is None
    taken = feed.take(PATIENCE_S)
    assert taken is not None
    assert taken.index == 1
    assert [record.getMessage() for record in caplog.records] == [
        "It is gone. Plug it in.", "It is unplugged. Plug it in.",
        "the scripted camera is back after 0 s"]


def test_each_try_in_vain_is_told_anew() -> None:
    clock, tries = ManualClock(), Semaphore(0)

    class Away(ScriptedCamera):
        def open(self) -> None:
            clock.sleep(1.0)
            tries.release()
            raise LOST

    feed = CameraFeed(Away(deque()), clock, retry_s=0.0, patient=True)
    assert feed.told_s == -inf
    feed.start()
    for _ in range(5):
        assert tries.acquire(timeout=PATIENCE_S)
    assert feed.told_s >= 4.0
    feed.stop()


def test_while_it_waits_for_the_camera_it_stops_at_once(start: Start) -> None:
    lost = Event()

    class Leaving(ScriptedCamera):
        def close(self) -> None:
            lost.set()

    feed = start(Leaving(deque([LOST])), retry_s=3600.0)
    assert lost.wait(PATIENCE_S)
    assert feed.notice == GONE
    assert feed.take(0) is None
    feed.stop()
    assert not feed._thread.is_alive()
    assert feed.take(PATIENCE_S) is None, "at once: it was stopped"
    assert not feed.ended, "what is live is never over"


def test_unexpected_failure_is_logged_once_and_mended_like_a_loss(
        start: Start, caplog: pytest.LogCaptureFixture) -> None:
    camera = Stepped(ValueError("a bug"), ValueError("a bug"), ValueError("a bug"), frame(5))
    feed = start(camera)
    camera.let(3)
    notice = feed.notice
    assert notice is not None
    assert notice.what == "The camera failed unexpectedly (ValueError)."
    assert notice.remedy == "It is tried again; if this stays, restart the mirror."
    camera.let(1)
    assert feed.notice is None
    assert feed.take(0) is not None
    failures = [record for record in caplog.records if record.exc_info]
    assert len(failures) == 1


def test_recording_that_breaks_off_is_over_and_not_begun_again(start: Start) -> None:
    camera = ScriptedCamera(deque([frame(0), LOST]), recording=True)
    feed = start(camera)
    assert feed.take(PATIENCE_S) is not None
    feed._thread.join(PATIENCE_S)
    assert feed.ended
    assert feed.notice == GONE
    assert camera.log == ["open", "read", "read", "close"]


def test_first_refusal_goes_to_who_starts_it() -> None:
    camera = ScriptedCamera(deque(), deque([CameraError("None here.", "Plug one in.")]))
    feed = CameraFeed(camera, ManualClock())
    with pytest.raises(CameraError, match=r"None here\. Plug one in\."):
        feed.start()
    feed.stop()
    assert camera.log == ["open", "close"]


def test_a_patient_feed_waits_for_its_camera_and_says_so() -> None:
    missing = CameraError("None here.", "Plug one in.")
    camera = Stepped(frame(7), opens=(missing, missing))
    feed = CameraFeed(camera, ManualClock(), retry_s=0.0, patient=True)
    feed.start()
    camera.let(1)
    shown = feed.take(PATIENCE_S)
    assert shown is not None
    assert shown.index == 7
    assert feed.notice is None
    assert camera.log.count("open") == 3
    camera.finish()
    feed.stop()


def test_a_recording_that_does_not_open_is_refused_even_by_a_patient_feed() -> None:
    camera = ScriptedCamera(deque(), deque([CameraError("None here.", "Look.")]), recording=True)
    feed = CameraFeed(camera, ManualClock(), patient=True)
    with pytest.raises(CameraError, match="None here"):
        feed.start()
    feed.stop()


def test_stop_lets_go_of_an_untaken_recording_and_may_come_twice(start: Start) -> None:
    camera = ScriptedCamera(deque(frame(index) for index in range(5)), recording=True)
    feed = start(camera)
    assert feed.take(PATIENCE_S) is not None
    feed.stop()
    feed.stop()
    assert not feed._thread.is_alive()
    assert camera.log[-1] == "close"
    assert feed.take(PATIENCE_S) is None


def test_camera_that_fails_to_close_does_not_end_the_feed(
        start: Start, caplog: pytest.LogCaptureFixture) -> None:
    class Stuck(Stepped):
        def close(self) -> None:
            raise OSError("device hangs")

    camera = Stuck(LOST, frame(0))
    feed = start(camera)
    camera.let(2)
    assert feed.take(PATIENCE_S) is not None
    assert "did not close cleanly" in caplog.text


def test_thread_that_hangs_is_left_behind_with_a_word(
        monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("mirrorapp.camera.feed.JOIN_S", 0.0)
    camera = Stepped()
    feed = CameraFeed(camera, ManualClock())
    feed.start()
    feed.stop()
    assert "does not come to an end" in caplog.text
    camera.finish()
    feed._thread.join(PATIENCE_S)


class Watched(Stepped):
    """Says when it has been closed."""

    def __init__(self, *reads: Frame | Exception, opens: tuple[Exception | None, ...] = ()) -> None:
        super().__init__(*reads, opens=opens)
        self.closed = Semaphore(0)

    def close(self) -> None:
        super().close()
        self.closed.release()


def turn_off(feed: CameraFeed, camera: Watched) -> None:
    """Have the camera closed; the picture that is just being read comes to its end."""
    feed.go(Pace.OFF)
    camera.gate.release()
    assert camera.closed.acquire(timeout=PATIENCE_S)


def test_a_camera_that_is_not_wanted_is_closed_and_its_last_picture_gone(start: Start) -> None:
    camera = Watched(*(frame(index) for index in range(5)))
    feed = start(camera)
    camera.let(2)
    turn_off(feed, camera)
    assert feed.rests
    assert feed.newest is None
    assert feed.take(0) is None
    assert feed.notice is None
    assert not feed.ended
    assert camera.log == ["open", "read", "read", "read", "close"]
    feed.go(Pace.FULL)
    camera.waiting.acquire(timeout=PATIENCE_S)  # of the read before it was closed
    camera.let(1)
    taken = feed.take(PATIENCE_S)
    assert taken is not None
    assert taken.index == 3
    assert camera.log[4:6] == ["close", "open"]


def test_of_one_that_was_lost_before_no_picture_is_kept_either(start: Start) -> None:
    camera = Watched(frame(0), LOST)
    feed = start(camera, retry_s=PATIENCE_S)
    camera.let(1)
    camera.gate.release()
    assert camera.closed.acquire(timeout=PATIENCE_S)
    assert feed.newest is not None
    feed.go(Pace.OFF)
    assert feed.newest is None
    assert feed.take(0) is None


def test_a_camera_that_has_gone_meanwhile_is_told_and_waited_for(start: Start) -> None:
    unplugged = CameraError("It is unplugged.", "Plug it in.")
    camera = Watched(frame(0), frame(1), opens=(None, unplugged, unplugged, None))
    feed = start(camera)
    turn_off(feed, camera)
    camera.waiting.acquire(timeout=PATIENCE_S)
    feed.go(Pace.FULL)
    assert camera.waiting.acquire(timeout=PATIENCE_S)
    assert feed.notice == Notice("camera", "It is unplugged.", "Plug it in.")
    camera.gate.release()
    assert feed.take(PATIENCE_S) is not None
    assert feed.notice is None


def test_while_it_rests_it_stops_at_once_and_looks_for_no_camera(start: Start) -> None:
    camera = Watched(frame(0), LOST)
    feed = start(camera)
    turn_off(feed, camera)
    feed.stop()
    assert not feed._thread.is_alive()
    assert camera.log.count("open") == 1


def test_one_that_is_away_is_not_looked_for_by_who_is_told_to_stop(
        start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    camera = Watched(LOST)
    feed = start(camera)
    resting, wait = Event(), feed._changed.wait_for

    def waited(until: Callable[[], bool], timeout_s: float | None = None) -> bool:
        resting.set()
        return wait(until, timeout_s)

    monkeypatch.setattr(feed._changed, "wait_for", waited)
    turn_off(feed, camera)
    assert resting.wait(PATIENCE_S)
    feed.stop()
    assert not feed._thread.is_alive()
    assert camera.log == ["open", "read", "close", "close"]


def test_a_recording_rests_unclosed_and_loses_nothing(start: Start) -> None:
    camera = ScriptedCamera(deque([*(frame(i) for i in range(6)), EndOfRecording()]),
                            recording=True)
    feed = start(camera)
    taken = []
    for pace in Pace.FULL, Pace.OFF, Pace.SLOW, Pace.FULL, Pace.OFF, Pace.FULL, Pace.FULL:
        feed.go(pace)
        one = feed.take(0.05 if pace is Pace.OFF else PATIENCE_S)
        taken += [] if one is None else [one.index]
    while not feed.ended:
        one = feed.take(PATIENCE_S)
        taken += [] if one is None else [one.index]
    assert taken == list(range(6))
    assert camera.log.count("close") == 1


class Room(ScriptedCamera):
    """An empty room thirty times a second; what is skipped takes as long. Ends with `until`."""

    def __init__(self, clock: ManualClock, until: int, pictures: Callable[[int], int]) -> None:
        super().__init__(deque())
        self.clock, self.until, self.pictures = clock, until, pictures
        self.index = self.read_count = 0
        self.done = Event()

    def _next(self) -> None:
        self.clock.sleep(1 / 30)
        self.index += 1
        if self.index >= self.until:
            self.done.set()
            raise LOST

    def skip(self) -> bool:
        self._next()
        return True

    def read(self) -> Frame:
        self._next()
        self.read_count += 1
        grey = np.full((36, 64, 4), 90, np.uint8)
        grey[10:20, 10:20] = self.pictures(self.index)
        return Frame(self.index, self.clock.time_s, grey)


def slow(pictures: Callable[[int], int], seconds: float) -> tuple[Room, list[int]]:
    """What is handed on of a room that is looked at slowly."""
    clock = ManualClock(100.0)
    camera = Room(clock, round(30 * seconds), pictures)
    feed = CameraFeed(camera, clock, retry_s=3600.0)
    passed: list[int] = []
    feed.go(Pace.SLOW)
    put = feed._stirring.passes
    feed._stirring.passes = (  # type: ignore[method-assign]
        lambda each: passed.append(each.index) or True if put(each) else False)
    feed.start()
    assert camera.done.wait(PATIENCE_S)
    feed.stop()
    return camera, passed


def test_slowly_it_reads_a_few_pictures_a_second_and_hands_on_what_stirs() -> None:
    camera, passed = slow(lambda _: 90, 60.0)
    assert camera.read_count <= 60 / SLOW_S
    assert camera.read_count >= 60 / (SLOW_S + 2 / 30)
    assert len(passed) <= 60 / GLANCE_S + 1, "a still room is glanced at now and then"
    came = 30 * 7
    _, passed = slow(lambda index: 90 if index < came else 150, 20.0)
    first = next(each for each in passed if each >= came)
    assert first - came <= 30 * (SLOW_S + 2 / 30), "whoever comes is seen at the next look"
