"""Keyframes as a moving body: what touches stays, and what bears decides."""

from typing import Any

import numpy as np
import pytest

from mirrorapp.events import Side
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure.laid import laid
from mirrorapp.figure.motion import SURFACE_M, Motion, point, thick_m


def moved(base: str, *frames: dict[str, Any], **more: Any) -> Motion:
    return Motion(Guide.model_validate({"base": base, "seconds": 2, "frames": frames, **more}))


def on(place: str, surface: str = "floor", **more: Any) -> dict[str, Any]:
    return {"place": place, "on": surface, **more}


def test_who_sits_is_borne_by_the_seat_and_the_feet_follow() -> None:
    motion = moved("sitting", {"at": 0, "contacts": [
        on("seat", "seat"), on("left_foot"), on("right_foot")]})
    body = motion.at(0)
    assert body.hips[2] == pytest.approx(SURFACE_M["seat"] + thick_m("seat", motion.size))
    for side in Side:
        assert body.legs[side].ankle[2] == pytest.approx(thick_m("left_foot", motion.size))


def test_what_was_measured_on_a_skin_is_used() -> None:
    motion = moved("sitting", {"at": 0, "contacts": [on("seat", "seat")]})
    thick = Motion(motion.guide, thickness=({"seat": 0.2},))
    assert thick.at(0).hips[2] == pytest.approx(0.65)


def test_hands_that_touch_stay_while_the_body_moves() -> None:
    motion = moved("standing", *({"at": at, "contacts": [
        on("left_foot"), on("right_foot"), on("left_hand", "seat")],
        "joints": {"trunk_lean": lean, "pelvis_tilt": 50, "left_shoulder_flex": 75}}
        for at, lean in ((0, 40), (0.5, 48))))
    hands = np.array([motion.at(phase).arms[Side.LEFT].wrist for phase in np.linspace(0, 1, 9)])
    assert np.ptp(hands, axis=0) == pytest.approx(0.0, abs=1e-3)
    assert hands[0][2] == pytest.approx(SURFACE_M["seat"] + thick_m("left_hand", motion.size))


@pytest.mark.parametrize("flip", [False, True])
def test_a_hand_on_a_wall_stays_where_it_was_first_put(flip: bool) -> None:
    hand = {"right_shoulder_out": 25, "right_elbow_bend": 70, "right_shoulder_turn_in": -30}
    frames = [{"at": at, "contacts": [on("right_foot"), on("right_hand", "wall")],
               "joints": hand | {"right_knee_bend": bend, "right_hip_flex": bend / 2}}
              for at, bend in ((0, 4), (0.5, 50))]
    motion = moved("standing", *frames, props=["wall"])
    motion = Motion(motion.guide, flip=flip)
    free = Motion(moved("standing", {**frames[0], "contacts": [on("right_foot")]}).guide, flip=flip)
    side = Side.LEFT if flip else Side.RIGHT
    bodies = [motion.at(phase) for phase in np.linspace(0, 1, 9)]

    for body in bodies:
        assert body.arms[side].wrist == pytest.approx(free.at(0).arms[side].wrist, abs=1e-3)
        assert body.arms[side].hand @ (1.0, 0.0, 0.0) == pytest.approx([-1.0, 0.0, 0.0]), (
            "the palm is to the wall")
    assert bodies[4].hips[2] < bodies[0].hips[2] - 0.05


def test_an_ankle_is_laid_on_the_other_knee_by_and_by() -> None:
    frames = [{"at": 0, "contacts": [on("seat", "seat"), on("left_foot"), on("right_foot")]},
              {"at": 1, "contacts": [on("seat", "seat"), on("left_foot"),
                                     on("right_ankle", "knee")],
               "joints": {"right_hip_out": 45, "right_hip_turn_in": -50}}]
    motion = moved("sitting", *frames, loop=False)
    crossed = motion.contacts(1)[2]
    bodies = [motion.at(phase) for phase in (0.0, 0.5, 1.0)]
    away = [float(np.linalg.norm(body.legs[Side.RIGHT].ankle - laid(body, crossed)[0]))
            for body in bodies]
    assert away[0] > away[1] > away[2]
    assert away[2] == pytest.approx(0.0, abs=0.01)


def test_what_lies_on_a_roller_rolls() -> None:
    frames = [{"at": at, "contacts": [on("right_thigh", "roller", along=along)], "ahead_m": ahead}
              for at, along, ahead in ((0, 0.9, 0.0), (0.5, 0.3, 0.3))]
    motion = moved("floor_sitting", *frames)
    assert motion.along(0.0) == {"right_thigh": 0.9}
    assert motion.along(0.25)["right_thigh"] == pytest.approx(0.6)
    assert motion.at(0.5).hips[1] < motion.at(0.0).hips[1] - 0.25


def test_beyond_the_knee_of_a_straight_leg_a_roller_lies_under_the_shin() -> None:
    frame = {"at": 0, "contacts": [on("right_thigh", "roller", along=1.1)],
             "joints": {"right_knee_bend": 0}}
    body = moved("floor_sitting", frame).at(0)
    leg, at = body.legs[Side.RIGHT], point(body, "right_thigh", 1.1)
    below = np.linalg.norm(at - leg.knee)
    assert below == pytest.approx(0.1 * np.linalg.norm(leg.knee - leg.hip))
    assert below + np.linalg.norm(leg.ankle - at) == pytest.approx(
        np.linalg.norm(leg.ankle - leg.knee))


def test_a_roller_at_a_wall_bears_nobody() -> None:
    frame = {"at": 0, "contacts": [on("left_foot"), on("right_foot"), on("right_thigh", "roller")]}
    assert not moved("standing", frame, props=["wall"]).bears(Motion(Guide.model_validate(
        {"base": "standing", "seconds": 2, "frames": [frame]})).contacts(0)[2])
    assert moved("standing", frame, props=["wall"]).at(0).hips[2] > 0.8


def test_the_other_side_touches_with_the_other_side() -> None:
    frame = {"at": 0, "contacts": [on("left_foot"), on("right_hand", "seat")]}
    motion = moved("standing", frame)
    other = Motion(motion.guide, flip=True)
    assert [each.place for each in other.contacts(0)] == ["right_foot", "left_hand"]
    assert set(other.held(0)) == {"right_foot", "left_hand"}
