"""What the engine brings together: whom the eyes follow, a check's parts, the calibration."""


from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, repeat

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.knee import Thresholds
from mirrorapp.alignment.reading import Return
from mirrorapp.alignment.station_file import Record
from mirrorapp.coach.calibration_state import Stage
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.coach.tasks import of_checks
from mirrorapp.config import CameraConfig
from mirrorapp.engine import Engine
from mirrorapp.exercises import checks, library
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Sighting
from tests.bodies import on_one_leg, squats
from tests.engine_rig import Rig, heard
from tests.standing_bodies import sighting
from tests.tiers import examples


def with_a_stranger() -> list[Sighting]:
    """The user, somebody else for three seconds, the user."""
    return [replace(each, looks=np.full((PARTS, 3), 1.0 if 3 < each.time_s < 6 else 0.0)
                    * (1, 0, -1)) for each in squats(2)]


def test_the_eyes_are_sent_after_the_user_and_called_back() -> None:
    rig = Rig(with_a_stranger(), reps=9)
    rig.engine.send(Intent.START)
    rig.play()
    looks, *others = rig.eyes.sought
    assert looks is not None
    assert np.abs(looks).max() < 0.1, "the user's, not the stranger's"
    assert others == [None]
    assert rig.engine.snapshot().coach.back is Return.RECOGNISED


def trained(there: Iterator[bool]) -> tuple[list[object], list[object]]:
    """What was shown, frame by frame, and when who was sought; `there`: whether the next frame is
    there already each time that one has been looked at.
    """
    rig = Rig(with_a_stranger(), reps=9)
    shown: list[object] = []
    sought: list[object] = []
    rig.eyes.seek = (  # type: ignore[method-assign]
        lambda looks: sought.append((rig.eyes.asked[-1].index, looks is None)))
    rig.engine.send(Intent.START)
    for _ in range(len(rig.feed.frames)):
        rig.feed.ahead = next(there)
        rig.engine.turn(0)
        shot = rig.engine.snapshot()
        assert shot.frame is not None
        assert shot.reading is not None
        assert shot.frame.time_s == shot.reading.time_s
        shown.append((shot.frame.index, shot.coach.phase, shot.reading.depth, shot.reading.lost))
    return shown, sought


@pytest.fixture(scope="module")
def one_by_one() -> tuple[list[object], list[object]]:
    return trained(repeat(False))


@settings(max_examples=examples(40), deadline=None)
@given(there=st.lists(st.booleans(), min_size=1, max_size=40))
def test_a_film_comes_to_the_same_however_fast_it_is_looked_at(
        one_by_one: tuple[list[object], list[object]], there: list[bool]) -> None:
    assert trained(cycle(there)) == one_by_one


def test_nobody_is_sought_at_home() -> None:
    rig = Rig(with_a_stranger())
    rig.play()
    assert rig.eyes.sought == []


def test_going_on_takes_whoever_is_there_as_the_user() -> None:
    rig = Rig(with_a_stranger(), reps=9)
    rig.engine.send(Intent.START)
    while rig.feed.frames[0].time_s < 5:
        rig.engine.turn(0)
    assert rig.engine.snapshot().coach.lost
    rig.engine.send(Intent.PAUSE)
    rig.engine.turn(0)
    rig.engine.send(Intent.RESUME)
    rig.engine.turn(0)
    state = rig.engine.snapshot().coach
    assert (state.lost, state.back) == (False, Return.TOUCHED)


def test_every_part_of_a_check_has_its_own_standing_baseline() -> None:
    class Counted(Aligner):
        sets = 0

        def start_set(self, *, touched: bool = True) -> None:
            self.sets += 1
            assert touched is (self.sets == 1)
            super().start_set(touched=touched)

    rig = Rig(list(squats(5, stand_s=4)))
    found = tuple(checks.load(name) for name in ("standing-axis", "squat-check"))
    plan = Plan(library.load("squat"), 5, "p1", parts=of_checks(found, library.load))
    aligner = Counted()
    engine = Engine(rig.feed, rig.eyes, aligner,
                    Coach(plan, lambda: datetime(2026, 1, 1, tzinfo=UTC), rig.heard), rig.board,
                    clock=rig.clock)
    aligner.thresholds = Thresholds(caving_deg=40.0)
    engine.send(Intent.START)
    parts = []
    while rig.feed.frames:
        engine.turn(0)
        parts.append((engine.snapshot().coach.part, aligner.sets))
    assert set(parts) == {(0, 1), (1, 2)}
    assert aligner.thresholds == plan.exercise.thresholds.thresholds()


def test_a_calibration_is_shown_as_a_phase_and_gives_the_aligner_its_station() -> None:
    phases: list[Phase] = []
    film = [sighting(nth / 6) for nth in range(30)]
    rig = Rig(film, on_change=heard(phases))
    surveyor = Surveyor(CameraConfig(lens="wide"), lambda: "a list", rig.board,
                        now=rig.clock.now, record=Record(170), save=lambda _: None)
    rig.engine._surveyor = surveyor
    rig.engine.send(Intent.CALIBRATE)
    rig.engine.turn(0)
    shot = rig.engine.snapshot()
    assert shot.coach.phase is Phase.CALIBRATE
    assert shot.coach.calibration is not None
    rig.engine.send(Intent.START)
    rig.play()
    state = rig.engine.snapshot().coach.calibration
    assert state is not None
    assert state.stage is Stage.DONE
    assert rig.engine._aligner.station == surveyor.station is not None
    rig.engine.send(Intent.HOME)
    rig.engine.turn(0)
    assert rig.engine.snapshot().coach.calibration is None
    assert phases == [Phase.CALIBRATE, Phase.HOME]


def test_a_film_without_announcements_is_judged_by_each_parts_rules() -> None:
    rig = Rig([*squats(5), *(replace(each, time_s=24.0 + each.time_s) for each in on_one_leg(1))])
    found = tuple(checks.load(name) for name in ("squat-check", "single-leg-check"))
    aligner = Aligner()
    tasks = of_checks(found, library.load)
    coach = Coach(Plan(library.load("squat"), 5, "p1", gate=False, parts=tasks),
                  lambda: datetime(2026, 1, 1, tzinfo=UTC), rig.heard)
    engine = Engine(rig.feed, rig.eyes, aligner, coach, rig.board, clock=rig.clock)
    engine.send(Intent.START)
    while rig.feed.frames:
        engine.turn(0)
    assert engine.snapshot().coach.part == 1
    assert aligner.single
    assert len(coach.state.session.sets[-1].reps) == 1


def test_a_hold_is_not_judged_by_the_rules_of_one_leg() -> None:
    rig = Rig(list(squats(1)))
    aligner = Aligner(single=True)  # as the weekly check leaves it
    tasks = of_checks((checks.load("ankle-gap"),), library.load)
    plan = Plan(library.load("squat"), 5, "p1", parts=tasks)
    engine = Engine(rig.feed, rig.eyes, aligner,
                    Coach(plan, lambda: datetime(2026, 1, 1, tzinfo=UTC), rig.heard), rig.board,
                    clock=rig.clock)
    engine.send(Intent.START)
    engine.turn(0)
    assert not aligner.single


def test_whoever_touches_camera_is_who_stands_on_the_mark() -> None:
    rig = Rig([replace(each, looks=np.full((PARTS, 3), 1.0 if each.time_s > 2 else 0.0)
                       * (1, 0, -1)) for each in squats(1, stand_s=6.0)])
    rig.engine._surveyor = Surveyor(CameraConfig(lens="wide"), lambda: "a list", rig.board,
                                    now=rig.clock.now, record=Record(170), save=lambda _: None)
    while rig.feed.frames[0].time_s < 3.5:
        rig.engine.turn(0)
    reading = rig.engine.snapshot().reading
    assert reading is not None
    assert reading.lost
    rig.engine.send(Intent.CALIBRATE)
    rig.engine.turn(0)
    reading = rig.engine.snapshot().reading
    assert reading is not None
    assert not reading.lost
    assert reading.refusal is None
