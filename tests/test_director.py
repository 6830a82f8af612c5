"""A run that nobody touches."""

from dataclasses import replace

from mirrorapp.clock import ManualClock
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.director import Director
from mirrorapp.snapshot import Snapshot


class Engine:
    """Notes what it is told, and is in the phase the test says."""

    def __init__(self) -> None:
        self.calls: list[object] = []
        self.shot = Snapshot(0, None, None, CoachState())

    def snapshot(self) -> Snapshot:
        return self.shot

    def send(self, intent: Intent, _value: str = "") -> None:
        self.calls.append(intent)

    def start(self) -> None:
        self.calls.append("engine")

    def show(self, phase: Phase) -> None:
        self.shot = replace(self.shot, coach=CoachState(phase))


class Feed:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def start(self) -> None:
        self.engine.calls.append("camera")


def director(*, alone: bool, once: bool) -> tuple[Director, Engine, ManualClock]:
    engine, clock = Engine(), ManualClock()
    return Director(engine, Feed(engine), clock, alone=alone, once=once), engine, clock


def test_a_demo_shows_home_starts_before_the_first_frame_and_ends_after_the_summary() -> None:
    told, engine, clock = director(alone=True, once=True)
    clock.sleep(5)  # a window takes its time to open
    assert not told.over()
    assert engine.calls == []
    clock.sleep(1.1)
    assert not told.over()
    assert engine.calls == [Intent.START, "camera", "engine"]
    engine.show(Phase.ACTIVE)
    clock.sleep(60)
    assert not told.over()
    engine.show(Phase.SUMMARY)
    assert not told.over()
    clock.sleep(2.1)
    assert told.over()


def test_a_demo_whose_summary_is_touched_away_is_over() -> None:
    told, engine, clock = director(alone=True, once=True)
    assert not told.over()
    clock.sleep(1.1)
    assert not told.over()
    for phase in (Phase.ACTIVE, Phase.SUMMARY):
        engine.show(phase)
        assert not told.over()
    engine.show(Phase.HOME)
    assert told.over()


def test_a_mirror_that_can_be_touched_waits_for_it_and_never_ends_by_itself() -> None:
    told, engine, clock = director(alone=False, once=False)
    assert not told.over()
    assert engine.calls == ["camera", "engine"]
    engine.show(Phase.SUMMARY)
    told.over()
    clock.sleep(60)
    assert not told.over()
    assert engine.calls == ["camera", "engine"]
