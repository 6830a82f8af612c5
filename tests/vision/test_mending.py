import itertools

import pytest

from mirrorapp.camera.base import Frame
from mirrorapp.clock import ManualClock
from mirrorapp.vision.errors import VisionError, VisionLost
from mirrorapp.vision.mending import MendingEstimator
from mirrorapp.vision.pose import Floats, Sighting

from .support import blank, look, sighting, standing


class Frail:
    """An estimator that is lost when asked or when it should answer, or does not start, as often as
    it is told to.
    """

    def __init__(self, *, when_asked: bool) -> None:
        self._when_asked = when_asked
        self.losses = 0
        self.failures = 0
        self.opened = 0
        self.closed = 0

    def open(self) -> None:
        self.opened += 1
        if self.failures:
            self.failures -= 1
            raise VisionError("No model.", "Make one.")

    def ask(self, frame: Frame) -> None:
        self._time_s = frame.time_s
        if self._when_asked:
            self._be_lost()

    def answer(self) -> Sighting:
        if not self._when_asked:
            self._be_lost()
        return sighting(self._time_s, standing())

    def seek(self, looks: Floats | None) -> None: ...

    def _be_lost(self) -> None:
        if self.losses:
            self.losses -= 1
            raise VisionLost("It is gone.", "Wait.")

    def close(self) -> None:
        self.closed += 1


@pytest.fixture(params=[True, False], ids=["asked", "answering"])
def frail(request: pytest.FixtureRequest) -> Frail:
    return Frail(when_asked=request.param)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(1000.0)


@pytest.fixture
def mending(frail: Frail, clock: ManualClock) -> MendingEstimator:
    made = MendingEstimator(frail, clock)
    made.open()
    return made


def test_what_fails_at_first_is_raised(frail: Frail) -> None:
    frail.failures = 1
    with pytest.raises(VisionError, match="No model"):
        MendingEstimator(frail).open()


def test_the_first_loss_is_mended_at_once_and_its_notice_stays_to_be_read(
        mending: MendingEstimator, frail: Frail, clock: ManualClock) -> None:
    frail.losses = 1
    assert look(mending, blank()).pose is not None
    assert frail.opened == 2
    assert mending.notice is not None
    clock.sleep(2.0)
    assert look(mending, blank()).pose is not None
    assert mending.notice is None


def test_while_it_is_down_nobody_is_seen_and_a_notice_says_why(
        mending: MendingEstimator, frail: Frail, clock: ManualClock) -> None:
    frail.losses = 2
    seen = look(mending, blank(time_s=3.0))
    assert (seen.pose, seen.people, seen.time_s) == (None, 0, 3.0)
    assert mending.notice is not None
    assert (mending.notice.key, mending.notice.what) == ("vision", "It is gone.")
    clock.sleep(2.0)
    assert look(mending, blank()).pose is not None
    assert mending.notice is None


def test_the_waits_between_attempts_double_up_to_half_a_minute(
        mending: MendingEstimator, frail: Frail, clock: ManualClock) -> None:
    frail.losses, frail.failures = 1, 9
    attempts_s, opened = [], frail.opened
    for _ in range(1500):
        look(mending, blank())
        if frail.opened > opened:
            attempts_s.append(clock.time_s - 1000)
            opened = frail.opened
        clock.sleep(0.1)
    gaps = [round(b - a) for a, b in itertools.pairwise(attempts_s)]
    assert gaps == [1, 2, 4, 8, 16, 30, 30, 30]


def test_after_a_steady_minute_a_loss_is_mended_at_once_again(
        mending: MendingEstimator, frail: Frail, clock: ManualClock) -> None:
    frail.losses = 2
    look(mending, blank())
    clock.sleep(61)
    assert look(mending, blank()).pose is not None
    clock.sleep(61)
    frail.losses = 1
    assert look(mending, blank()).pose is not None


def test_a_start_that_fails_later_is_a_notice(mending: MendingEstimator, frail: Frail) -> None:
    frail.losses, frail.failures = 1, 1
    assert look(mending, blank()).pose is None
    assert mending.notice is not None
    assert mending.notice.remedy == "Make one."


def test_closing_closes(mending: MendingEstimator, frail: Frail) -> None:
    mending.close()
    mending.close()
    assert frail.closed == 2


def test_it_tells_when_it_was_asked_and_since_when_it_has_seen_nothing(
        mending: MendingEstimator, frail: Frail, clock: ManualClock) -> None:
    look(mending, blank())
    assert (mending.asked_s, mending.blind_since_s) == (1000.0, None)
    clock.sleep(5)
    frail.losses, frail.failures = 1, 2
    look(mending, blank())
    for _ in range(20):
        clock.sleep(0.1)
        look(mending, blank())
    assert mending.asked_s == pytest.approx(1007.0)
    assert mending.blind_since_s == 1005.0
    clock.sleep(60)
    look(mending, blank())
    assert mending.blind_since_s is None
