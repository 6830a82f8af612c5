"""A session whose user is not seen, is somebody else, or leaves something out."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.coach.diary import well_begun
from mirrorapp.coach.flow import ABANDONED_S, CALLED_EVERY_S
from mirrorapp.coach.marks import marks
from mirrorapp.coach.place import READY_S
from mirrorapp.coach.records import Outcome, SessionRecord
from mirrorapp.coach.rep_run import STUCK_S
from mirrorapp.coach.state import Intent, Phase, Tone
from mirrorapp.exercises import library
from tests.coach.rooms import Room, plan
from tests.tiers import examples


def ended(room: Room) -> SessionRecord:
    record, = room.heard.ended
    return record


@pytest.mark.parametrize(("name", "set_s"), [
    ("floor-buttock-stretch", 120), ("thigh-foam-roll", 180), ("banded-clamshell", 60)])
@pytest.mark.parametrize("seen_s", [pytest.param(0, marks=pytest.mark.full), 10])
def test_an_empty_room_trains_nothing(name: str, set_s: float, seen_s: float) -> None:
    """The user touches "Start" and leaves the house, at once or 10 s into the first set."""
    room = Room(plan(name))
    if seen_s:
        room.until(Phase.ACTIVE)
        room.play(seen_s)
    room.play(40 + set_s, there=False)
    assert (room.state.phase, room.state.part, room.state.waiting) == (Phase.ACTIVE, 0, True)
    room.play(ABANDONED_S, there=False)
    record = ended(room)
    assert record.outcome is Outcome.ABORTED
    assert not any(each.complete for each in record.sets)
    assert not well_begun(record)
    assert marks(record, {name: library.load(name)})[name] is None
    called = [at_s for tone, at_s in room.heard_s if tone is Tone.AWAY]
    assert 5 <= len(called) <= 10
    assert all(abs(after - before - CALLED_EVERY_S) < 0.5 for before, after in pairwise(called))


@pytest.mark.parametrize("touch", [None, Intent.NEXT, Intent.EASE, Intent.PLUS_ONE, Intent.PAUSE,
                                   Intent.PAIN, Intent.STOP])
@pytest.mark.parametrize("name", ["floor-buttock-stretch", "banded-clamshell"])
def test_who_is_never_seen_on_the_floor_goes_on_by_any_sign_of_life(
        name: str, touch: Intent | None) -> None:
    room = Room(plan(name))
    for _ in range(200):
        room.play(1, there=False)
        if room.state.waiting:
            break
    assert room.state.waiting
    assert room.state.phase is Phase.ACTIVE
    if touch is None:
        room.play(1)
    else:
        room.coach.send(touch)
    room.coach.send(Intent.RESUME)
    room.coach.send(Intent.REST)
    room.play(0.5, there=False)
    assert not room.state.waiting
    session = room.state.session
    assert session is not None
    assert session.sets[0].complete
    assert room.state.part == (0 if touch is Intent.STOP else 1)


def test_somebody_who_is_never_seen_can_do_it_all_by_touch() -> None:
    room = Room(plan("thigh-foam-roll"))
    for _ in range(800):
        room.play(1, there=False)
        if room.state.waiting:
            room.coach.send(Intent.NEXT)
    assert ended(room).outcome is Outcome.COMPLETED
    assert all(each.complete for each in ended(room).sets)


def test_going_on_by_touch_skips_nothing() -> None:
    room = Room(plan("thigh-foam-roll"))
    while not room.state.waiting:
        room.play(1, there=False)
    room.coach.send(Intent.NEXT)
    assert (room.state.phase, room.state.part) == (Phase.GET_READY, 1)
    assert not room.state.waiting


@settings(max_examples=examples(15), deadline=None)
@given(st.sampled_from(["banded-clamshell", "floor-buttock-stretch", "thigh-foam-roll",
                        "foot-doming", "wall-foam-roll", "half-kneeling-hip-flexor"]),
       st.lists(st.tuples(st.booleans(), st.integers(1, 100)), max_size=8), st.booleans())
def test_where_nobody_is_seen_or_touches_no_set_is_done(
        name: str, room_s: list[tuple[bool, int]], begun: bool) -> None:
    """Whatever strangers do meanwhile; `begun`: what can be begun unseen was, by a touch."""
    room = Room(plan(name, "banded-clamshell"))
    if begun:
        room.coach.send(Intent.NEXT)
    for stranger, seconds in room_s:
        room.play(seconds, there=stranger, stranger=stranger)
    for _ in range(600):
        if not room.heard.ended:
            room.play(1, there=False)
    record = ended(room)
    assert record.outcome is Outcome.ABORTED
    assert not any(each.complete for each in record.sets)
    assert not well_begun(record)


def test_half_a_minute_of_a_stranger_is_none_of_the_users() -> None:
    for name in ("wall-foam-roll", "thigh-foam-roll", "banded-clamshell"):
        room = Room(plan(name))
        room.until(Phase.ACTIVE)
        room.play(5.5)
        before = room.state.left_s, room.state.reps
        room.play(30, stranger=True)
        assert (room.state.left_s, room.state.reps) == before
def test_what_was_read_enough_of_is_told_no_more() -> None:
    room = Room(plan("squat"))
    assert room.state.step
    room.coach.send(Intent.NEXT)
    assert (room.state.phase, room.state.step, room.state.advice) == (Phase.GET_READY, None, ())
    room.play(READY_S + 0.5)
    assert room.state.phase is Phase.COUNT_IN


@pytest.mark.parametrize("paused", [False, True])
def test_an_exercise_is_left_out_though_nothing_hurts(paused: bool) -> None:
    room = Room(plan("banded-clamshell", "thigh-foam-roll"))
    if paused:
        room.until(Phase.ACTIVE)
        room.coach.send(Intent.SKIP)
        assert room.state.exercise == "banded-clamshell"  # a hand that slips leaves nothing out
        room.coach.send(Intent.PLUS_ONE)
        room.coach.send(Intent.PAUSE)
    room.coach.send(Intent.SKIP)
    assert (room.state.phase, room.state.exercise) == (Phase.REST, "thigh-foam-roll")
    session = room.state.session
    assert session is not None
    assert (session.skipped, session.pain) == (("banded-clamshell",), False)
    assert session.sets[0].touched == paused
    assert marks(session, {"banded-clamshell": library.load("banded-clamshell")}) == {
        "banded-clamshell": None}


def test_who_leaves_out_all_has_done_nothing() -> None:
    room = Room(plan("thigh-foam-roll"))
    room.coach.send(Intent.SKIP)
    assert room.state.phase is Phase.SUMMARY
    record, = room.heard.ended
    assert (record.outcome, record.skipped) == (Outcome.ABORTED, ("thigh-foam-roll",))


def test_nothing_else_is_offered_or_done_where_there_is_nothing_else() -> None:
    room = Room(plan("banded-clamshell", "thigh-foam-roll"))
    room.coach.send(Intent.PAIN)
    assert room.state.swaps
    room.coach.send(Intent.SWAP)
    room.coach.send(Intent.PAIN)
    assert (room.state.phase, room.state.swaps) == (Phase.HURTS, False)
    room.coach.send(Intent.SWAP)
    assert room.state.phase is Phase.HURTS


@pytest.mark.parametrize("touch", [(Intent.PAUSE, Intent.RESUME), (Intent.PAIN, Intent.REST),
                                   (Intent.PAUSE, Intent.SKIP)])
def test_what_is_held_is_not_asked_for_again_while_coming_out_of_it(
        touch: tuple[Intent, Intent]) -> None:
    room = Room(plan("floor-buttock-stretch"))
    room.until(Phase.ACTIVE)
    room.play(121)
    assert room.state.part == 0
    for each in touch:
        room.coach.send(each)
        room.play(0.2)
    assert room.state.part == 1
    session = room.state.session
    assert session is not None
    assert session.sets[0].complete
    assert session.skipped == ()


def test_where_nothing_counts_the_exercise_can_be_left_out_at_no_cost() -> None:
    """What the camera fails to see makes nobody step back."""
    room = Room(plan("squat", "thigh-foam-roll"))
    room.until(Phase.ACTIVE)
    room.play(STUCK_S + 1)
    assert room.state.stuck
    room.coach.send(Intent.SKIP)
    session = room.state.session
    assert session is not None
    assert (room.state.exercise, session.skipped) == ("thigh-foam-roll", ("squat",))
    assert marks(session, {"squat": library.load("squat")}) == {"squat": None}
