import itertools
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        self.asked: list[Frame] = []

    def open(self) -> None:
        self.opened += 1
        self.asked.clear()
        if self.failures:
            self.failures -= 1
            raise VisionError("No model.", "Make one.")

    def ask(self, frame: Frame) -> None:
        if self._when_asked:
            self._be_lost()
        self.asked.append(frame)

    def answer(self) -> Sighting:
        if not self._when_asked:
            self._be_lost()
        return sighting(self.asked.pop(0).time_s, standing())

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


def test_frames_asked_about_ahead_are_answered_in_turn(mending: MendingEstimator) -> None:
    mending.ask(blank(time_s=1.0))
    for time_s in (2.0, 3.0, 4.0):
        mending.ask(blank(time_s=time_s))
        assert mending.answer().time_s == time_s - 1
    assert mending.answer().time_s == 4.0


@given(losses=st.lists(st.sampled_from([0, 0, 0, 1, 2]), min_size=1, max_size=30),
       when_asked=st.booleans(), two=st.booleans())
def test_however_often_it_is_lost_each_frame_has_its_own_answer(
        losses: list[int], when_asked: bool, two: bool) -> None:
    clock, frail = ManualClock(1000.0), Frail(when_asked=when_asked)
    eyes = MendingEstimator(frail, clock)
    eyes.open()
    asked, answered = [], []
    for number, lost in enumerate(losses):
        frail.losses = lost
        eyes.ask(blank(time_s=float(number)))
        asked.append(float(number))
        if len(asked) - len(answered) > two:
            answered.append(eyes.answer().time_s)
        clock.sleep(0.3)
    answered += [eyes.answer().time_s for _ in range(len(asked) - len(answered))]
    assert answered == asked


def test_a_frame_that_cannot_even_be_asked_about_shifts_nothing(mending: MendingEstimator,
                                                                frail: Frail) -> None:
    mending.ask(blank(time_s=1.0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frail, "ask", Mock(side_effect=MemoryError))
        with pytest.raises(MemoryError):
            mending.ask(blank(time_s=2.0))
    mending.ask(blank(time_s=3.0))
    assert [mending.answer().time_s for _ in range(2)] == [1.0, 3.0]


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
