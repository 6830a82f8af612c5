"""Legs between two poses: where they are drawn, and that nothing else is made up."""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, dist, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.geometry import Leg, Point
from mirrorapp.alignment.reading import Reading
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.ui.gliding import DAMPED, FURTHEST_S, GAP_S, Gliding
from tests.shared import needs_shared
from tests.tiers import examples
from tests.ui import doubles, glided

STEP_S = 0.1
WIDTH, HEIGHT = 720, 1280
ANYWHERE = st.floats(-500, 500)
WAYS = st.tuples(ANYWHERE, ANYWHERE)  # px/s
AHEAD = st.floats(0, 1)
tried = settings(max_examples=examples(200), deadline=None)


def at(nth: float, shift: Point, **parts: object) -> Reading:
    """The reading after `nth` steps, all of the body moved by `shift`."""
    still = doubles.reading(WIDTH, HEIGHT, left=Verdict.CAVING_IN)
    moved = {side: knee._replace(leg=Leg(*((x + shift[0], y + shift[1])
                                           for x, y in joints(knee.leg))))
             for side, knee in still.knees.items()}
    return replace(still, **{"time_s": nth * STEP_S, "knees": moved, **parts})


def joints(leg: Leg) -> tuple[Point, ...]:
    return leg.hip, leg.knee, leg.ankle, leg.toe


def noted(*readings: Reading | None) -> Gliding:
    gliding = Gliding()
    for each in readings:
        gliding.note(each)
    return gliding


def steady(way: Point, steps: Sequence[float] = (0, 1, 2), **parts: object) -> list[Reading]:
    return [at(nth, (way[0] * nth * STEP_S, way[1] * nth * STEP_S), **parts) for nth in steps]


def moved_px(before: Reading, after: Reading | None) -> list[Point]:
    assert after is not None
    return [(to[0] - at[0], to[1] - at[1])
            for side in Side
            for at, to in zip(joints(before.knees[side].leg), joints(after.knees[side].leg),
                              strict=True)]


@tried
@given(WAYS, AHEAD)
def test_who_moves_evenly_goes_on_a_little_slower_and_not_far(way: Point, ahead_s: float) -> None:
    *_, last = readings = steady(way)
    found = noted(*readings).at(last.time_s + ahead_s)
    far_s = DAMPED * min(ahead_s, FURTHEST_S)
    for moved in moved_px(last, found):
        assert moved == pytest.approx((way[0] * far_s, way[1] * far_s), abs=1e-6)


@pytest.mark.parametrize("whole_s", [1.5, 3.0, 6.0])
def test_who_goes_down_and_up_is_drawn_nearer_than_held(whole_s: float) -> None:
    """Made up, so that it is held where no real squats are at hand."""
    def depth_px(time_s: float) -> float:
        return 150 * (1 - cos(2 * pi * time_s / whole_s))

    gliding, held_px, off_px = Gliding(), 0.0, 0.0
    for nth in range(60):
        last = at(nth, (0.0, depth_px(nth * STEP_S)))
        gliding.note(last)
        for ahead_s in (0.04, 0.08, 0.12):
            true_px = depth_px(last.time_s + ahead_s) - depth_px(last.time_s)
            (_, drawn_px), *_ = moved_px(last, gliding.at(last.time_s + ahead_s))
            held_px, off_px = held_px + abs(true_px), off_px + abs(true_px - drawn_px)
    assert off_px < 0.7 * held_px


@tried
@given(st.tuples(WAYS, WAYS, WAYS), AHEAD)
def test_nobody_is_moved_further_than_their_speed_would(
        shifts: tuple[Point, Point, Point], ahead_s: float) -> None:
    *_, before, last = readings = [at(nth, shift) for nth, shift in enumerate(shifts)]
    found = noted(*readings).at(last.time_s + ahead_s)
    most_px = DAMPED * FURTHEST_S / STEP_S * dist(shifts[1], shifts[2])
    assert all(dist((0, 0), moved) <= most_px + 1e-6 for moved in moved_px(last, found))
    assert before.knees != last.knees or found is last


@tried
@given(st.tuples(WAYS, WAYS, WAYS), WAYS, AHEAD)
def test_where_in_the_picture_makes_no_difference(
        shifts: tuple[Point, Point, Point], off: Point, ahead_s: float) -> None:
    here, there = ([at(nth, (x + dx, y + dy)) for nth, (x, y) in enumerate(shifts)]
                   for dx, dy in ((0, 0), off))
    one, other = (moved_px(each[-1], noted(*each).at(each[-1].time_s + ahead_s))
                  for each in (here, there))
    for a, b in zip(one, other, strict=True):
        assert a == pytest.approx(b, abs=1e-5)


@tried
@given(WAYS, st.floats(0, 3))
def test_who_turns_round_stays_where_they_turned(way: Point, back: float) -> None:
    out = (way[0] * STEP_S, way[1] * STEP_S)
    *_, last = readings = [at(0, (0, 0)), at(1, out),
                           at(2, (out[0] * (1 - back), out[1] * (1 - back)))]
    assert noted(*readings).at(last.time_s + STEP_S) is last


def test_who_stands_still_stays() -> None:
    *_, last = readings = steady((0, 0))
    assert noted(*readings).at(last.time_s + STEP_S) is last


def test_only_the_legs_are_moved() -> None:
    *_, last = readings = steady((0, 200))
    found = noted(*readings).at(last.time_s + STEP_S)
    assert found is not None
    assert found is not last
    assert replace(found, knees={
        side: knee._replace(leg=last.knees[side].leg) for side, knee in found.knees.items()
    }).knees == last.knees
    assert (found.time_s, found.depth, found.pose) == (last.time_s, last.depth, last.pose)


@pytest.mark.parametrize("time_s", [0.0, 2 * STEP_S])
def test_at_its_own_time_or_before_it_is_the_reading_itself(time_s: float) -> None:
    *_, last = readings = steady((0, 200))
    assert noted(*readings).at(time_s) is last


@pytest.mark.parametrize("unsure", [
    {"refusal": Refusal.SEVERAL_PEOPLE}, {"refusal": Refusal.CUT}, {"lost": True}, {"knees": {}},
    {"width_px": 1}])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_who_is_not_surely_seen_stays(which: int, unsure: dict[str, object]) -> None:
    readings = steady((0, 200))
    readings[which] = replace(readings[which], **unsure)
    assert noted(*readings).at(readings[-1].time_s + STEP_S) is readings[-1]


def test_one_leg_that_was_not_seen_before_stays() -> None:
    readings = steady((0, 200))
    readings[0] = replace(readings[0], knees={Side.LEFT: readings[0].knees[Side.LEFT]})
    assert noted(*readings).at(readings[-1].time_s + STEP_S) is readings[-1]


def test_after_a_look_that_was_missed_it_takes_three_readings_again() -> None:
    readings = steady((0, 200), range(6))
    gliding = noted(*readings[:3], None)
    assert gliding.at(1.0) is None
    for nth in (3, 4):
        gliding.note(readings[nth])
        assert gliding.at(readings[nth].time_s + STEP_S) is readings[nth]
    gliding.note(readings[5])
    assert gliding.at(readings[5].time_s + STEP_S) is not readings[5]


def test_readings_far_apart_tell_no_speed() -> None:
    first, second, last = steady((0, 200), (0, 1, 1.1 + GAP_S / STEP_S))
    assert noted(first, second, last).at(last.time_s + STEP_S) is last


def test_the_same_reading_again_changes_nothing() -> None:
    *_, last = readings = steady((0, 200))
    gliding = noted(*readings)
    before = moved_px(last, gliding.at(1.0))
    gliding.note(last)
    assert moved_px(last, gliding.at(1.0)) == before


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("rate_hz", [8.0, 12.0])
def test_on_real_squats_it_is_nearer_to_the_body_than_holding(rate_hz: float, *, late: bool
                                                              ) -> None:
    errors = glided.measured(glided.FRONT, rate_hz, late=late)
    assert len(errors.held) > 1000
    assert glided.middle(errors.glided) < 0.85 * glided.middle(errors.held)
    assert glided.worst(errors.glided) <= 1.01 * glided.worst(errors.held)
