"""By whose rules a body is judged."""

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from mirrorapp.exercises.schema import Exercise
from tests import movers
from tests.bodies import Body, squats
from tests.exercise_files import HOLD, exercise
from tests.movers import film

FALLEN = Body(valgus=dict.fromkeys(Side, 22.0))
MARCH = exercise("knee_lift", (0.3, 0.15, 0.4), knees="stance")
STEP_DOWN = exercise("lowering", (0.12, 0.06, 0.2), knees="stance",
                     thresholds={"judge_from_depth": 0.02})
STEP_UP = exercise("rise", (0.15, 0.08, 0.2), knees="leading",
                   thresholds={"judge_from_depth": 0.02})


def judged(done: Exercise | None, film_of: object, side: Side | None = None) -> list[Reading]:
    aligner = Aligner()
    judge_by(aligner, done, side)
    return [aligner.read(each) for each in film_of]  # type: ignore[attr-defined]


def verdicts(readings: list[Reading], side: Side) -> set[Verdict]:
    return {each.knees[side].verdict for each in readings if side in each.knees}


@pytest.mark.parametrize("name", [None, "squat"])
def test_squats_are_judged_as_they_were(name: str | None) -> None:
    done = None if name is None else library.load(name)
    plain = Aligner(done.thresholds.thresholds() if done else None)
    seen = list(squats(1, 0.2, body=FALLEN))
    ours, theirs = judged(done, seen), [plain.read(each) for each in seen]
    for one, other in zip(ours, theirs, strict=True):
        assert (one.refusal, one.depth, one.knees) == (other.refusal, other.depth, other.knees)
    assert Verdict.CAVING_IN in verdicts(ours, Side.LEFT)


@pytest.mark.parametrize("done", [
    exercise("approach", (0.1, 0.1, 0.2)), exercise(view="T"), exercise(dose=HOLD),
    exercise("foot_lift", (0.05, 0.02, 0.07))])
def test_no_knee_is_judged_where_none_is_to_be(done: Exercise) -> None:
    readings = judged(done, squats(1, 0.2, body=FALLEN))
    assert {v for side in Side for v in verdicts(readings, side)} <= {Verdict.CANNOT_JUDGE}


@pytest.mark.parametrize("side", list(Side))
def test_in_a_march_the_knee_stood_on_is_judged_though_it_is_straight(side: Side) -> None:
    readings = judged(MARCH, film(movers.march(side), 5, 15), side)
    assert verdicts(readings, side) == {Verdict.CANNOT_JUDGE, Verdict.GOOD}
    assert verdicts(readings, side.other) == {Verdict.CANNOT_JUDGE}


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(("done", "moves"), [(STEP_DOWN, movers.step_down),
                                             (STEP_UP, movers.step_up)])
def test_on_a_step_the_leg_on_it_is_judged(done: Exercise, moves: object, side: Side) -> None:
    readings = judged(done, film(moves(side), 6, 15), side)  # type: ignore[operator]
    assert {each.stance for each in readings} == {None, side}
    assert verdicts(readings, side) - {Verdict.CANNOT_JUDGE}
    assert verdicts(readings, side.other) == {Verdict.CANNOT_JUDGE}


def test_what_was_not_tried_on_one_leg_is_not_judged() -> None:
    odd = exercise("sink", (0.2, 0.1, 0.3), knees="stance")
    readings = judged(odd, film(movers.march(Side.LEFT), 5, 15), Side.LEFT)
    assert verdicts(readings, Side.LEFT) == {Verdict.CANNOT_JUDGE}


@pytest.mark.parametrize("done", [MARCH, STEP_DOWN, STEP_UP])
def test_what_is_done_beside_a_squat_is_less_sure(done: Exercise) -> None:
    moves = {MARCH.counting.signal: movers.march, STEP_DOWN.counting.signal: movers.step_down,
             STEP_UP.counting.signal: movers.step_up}[done.counting.signal]
    readings = judged(done, film(moves(Side.LEFT), 4, 15), Side.LEFT)
    unsure = [each.knees[Side.LEFT].uncertainty_deg for each in readings if each.stance]
    assert min(unsure) >= 5.0
