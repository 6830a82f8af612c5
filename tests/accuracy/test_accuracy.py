"""The fixed clips of the bench, and that the bench's own parts agree with each other.

What is asserted of the clips is what holds now, not what is wanted; docs/accuracy.md has both.
"""

import json
import os
from functools import cache
from typing import Any

import numpy as np
import pytest

from mirrorapp import replay
from mirrorapp.exercises import library
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests.accuracy import film, fixed, plan, rates
from tests.accuracy.dataset import sight_yaw_deg
from tests.accuracy.score import _said_of_clip

full = [pytest.mark.full,
        pytest.mark.skipif(not os.environ.get("FULL"), reason="slower: runs with FULL=1")]
SQUAT = library.load("squat")


@cache
def seen(name: str) -> tuple[list[Sighting], dict[str, Any]]:
    path = fixed.FOLDER / f"{name}.npz"
    facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return list(recording.read(path)), facts


clips = pytest.mark.parametrize("name", [pytest.param(n, marks=full) for n in fixed.CLIPS])


@clips
def test_every_repetition_is_counted_at_every_rate(name: str) -> None:
    sightings, facts = seen(name)
    for each in rates.variants(sightings).values():
        assert len(replay.replay(each, SQUAT).reps) == len(facts["reps"])


@clips
def test_no_knee_that_travels_straight_is_said_to_cave_in(name: str) -> None:
    sightings, facts = seen(name)
    said = _said_of_clip(replay.replay(sightings, SQUAT), facts)
    assert all(s.verdict != "caving_in" for s in said if abs(s.movement_deg) <= 2.1)


@clips
def test_a_knee_far_in_is_never_called_good(name: str) -> None:
    sightings, facts = seen(name)
    said = _said_of_clip(replay.replay(sightings, SQUAT), facts)
    assert all(s.verdict != "good" for s in said if s.movement_deg >= 15)


@pytest.mark.parametrize("name", [pytest.param("c31", marks=full), pytest.param("c34", marks=full)])
def test_no_knee_of_a_turned_body_is_judged(name: str) -> None:
    sightings, facts = seen(name)
    assert abs(sight_yaw_deg(facts)) > 17
    reps = replay.replay(sightings, SQUAT).reps
    assert {knee.verdict.value for rep in reps for knee in (rep.left, rep.right)} == {
        "cannot_judge"}


def test_the_plan_is_the_same_every_time_and_spreads_evenly() -> None:
    stills, clips = list(plan.stills()), list(film.clips())
    assert stills == list(plan.stills())
    assert clips == list(film.clips())
    assert len(stills) == 4 * plan.SETUPS
    assert len(clips) == film.CLIPS
    yaws_deg = [still.setup.view.yaw_deg for still in stills if still.is_standing]
    assert np.histogram(yaws_deg, bins=10, range=(-25, 25))[0].tolist() == [16] * 10
