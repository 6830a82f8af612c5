"""The glass goes dark for nobody, and wakes for who comes or touches it."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.reading import Reading
from mirrorapp.camera.feed import Pace
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.config import DisplayConfig
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.browsing import UNTOUCHED_S
from mirrorapp.ui.idling import COME_S, Idling, wakes_at
from tests.tiers import examples
from tests.ui.doubles import PORTRAIT, reading

SOMEBODY = reading(*PORTRAIT)
STEP_S = 0.125
UNSEEN_S = DisplayConfig().presence_hold_s


class Room:
    """A glass that is looked at a few times a second."""

    def __init__(self, **options: Any) -> None:
        self.now_s = 100.0
        self.now = datetime(2026, 3, 1, 18)
        self.idling = Idling(lambda: self.now_s, lambda: self.now, **options)
        self.phase = Phase.HOME

    def goes_by(self, seconds: float, seen: Reading | None = None, *, fresh: bool = True,
                sensed: bool = False) -> bool:
        for _ in range(round(seconds / STEP_S)):
            self.now_s += STEP_S
            now = replace(seen) if seen is not None and fresh else seen
            self.idling.update(Snapshot(0, None, now, CoachState(self.phase)), sensed)
        return self.idling.idle


def test_it_is_idle_once_nobody_has_touched_it_for_a_minute() -> None:
    room = Room()
    assert not room.goes_by(UNTOUCHED_S - STEP_S)
    assert room.goes_by(STEP_S)


def test_whoever_stands_before_it_keeps_it_awake() -> None:
    room = Room()
    assert not room.goes_by(3 * UNTOUCHED_S, SOMEBODY)
    assert not room.goes_by(UNSEEN_S - STEP_S)
    assert room.goes_by(STEP_S)


def test_it_wakes_for_somebody_and_not_for_a_flicker() -> None:
    room = Room()
    room.goes_by(UNTOUCHED_S)
    for _ in range(5):
        assert room.goes_by(COME_S - STEP_S, SOMEBODY)
        assert room.goes_by(STEP_S, Reading(0.0, *PORTRAIT))
    assert not room.goes_by(COME_S + 2 * STEP_S, SOMEBODY)
    assert not room.goes_by(UNSEEN_S - 3 * STEP_S)
    assert room.goes_by(3 * STEP_S)


@pytest.mark.parametrize("presence", [True, False])
def test_a_touch_wakes_it_and_does_nothing_else(presence: bool) -> None:
    room = Room(presence=presence)
    assert not room.idling.touched()
    room.goes_by(UNTOUCHED_S)
    assert room.idling.touched()
    assert not room.idling.idle
    room.goes_by(0.25)
    assert room.idling.touched(), "a second tap is still the same"
    room.goes_by(0.25)
    assert not room.idling.touched()
    assert not room.goes_by(UNTOUCHED_S - 0.5)
    assert room.goes_by(0.5)


def test_where_being_seen_does_not_count_touches_alone_do() -> None:
    room = Room(presence=False)
    assert room.goes_by(UNTOUCHED_S, SOMEBODY)
    assert room.goes_by(10.0, SOMEBODY)


def test_whoever_is_sensed_wakes_it_at_once_and_keeps_it_awake() -> None:
    room = Room(display=DisplayConfig(presence="sensor", presence_hold_s=40))
    assert room.goes_by(UNTOUCHED_S)
    assert not room.goes_by(STEP_S, sensed=True)
    assert not room.goes_by(3 * UNTOUCHED_S, sensed=True)
    assert not room.goes_by(40 - STEP_S)
    assert room.goes_by(STEP_S)


def test_by_a_clock_that_can_not_be_right_there_are_no_hours() -> None:
    doubted = [True]
    room = Room(display=DAY, doubted=lambda: doubted[0])
    room.now = datetime(2026, 3, 1, 23)
    assert room.goes_by(UNTOUCHED_S)
    assert room.idling.pace is Pace.SLOW
    assert not room.goes_by(COME_S + 2 * STEP_S, SOMEBODY)
    doubted[0] = False
    assert room.goes_by(UNTOUCHED_S, SOMEBODY)


def test_who_is_sensed_does_not_count_at_night_nor_where_touches_alone_do() -> None:
    room = Room(display=DAY)
    room.now = datetime(2026, 3, 1, 23)
    assert room.goes_by(UNTOUCHED_S, sensed=True)
    for options in {"presence": False}, {"display": DisplayConfig(presence="touch")}:
        assert Room(**options).goes_by(UNTOUCHED_S, SOMEBODY, sensed=True)


def test_what_somebody_waits_for_keeps_it_awake() -> None:
    room = Room()
    for _ in range(4):
        room.goes_by(UNTOUCHED_S - 1)
        room.idling.stays()
    assert not room.goes_by(UNTOUCHED_S - 1)
    assert room.goes_by(1)
    room.idling.stays()
    assert room.goes_by(STEP_S), "it wakes nothing"


def test_a_camera_that_stands_still_sees_nobody() -> None:
    room = Room()
    assert room.goes_by(UNTOUCHED_S + UNSEEN_S, SOMEBODY, fresh=False)


def test_away_from_home_it_is_never_idle_and_home_has_its_minute() -> None:
    room = Room()
    for phase in Phase:
        if phase is not Phase.HOME:
            room.phase = phase
            assert not room.goes_by(2 * UNTOUCHED_S)
            room.phase = Phase.HOME
            assert not room.goes_by(UNTOUCHED_S - 2 * STEP_S)
            assert room.goes_by(3 * STEP_S)


WHAT = st.sampled_from(["touch", "seen", "nobody", "away"])


@given(st.lists(st.tuples(WHAT, st.integers(1, 300)), max_size=12))
@settings(max_examples=examples(120), deadline=None)
def test_whatever_happens_nobody_is_left_in_the_dark(course: list[tuple[str, int]]) -> None:
    room = Room()
    for what, steps in course:
        if what == "touch":
            was = room.idling.idle
            assert room.idling.touched() or not was
            assert not room.idling.idle
        room.phase = Phase.ACTIVE if what == "away" else Phase.HOME
        idle = room.goes_by(steps * STEP_S, SOMEBODY if what == "seen" else None)
        if what == "away" or (what == "seen" and steps * STEP_S > COME_S + 2 * STEP_S):
            assert not idle
        if what == "nobody" and steps * STEP_S > UNTOUCHED_S + UNSEEN_S:
            assert idle


DAY = DisplayConfig(wakes_from=time(7), wakes_until=time(22))
NIGHT = DisplayConfig(wakes_from=time(22), wakes_until=time(7))


@pytest.mark.parametrize(("at", "day"), [
    (time(6, 59, 59), False), (time(7), True), (time(21, 59, 59), True), (time(22), False),
    (time(0), False), (time(23, 59, 59), False)])
def test_hours_begin_and_end_to_the_second_and_go_past_midnight(at: time, day: bool) -> None:
    assert wakes_at(at, DAY) is day
    assert wakes_at(at, NIGHT) is not day
    assert wakes_at(at, DisplayConfig())


def test_at_night_a_touch_alone_wakes_it_and_who_is_seen_does_not_keep_it_lit() -> None:
    room = Room(display=DAY)
    room.now = datetime(2026, 3, 1, 23)
    assert room.goes_by(UNTOUCHED_S + UNSEEN_S, SOMEBODY)
    assert room.idling.touched()
    assert not room.goes_by(UNTOUCHED_S - STEP_S, SOMEBODY)
    assert room.goes_by(2 * STEP_S, SOMEBODY)
    room.now = datetime(2026, 3, 2, 7)
    assert not room.goes_by(COME_S + 2 * STEP_S, SOMEBODY)


@given(st.lists(st.tuples(WHAT, st.integers(1, 300), st.datetimes()), max_size=12),
       st.times(), st.times())
@settings(max_examples=examples(120), deadline=None)
def test_however_the_wall_clock_jumps_a_session_and_a_touch_are_lit(
        course: list[tuple[str, int, datetime]], begins: time, ends: time) -> None:
    room = Room(display=DisplayConfig(wakes_from=begins, wakes_until=ends))
    for what, steps, now in course:
        room.now = now
        if what == "touch":
            room.idling.touched()
            assert not room.idling.idle
        room.phase = Phase.ACTIVE if what == "away" else Phase.HOME
        idle = room.goes_by(steps * STEP_S, SOMEBODY if what == "seen" else None)
        assert not (idle and (what == "away" or (
            what == "touch" and steps * STEP_S < UNTOUCHED_S)))
