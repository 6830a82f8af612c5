"""Whether one leg is stood on, and what is said of its knee."""

from dataclasses import replace

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.alignment.stance import StanceFinder
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises import library
from mirrorapp.vision.pose import Sighting
from tests.bodies import Body, nobody, on_one_leg, squats

LIMITS = library.load("single-leg-squat").thresholds.thresholds()


def read(sightings: list[Sighting], *, single: bool = True) -> list[Reading]:
    aligner = Aligner(LIMITS, single=single)
    return [aligner.read(sighting) for sighting in sightings]


def deepest(readings: list[Reading]) -> Reading:
    return max((r for r in readings if r.stance), key=lambda reading: reading.depth or 0.0)


def held(body: Body, seconds: float = 2.0, fps: float = 15.0) -> list[Side | None]:
    finder = StanceFinder()
    return [finder.watch(body.sighting(i / fps)) for i in range(int(seconds * fps))]


@pytest.mark.parametrize("side", Side)
def test_the_leg_that_is_stood_on_is_told_once_it_is_held(side: Side) -> None:
    told = held(Body(behind={side.other: 0.7}))
    assert told[0] is None
    assert told[-1] is side
    assert 0.3 <= told.index(side) / 15 <= 0.6


@pytest.mark.parametrize("body", [
    Body(), Body(depth=0.3), Body(depth=0.5, stance=1.6), Body(behind={Side.LEFT: 0.2}),
    Body(feet_y=1100, stance=0.5)])
def test_both_feet_on_the_floor_are_no_stance_on_one(body: Body) -> None:
    assert set(held(body)) == {None}


def test_a_foot_that_stands_further_back_is_not_lifted() -> None:
    """Higher in the picture, and with a shorter shank, but the world landmarks know better."""
    finder = StanceFinder()
    for i in range(30):
        seen = Body().sighting(i / 15)
        assert seen.pose is not None
        px = seen.pose.px.copy()
        px[[25, 27, 29, 31], 1] -= (30, 90, 90, 90)
        assert finder.watch(replace(seen, pose=replace(seen.pose, px=px))) is None


def test_nobody_stands_on_nothing() -> None:
    assert StanceFinder().watch(nobody(0.0)) is None


@pytest.mark.parametrize("side", Side)
def test_depth_is_that_of_the_leg_that_is_stood_on(side: Side) -> None:
    readings = read(list(on_one_leg(1, side, 0.12)))
    at = deepest(readings)
    assert at.depth == pytest.approx(0.12, abs=0.02)
    assert at.stance is side
    assert at.refusal is None


@pytest.mark.parametrize("side", Side)
def test_a_straight_knee_is_good_and_the_free_leg_is_not_judged(side: Side) -> None:
    readings = read(list(on_one_leg(1, side, 0.12)))
    at = deepest(readings)
    assert at.knees[side].verdict is Verdict.GOOD
    assert {r.knees[side.other].verdict for r in readings if r.knees} == {Verdict.CANNOT_JUDGE}
    assert at.knees[side.other].valgus_deg is None


@pytest.mark.parametrize(("valgus", "verdict"), [(35.0, Verdict.CAVING_IN),
                                                 (-45.0, Verdict.FALLING_OUT)])
def test_a_knee_far_off_is_told(valgus: float, verdict: Verdict) -> None:
    for side in Side:
        at = deepest(read(list(on_one_leg(1, side, 0.15, body=Body(valgus={side: valgus})))))
        assert at.knees[side].verdict is verdict


def test_the_free_knee_may_be_anywhere() -> None:
    body = Body(valgus={Side.RIGHT: 40.0})
    at = deepest(read(list(on_one_leg(1, Side.LEFT, 0.15, body=body))))
    assert at.knees[Side.LEFT].verdict is Verdict.GOOD
    assert at.knees[Side.RIGHT].verdict is Verdict.CANNOT_JUDGE


def test_nothing_is_said_while_standing_on_one_leg_or_on_both() -> None:
    for film in (list(on_one_leg(0)), list(squats(2, depth=0.0))):
        for reading in read(film):
            assert {k.verdict for k in reading.knees.values()} == {Verdict.CANNOT_JUDGE}


def test_squats_on_both_feet_are_not_judged_where_one_leg_is_asked_for() -> None:
    for reading in read(list(squats(2, body=Body(valgus={Side.LEFT: 25.0})))):
        assert {k.verdict for k in reading.knees.values()} == {Verdict.CANNOT_JUDGE}


def test_squats_on_one_leg_are_not_judged_where_both_are_asked_for() -> None:
    readings = read(list(on_one_leg(1, depth=0.15, body=Body(valgus={Side.LEFT: 35.0}))),
                    single=False)
    assert {k.verdict for r in readings if r.stance for k in r.knees.values()} == {
        Verdict.CANNOT_JUDGE}
    assert any(r.stance for r in readings)


def test_without_having_stood_on_both_feet_the_leg_alone_serves() -> None:
    film = [s for s in on_one_leg(1, depth=0.12) if s.time_s > 1.7]
    at = deepest(read(film))
    assert at.knees[Side.LEFT].verdict is Verdict.GOOD
    assert at.depth == pytest.approx(0.12, abs=0.03)
    assert at.knees[Side.LEFT].uncertainty_deg < 5


def test_where_no_standing_was_seen_the_uncertainty_is_wide() -> None:
    body = Body(depth=0.15, behind={Side.RIGHT: 0.7})
    film = [body.sighting(i / 15) for i in range(20)]
    known = deepest(read(list(on_one_leg(1, depth=0.15))))
    at = read(film)[-1]
    assert at.stance is Side.LEFT
    assert at.knees[Side.LEFT].uncertainty_deg >= known.knees[Side.LEFT].uncertainty_deg + 3


def test_the_free_leg_may_be_ill_seen_but_not_the_other_one() -> None:
    def dimmed(marks: list[int]) -> set[Refusal | None]:
        film = []
        for seen in on_one_leg(1, Side.LEFT):
            assert seen.pose is not None
            visibility = seen.pose.visibility.copy()
            visibility[marks] = 0.4
            film.append(replace(seen, pose=replace(seen.pose, visibility=visibility)))
        return {r.refusal for r in read(film) if r.stance}
    assert dimmed([26, 28, 30, 32]) == {None}
    assert dimmed([25, 27, 29, 31]) == {Refusal.LOW_VISIBILITY}
