"""Why a repetition could not be judged, of bodies whose truth is known."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.excursions import counter
from mirrorapp.coach.records import Repetition, RepKnee
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.whys import Whys
from mirrorapp.events import Refusal, Side, Unsaid, Verdict
from mirrorapp.exercises import library
from mirrorapp.vision.pose import Sighting
from tests import movers
from tests.bodies import Body, on_one_leg, squats
from tests.coach.readings import reading, times
from tests.movers import film

BLIND = RepKnee(Verdict.CANNOT_JUDGE)
FEET_OUT = Body(feet_y=1260.0, shank=240.0)


def done(name: str, sightings: Iterable[Sighting], side: Side | None = None) -> list[Repetition]:
    exercise = library.load(name)
    aligner, counts = Aligner(exercise.thresholds.thresholds()), counter(exercise, side)
    judge_by(aligner, exercise, side)
    found = [counts.update(aligner.read(each)) for each in sightings]
    return [rep for rep in [*found, counts.flush()] if rep is not None]


def test_a_judged_repetition_has_no_reason() -> None:
    rep, = done("squat", squats())
    assert rep.judged
    assert (rep.left.why, rep.right.why, rep.why) == (None, None, None)


@pytest.mark.parametrize(("body", "why"), [
    (FEET_OUT, Refusal.FEET_OUT), (Body(yaw_deg=50.0), Refusal.TURNED),
    (Body(x=130.0), Refusal.OFF_CENTRE)])
def test_what_was_wrong_with_the_view(body: Body, why: Refusal) -> None:
    rep, = done("squat", squats(body=body))
    assert not rep.judged
    assert (rep.left.why, rep.right.why, rep.why) == (why, why, why)


def test_of_two_the_one_that_lasted_longer() -> None:
    def walks_back(each: Sighting) -> Sighting:
        return replace(each, pose=None) if 2.0 <= each.time_s < 2.4 else each

    rep, = done("squat", map(walks_back, squats(body=FEET_OUT)))
    assert rep.why is Refusal.FEET_OUT


def test_the_other_leg_is_not_asked() -> None:
    rep, = done("single-leg-squat", on_one_leg(side=Side.RIGHT), Side.RIGHT)
    assert (rep.left.why, rep.right.why) == (Unsaid.NOT_ASKED, None)
    assert rep.why is None
    assert rep.judged
    rep, = done("single-leg-squat", on_one_leg(side=Side.RIGHT, body=replace(
        FEET_OUT, shank=200.0)), Side.RIGHT)
    assert (rep.left.why, rep.right.why, rep.why) == (
        Unsaid.NOT_ASKED, Refusal.FEET_OUT, Refusal.FEET_OUT)


@pytest.mark.parametrize(("name", "mover", "seconds"), [
    ("hip-hike", movers.hike(Side.LEFT), 8.0), ("mini-walk", movers.walk(1), 9.0)])
def test_where_no_knee_is_judged_none_is_asked(name: str, mover: movers.Moves,
                                               seconds: float) -> None:
    reps = done(name, film(mover, seconds), Side.LEFT if name == "hip-hike" else None)
    assert reps
    assert all(rep.why is rep.left.why is rep.right.why is Unsaid.NOT_ASKED for rep in reps)


def watched(*told: dict[str, object]) -> Whys:
    """A second of each, ten readings a second."""
    seen = Whys(60.0)
    for number, each in enumerate(told):
        for time_s in times(1.0, float(number)):
            seen.watch(reading(time_s, **each))
    return seen


def why(seen: Whys, end_s: float = 60.0) -> object:
    return seen.told(BLIND, Side.LEFT, 0.0, end_s).why


def test_in_plain_view_it_says_what_it_can() -> None:
    assert why(watched({})) is Unsaid.UNSURE
    assert why(watched({"stood": False})) is Unsaid.NOT_STOOD
    assert why(Whys(60.0)) is Unsaid.UNSURE


def test_a_refusal_that_made_no_difference_is_not_blamed() -> None:
    seen = watched({}, {}, {}, {}, {"refusal": Refusal.TOO_FAR})
    assert why(seen) is Unsaid.UNSURE
    assert why(watched({}, {"refusal": Refusal.TOO_FAR})) is Refusal.TOO_FAR


def test_only_the_time_that_is_asked_about_counts() -> None:
    seen = watched({"refusal": Refusal.TURNED}, *[{"refusal": Refusal.HEAD_OUT}] * 2)
    assert why(seen) is Refusal.HEAD_OUT
    assert why(seen, 0.95) is Refusal.TURNED


def test_it_forgets_and_bears_a_film_that_begins_anew() -> None:
    seen = Whys(1.0)
    for time_s in (*times(10.0), *times(10.0)):
        seen.watch(reading(time_s))
    assert len(seen._seen) <= 12


def test_what_was_judged_or_has_its_reason_stays_as_it_is() -> None:
    seen = watched({"refusal": Refusal.TURNED})
    for knee in (RepKnee(Verdict.GOOD), replace(BLIND, why=Unsaid.NOT_ASKED)):
        assert seen.told(knee, Side.LEFT, 0.0, 1.0) == knee
