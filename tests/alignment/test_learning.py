"""What is learnt of standing holds for one person, seen squared up, at one level of the camera."""

from dataclasses import replace
from math import cos, radians, sin

import numpy as np
import pytest

from mirrorapp.alignment import place
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.baseline import Baseline
from mirrorapp.alignment.doing import Doing
from mirrorapp.alignment.on_step import StepFinder
from mirrorapp.alignment.station import Station
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Refusal, Side
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Landmark, Sighting
from tests import movers
from tests.bodies import Body, on_one_leg, squats
from tests.exercise_files import exercise
from tests.movers import film

ROLLED = Station(1.2, 5.0, 4.0, 60.0, 2.0, roll_deg_u=0.3)


def test_another_station_takes_the_baseline_with_it() -> None:
    aligner = Aligner()
    for each in squats(0, stand_s=2.0):
        aligner.read(each)
        aligner.station = None
    assert aligner.baseline.seen
    aligner.station = ROLLED
    assert not aligner.baseline.seen


def test_a_part_that_nobody_touched_for_keeps_the_user() -> None:
    aligner = Aligner()
    for each in squats(0, stand_s=2.0):
        aligner.read(replace(each, looks=np.zeros((PARTS, 3))))
    aligner.start_set(touched=False)
    for each in squats(0, stand_s=1.5):
        last = aligner.read(replace(each, looks=np.full((PARTS, 3), 1.0) * (1, 0, -1),
                                    time_s=each.time_s + 2.0))
    assert last.lost


def turned(sighting: Sighting, yaw_deg: float) -> Sighting:
    """Turned round as it stands: the knees look further in, and the hips tell of it."""
    assert sighting.pose is not None
    px, world = sighting.pose.px.copy(), sighting.pose.world_m.copy()
    px[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE], 0] += 25
    half = 0.1 * np.array([cos(radians(yaw_deg)), 0, sin(radians(yaw_deg))])
    for left, right in ((Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
                        (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)):
        world[left], world[right] = half, -half
    return replace(sighting, pose=replace(sighting.pose, px=px, world_m=world))


def test_who_is_turned_does_not_teach_how_one_leg_stands() -> None:
    def deepest_deg(yaw_deg: float) -> float:
        aligner = Aligner(single=True)
        readings = [aligner.read(turned(each, yaw_deg) if yaw_deg and 2.5 < each.time_s < 6.0
                                 else each) for each in on_one_leg(1, stand_s=3.0)]
        assert any(each.refusal is Refusal.TURNED for each in readings) is (yaw_deg != 0)
        last = max((each for each in readings if each.stance and each.time_s > 6.3),
                   key=lambda each: each.depth or 0.0)
        return last.knees[Side.LEFT].movement_deg or 0.0

    assert deepest_deg(30.0) == pytest.approx(deepest_deg(0.0), abs=1.0)


def test_a_lifted_foot_is_no_further_away() -> None:
    level = replace(ROLLED, roll_deg=0.0)
    both, one = (replace(Body(), behind=behind).sighting(0.0)
                 for behind in ({}, {Side.RIGHT: 0.7}))
    assert both.pose is not None
    assert one.pose is not None
    assert place.distance_m(one.pose, level, one) == pytest.approx(
        place.distance_m(both.pose, level, both), abs=0.02)


def moved(sighting: Sighting, right_px: float, down_px: float) -> Sighting:
    assert sighting.pose is not None
    px = sighting.pose.px + np.array([right_px, down_px, 0.0])
    return replace(sighting, pose=replace(sighting.pose, px=px))


def after_a_step(right_px: float, down_px: float, *, aside: bool) -> tuple[Baseline, Baseline]:
    """How somebody stood, and what is known of it after a step, with the knees bent by then."""
    aligner = Aligner()
    aligner.do(Doing.SQUAT, aside=aside)
    for index in range(30):
        aligner.read(Body().sighting(index / 15))
    stood = aligner.baseline
    assert stood.seen
    for index in range(30, 60):
        aligner.read(moved(Body(depth=0.12).sighting(index / 15), right_px, down_px))
    return stood, aligner.baseline


def test_who_steps_aside_with_bent_knees_keeps_how_they_stood() -> None:
    stood, then = after_a_step(120, 0, aside=True)
    assert then == stood
    stood, then = after_a_step(120, 0, aside=False)
    assert then != stood


def test_who_goes_back_is_looked_at_anew_even_so() -> None:
    stood, then = after_a_step(0, -120, aside=True)
    assert then != stood


DOWN = exercise("lowering", (0.1, 0.05, 0.15), knees="stance")


def on_the_step(*, both: bool) -> tuple[bool, Side | None]:
    """After a repetition on the right leg: whether it is known how somebody stands on it, and the
    leg that is watched alone.
    """
    aligner = Aligner()
    judge_by(aligner, DOWN, Side.RIGHT)
    for each in film(movers.step_down(Side.RIGHT), 4.0):
        aligner.read(each)
    assert aligner.baseline.seen
    aligner.start_set()
    last = [aligner.read(replace(each, time_s=each.time_s + 4.0)) for each in film(
        movers.step_down(Side.RIGHT) if both else lambda _: movers.step_down(Side.RIGHT)(2.7), 1.2)]
    return aligner.baseline.seen, last[-1].stance


def test_after_a_pause_both_feet_on_the_step_are_learnt_anew() -> None:
    assert on_the_step(both=True) == (True, None)
    assert on_the_step(both=False) == (False, Side.RIGHT)


@pytest.mark.parametrize(("both", "watched"), [(True, None), (False, Side.RIGHT)])
def test_feet_beside_each_other_are_both_on_the_step_where_that_is_asked(
        both: bool, watched: Side | None) -> None:
    finder = StepFinder(Side.RIGHT)
    seen = [finder.watch(each, both=both) for each in film(
        lambda time_s: movers.step_down(Side.RIGHT)(2.7 if time_s < 1 else 0.0), 3.0)]
    assert (seen[14], seen[-1]) == (Side.RIGHT, watched)
    again = [finder.watch(replace(each, time_s=each.time_s + 3.0), both=both) for each in film(
        lambda _: movers.step_down(Side.RIGHT)(2.7), 1.0)]
    assert again[-1] is Side.RIGHT


def test_a_reading_says_whether_it_was_seen_how_the_user_stands() -> None:
    aligner = Aligner()
    stood = [aligner.read(each).stood for each in squats(0, stand_s=2.0)]
    assert (stood[0], stood[-1]) == (False, True)
    aligner.judging = False
    aligner.start_set()
    assert aligner.read(Body().sighting(2.1)).stood
