"""Counting whatever comes and goes."""

from dataclasses import replace
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.excursions import ExcursionCounter, counter
from mirrorapp.coach.records import Repetition
from mirrorapp.coach.reps import RepCounter
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from mirrorapp.exercises.schema import Exercise
from mirrorapp.simulate.eyes import Eyes
from mirrorapp.simulate.seen import SeenMotion
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests import movers
from tests.exercise_files import exercise
from tests.movers import Moves, film
from tests.shared import DATA, needs_shared
from tests.tiers import combined, examples

MARCH = exercise("knee_lift", (0.2, 0.1, 0.3), knees="stance", counting={"min_s": 0.4})
HIKE = exercise("foot_lift", (0.05, 0.025, 0.07))
DEADLIFT = exercise("fold", (0.25, 0.15, 0.35), also=["S"], counting={"stance": "single"})
STEP_UP = exercise("rise", (0.15, 0.08, 0.2), knees="leading")
STEP_DOWN = exercise("lowering", (0.1, 0.05, 0.15), knees="stance")
SIDE_STEP = exercise("stance_width", (0.95, 0.9, 1.0), knees="both", counting={"min_s": 0.4})
WALK = exercise("approach", (0.15, 0.08, 0.2), counting={"max_s": 20})
CLAMSHELL = exercise("knee_gap", (0.2, 0.12, 0.3), view="T", also=["F"])
DONE = {
    "march": (MARCH, movers.march, 8.0, 2), "hike": (HIKE, movers.hike, 8.0, 2),
    "deadlift": (DEADLIFT, movers.deadlift, 8.0, 2),
    "deadlift side-on": (DEADLIFT, lambda side: movers.deadlift(side, 90.0), 8.0, 2),
    "deadlift other side-on": (DEADLIFT, lambda side: movers.deadlift(side, -90.0), 8.0, 2),
    "step up": (STEP_UP, movers.step_up, 12.0, 2),
    "step down": (STEP_DOWN, movers.step_down, 8.0, 2),
    "side step": (SIDE_STEP, lambda side: movers.side_steps(side, 3), 9.0, 3),
    "walk": (WALK, lambda _: movers.walk(1), 7.0, 1),
    "clamshell": (CLAMSHELL, lambda _: movers.clamshell, 8.0, 2)}


def count(sightings: list[Sighting], done: Exercise, side: Side | None = Side.LEFT
          ) -> list[Repetition]:
    aligner = Aligner()
    judge_by(aligner, done, side)
    counts = counter(done, side)
    found = [counts.update(aligner.read(sighting)) for sighting in sightings]
    return [rep for rep in [*found, counts.flush()] if rep is not None]


@pytest.mark.parametrize("fps", [
    15, *(pytest.param(fps, marks=pytest.mark.full) for fps in (6, 30))])
@pytest.mark.parametrize("name", DONE)
def test_what_is_done_is_counted_at_any_rate(name: str, fps: int) -> None:
    done, moves, seconds, reps = DONE[name]
    side = Side.RIGHT if fps == 15 else Side.LEFT
    found = count(list(film(moves(side), seconds, fps)), done, side)
    assert [rep.side for rep in found] == [side] * reps


@settings(max_examples=examples(8), deadline=None)
@given(st.lists(st.floats(0.034, 0.166), min_size=260, max_size=260),
       st.sampled_from(["march", "hike", "step down", "side step"]))
def test_an_uneven_frame_rate_gives_the_same_count(gaps: list[float], name: str) -> None:
    done, moves, seconds, reps = DONE[name]
    times = [t for t in accumulate(gaps) if t < seconds]
    assert len(count(list(film(moves(Side.LEFT), 0, times=times)), done)) == reps


@pytest.mark.parametrize("name", ["march", "hike", "step down", "deadlift"])
def test_the_other_leg_counts_nothing_for_this_one(name: str) -> None:
    done, moves, seconds, _ = DONE[name]
    found = count(list(film(moves(Side.RIGHT), seconds, 10)), done, Side.LEFT)
    assert [rep.side for rep in found if rep.side is Side.LEFT] == []


def test_stepping_the_other_way_or_with_the_other_leg_is_told() -> None:
    steps = count(list(film(movers.side_steps(Side.RIGHT, 2), 7, 10)), SIDE_STEP, Side.LEFT)
    stairs = count(list(film(movers.step_up(Side.RIGHT), 6.5, 10)), STEP_UP, Side.LEFT)
    assert [rep.side for rep in (*steps, *stairs)] == [Side.RIGHT] * 3


@pytest.mark.parametrize("share", [0.6, -0.6])
def test_a_hip_that_sinks_or_rises_is_the_free_one_s(share: float) -> None:
    """Of a foot that sinks the other one rises against it: the leg is the one whose foot stays."""
    def at(time_s: float) -> movers.Mover:
        return replace(movers.Mover(on=Side.RIGHT, x=-0.12), hike=share * movers.swing(time_s))
    found = count(list(film(at, 8, 15)), HIKE, None)
    assert [rep.side for rep in found] == [Side.RIGHT] * 2


@pytest.mark.parametrize("side", Side)
def test_the_way_up_is_judged_once_the_leg_was_seen_straight_on_the_step(side: Side) -> None:
    """Nearer to the camera it looks longer than on the floor, nobody knows by how much; see
    docs/measurement.md.
    """
    aligner = Aligner()
    judge_by(aligner, STEP_UP, side)
    told: dict[float, set[Verdict]] = {}
    for reading in map(aligner.read, film(movers.step_up(side), 9.0)):
        if 2.2 <= reading.time_s % 6.0 < 2.4:
            told.setdefault(reading.time_s // 6.0, set()).add(reading.knees[side].verdict)
    assert told == {0.0: {Verdict.CANNOT_JUDGE}, 1.0: {Verdict.GOOD}}


def test_who_changes_legs_on_the_step_is_counted_from_then_on() -> None:
    """The foot that hung in front of the step comes back onto it, to where it hung."""
    def hanging(side: Side) -> Moves:
        moves = movers.step_down(side)
        return lambda time_s: moves(time_s).with_leg(side.other, thigh=15)
    wrong = list(film(hanging(Side.LEFT), 6.0, 15))
    right = [replace(each, time_s=each.time_s + 6.0) for each in film(
        hanging(Side.RIGHT), 9.0, 15)]
    assert [rep.side for rep in count([*wrong, *right], STEP_DOWN, Side.RIGHT)] == [Side.RIGHT] * 2


def test_in_a_film_nobody_says_whose_turn_it_is() -> None:
    for side in Side:
        assert [rep.side for rep in count(list(film(movers.march(side), 8, 10)), MARCH, None)] == [
            side] * 2


def standing(_: float) -> movers.Mover:
    return movers.Mover()


def squatting(time_s: float) -> movers.Mover:
    return movers.squat(bend=movers.swing(time_s))


def jumping_jacks(time_s: float) -> movers.Mover:
    wide = 2 + 14 * movers.swing(time_s, 0.5, 1.0)
    return movers.Mover(on=None, x=0, up=0.8, left=movers.Limb(0, wide), right=movers.Limb(0, wide))


@pytest.mark.parametrize(("name", "other"), combined(
    [*DONE], [standing, squatting, jumping_jacks]))
def test_what_is_something_else_counts_nothing(name: str, other: Moves) -> None:
    assert count(list(film(other, 8, 8)), DONE[name][0]) == []


def test_a_step_up_that_was_first_seen_up_on_the_step_counts_from_the_floor_on() -> None:
    up = [each for each in film(movers.step_up(Side.LEFT), 33, 15) if each.time_s >= 3.0]
    assert 4 <= len(count(up, DONE["step up"][0])) <= 5


@pytest.mark.parametrize("side", Side)
def test_a_step_up_first_seen_on_the_step_counts_though_nobody_stops_below(side: Side) -> None:
    """The foot on the floor stands behind the step: its leg is aslant, and for no moment still."""
    guide = library.load("step-up").guide
    assert guide is not None
    motion, eyes = SeenMotion(guide, flip=side is Side.LEFT), Eyes()
    up = [eyes.look(motion.marks((0.5 + i / 10 / guide.seconds) % 1), i / 10) for i in range(200)]
    assert [rep.side for rep in count(up, STEP_UP, side)] == [side] * 3


def test_who_bobs_with_one_foot_up_on_the_step_has_climbed_nothing() -> None:
    def moves(time_s: float) -> movers.Mover:
        bob = movers.swing(time_s)
        body = movers.step_up(Side.LEFT)(2.0).with_leg(Side.LEFT, thigh=62 + 10 * bob, knee=90)
        return body.with_leg(Side.RIGHT, thigh=25 * bob, knee=50 * bob)
    assert count(list(film(moves, 20, 15)), STEP_UP) == []


@pytest.mark.parametrize("held_s", [
    pytest.param(1.0, marks=pytest.mark.full), 2.0, pytest.param(3.0, marks=pytest.mark.full)])
def test_who_holds_squats_and_stands_up_again_has_climbed_nothing(held_s: float) -> None:
    def moves(time_s: float) -> movers.Mover:
        into = time_s % (4.0 + held_s)
        return movers.squat(bend=min(1.0, max(0.0, min(into - 2.0, 4.0 + held_s - into))))
    assert count(list(film(moves, 30, 15)), DONE["step up"][0]) == []


@pytest.mark.parametrize("fps", [
    pytest.param(6, marks=pytest.mark.full), 15, pytest.param(30, marks=pytest.mark.full)])
@pytest.mark.parametrize(("lift_deg", "short"), [(10, 0), (52, 3), (70, 0)])
def test_it_is_known_how_many_knees_in_a_row_came_up_too_little(
        fps: int, lift_deg: float, short: int) -> None:
    def moves(time_s: float) -> movers.Mover:
        up = movers.swing(time_s)
        return movers.march(Side.LEFT)(0.0).with_leg(
            Side.RIGHT, thigh=5 + lift_deg * up, knee=10 + 95 * up)
    march = library.load("runners-march")
    aligner, counts = Aligner(), counter(march, Side.LEFT)
    judge_by(aligner, march, Side.LEFT)
    for each in film(moves, 12.5, fps):
        counts.update(aligner.read(each))
    assert counts.short == short


def test_a_leg_lifted_by_its_knee_is_no_hip_hike() -> None:
    assert count(list(film(movers.march(Side.LEFT), 8, 15)), HIKE) == []


@pytest.mark.parametrize("name", ["march", "hike", "step down", "side step", "clamshell"])
def test_a_cut_in_the_middle_takes_the_repetition(name: str) -> None:
    """The picture shrinks into a corner from one frame to the next, half-way through."""
    done, moves, _, _ = DONE[name]
    seen = list(film(moves(Side.LEFT), 3.45 if name == "side step" else 4.0, 15))
    assert len(count(seen, done)) == 1
    assert count([_shrunk(each) if each.time_s >= 2.3 else each for each in seen], done) == []


def _shrunk(sighting: Sighting) -> Sighting:
    pose = sighting.pose
    assert pose is not None
    return replace(sighting, pose=replace(pose, px=0.4 * pose.px))


@pytest.mark.parametrize("name", ["march", "step down", "clamshell"])
def test_who_is_lost_in_the_middle_has_done_half_of_it(name: str) -> None:
    done, moves, _, _ = DONE[name]
    aligner = Aligner()
    judge_by(aligner, done, Side.LEFT)
    counts = counter(done, Side.LEFT)
    readings = [aligner.read(each) for each in film(moves(Side.LEFT), 5, 15)]
    lost = [replace(each, lost=True) if 2.4 < each.time_s < 2.7 else each for each in readings]
    assert [rep for each in lost if (rep := counts.update(each)) is not None] == []


def test_a_film_that_ends_more_than_half_way_back_counts() -> None:
    seen = list(film(movers.march(Side.LEFT), 8, 30))
    assert len(count(seen[:int(3.45 * 30)], MARCH)) == 1
    assert len(count(seen[:int(2.7 * 30)], MARCH)) == 0


def test_squats_are_counted_as_they_were() -> None:
    assert isinstance(counter(exercise()), RepCounter)
    assert isinstance(counter(MARCH, Side.LEFT), ExcursionCounter)


def test_no_knee_is_judged_where_the_exercise_judges_none() -> None:
    found = count(list(film(movers.hike(Side.LEFT), 8, 15)), HIKE)
    assert {rep.knee(side).verdict for rep in found for side in Side} == {Verdict.CANNOT_JUDGE}
    assert not any(rep.judged for rep in found)


def test_of_a_march_the_knee_that_is_stood_on_is_judged() -> None:
    rep, *_ = count(list(film(movers.march(Side.RIGHT), 8, 15)), MARCH, Side.RIGHT)
    assert rep.right.verdict is Verdict.GOOD
    assert rep.left.verdict is Verdict.CANNOT_JUDGE


@needs_shared
@pytest.mark.parametrize(("name", "reps"), [("cal_squat_17", 1), ("yuyou_squat", 3)])
def test_real_people_folding_at_the_hips_are_counted_from_the_side(name: str, reps: int) -> None:
    """Squats fold the hips as deadlifts do; who walks to the camera afterwards folds nothing."""
    seen = list(recording.read(DATA / "landmarks" / f"{name}.npz"))
    assert len(count(seen, DEADLIFT, None)) == reps


@needs_shared
@pytest.mark.parametrize(("name", "done"), combined(
    ["lnew_good_IMG_7027_1280", "cal_squat_18", "p2s_single_cam02"],
    ["march", "hike", "step up", "step down", "side step", "walk"]))
def test_real_squats_and_kicks_are_none_of_it(name: str, done: str) -> None:
    seen = list(recording.read(DATA / "landmarks" / f"{name}.npz"))
    assert count(seen, DONE[done][0], Side.LEFT) == []


@settings(max_examples=examples(25), deadline=None)
@given(st.sampled_from(sorted(DONE)), st.integers(0, 2**32 - 1), st.floats(0.0, 900.0))
def test_landmarks_that_are_nobody_s_count_nothing(name: str, seed: int, wild_px: float) -> None:
    """Whatever comes in: nothing is raised, and what trembles is no repetition."""
    random = np.random.default_rng(seed)
    film_of = []
    for each in film(standing, 3.0, 10):
        assert each.pose is not None
        px = each.pose.px + random.normal(0.0, wild_px, (33, 3))
        world = each.pose.world_m + random.normal(0.0, wild_px / 300, (33, 3))
        film_of.append(replace(each, pose=replace(each.pose, px=px, world_m=world)))
    found = count(film_of, DONE[name][0])
    assert all(not rep.judged for rep in found)
    assert wild_px > 5 or found == []
