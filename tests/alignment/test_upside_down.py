"""A camera that hangs upside down: told of, and nothing said of knees."""

import contextlib
from dataclasses import replace
from itertools import product

import cv2
import numpy as np
import pytest

from mirrorapp.alignment.framing import Framing
from mirrorapp.alignment.upside_down import STANDS_S, UpsideDown, is_upside_down
from mirrorapp.camera.base import Frame
from mirrorapp.camera.rehearsal import CLIP
from mirrorapp.events import Refusal
from mirrorapp.exercises import catalogue
from mirrorapp.figure.stick import Size
from mirrorapp.simulate.eyes import HEIGHT_PX, WIDTH_PX, Eyes
from mirrorapp.simulate.seen import SeenMotion, placed
from mirrorapp.vision import model
from mirrorapp.vision.pose import Pose, Sighting
from mirrorapp.vision.sandbox import SandboxedEstimator

PATIENT_S = 60.0


def squatting(phase: float = 0.0) -> Pose:
    """At a phase of a squat, 0 to 1."""
    guide = catalogue.read().exercises["squat"].guide
    assert guide is not None
    pose = Eyes(noise=0.0).look(SeenMotion(guide, Size()).marks(phase), 0.0).pose
    assert pose is not None
    return pose


def turned(pose: Pose) -> Pose:
    """As a camera sees it that hangs upside down."""
    px, world_m = pose.px.copy(), pose.world_m.copy()
    px[:, :2] = (WIDTH_PX, HEIGHT_PX) - px[:, :2]
    world_m[:, :2] *= -1
    return replace(pose, px=px, world_m=world_m)


def test_it_is_told_once_somebody_has_stood_so_and_until_they_stand_upright() -> None:
    looks, over = UpsideDown(), turned(squatting())
    looks.look(over, 0.0)
    looks.look(None, 1.0)
    looks.look(over, STANDS_S - 0.1)
    assert looks.notice is None
    looks.look(over, STANDS_S)
    assert looks.notice is not None
    looks.look(None, 20.0)
    assert looks.notice is not None
    looks.look(squatting(), 21.0)
    assert looks.notice is None


def test_two_glimpses_hours_apart_are_nobody() -> None:
    looks, over = UpsideDown(), turned(squatting())
    looks.look(over, 0.0)
    for hour in range(1, 4):
        looks.look(None, 3600.0 * hour - 60.0)
        looks.look(over, 3600.0 * hour)
        assert looks.notice is None
    looks.look(over, 0.0)  # another film, or the same from its beginning
    assert looks.notice is None


@pytest.mark.parametrize("phase", [0.0, 0.25, 0.5])
def test_whatever_is_upside_down_is_refused_and_not_told_to_turn_round(phase: float) -> None:
    sighting = Sighting(0.0, WIDTH_PX, HEIGHT_PX, turned(squatting(phase)))
    assert Framing().look(sighting).refusal is Refusal.IMPLAUSIBLE


def test_nothing_that_is_trained_looks_so() -> None:
    eyes = Eyes(noise=0.0)
    for each in catalogue.read().exercises.values():
        if each.guide is None:
            continue
        motion = SeenMotion(each.guide, Size())
        for turn_deg, phase in product((0.0, 90.0, 180.0, -90.0), np.linspace(0.0, 1.0, 9)):
            pose = eyes.look(placed(motion.marks(phase), turn_deg, np.zeros(3)), 0.0).pose
            assert pose is not None
            assert not is_upside_down(pose), (each.id, turn_deg, phase)


def test_the_pose_model_sees_it_and_no_knee_is_judged() -> None:
    clip, framing, looks = cv2.VideoCapture(str(CLIP)), Framing(), UpsideDown()
    seen = 0
    with contextlib.closing(SandboxedEstimator(model.find(), standby=False,
                                               answer_patience_s=PATIENT_S,
                                               start_patience_s=PATIENT_S)) as eyes:
        eyes.open()
        for number in range(150):
            picture = clip.read()[1]
            if number % 15:
                continue
            rgba = cv2.cvtColor(cv2.rotate(picture, cv2.ROTATE_180), cv2.COLOR_BGR2RGBA)
            sighting = eyes.estimate(Frame(number, number / 30, rgba.astype(np.uint8)))
            looks.look(sighting.pose, sighting.time_s)
            seen += sighting.pose is not None
            assert framing.look(sighting).refusal in (Refusal.NO_PERSON, Refusal.IMPLAUSIBLE)
    clip.release()
    assert seen > 5
    assert looks.notice is not None
