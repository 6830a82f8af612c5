import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mirrorapp.camera
from mirrorapp.figure.choreography import DURATION_S, REPETITIONS, ease, shape_at
from mirrorapp.figure.rehearsal import CAMERA, FPS, add_noise, describe, frame_times_s
from mirrorapp.figure.skeleton import Skeleton
from mirrorapp.figure.squat import pose_squat

CLIP = Path(mirrorapp.camera.__file__).with_name("rehearsal.mp4")
MOST_BYTES = 1_500_000


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(CLIP.with_suffix(".json").read_text(encoding="utf-8"))
    return loaded


def test_the_clip_ends_as_it_begins() -> None:
    assert astuple(shape_at(DURATION_S)) == pytest.approx(astuple(shape_at(0.0)), abs=1e-9)


def test_every_frame_can_be_posed(skeleton: Skeleton) -> None:
    for time_s in frame_times_s():
        squat = pose_squat(skeleton, shape_at(float(time_s)))
        assert squat.left.flexion_deg > 2


def test_only_the_third_and_the_fifth_repetition_fall_in(skeleton: Skeleton) -> None:
    repetitions = describe(skeleton, "clip.mp4", 438)["repetitions"]
    assert [one["left"]["valgus_deg"] for one in repetitions] == [0, 0, 16, 0, -2]
    assert [one["right"]["valgus_deg"] for one in repetitions] == [0, 0, 0, 0, 17]


def test_repetitions_begin_and_end_standing() -> None:
    for one in REPETITIONS:
        assert one.depth(one.start_s) == one.depth(one.end_s) == 0
        assert one.depth(one.bottom_s) == 1


def test_easing_starts_and_stops_gently() -> None:
    assert [ease(-1), ease(0), ease(0.5), ease(1), ease(2)] == [0, 0, 0.5, 1, 1]
    assert ease(0.01) < 1e-4


def test_noise_is_mild_and_the_same_every_time() -> None:
    grey = np.full((64, 64, 3), 128, np.uint8)
    first, second = (add_noise(grey, np.random.default_rng(1)) for _ in range(2))
    assert np.array_equal(first, second)
    assert 1 < first.std() < 3
    assert first.mean() == pytest.approx(128, abs=0.2)


def test_the_committed_truth_is_what_the_script_says(truth: dict[str, Any]) -> None:
    assert truth["file"] == CLIP.name
    assert truth["fps"] == FPS
    assert truth["frames"] == len(frame_times_s())
    assert truth["camera"]["height_px"] == CAMERA.height_px
    assert len(truth["repetitions"]) == 5
    for one, planned in zip(truth["repetitions"], REPETITIONS, strict=True):
        assert one["start_s"] < one["bottom_s"] < one["end_s"] < truth["duration_s"]
        assert one["bottom_s"] == pytest.approx(planned.bottom_s)
        assert one["left"]["valgus_deg"] == pytest.approx(planned.valgus_left_deg, abs=0.05)
        assert one["right"]["valgus_deg"] == pytest.approx(planned.valgus_right_deg, abs=0.05)


def test_the_committed_clip_is_small_and_plays(truth: dict[str, Any]) -> None:
    cv2 = pytest.importorskip("cv2")
    assert CLIP.stat().st_size <= MOST_BYTES
    capture = cv2.VideoCapture(str(CLIP))
    try:
        assert capture.get(cv2.CAP_PROP_FPS) == pytest.approx(truth["fps"])
        frames = 0
        while True:
            read, picture = capture.read()
            if not read:
                break
            assert picture.shape == (truth["camera"]["height_px"], truth["camera"]["width_px"], 3)
            frames += 1
    finally:
        capture.release()
    assert frames == truth["frames"]
