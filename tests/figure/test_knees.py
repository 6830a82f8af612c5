"""Knees that touch do so on everybody."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.events import Side
from mirrorapp.exercises import checks
from mirrorapp.exercises.guide import BASES, Contact, Guide
from mirrorapp.figure import knees, mesh
from mirrorapp.figure.audit import audit
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.rig import Rig
from mirrorapp.figure.settle import knees_gap_m, settled
from mirrorapp.figure.stick import Size, pose
from tests.tiers import examples

BENT = {**BASES["standing"], **{f"{side.value}_knee_bend": 12.0 for side in Side}}


def guide() -> Guide:
    found = checks.load("ankle-gap").guide
    assert found is not None
    return found


@settings(max_examples=examples(20))
@given(st.floats(0.16, 0.26))
def test_knees_come_so_far_together_and_ankles_stay(apart_m: float) -> None:
    before = pose(BENT, Size(), np.zeros(3))
    after = pose(knees.together(BENT, Size(), apart_m), Size(), np.zeros(3))

    assert knees.between_m(after) == pytest.approx(apart_m, abs=0.002)
    for side in Side:
        assert after.legs[side].ankle == pytest.approx(before.legs[side].ankle, abs=0.001)


def test_knees_that_can_not_meet_come_as_near_as_they_get() -> None:
    near = pose(knees.together(BENT, Size(), 0.0), Size(), np.zeros(3))

    assert 0.0 < knees.between_m(near) < knees.between_m(pose(BENT, Size(), np.zeros(3)))


def test_only_a_knee_on_a_knee_is_knees_that_touch() -> None:
    assert knees.touching([Contact(place="left_knee", on="knee")])
    assert not knees.touching([Contact(place="left_knee"), Contact(place="left_ankle", on="knee")])


@pytest.mark.parametrize("who", ["woman", "man"])
@pytest.mark.parametrize("flip", [False, True])
def test_both_people_stand_with_their_knees_together(who: str, flip: bool) -> None:
    person = mesh.person(who)  # type: ignore[arg-type]
    rig = Rig(person.skeleton)
    body = settled(Motion(guide(), rig.size, flip), rig, person).at(0.0)

    assert knees_gap_m(body, rig, person) == pytest.approx(0.0, abs=0.01)


def test_knees_that_are_meant_to_touch_and_do_not_are_found() -> None:
    apart = guide().frames[0].joints | {"left_hip_out": 6.0, "right_hip_out": 6.0}
    frame = guide().frames[0].model_copy(update={"joints": apart})
    found = audit(guide().model_copy(update={"frames": (frame,), "wrong": ()}),
                  mesh.person("woman"))

    assert any("the knees part" in str(each) for each in found)
