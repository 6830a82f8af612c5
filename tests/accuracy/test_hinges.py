"""Hinges on one leg as the pose model saw them: judged while the trunk is upright, then silent."""

import json
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.reading import Reading
from mirrorapp.coach import runs
from mirrorapp.coach.records import Repetition
from mirrorapp.coach.rules import judge_by
from mirrorapp.coach.state import CoachState
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from tests.accuracy import actors, hinges
from tests.accuracy.fixed import FOLDER

L, R = Side.LEFT, Side.RIGHT
HINGE = library.load("single-leg-deadlift")
FILMS = {"hinge_04": R, "hinge_05": R, "hinge_26": L, "hinge_51": L}
INWARD = {Verdict.DRIFTING, Verdict.CAVING_IN}


class Done:
    """One film, played as a set of its own leg."""

    def __init__(self, name: str) -> None:
        self.side, path = FILMS[name], FOLDER / name
        assert (json.loads(path.with_suffix(".json").read_text())["flip"]) is (self.side is L)
        self.read: list[tuple[Reading, float]] = []
        self.said: list[tuple[float, str]] = []
        self.rep = self._play(path)

    def _play(self, path: Path) -> Repetition:
        aligner = Aligner()
        judge_by(aligner, HINGE, self.side)
        aligner.start_set()
        run = runs.begin(next(each for each in of_exercise(HINGE) if each.side is self.side),
                         None, 1.0)
        first: dict[str, Any] | None = None
        for sighting, true in actors.seen(path, hinges.STOOD):
            first = first or true
            reading = aligner.read(sighting)
            run.update(reading, 1 / hinges.FPS)
            state = run.show(CoachState(), live=True)
            self.read.append((reading, true["fold_deg"] - first["fold_deg"]))
            words = [state.cue.value] if state.cue else [state.fault.en.text] if state.fault else []
            self.said += [(sighting.time_s, word) for word in words]
        (rep,) = run.record.reps
        return rep


def test_a_knee_that_falls_in_is_told_at_the_start_and_kept_with_the_repetition() -> None:
    done = Done("hinge_04")
    assert done.rep.knee(R).verdict is Verdict.CAVING_IN
    assert done.rep.knee(R).valgus_deg == pytest.approx(17.5, abs=5)
    assert done.rep.knee(L).verdict is Verdict.CANNOT_JUDGE
    first_s, word = done.said[0]
    assert word == "right_knee_out"
    assert first_s < 2.6, "before the trunk folds by 20 degrees"


@pytest.mark.parametrize("name", ["hinge_05", "hinge_26"])
def test_a_straight_knee_is_good_and_not_praised_for_what_was_not_seen(name: str) -> None:
    done = Done(name)
    assert done.rep.knee(done.side).verdict is Verdict.GOOD
    assert done.said == []


def test_hips_that_drop_far_are_told_before_the_trunk_folds() -> None:
    words = {word for _, word in Done("hinge_51").said}
    assert "Keep your hips level" in words
    assert not words & {"left_knee_out", "left_knee_in"}


@pytest.mark.parametrize("name", FILMS)
def test_nothing_is_judged_of_a_knee_once_the_trunk_has_folded(name: str) -> None:
    done = Done(name)
    judged = [fold for reading, fold in done.read for knee in reading.knees.values()
              if knee.verdict is not Verdict.CANNOT_JUDGE]
    assert judged
    assert max(judged) < 30
    folded = [reading for reading, fold in done.read if fold > 30 and reading.view == "F"]
    assert folded
    assert not any(reading.upright for reading in folded if reading.refusal is None)


def test_who_was_never_seen_upright_is_not_judged() -> None:
    """How long the trunk is, nobody knows then: bent forward it looks upright."""
    aligner = Aligner()
    judge_by(aligner, HINGE, R)
    film = [sighting for sighting, true in actors.seen(FOLDER / "hinge_04", hinges.STOOD)
            if true["fold_deg"] > 30]
    readings = [aligner.read(sighting) for sighting in film]
    assert {knee.verdict for each in readings for knee in each.knees.values()} <= {
        Verdict.CANNOT_JUDGE}


def test_the_plan_is_the_same_every_time() -> None:
    takes = [*hinges.takes(), *hinges.held_otherwise()]
    assert takes == [*hinges.takes(), *hinges.held_otherwise()]
    assert len({take.name for take in takes}) == hinges.FILMS + hinges.HELD_OTHERWISE
