"""Counting squats on one leg."""

from math import pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.records import Repetition
from mirrorapp.coach.reps import RepCounter
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from mirrorapp.vision.pose import Sighting
from tests.bodies import Body, on_one_leg, squats
from tests.tiers import combined, examples

SINGLE, SQUAT = library.load("single-leg-squat"), library.load("squat")
TIMES = [i / 15 for i in range(150)]


def count(sightings: list[Sighting], exercise: object = SINGLE) -> list[Repetition]:
    single = exercise is SINGLE
    aligner = Aligner(exercise.thresholds.thresholds(), single=single)
    counter = RepCounter(exercise.counting)
    found = [counter.update(aligner.read(sighting)) for sighting in sightings]
    return [rep for rep in [*found, counter.flush()] if rep is not None]


@pytest.mark.parametrize(("shape", "fps"), combined(
    [(0.05, Side.LEFT), (0.25, Side.RIGHT)], [6, 8, 15, 30]))
def test_every_squat_counts_at_any_rate(shape: tuple[float, Side], fps: int) -> None:
    depth, side = shape
    reps = count(list(on_one_leg(2, side, depth, fps)))
    assert [rep.side for rep in reps] == [side] * 2
    assert all(rep.judged for rep in reps)


@settings(max_examples=examples(20))
@given(st.lists(st.floats(0.03, 0.17), min_size=300, max_size=300), st.sampled_from(Side))
def test_an_uneven_frame_rate_gives_the_same_count(gaps: list[float], side: Side) -> None:
    times = [t for t in np.cumsum(gaps) if t < 10.5]
    reps = int((times[-1] - 1.6 - 1.2) // 3.2)
    assert len(count(list(on_one_leg(reps, side, times=times)))) == reps


def test_the_knee_that_is_stood_on_is_summed_up_and_the_other_one_is_not() -> None:
    rep, = count(list(on_one_leg(1, Side.RIGHT, 0.15, body=Body(valgus={Side.RIGHT: 35.0}))))
    assert rep.right.verdict is Verdict.CAVING_IN
    assert rep.right.valgus_deg is not None
    assert rep.left.verdict is Verdict.CANNOT_JUDGE
    assert (rep.left.kt, rep.left.ka, rep.left.valgus_deg, rep.left.uncertainty_deg) == (
        None, None, None, None)


def test_a_touch_of_the_floor_is_tolerated() -> None:
    assert len(count(list(on_one_leg(2, touches_s=[(3.8, 4.1), (6.5, 6.8)])))) == 2


def test_squats_with_the_foot_put_down_between_them_count() -> None:
    film = list(on_one_leg(2, touches_s=[(5.0, 5.5)]))
    assert len(count(film)) == 2


def test_going_down_on_one_leg_and_up_on_two_counts_nothing() -> None:
    assert count(list(on_one_leg(1, touches_s=[(3.8, 9.0)]))) == []


def test_both_legs_one_after_the_other() -> None:
    left, right = list(on_one_leg(2, Side.LEFT)), list(on_one_leg(1, Side.RIGHT))
    later = left[-1].time_s + 0.1
    film = [*left, *(Sighting(s.time_s + later, s.width_px, s.height_px, s.pose) for s in right)]
    assert [rep.side for rep in count(film)] == [Side.LEFT, Side.LEFT, Side.RIGHT]


def marching(time_s: float) -> Body:
    """Each foot up for 0.8 s in turn."""
    phase = sin(2 * pi * time_s / 1.6)
    return Body(lift={Side.LEFT: max(0.0, phase), Side.RIGHT: max(0.0, -phase)})


@pytest.mark.parametrize(("name", "body"), [
    ("standing", lambda t: Body()),
    ("balance", lambda t: Body(behind={Side.LEFT: 0.7 if t > 1.5 else 0.0},
                               depth=0.006 + 0.006 * sin(4 * t))),
    ("kicks", lambda t: Body(lift={Side.LEFT: max(0.0, 1.2 * sin(t * pi))})),
    ("marching", marching),
    ("walking", lambda t: Body(shank=120 + 9 * t, lift={
        Side.LEFT: max(0.0, 0.4 * sin(6 * t)), Side.RIGHT: max(0.0, -0.4 * sin(6 * t))})),
    ("hops", lambda t: Body(behind={Side.LEFT: 0.7}, feet_y=1150 - 120 * abs(sin(5 * t)))),
])
def test_what_is_no_squat_counts_nothing(name: str, body: object) -> None:
    assert count([body(t).sighting(t) for t in TIMES]) == [], name


def test_two_legged_squats_count_nothing_on_one_leg_and_the_other_way_round() -> None:
    assert count(list(squats(3))) == []
    for depth in (0.1, 0.3):
        for side in Side:
            assert count(list(on_one_leg(3, side, depth)), SQUAT) == []


def test_balancing_before_squats_on_both_feet_does_not_spoil_them() -> None:
    balance = [Body(behind={Side.LEFT: 0.7}).sighting(i / 15) for i in range(30)]
    film = [*balance, *squats(2, start_s=2.1)]
    assert len(count(film, SQUAT)) == 2
