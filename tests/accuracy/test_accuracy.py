"""The fixed clips of the bench, and that the bench's own parts agree with each other.

What is asserted of the clips is what holds now, not what is wanted; docs/accuracy.md has both.
"""

import json
from functools import cache
from typing import Any

import numpy as np
import pytest

from mirrorapp import replay
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Pose, Sighting
from tests.accuracy import (
    bodies,
    features,
    film,
    fixed,
    plan,
    posture,
    projected,
    quadratic,
    rates,
    rules,
)
from tests.accuracy.dataset import Sample, sight_yaw_deg
from tests.accuracy.score import _said_of_clip

SQUAT = library.load("squat")


@cache
def seen(name: str) -> tuple[list[Sighting], dict[str, Any]]:
    path = fixed.FOLDER / f"{name}.npz"
    facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return list(recording.read(path)), facts


full = pytest.mark.full
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


def test_projected_legs_are_measured_as_landmarks_are() -> None:
    random = np.random.default_rng(1)
    marks = {"hip": (23, 24), "knee": (25, 26), "ankle": (27, 28), "toe": (31, 32)}
    px = np.zeros((33, 3))
    for height, (left, right) in zip((500, 700, 900, 950), marks.values(), strict=True):
        px[left, :2] = (420 + random.normal(0, 9), height + random.normal(0, 9))
        px[right, :2] = (300 + random.normal(0, 9), height + random.normal(0, 9))
    pose = Pose(px, np.ones(33), np.ones(33), random.normal(size=(33, 3)))
    legs = [{joint: px[[mark[side]], :2] for joint, mark in marks.items()} for side in (0, 1)]
    for number, side in enumerate((Side.LEFT, Side.RIGHT)):
        expected = features.of(pose)[side]
        for name, value in projected.measure(legs, number).items():
            assert value[0] == pytest.approx(expected[name]), name


def test_the_plan_is_the_same_every_time_and_spreads_evenly() -> None:
    stills, clips = list(plan.stills()), list(film.clips())
    assert stills == list(plan.stills())
    assert clips == list(film.clips())
    assert len(stills) == 4 * plan.SETUPS
    assert len(clips) == film.CLIPS
    crowd = list(plan.crowd_stills())
    assert crowd == list(plan.crowd_stills())
    assert {still.setup.person for still in crowd} == {person.name for person in bodies.CROWD}
    assert list(posture.plan()) == list(posture.plan())
    yaws_deg = [still.setup.view.yaw_deg for still in stills if still.is_standing]
    assert np.histogram(yaws_deg, bins=10, range=(-25, 25))[0].tolist() == [16] * 10


def test_nobody_is_fitted_on_who_is_held_out() -> None:
    assert not {person.name for person in bodies.CROWD} & set(bodies.HELD_OUT)
    assert not set(bodies.FIT) & set(bodies.HELD_OUT)


def test_a_fit_finds_the_terms_and_leaves_out_the_wild() -> None:
    random = np.random.default_rng(4)
    inputs = random.normal(size=(400, 3))
    true = 2 + 3 * inputs[:, 0] - inputs[:, 0] * inputs[:, 1]
    wild = np.where(np.arange(400) % 40 == 0, 90.0, 0.0)
    names = ("a", "b", "c")
    model = quadratic.fit(names, inputs, true + wild, quadratic.terms_of(names, ("a", "b")))
    assert np.abs(model(inputs) - true).max() < 0.2
    assert model.times(2.0)(inputs) == pytest.approx(2 * model(inputs))


def test_rules_are_counted_by_what_each_knee_and_the_other_one_do() -> None:
    here = dict.fromkeys(("kasr", "knee_gap", "hip_gap", "ka", "kt", "fppa", "world_fppa"), 0.0)

    def leg(side: Side, valgus_deg: float) -> Sample:
        looks = {**here, "fppa": valgus_deg}
        return Sample("c", "clip", side, "p", 0.0, valgus_deg, 0.0, 0.0, 60.0, looks, here, {})

    table = rules.table([leg(Side.LEFT, 16.0), leg(Side.RIGHT, 1.0)], [])
    assert "| FPPA > 10° | 1 of 1 | 0 of 1 | 0 of 1 | 0 of 0 |" in table
    assert "| KASR < 0.8, both knees | 1 of 1 | 1 of 1 | 1 of 1 | 0 of 0 |" in table
