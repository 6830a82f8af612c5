"""The bench of one leg: its plan, and that its fit finds what is there."""

import numpy as np
import pytest

from mirrorapp.alignment import one_leg
from mirrorapp.events import Side
from tests.accuracy import bodies, single, single_plan
from tests.accuracy.single import Single


def test_the_plan_is_the_same_every_time_and_has_everybody_on_both_legs() -> None:
    stills, clips = list(single_plan.stills()), list(single_plan.clips())
    assert stills == list(single_plan.stills())
    assert clips == list(single_plan.clips())
    assert {(setup.person, group[0].side) for setup, group in stills} == {
        (person.name, side) for person in bodies.PEOPLE for side in Side}
    assert {clip.setup.person for clip in clips} >= set(bodies.HELD_OUT)


def test_clips_stand_on_both_feet_and_bend_on_one() -> None:
    for number, clip in enumerate(single_plan.clips()):
        assert single_plan.at(clip, 0.0, number).lift == 0
        for bend in clip.bends:
            bottom = single_plan.at(clip, bend.bottom_s, number)
            assert bottom.lift == 1
            assert bottom.shape.flexion_deg >= bend.flexion_deg - 0.1


def test_the_fit_finds_the_coefficients_that_are_there() -> None:
    random = np.random.default_rng(1)

    def sample() -> Single:
        side = list(Side)[random.integers(2)]
        outward = 1.0 if side is Side.LEFT else -1.0
        hips, shoulders, fppa, alone, both, depth, kt, stood = random.normal(size=8)
        yaw_deg = outward * (0.4 * hips + 0.6 * shoulders - 1) - 3
        turn = outward * yaw_deg * one_leg.forward(abs(depth) / 10)
        return Single("s", "p", "behind", side, yaw_deg, 1.2 * (fppa - alone) + 2.5 * turn + 2,
                      kt - 0.5 * stood + 0.1, 30.0,
                      {"fppa": fppa, "kt": kt, "yaw": hips, "yaw_shoulder": shoulders},
                      {"fppa": alone, "kt": stood}, {"fppa": both, "kt": stood},
                      abs(depth) / 10, side)

    tables = single.fit([sample() for _ in range(60)])
    movement = tables["movement_deg"]
    assert movement["fppa"] == pytest.approx(1.2)
    assert movement["turned * forward"] == pytest.approx(2.5)
    assert movement["constant"] == pytest.approx(2.0)
    assert tables["kt"]["standing"] == pytest.approx(-0.5)
    assert tables["yaw_deg"]["hips"] == pytest.approx(0.4)
    assert tables["yaw_deg"]["side"] == pytest.approx(-1.0)


def test_what_is_shipped_has_the_tables_that_the_fit_writes() -> None:
    assert set(one_leg.fitted()) == {"movement_deg", "kt", "yaw_deg"}
    assert set(one_leg.fitted()["movement_deg"]) == {
        "fppa", "turned * forward", "constant", "constant on both feet"}
