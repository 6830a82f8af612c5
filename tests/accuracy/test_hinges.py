"""Hinges on one leg as the pose model saw them: judged while the trunk is upright, then silent."""


import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from tests.accuracy import actors, one_leg_films
from tests.accuracy.fixed import FOLDER
from tests.accuracy.plays import Played

L, R = Side.LEFT, Side.RIGHT
HINGE = library.load("single-leg-deadlift")
FILMS = {"hinge_04": R, "hinge_05": R, "hinge_26": L, "hinge_51": L}
INWARD = {Verdict.DRIFTING, Verdict.CAVING_IN}


def done(name: str) -> Played:
    """One film, played as a set of its own leg."""
    return Played(FOLDER / name, HINGE, FILMS[name])


def test_a_knee_that_falls_in_is_told_at_the_start_and_kept_with_the_repetition() -> None:
    film = done("hinge_04")
    assert film.rep.knee(R).verdict is Verdict.CAVING_IN
    assert film.rep.knee(R).valgus_deg == pytest.approx(17.5, abs=5)
    assert film.rep.knee(L).verdict is Verdict.CANNOT_JUDGE
    first_s, word = film.said[0]
    assert word == "right_knee_out"
    assert first_s < 2.6, "before the trunk folds by 20 degrees"


@pytest.mark.parametrize("name", ["hinge_05", "hinge_26"])
def test_a_straight_knee_is_good_and_not_praised_for_what_was_not_seen(name: str) -> None:
    film = done(name)
    assert film.rep.knee(film.side).verdict is Verdict.GOOD
    assert film.said == []


def test_hips_that_drop_far_are_told_before_the_trunk_folds() -> None:
    words = {word for _, word in done("hinge_51").said}
    assert "Keep your hips level" in words
    assert not words & {"left_knee_out", "left_knee_in"}


@pytest.mark.parametrize("name", FILMS)
def test_nothing_is_judged_of_a_knee_once_the_trunk_has_folded(name: str) -> None:
    film = done(name)
    judged = [fold for reading, fold in film.read for knee in reading.knees.values()
              if knee.verdict is not Verdict.CANNOT_JUDGE]
    assert judged
    assert max(judged) < 30
    folded = [reading for reading, fold in film.read if fold > 30 and reading.view == "F"]
    assert folded
    assert not any(reading.upright for reading in folded if reading.refusal is None)


def test_who_was_never_seen_upright_is_not_judged() -> None:
    """How long the trunk is, nobody knows then: bent forward it looks upright."""
    aligner = Aligner()
    judge_by(aligner, HINGE, R)
    film = [sighting for sighting, true in actors.seen(FOLDER / "hinge_04", one_leg_films.STOOD)
            if true["fold_deg"] > 30]
    readings = [aligner.read(sighting) for sighting in film]
    assert {knee.verdict for each in readings for knee in each.knees.values()} <= {
        Verdict.CANNOT_JUDGE}


def test_the_plan_is_the_same_every_time() -> None:
    takes = [*one_leg_films.hinges(), *one_leg_films.held_otherwise()]
    assert takes == [*one_leg_films.hinges(), *one_leg_films.held_otherwise()]
    assert len({take.name for take in takes}) == one_leg_films.HINGES + one_leg_films.HELD_OTHERWISE
