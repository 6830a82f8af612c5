"""Eyes that measure themselves: the looks are made of numbers here, the clock stands still."""

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.camera.base import Frame
from mirrorapp.clock import ManualClock
from mirrorapp.config import Size
from mirrorapp.vision.errors import VisionError, VisionLost
from mirrorapp.vision.governed import GovernedEstimator, Looking
from mirrorapp.vision.governor import NEEDS_HZ, Why
from mirrorapp.vision.pose import Floats, Sighting

from .support import blank, look, sighting, standing

FULL, LITE = Path("full"), Path("lite")
PATHS: dict[Size, Path] = {"full": FULL, "lite": LITE}


class Machine:
    """Eyes that look as slowly as they are told to, and load another model for a while."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.took_s = {FULL: 0.03, LITE: 0.02}
        self.model, self.standby = FULL, FULL
        self.load, self.loads = 5, 0
        self.fails: Path | None = None
        self.lost = False
        self.sought: Floats | None = None
        self.opened = self.closed = 0
        self.asked: list[Frame] = []

    def open(self) -> None:
        self.opened += 1

    def close(self) -> None:
        self.closed += 1

    def seek(self, looks: Floats | None) -> None:
        self.sought = looks

    def ask(self, frame: Frame) -> None:
        if self.lost:
            raise VisionLost("It is gone.", "Wait.")
        self.asked.append(frame)

    def answer(self) -> Sighting:
        self.clock.sleep(self.took_s[self.model])
        return sighting(self.asked.pop(0).time_s, standing())

    def prepare(self, model_path: Path) -> bool:
        if model_path == self.fails:
            raise VisionError("It does not load.", "Make it anew.")
        if model_path != self.standby:
            self.standby, self.loads = model_path, self.load
        self.loads -= 1
        return self.loads <= 0

    def turn(self) -> None:
        assert self.loads <= 0
        self.model = self.standby
        self.asked.clear()  # with the worker that is dropped


class Rig:
    def __init__(self, paths: dict[Size, Path] = PATHS) -> None:
        self.clock = ManualClock(500.0)
        self.machine = Machine(self.clock)
        self.strain: Why | None = None
        self.late = 0.0
        self.told: list[Looking] = []
        self.turned: list[float] = []
        self.eyes = GovernedEstimator(
            self.machine, paths, self.clock, strain=lambda: self.strain, late=lambda: self.late,
            told=self.told.append)
        self.eyes.turned = lambda: self.turned.append(self.clock.time_s)

    def run(self, seconds: float) -> "Rig":
        until_s = self.clock.time_s + seconds
        while self.clock.time_s < until_s:
            began_s = self.clock.time_s
            frame = blank(8, 8, self.clock.time_s)
            if not self.eyes.spares(frame):
                look(self.eyes, frame)
            self.clock.time_s = max(self.clock.time_s, began_s + 1 / 30)
        return self


@pytest.fixture
def rig() -> Rig:
    return Rig()


def test_how_it_looks_is_told_at_first_and_when_it_changes(rig: Rig) -> None:
    rig.run(60)
    assert rig.told == [Looking("full")]
    rig.strain = Why.HEAT
    assert rig.run(12).told[1:] == [Looking("full", 15.0, Why.HEAT)]


def test_a_slow_machine_goes_over_without_a_blind_moment(rig: Rig) -> None:
    rig.machine.took_s = {FULL: 0.15, LITE: 0.1}
    rig.run(20)
    assert (rig.machine.model, rig.eyes.model) == (LITE, "lite")
    assert len(rig.turned) == 1
    assert rig.told[-1] == Looking("lite")


def test_what_the_other_model_was_still_to_look_at_is_asked_anew(rig: Rig) -> None:
    """A film's next frame is asked about before this one is answered."""
    rig.machine.took_s = {FULL: 0.15, LITE: 0.1}
    looked_s: list[tuple[float, str]] = []
    looked = rig.eyes._governor.looked
    rig.eyes._governor.looked = (  # type: ignore[method-assign]
        lambda began_s, ended_s, model: (
            looked_s.append((ended_s - began_s, model)), looked(began_s, ended_s, model))[1])
    answered = []
    rig.eyes.ask(blank(8, 8, 0.0))
    for number in range(1, 200):
        rig.eyes.ask(blank(8, 8, float(number)))
        answered.append(rig.eyes.answer().time_s)
    assert rig.machine.model is LITE
    assert answered == [float(number) for number in range(199)]
    assert {(round(took_s, 6), model) for took_s, model in looked_s} == {
        (0.15, "full"), (0.1, "lite")}


def test_in_the_middle_of_a_set_the_model_stays(rig: Rig) -> None:
    rig.machine.took_s = {FULL: 0.15, LITE: 0.1}
    rig.eyes.free = False
    rig.run(300)
    assert (rig.machine.model, rig.machine.standby) == (FULL, FULL)
    rig.eyes.free = True
    assert rig.run(3).machine.model is LITE


def test_what_was_loaded_in_vain_makes_way_for_the_one_at_work(rig: Rig) -> None:
    rig.machine.took_s = {FULL: 0.15, LITE: 0.1}
    rig.machine.load = 10_000
    rig.run(20)
    assert rig.machine.standby is LITE
    rig.machine.took_s[FULL], rig.machine.load = 0.03, 5
    rig.run(300)
    assert (rig.machine.model, rig.machine.standby) == (FULL, FULL)
    assert rig.turned == []


def test_a_model_that_does_not_load_is_told_once_and_left(
        rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.machine.took_s, rig.machine.fails = {FULL: 0.15, LITE: 0.1}, LITE
    rig.run(600)
    assert rig.machine.model is FULL
    assert [r.message for r in caplog.records] == [
        "The pose model lite can't be loaded: It does not load. Make it anew."]
    assert rig.told[-1] == Looking("full", too_slow=True)


def test_a_full_one_that_does_not_load_again_leaves_the_lite_one(
        rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.machine.took_s = {FULL: 0.15, LITE: 0.1}
    rig.run(30)
    rig.machine.took_s, rig.machine.fails = {FULL: 0.03, LITE: 0.02}, FULL
    rig.run(900)
    assert rig.machine.model is LITE
    assert len(caplog.records) == 1


def test_a_lost_look_is_somebody_elses_and_does_not_count(rig: Rig) -> None:
    rig.machine.lost = True
    for _ in range(100):
        with pytest.raises(VisionLost):
            look(rig.eyes, blank())
        rig.clock.sleep(0.2)
    assert rig.told == [Looking("full")]


def test_screens_that_are_late_are_heard_of(rig: Rig) -> None:
    rig.late = 0.4
    assert rig.run(12).told[-1] == Looking("full", 15.0, Why.SCREENS)


def test_only_one_model_is_kept_whatever_happens() -> None:
    rig = Rig({"full": FULL})
    rig.machine.took_s = {FULL: 0.3}
    assert rig.run(120).told[-1] == Looking("full", too_slow=True)


@pytest.mark.parametrize(("rate_hz", "camera_hz", "made_hz"), [
    (math.inf, 30, 30), (15.0, 30, 15), (10.0, 30, 10), (10.0, 15, 10), (10.0, 25, 10),
    (15.0, 10, 10)])
def test_so_many_pictures_are_looked_at(rig: Rig, rate_hz: float, camera_hz: int, made_hz: int
                                        ) -> None:
    times_s = [n / camera_hz for n in range(10 * camera_hz)]
    assert looks(rig.eyes, rate_hz, times_s) == pytest.approx(10 * made_hz, abs=1)


@given(st.floats(NEEDS_HZ, 60), st.sampled_from([15.0, 10.0]))
def test_on_the_average_it_is_that_rate_whatever_the_cameras(camera_hz: float, rate_hz: float
                                                             ) -> None:
    times_s = [n / camera_hz for n in range(int(20 * camera_hz))]
    assert looks(Rig().eyes, rate_hz, times_s) / 20 == pytest.approx(
        min(camera_hz, rate_hz), rel=0.06)


def looks(eyes: GovernedEstimator, rate_hz: float, times_s: list[float]) -> int:
    """How many of the pictures of those times are looked at, at that rate."""
    eyes._governor.choice = eyes._choice = type(eyes._choice)("full", rate_hz, Why.HEAT)
    eyes._governor._changed_s = eyes._clock.monotonic_s() + 1e9  # it stays at that
    made = 0
    for time_s in times_s:
        frame = blank(8, 8, time_s)
        if not eyes.spares(frame):
            eyes.ask(frame)
            made += 1
    return made


def test_a_film_that_runs_back_is_looked_at_at_once(rig: Rig) -> None:
    rig.strain = Why.HEAT
    rig.run(60)
    assert not rig.eyes.spares(blank(8, 8, 0.0))


def test_what_does_not_concern_it_goes_through(rig: Rig) -> None:
    rig.eyes.open()
    rig.eyes.seek(None)
    rig.eyes.close()
    assert (rig.machine.opened, rig.machine.sought, rig.machine.closed) == (1, None, 1)
