"""One worker process, asked about pictures that lie where it can see them, and others."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from mirrorapp.camera.base import Frame
from mirrorapp.camera.memory import Pictures, place_of
from mirrorapp.vision.child import Worker
from mirrorapp.vision.estimator import picture_of
from mirrorapp.vision.pose import Sighting
from mirrorapp.vision.sandbox import SandboxedEstimator

from .support import look

PATIENT_S = 60.0


@pytest.fixture(scope="module")
def eyes(model_path: Path) -> Iterator[SandboxedEstimator]:
    made = SandboxedEstimator(model_path, standby=False, answer_patience_s=PATIENT_S,
                              start_patience_s=PATIENT_S)
    with closing(made):
        yield made


def assert_same(seen: Sighting, known: Sighting) -> None:
    assert seen.pose is not None
    assert known.pose is not None
    np.testing.assert_array_equal(seen.pose.px, known.pose.px)


def test_what_is_asked_ahead_is_answered_in_turn_and_the_same(
        eyes: SandboxedEstimator, body_frames: list[Frame]) -> None:
    frames = body_frames[:6]
    eyes.open()
    one_by_one = [look(eyes, frame) for frame in frames]
    eyes.open()
    eyes.ask(frames[0])
    ahead = []
    for frame in frames[1:]:
        eyes.ask(frame)
        ahead.append(eyes.answer())
    ahead.append(eyes.answer())
    for seen, known in zip(ahead, one_by_one, strict=True):
        assert seen.time_s == known.time_s
        assert_same(seen, known)


def test_pictures_of_a_camera_and_others_are_seen_alike(
        eyes: SandboxedEstimator, body_frames: list[Frame]) -> None:
    pictures = Pictures()
    eyes.open()
    others = [look(eyes, frame) for frame in body_frames[:4]]
    eyes.open()
    for number, (frame, known) in enumerate(zip(body_frames, others, strict=False)):
        rgba = pictures.copy(frame.rgba) if number % 2 else frame.rgba
        assert_same(look(eyes, Frame(frame.index, frame.time_s, rgba)), known)


def test_a_picture_keeps_its_room_until_it_was_looked_at(
        model_path: Path, body_frames: list[Frame]) -> None:
    pictures = Pictures()
    worker = Worker(model_path, "litert", confine=True)
    try:
        worker.greet(PATIENT_S, PATIENT_S)
        frame = Frame(0, 0.0, pictures.copy(body_frames[0].rgba))
        shape, place = frame.rgba.shape, place_of(picture_of(frame))
        worker.ask(frame)
        del frame
        assert place_of(pictures.room(*shape)) != place
        worker.answer(PATIENT_S)
        assert place_of(pictures.room(*shape)) == place
    finally:
        worker.stop()
