"""That a timed set is done on the other side is told seldom, only where sure, and put down."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.side_view import seen_from
from mirrorapp.coach import ledger, runs
from mirrorapp.coach.other_side import AGAIN_S, BACK_S, SURE_S, OtherSide
from mirrorapp.coach.records import HoldRecord, SetRecord
from mirrorapp.coach.running import Run
from mirrorapp.coach.state import Cue, Tone
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.events import Refusal, Side
from mirrorapp.exercises import library
from mirrorapp.exercises.schema import Exercise
from mirrorapp.simulate.eyes import HEIGHT_PX, WIDTH_PX, Eyes
from mirrorapp.simulate.seen import SeenMotion
from mirrorapp.vision.pose import Pose
from tests.coach.readings import FPS, nobody, times
from tests.journal.made_up import a_session
from tests.tiers import examples

NAMES = ["banded-clamshell", "floor-buttock-stretch", "thigh-foam-roll"]
EACH = pytest.mark.parametrize("name", [NAMES[0], *(
    pytest.param(each, marks=pytest.mark.full) for each in NAMES[1:])])
BENT = 0.9
"""Of the floor stretch: then the trunk hides which leg is in front."""
BACK_M = np.array([0.0, 0.4, 0.0])


@cache
def motion(name: str, side: Side) -> SeenMotion:
    exercise = library.load(name)
    assert exercise.guide is not None
    return SeenMotion(exercise.guide, flip=side is not exercise.sides.first)


def moves(name: str, side: Side) -> Callable[[float], Reading]:
    """Somebody who does it on this side."""
    body, eyes = motion(name, side), Eyes()

    def at(time_s: float) -> Reading:
        phase = time_s / body.guide.seconds % 1.0
        pose = eyes.look(body.marks(phase) + BACK_M, time_s).pose
        assert pose is not None
        return reading(time_s, pose)
    return at


def reading(time_s: float, pose: Pose) -> Reading:
    return Reading(time_s, WIDTH_PX, HEIGHT_PX, pose, view=seen_from(pose))


def run_of(exercise: Exercise) -> Run:
    """A set of the side that goes first."""
    return runs.begin(of_exercise(exercise)[0], None, 1.0)


def play(run: Run, seconds: float, at: Callable[[float], Reading], start_s: float = 0.0
         ) -> Iterator[tuple[float, Cue | None, Tone | None]]:
    """When what is told, and heard."""
    last = None
    for time_s in times(seconds, start_s):
        run.tone = None
        run.update(at(time_s), 1 / FPS)
        cue = run.show(live=True).cue
        if cue is not None and cue is not last:
            yield time_s, cue, run.tone
        last = cue


@EACH
def test_it_is_told_and_heard_once_it_is_sure_and_seldom_again(name: str) -> None:
    run = run_of(library.load(name))
    told = list(play(run, 40.0, moves(name, Side.LEFT)))
    assert [(cue, tone) for _, cue, tone in told] == [(Cue.OTHER_SIDE, Tone.SWITCH)] * 2
    assert [time_s for time_s, _, _ in told] == pytest.approx(
        [SURE_S, SURE_S + AGAIN_S], abs=0.3)


@EACH
def test_the_clock_goes_on_meanwhile(name: str) -> None:
    right, wrong = (run_of(library.load(name)) for _ in range(2))
    list(play(right, 8.0, moves(name, Side.RIGHT)))
    list(play(wrong, 8.0, moves(name, Side.LEFT)))
    done = [run.show(live=True) for run in (right, wrong)]
    assert done[0].left_s == done[1].left_s
    assert done[0].reps == done[1].reps


@EACH
def test_on_the_right_side_nothing_is_told(name: str) -> None:
    assert not list(play(run_of(library.load(name)), 20.0, moves(name, Side.RIGHT)))


def test_at_the_wall_nothing_tells_the_side() -> None:
    for side in Side:
        assert not list(play(run_of(library.load("wall-foam-roll")), 15.0,
                             moves("wall-foam-roll", side)))


@EACH
def test_what_lasts_too_short_is_not_told(name: str) -> None:
    """Two seconds on the other side, then a second on the right one, over and over."""
    left, right = moves(name, Side.LEFT), moves(name, Side.RIGHT)

    def at(time_s: float) -> Reading:
        return left(time_s) if time_s % 3.0 < 2.0 else right(time_s)
    assert not list(play(run_of(library.load(name)), 20.0, at))


@pytest.mark.parametrize("spoilt", [
    lambda one: replace(one, lost=True, refusal=Refusal.SEVERAL_PEOPLE),
    lambda one: replace(one, refusal=Refusal.CUT), lambda one: nobody(one.time_s)])
@EACH
def test_of_a_stranger_or_nobody_it_is_not_told(
        name: str, spoilt: Callable[[Reading], Reading]) -> None:
    other = moves(name, Side.LEFT)
    run = run_of(library.load(name))
    assert not list(play(run, 8.0, lambda time_s: spoilt(other(time_s))))
    assert run.record is not None
    assert run.record.side is Side.RIGHT


@settings(max_examples=examples(15), deadline=None)
@given(st.sampled_from(NAMES), st.integers(0, 10**6))
def test_landmarks_at_random_tell_nothing(name: str, seed: int) -> None:
    random = np.random.default_rng(seed)

    def at(time_s: float) -> Reading:
        seen = np.full(33, 0.9)
        return reading(time_s, Pose(random.uniform(0, 700, (33, 3)), seen, seen,
                                    random.normal(0.0, 0.4, (33, 3))))
    told = play(run_of(library.load(name)), 10.0, at)
    assert Cue.OTHER_SIDE not in {cue for _, cue, _ in told}


@EACH
def test_a_set_is_put_down_to_the_side_that_most_of_it_was_done_on(name: str) -> None:
    for wrong_s, side in ((5.0, Side.RIGHT), (9.0, Side.LEFT)):
        run = run_of(library.load(name))
        list(play(run, wrong_s, moves(name, Side.LEFT)))
        list(play(run, 12.0 - wrong_s, moves(name, Side.RIGHT), wrong_s))
        assert run.record is not None
        assert run.record.side is side
        assert {rep.side for rep in run.record.reps} <= {side}


def bends(side: Side, start_s: float = 0.0) -> Callable[[float], Reading]:
    """Somebody who sits down to the floor stretch on this side and stays bent over the leg."""
    body, eyes = motion("floor-buttock-stretch", side), Eyes()

    def at(time_s: float) -> Reading:
        phase = min((time_s - start_s) / body.guide.seconds, BENT)
        pose = eyes.look(body.marks(phase) + BACK_M, time_s).pose
        assert pose is not None
        return reading(time_s, pose)
    return at


def test_who_bends_over_the_other_leg_is_told_while_it_is_seen_and_it_is_put_down() -> None:
    """Bent over, which leg it is can't be seen: whoever was told may have changed meanwhile."""
    run = run_of(library.load("floor-buttock-stretch"))
    told = list(play(run, 60.0, bends(Side.LEFT)))
    assert [time_s for time_s, _, _ in told] == pytest.approx([SURE_S], abs=0.5)
    assert run.record is not None
    assert run.record.side is Side.LEFT


@pytest.mark.parametrize(("first", "then_s", "side"), [
    (Side.LEFT, 84.0, Side.RIGHT), (Side.RIGHT, 36.0, Side.RIGHT),
    pytest.param(Side.RIGHT, 84.0, Side.LEFT, marks=pytest.mark.full),
    pytest.param(Side.LEFT, 36.0, Side.LEFT, marks=pytest.mark.full)])
def test_who_changes_legs_in_between_did_it_on_the_one_that_had_more(
        first: Side, then_s: float, side: Side) -> None:
    run, at_s = run_of(library.load("floor-buttock-stretch")), 119.0 - then_s
    list(play(run, at_s, bends(first)))
    told = list(play(run, then_s, bends(first.other, at_s), at_s))
    late = [time_s for time_s, _, _ in told if time_s > at_s + BACK_S + 0.2]
    assert bool(late) is (first is Side.RIGHT)
    assert run.record is not None
    assert run.record.side is side


def test_while_the_clock_waits_no_side_gets_anything() -> None:
    """Half a minute of a stranger makes twelve seconds on the other leg no smaller a share."""
    run = run_of(library.load("floor-buttock-stretch"))
    list(play(run, 12.0, bends(Side.LEFT)))
    list(play(run, 30.0, lambda time_s: replace(
        bends(Side.RIGHT)(time_s), lost=True, refusal=Refusal.SEVERAL_PEOPLE), 12.0))
    assert run.record is not None
    assert run.record.side is Side.LEFT


@EACH
def test_it_is_heard_only_where_it_is_said(name: str) -> None:
    """Not while the view is refused, and after what is being said already."""
    other = moves(name, Side.LEFT)

    def at(time_s: float) -> Reading:
        seen = other(time_s)
        if time_s < 8.0:
            return replace(seen, refusal=Refusal.HEAD_OUT)
        return replace(seen, square_up=Side.LEFT) if time_s > 27.0 else seen
    run = run_of(library.load(name))
    heard = []
    for time_s in times(40.0):
        run.tone = None
        run.update(at(time_s), 1 / FPS)
        cue = run.show(live=True).cue
        if run.tone is Tone.SWITCH:
            assert cue is Cue.OTHER_SIDE
            heard.append(time_s)
    assert heard == pytest.approx([8.0, 28.0], abs=5.0)


def test_after_a_pause_it_may_be_the_own_side() -> None:
    run = run_of(library.load("floor-buttock-stretch"))
    list(play(run, 12.0, bends(Side.LEFT)))
    run.interrupt()
    assert not list(play(run, 40.0, bends(Side.LEFT, -9.0), 12.0))


def test_the_side_that_was_left_out_is_owed() -> None:
    """Both sets done on the left."""
    sets = []
    for task in of_exercise(library.load("thigh-foam-roll")):
        run = runs.begin(task, None, 1.0)
        list(play(run, 15.0, moves("thigh-foam-roll", Side.LEFT)))
        sets.append(run.record)
    assert [each.side for each in sets if each is not None] == [Side.LEFT, Side.LEFT]
    session = replace(a_session(), sets=tuple(each for each in sets if each is not None))
    owed_s = ledger.owed_by_exercise(session)["thigh-foam-roll"]
    assert owed_s[Side.RIGHT] == pytest.approx(30.0, abs=0.5)


def test_what_both_sides_do_at_once_has_no_other_one() -> None:
    watch = OtherSide(library.load("foot-doming"), None)
    record = SetRecord("foot-doming", 0, hold=HoldRecord(60.0, 60.0))
    for time_s in times(10.0):
        watch.update(nobody(time_s))
        watch.count(1 / FPS)
        assert not watch.due
    assert watch.put_down(record) is record
