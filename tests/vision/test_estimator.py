import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from mirrorapp.camera.base import Frame
from mirrorapp.config import Runtime
from mirrorapp.vision import recording
from mirrorapp.vision.estimator import LONGEST_PX, _Timestamps, picture_of
from mirrorapp.vision.pose import Landmark
from mirrorapp.vision.sandbox import SandboxedEstimator

from .support import blank, frames_of

PATIENT_S = 60.0  # a busy machine must not decide the tests
LEGS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE,
        Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE, Landmark.LEFT_FOOT_INDEX,
        Landmark.RIGHT_FOOT_INDEX]


@pytest.fixture(scope="module", params=get_args(Runtime))
def running(request: pytest.FixtureRequest, model_path: Path) -> Iterator[SandboxedEstimator]:
    """The real model: in its sandbox, for the tests must not report to anybody either."""
    made = SandboxedEstimator(model_path, runtime=request.param, standby=False,
                              answer_patience_s=PATIENT_S, start_patience_s=PATIENT_S)
    made.open()
    yield made
    made.close()


@pytest.fixture
def estimator(running: SandboxedEstimator) -> SandboxedEstimator:
    """One that has seen nobody yet."""
    running.open()
    return running


def test_a_figure_is_found_in_pixels_of_the_full_frame(estimator: SandboxedEstimator,
                                                       body_frames: list[Frame]) -> None:
    seen = [estimator.estimate(frame) for frame in body_frames][-1]
    assert seen.pose is not None
    assert seen.people == 1
    assert (seen.width_px, seen.height_px) == (body_frames[0].width_px, body_frames[0].height_px)
    hips, ankles = seen.pose.px[LEGS[:2]].mean(axis=0), seen.pose.px[LEGS[4:6]].mean(axis=0)
    assert ankles[1] - hips[1] > 0.15 * seen.height_px
    assert seen.pose.px.dtype == seen.pose.world_m.dtype == np.float64
    assert seen.pose.px[Landmark.LEFT_HIP, 0] > seen.pose.px[Landmark.RIGHT_HIP, 0], "facing"


def test_the_cameras_own_small_picture_gives_full_frame_pixels(
        estimator: SandboxedEstimator, body_frames: list[Frame]) -> None:
    whole = [estimator.estimate(frame) for frame in body_frames[:10]][-1]
    estimator.open()
    small = [estimator.estimate(Frame(f.index, f.time_s, f.rgba,
                                      np.ascontiguousarray(f.rgba[::2, ::2, :3])))
             for f in body_frames[:10]][-1]
    assert whole.pose is not None
    assert small.pose is not None
    assert np.abs(whole.pose.px[LEGS, :2] - small.pose.px[LEGS, :2]).max() < 0.03 * whole.height_px


def test_nobody_is_seen_in_an_empty_room(estimator: SandboxedEstimator) -> None:
    seen = estimator.estimate(blank())
    assert seen.pose is None
    assert seen.people == 0


@pytest.mark.parametrize("times_s", [[5.0, 5.0, 5.0], [5.0, 1.0, 1.033], [0.0, 1e300, 1.0],
                                     [0.0, float("nan"), float("inf"), -1e18]])
def test_no_time_of_a_frame_stops_it(running: SandboxedEstimator, body_frames: list[Frame],
                                     times_s: list[float]) -> None:
    for time_s in times_s:
        assert running.estimate(Frame(0, time_s, body_frames[0].rgba)).pose is not None


def test_timestamps_grow_and_keep_the_frames_own_pace() -> None:
    stamps = _Timestamps()
    given = [10.0, 10.0, 10.033, 2.0, 2.1, 9e9, 9e9 + 0.05]
    at = [stamps.at(time_s) for time_s in given]
    assert all(later > earlier for earlier, later in itertools.pairwise(at))
    assert at[4] - at[3] == 100
    assert at[6] - at[5] == pytest.approx(50, abs=1)


def test_very_large_pictures_are_thinned_and_others_left_whole() -> None:
    assert picture_of(blank(1920, 1080)).shape == (1080, 1920, 4)
    large = picture_of(blank(3840, 2160))
    assert max(large.shape) <= LONGEST_PX
    assert large.shape[1] / large.shape[0] == pytest.approx(16 / 9)


@pytest.mark.shared
@pytest.mark.parametrize("running", ["mediapipe"], indirect=True)
@pytest.mark.parametrize("clip", [
    "lnew_bad_IMG_7033_1280", pytest.param("lnew_good_IMG_7027_1280", marks=pytest.mark.full),
    pytest.param("lnew_good_IMG_7052_1280", marks=pytest.mark.full)])
def test_it_sees_what_mediapipe_saw_in_real_footage(
        estimator: SandboxedEstimator, shared: Path, clip: str) -> None:
    """LiteRT is held against MediaPipe in litert/test_equal.py."""
    wanted = recording.read(shared / "landmarks" / f"{clip}.npz")
    off_px = []
    for frame, known in zip(frames_of(shared / "clips" / f"{clip}.mp4"), wanted, strict=True):
        seen = estimator.estimate(frame)
        assert (seen.pose is None) == (known.pose is None)
        if seen.pose is not None and known.pose is not None:
            off_px.append(np.abs(seen.pose.px[LEGS, :2] - known.pose.px[LEGS, :2]).max())
    assert np.mean(off_px) < 0.2
    assert np.max(off_px) < 2.0


@pytest.mark.shared
@pytest.mark.parametrize(("clip", "people", "frames"), [
    ("p2s_multi_cam02", 2, 25), ("p2s_single_cam02", 1, 25),
    *(pytest.param(clip, people, None, marks=pytest.mark.full) for clip, people in (
        ("p2s_multi_cam02", 2), ("p2s_single_cam02", 1), ("p2s_single_cam03", 1),
        ("lnew_bad_IMG_7033_1280", 1), ("lnew_good_IMG_7052_1280", 1)))])
def test_a_second_person_is_told(estimator: SandboxedEstimator, shared: Path, clip: str,
                                 people: int, frames: int | None) -> None:
    told = {estimator.estimate(frame).people
            for frame in frames_of(shared / "clips" / f"{clip}.mp4", frames)}
    assert told == {people}
