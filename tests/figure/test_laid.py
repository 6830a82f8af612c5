"""Hands and ankles on one's own body, and a thigh on a roller: where they are, phase by phase."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Contact, Guide
from mirrorapp.figure.laid import laid, on_body
from mirrorapp.figure.motion import Motion, point
from mirrorapp.figure.stick import Posed
from mirrorapp.vision.pose import Floats

SHIN = {"place": "left_hand", "on": "right_shin", "along": 0.6}
CROSSED = {"place": "right_ankle", "on": "knee"}
FIGURE_FOUR = {"right_hip_turn_in": -75, "right_hip_out": 25, "right_knee_bend": 90,
               "left_shoulder_flex": 40, "left_elbow_bend": 40}


def guide(*frames: dict[str, Any], **said: Any) -> Guide:
    return Guide.model_validate({"base": "sitting", "seconds": 4, "loop": False, "frames": [
        {"at": at} | frame for at, frame in zip((0, 1), frames, strict=False)]} | said)


def sitting(**said: Any) -> Guide:
    seat = {"place": "seat", "on": "seat"}
    return guide({"contacts": [seat]} | said,
                 {"contacts": [seat, CROSSED, SHIN], "joints": FIGURE_FOUR})


def from_axis_m(body: Posed, side: Side, at: Floats) -> float:
    leg = body.legs[side]
    axis = (leg.ankle - leg.knee) / np.linalg.norm(leg.ankle - leg.knee)
    return float(np.linalg.norm(np.cross(at - leg.knee, axis)))


@pytest.mark.parametrize("flip", [False, True])
def test_a_hand_lies_on_the_shin_of_the_leg_that_is_crossed(flip: bool) -> None:
    motion = Motion(sitting(), flip=flip)
    body = motion.at(1.0)
    hand, shin = (Side.RIGHT, Side.LEFT) if flip else (Side.LEFT, Side.RIGHT)
    wrist = body.arms[hand].wrist

    assert wrist == pytest.approx(laid(body, motion.contacts(1)[2])[0], abs=1e-6)
    assert 0.03 < from_axis_m(body, shin, wrist) < 0.08


def test_a_hand_lies_on_the_side_of_the_leg_towards_its_shoulder() -> None:
    body = Motion(sitting()).at(1.0)
    at, up = laid(body, Contact.model_validate(SHIN))

    assert up @ (body.arms[Side.LEFT].shoulder - at) > 0
    assert body.arms[Side.LEFT].hand[:, 0] @ up > 0.9 * np.linalg.norm(up), "its back is outside"


@given(st.floats(0.0, 1.0))
def test_a_hand_gets_there_little_by_little(phase: float) -> None:
    motion = Motion(sitting())
    wrists = [motion.at(min(1.0, at)).arms[Side.LEFT].wrist for at in (phase, phase + 0.01)]

    assert np.linalg.norm(wrists[1] - wrists[0]) < 0.03


def test_a_hand_on_a_thigh_goes_with_it() -> None:
    on_thigh = {"contacts": [{"place": "left_hand", "on": "left_thigh", "along": 0.6}]}
    lifted = on_thigh | {"joints": {"left_hip_flex": 105}}
    motion = Motion(guide(on_thigh, lifted))
    for phase in (0.0, 0.4, 1.0):
        body = motion.at(phase)
        to = laid(body, motion.contacts(0)[0])[0]
        assert body.arms[Side.LEFT].wrist == pytest.approx(to, abs=1e-6)


def test_what_lies_on_the_body_is_told_from_what_touches_other_things() -> None:
    assert on_body(Contact(place="left_hand", on="right_thigh"))
    assert on_body(Contact(place="left_ankle", on="knee"))
    assert not on_body(Contact(place="right_thigh", on="roller"))
    with pytest.raises(ValidationError, match="left_thigh"):
        Contact.model_validate({"place": "left_hand", "on": "thigh"})


def test_what_lies_on_a_roller_rolls_with_it() -> None:
    def lying(along: float, ahead_m: float) -> dict[str, Any]:
        return {"contacts": [{"place": "right_thigh", "on": "roller", "along": along}],
                "ahead_m": ahead_m}

    motion = Motion(guide(lying(0.9, -0.2), lying(0.3, 0.2), base="floor_sitting"))
    start, end = (motion.at(phase) for phase in (0.0, 1.0))
    roller = [point(body, "right_thigh", along)[1] for body, along in ((start, 0.9), (end, 0.3))]

    assert start.hips[1] - end.hips[1] == pytest.approx(0.4)
    assert 0 < roller[0] - roller[1] < 0.4, "it goes less far than who rolls on it"
