"""Walks towards the mirror as the pose model saw them: the leg that bears, and its knee."""

import json

import numpy as np
import pytest

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.coach.excursions import counter
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import library
from tests.accuracy import actors, walks
from tests.accuracy.fixed import FOLDER

WALK = library.load("mini-walk")
FILMS = ("walk_05", "walk_08", "walk_11")


@pytest.mark.parametrize("every", [1, 2])
@pytest.mark.parametrize("name", FILMS)
def test_the_leg_that_is_told_bears_and_its_knee_is_read(name: str, every: int) -> None:
    aligner = Aligner()
    judge_by(aligner, WALK)
    film = list(actors.seen(FOLDER / name, walks.STOOD))[::every]
    read: dict[Side, list[tuple[float, float]]] = {side: [] for side in Side}
    for nth, (sighting, true) in enumerate(film):
        reading = aligner.read(sighting)
        assert {knee.verdict for knee in reading.knees.values()} <= {Verdict.CANNOT_JUDGE}
        if reading.stance is None:
            continue
        before = film[nth - round(0.25 * walks.FPS / every)][1]
        gone_m = {side: float(np.linalg.norm(np.subtract(
            true[side.value]["ankle_m"], before[side.value]["ankle_m"]))) for side in Side}
        assert gone_m[reading.stance] < gone_m[reading.stance.other]
        deg = reading.knees[reading.stance].movement_deg
        assert deg is not None
        read[reading.stance].append((deg, true[reading.stance.value]["valgus_deg"]))
    for found in read.values():
        assert len(found) >= 4
        told, is_so = np.median(found, axis=0)
        assert told == pytest.approx(is_so, abs=4)


def test_a_pass_keeps_the_knees_and_judges_none() -> None:
    """As far as it goes, and back again: the walk that was filmed, backwards."""
    aligner, counts = Aligner(), counter(WALK)
    judge_by(aligner, WALK)
    film = [sighting for sighting, _ in actors.seen(FOLDER / "walk_05", walks.STOOD)]
    last_s = film[-1].time_s
    back = list(reversed(film))
    found = [counts.update(aligner.read(each)) for each in film]
    found += [counts.update(aligner.read(type(each)(
        last_s + (nth + 1) / walks.FPS, each.width_px, each.height_px, each.pose)))
        for nth, each in enumerate(back)]
    (rep,) = [each for each in found if each is not None]
    facts = json.loads((FOLDER / "walk_05.json").read_text(encoding="utf-8"))
    assert (facts["left_in_deg"], facts["right_in_deg"]) == (12.0, 0.0)
    assert not rep.judged
    assert {rep.left.verdict, rep.right.verdict} == {Verdict.CANNOT_JUDGE}
    assert rep.left.movement_deg is not None
    assert rep.right.movement_deg is not None
    assert rep.left.movement_deg - rep.right.movement_deg > 4
    assert rep.left.uncertainty_deg == pytest.approx(2.0)


def test_who_was_not_seen_standing_is_not_read() -> None:
    aligner = Aligner()
    judge_by(aligner, WALK)
    film = [sighting for sighting, _ in actors.seen(FOLDER / "walk_05", walks.STOOD)]
    readings = [aligner.read(each) for each in film if each.time_s > walks.STOOD_S + 0.2]
    knees = [knee for each in readings if each.stance for knee in each.knees.values()]
    assert knees
    assert {knee.movement_deg for knee in knees} == {None}


def test_the_plan_is_the_same_every_time() -> None:
    takes = [*walks.takes(), *walks.again()]
    assert takes == [*walks.takes(), *walks.again()]
    assert len({take.name for take in takes}) == walks.FILMS + walks.AGAIN
    same = [take for take in walks.again() if take.build == 2]
    assert len({take.camera for take in same}) == 1
    assert len({take.pace for take in same}) == len(same) == 4
