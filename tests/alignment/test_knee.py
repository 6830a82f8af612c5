"""From measures to an angle, and from an angle to a word."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.alignment import features, geometry, knee
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.baseline import prior
from mirrorapp.alignment.fitted import REACH, Fitted, Models, Quadratics, inputs, models
from mirrorapp.alignment.knee import Angle, Thresholds
from mirrorapp.events import Side, Verdict
from mirrorapp.vision.pose import Landmark, Pose
from tests.bodies import Body, squats

LIMITS = Thresholds()
WORST_FIRST = [Verdict.CAVING_IN, Verdict.DRIFTING, Verdict.GOOD, Verdict.FALLING_OUT]


def said(movement_deg: float, uncertainty_deg: float = 2.8, *, narrow: bool = True) -> Verdict:
    return knee.verdict(Angle(0.0, movement_deg, movement_deg, uncertainty_deg), narrow=narrow,
                        thresholds=LIMITS)


def angle(body: Body, depth: float, yaw_deg: float = 0.0) -> Angle:
    """The left knee's angle, with no baseline."""
    pose = body.pose()
    looks = features.of(pose, geometry.measure_legs(pose))
    return knee.angles(looks, prior(), depth, yaw_deg)[Side.LEFT]


@pytest.mark.parametrize(("movement_deg", "verdict"), [
    (15, Verdict.CAVING_IN), (8, Verdict.CAVING_IN), (6, Verdict.DRIFTING), (2, Verdict.GOOD),
    (-6, Verdict.GOOD), (-12, Verdict.FALLING_OUT)])
def test_an_angle_gets_its_word(movement_deg: float, verdict: Verdict) -> None:
    assert said(movement_deg) is verdict


def test_an_unsure_reading_accuses_less() -> None:
    assert said(9, uncertainty_deg=8) is Verdict.GOOD


def test_what_is_as_unsure_as_that_may_be_anything_and_is_not_called_good() -> None:
    assert said(-19, uncertainty_deg=18) is Verdict.CANNOT_JUDGE
    assert said(35, uncertainty_deg=18) is Verdict.CAVING_IN


def test_knees_go_out_freely_in_a_wide_stance() -> None:
    assert said(-20, narrow=False) is Verdict.GOOD


@given(st.floats(-40, 40), st.floats(0, 40), st.floats(0, 9))
def test_further_in_is_never_said_more_kindly(movement_deg: float, more: float,
                                              unsure: float) -> None:
    before, after = said(movement_deg, unsure), said(movement_deg + more, unsure)
    assert WORST_FIRST.index(after) <= WORST_FIRST.index(before)


@given(st.floats(0.0, 0.7), st.floats(-30, 30), st.floats(-13, 13))
def test_every_body_gets_a_finite_angle_without_a_jump(depth: float, valgus: float,
                                                       yaw_deg: float) -> None:
    def at(deep: float) -> Angle:
        return angle(Body(depth=deep, valgus={Side.LEFT: valgus}), deep, yaw_deg)

    here, next_to = at(depth), at(depth + 1e-4)
    assert all(math.isfinite(x) for x in (here.kt, here.valgus_deg, here.uncertainty_deg))
    assert here.uncertainty_deg > 0
    assert abs(here.movement_deg - next_to.movement_deg) < 0.5


def test_turning_and_a_missing_baseline_make_it_less_sure() -> None:
    facing, turned = (angle(Body(depth=0.15), 0.15, yaw) for yaw in (0.0, 12.0))
    assert turned.uncertainty_deg > facing.uncertainty_deg > 2.8


KNOWN = ("a", "b", "c", "1")


def read(*tables: Mapping[str, Any], a: float = 0.0, b: float = 0.0, c: float = 0.0) -> list[float]:
    """What these tables make of one leg."""
    (found,) = Quadratics.of(*tables, known=KNOWN)(np.array([[a, b, c, 1.0]]))
    return found


def test_a_quadratic_is_what_its_table_says() -> None:
    table = {"mean": {"a": 1.0, "b": 0.0}, "spread": {"a": 2.0, "b": 1.0},
             "terms": {"constant": 5.0, "a": 3.0, "a * b": 2.0, "b * b": 1.0}}
    assert read(table, a=3.0, b=2.0, c=9.0) == [5.0 + 3.0 * 1 + 2.0 * 1 * 2 + 1.0 * 4]
    assert read(table, a=1.0, b=1e9) == read(table, a=1.0, b=REACH)


def test_some_quadratics_of_some_legs_are_what_each_is_of_each() -> None:
    tables: list[Mapping[str, Any]] = [
        {"mean": {"a": 1.0, "b": 0.0}, "spread": {"a": 2.0, "b": spread},
         "terms": {"constant": 5.0, "a": by, "a * b": 2.0}}
        for by, spread in ((3.0, 1.0), (-1.0, 0.5))]
    tables.append({"mean": {"c": 2.0}, "spread": {"c": 1.0}, "terms": {"constant": 0.0, "c": 1.0}})
    legs = np.array([[3.0, 2.0, 4.0, 1.0], [-1.0, 0.5, 0.0, 1.0]])
    together = Quadratics.of(*tables, known=KNOWN)(legs)
    for (a, b, c, _), found in zip(legs.tolist(), together, strict=True):
        assert found == pytest.approx([read(each, a=a, b=b, c=c)[0] for each in tables])


def test_two_readings_are_averaged_and_doubted_where_they_differ() -> None:
    def constants(*values: float) -> Quadratics:
        return Quadratics.of(*({"mean": {}, "spread": {}, "terms": {"constant": value}}
                               for value in values))
    both = Models(constants(2.0, 8.0, 1.0, 4.0, 7.0), constants(3.0, 6.0), {})
    legs = np.zeros((1, len(features.NAMES)))
    (found,) = both.read(inputs(legs, 0.0, legs))
    assert found == Fitted(movement_deg=5.0, apart_deg=6.0, kt=2.5, gap_deg=7.0)
    assert both.axes_deg(legs) == [4.5]


@given(st.floats(0.0, 0.25), st.floats(-25, 25), st.floats(-13, 13))
def test_what_one_leg_shows_the_other_one_shows_mirrored(depth: float, valgus: float,
                                                         yaw_deg: float) -> None:
    pose = Body(depth=depth, valgus={Side.LEFT: valgus}, yaw_deg=yaw_deg).pose()
    swapped = [Landmark[mark.name.replace("LEFT", "TMP").replace("RIGHT", "LEFT").replace(
        "TMP", "RIGHT")] for mark in Landmark]
    flip = np.array([-1.0, 1.0, 1.0])
    mirrored = Pose(pose.px[swapped] * flip, pose.visibility, pose.presence,
                    pose.world_m[swapped] * flip)
    own, other = (features.of(each, geometry.measure_legs(each)).legs for each in (pose, mirrored))
    np.testing.assert_allclose(other, own[::-1], atol=1e-9)


def looks_of(body: Body, **more: float) -> features.Looks:
    """How it looks, with so much more of what is named as in `features.SEEN`."""
    pose = body.pose()
    found = features.of(pose, geometry.measure_legs(pose))
    for name, by in more.items():
        found.seen[features.SEEN.index(name)] += by
    return found


def test_a_knee_gap_that_contradicts_both_knees_adds_doubt_and_never_accuses() -> None:
    aligner = Aligner()
    for sighting in squats():
        aligner.read(sighting)
    agreed, contradicted = (
        knee.angles(looks_of(Body(depth=0.15), knee_gap=gap), aligner.baseline, 0.15, 0.0)
        for gap in (0.0, -0.5))
    for side in Side:
        assert contradicted[side].uncertainty_deg > agreed[side].uncertainty_deg + 5
        assert knee.verdict(contradicted[side], narrow=True, thresholds=LIMITS
                            ) is Verdict.CANNOT_JUDGE


def test_with_the_feet_wider_than_they_stood_the_gap_says_nothing() -> None:
    aligner = Aligner()
    for sighting in squats():
        aligner.read(sighting)
    def unsure(wider: float) -> float:
        looks = looks_of(Body(depth=0.15), knee_gap=-0.5)
        looks.seen[features.SEEN.index("ankle_gap")] *= wider
        return knee.angles(looks, aligner.baseline, 0.15, 0.0)[Side.LEFT].uncertainty_deg
    assert unsure(1.2) > unsure(2.0) + 5


def test_the_packaged_models_know_what_is_measured() -> None:
    assert abs(angle(Body(depth=0.15), 0.15).movement_deg) < 45
    assert set(models().yaw) == {"yaw", "yaw_shoulder", "feet", "constant"}


def test_hips_that_go_aside_are_allowed_for_and_doubted() -> None:
    aligner = Aligner()
    for sighting in squats():
        aligner.read(sighting)

    def at(shift: float) -> Angle:
        aside = looks_of(Body(depth=0.15), left_sway=shift, right_sway=-shift)
        return knee.angles(aside, aligner.baseline, 0.15, 0.0)[Side.LEFT]

    plain = {name: at(0.0).movement_deg - at(shift).movement_deg
             for name, shift in (("left", 0.05), ("right", -0.05))}
    assert abs(plain["left"] + plain["right"]) < 3, "about as much either way"
    assert at(0.3).uncertainty_deg > at(0.0).uncertainty_deg + 1
    assert at(-0.3).uncertainty_deg > at(0.0).uncertainty_deg + 1
