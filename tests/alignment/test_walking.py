"""Which leg bears: told by a foot that stays while the other one comes nearer."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from mirrorapp.alignment import geometry, walking
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.walking import BearingLeg
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Pose, Sighting
from tests.bodies import Body, nobody, squats
from tests.shared import DATA, needs_shared

L, R = Side.LEFT, Side.RIGHT
Going = Callable[[float], tuple[float, float]]
"""By time: where a foot has gone to, in shank lengths to the right and down."""


def stays(time_s: float) -> tuple[float, float]:
    return 0.0, 0.0


def nearer(time_s: float) -> tuple[float, float]:
    return 0.0, 1.5 * time_s


def film(left: Going, right: Going, fps: float = 12.0, seconds: float = 1.0) -> Iterator[Sighting]:
    """Somebody who stands, and feet that go."""
    sighting = next(iter(squats(1)))
    assert sighting.pose is not None
    shank_px = geometry.measure_leg(sighting.pose, L).shank_px
    for nth in range(int(seconds * fps)):
        px = sighting.pose.px.copy()
        for side, goes in ((L, left), (R, right)):
            px[list(geometry.leg_landmarks(side)[2:]), :2] += shank_px * np.array(goes(nth / fps))
        pose = Pose(px, sighting.pose.visibility, sighting.pose.presence, sighting.pose.world_m)
        yield Sighting(nth / fps, sighting.width_px, sighting.height_px, pose)


def told(sightings: Iterator[Sighting]) -> set[Side | None]:
    leg = BearingLeg()
    return {leg.watch(each) for each in sightings}


@pytest.mark.parametrize("fps", [6, 12, 30])
def test_it_is_the_leg_whose_foot_stays(fps: float) -> None:
    assert told(film(stays, nearer, fps)) == {None, L}
    assert told(film(nearer, stays, fps)) == {None, R}


@pytest.mark.parametrize(("left", "right"), [
    (stays, stays), (nearer, nearer),
    (stays, lambda t: (0.0, -1.5 * t)),  # who walks backward, or lifts a foot
    (stays, lambda t: (1.5 * t, 0.2 * t)),  # who kicks aside
    (stays, lambda t: (0.0, 0.5 * t)),  # too slow
    (lambda t: (0.0, 0.5 * t), nearer)])
def test_else_nothing_is_told(left: Going, right: Going) -> None:
    assert told(film(left, right)) == {None}


def test_a_foot_that_has_begun_to_go_bears_no_more() -> None:
    leg, seen = BearingLeg(), None
    for last in film(stays, nearer, seconds=0.5):
        seen = leg.watch(last)
    assert seen is L
    assert last.pose is not None
    px = last.pose.px.copy()
    px[list(geometry.leg_landmarks(L)[2:]), 1] -= 0.1 * geometry.measure_leg(last.pose, L).shank_px
    lifted = Pose(px, last.pose.visibility, last.pose.presence, last.pose.world_m)
    assert leg.watch(Sighting(last.time_s + 1 / 12, last.width_px, last.height_px, lifted)) is None


def test_too_few_pictures_tell_nothing_nor_do_those_before_a_gap() -> None:
    assert told(film(stays, nearer, fps=3)) == {None}
    leg, (first, *others) = BearingLeg(), film(stays, nearer)
    assert leg.watch(nobody(0.0)) is None
    assert leg.watch(first) is None
    late = [Sighting(each.time_s + 2.0, each.width_px, each.height_px, each.pose)
            for each in others]
    assert [leg.watch(each) for each in late[:3]] == [None] * 3


def test_against_no_standing_nothing_is_read() -> None:
    pose = next(iter(squats(1, body=Body(valgus={L: 10.0})))).pose
    assert pose is not None
    knees = walking.knees(geometry.measure_legs(pose), L, None)
    assert {(each.verdict, each.movement_deg, each.valgus_deg) for each in knees.values()} == {
        (Verdict.CANNOT_JUDGE, None, None)}


@needs_shared
def test_of_real_films_no_knee_is_read_as_walking_towards_the_mirror() -> None:
    """Those who walk in them are seen from behind, aside or turned."""
    for path in sorted(DATA.glob("landmarks/*.npz")):
        aligner = Aligner()
        judge_by(aligner, library.load("mini-walk"))
        for reading in map(aligner.read, recording.read(path)):
            assert reading.stance is None or reading.refusal is not None, path.stem


@needs_shared
def test_a_real_man_on_a_beam_is_told_to_bear_on_the_foot_that_stays() -> None:
    """He takes a small step at 1.6 s: right foot on the beam, the left one comes up to it. For a
    moment at 1.05 s the pose model takes his legs for each other.
    """
    leg, found = BearingLeg(), {}
    for sighting in recording.read(DATA / "landmarks/p2s_single_cam02.npz"):
        found[round(sighting.time_s, 2)] = leg.watch(sighting)
    step = {each for time_s, each in found.items() if time_s > 1.4}
    assert step == {None, R}
