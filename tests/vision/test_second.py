from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.camera.base import Frame
from mirrorapp.vision.bystander import GREY
from mirrorapp.vision.pose import LANDMARK_COUNT, Floats, Landmark, Pose
from mirrorapp.vision.sandbox import SandboxedEstimator
from mirrorapp.vision.second import EVERY_FRAMES, LOOK_EVERY_S, SecondLook, turned_back

from .support import standing

WIDTH_PX, HEIGHT_PX = 640, 480
LEGS = slice(Landmark.LEFT_HIP, Landmark.RIGHT_ANKLE + 1)


def moved(pose: Pose, mark: Landmark, by_px: float) -> Pose:
    px = pose.px.copy()
    px[mark, 0] += by_px
    return Pose(px, pose.visibility, pose.presence, pose.world_m)


def mirrored(pose: Pose) -> Pose:
    """As the model sees the mirror image: x from the other edge, and left called right."""
    px = np.column_stack((turned_back(pose, WIDTH_PX), pose.px[:, 2]))
    return Pose(px, pose.visibility, pose.presence, pose.world_m)


def noted(first: Pose, again: Pose | None, looks: SecondLook | None = None) -> Floats | None:
    return (looks or SecondLook()).note(0.0, first, again, WIDTH_PX)


def test_what_is_turned_back_twice_is_as_it_was() -> None:
    pose = standing(200.0)
    back = turned_back(mirrored(pose), WIDTH_PX)
    np.testing.assert_allclose(back, pose.px[:, :2])


def test_left_and_right_change_places() -> None:
    pose = standing(200.0)
    back = turned_back(pose, WIDTH_PX)
    for left, right in ((Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
                        (Landmark.MOUTH_LEFT, Landmark.MOUTH_RIGHT),
                        (Landmark.NOSE, Landmark.NOSE)):
        assert back[left, 0] == WIDTH_PX - pose.px[right, 0]
        assert back[left, 1] == pose.px[right, 1]


@given(st.lists(st.floats(0.0, 1e4), min_size=2, max_size=30))
def test_it_looks_again_a_few_times_a_second_and_no_more(steps_s: list[float]) -> None:
    looks, last_s, frames = SecondLook(), None, 0
    for time_s in np.cumsum(steps_s):
        frames += 1
        long_ago = (last_s is None
                    or (time_s - last_s >= LOOK_EVERY_S and frames >= EVERY_FRAMES))
        assert looks.is_due(time_s) == long_ago
        if long_ago:
            looks.note(time_s, standing(), None, WIDTH_PX)
            last_s, frames = time_s, 0
    assert looks.is_due(-1.0), "time has run back"


def test_a_second_look_that_nearly_agrees_is_told_as_it_is() -> None:
    second = noted(standing(), mirrored(moved(standing(), Landmark.LEFT_KNEE, 5.0)))
    assert second is not None
    assert second.shape == (LANDMARK_COUNT, 2)
    assert second[Landmark.LEFT_KNEE, 0] == pytest.approx(305.0)


@pytest.mark.parametrize("again", [
    None, mirrored(standing(500.0)), mirrored(moved(standing(), Landmark.LEFT_KNEE, 40.0))])
def test_nobody_else_and_no_wild_leg_is_believed(again: Pose | None) -> None:
    assert noted(standing(), again) is None


def test_it_sees_the_whole_picture_until_it_has_gone_astray() -> None:
    looks, user = SecondLook(), standing()
    picture = np.arange(HEIGHT_PX * WIDTH_PX * 3).reshape(HEIGHT_PX, WIDTH_PX, 3).astype(np.uint8)
    np.testing.assert_array_equal(looks.shown(picture, user, WIDTH_PX, HEIGHT_PX),
                                  picture[:, ::-1])
    noted(user, mirrored(standing(500.0)), looks)
    covered = looks.shown(picture, user, WIDTH_PX, HEIGHT_PX)[:, ::-1]
    np.testing.assert_array_equal(covered[60:440, 280:320], picture[60:440, 280:320])
    assert (covered[:, 450:] == GREY).all(), "where the other one is"
    noted(user, mirrored(user), looks)
    np.testing.assert_array_equal(looks.shown(picture, user, WIDTH_PX, HEIGHT_PX),
                                  picture[:, ::-1])


def test_the_model_sees_the_same_legs_the_other_way_round(model_path: Path,
                                                          body_frames: list[Frame]) -> None:
    estimator = SandboxedEstimator(model_path, standby=False, answer_patience_s=20)
    estimator.open()
    seen = [estimator.estimate(frame) for frame in body_frames[:20]]
    estimator.close()
    twice = [s for s in seen if s.second is not None and s.pose is not None]
    once_s = [a.time_s for a in twice]
    assert len(twice) >= 2
    assert min(np.diff(once_s)) >= LOOK_EVERY_S
    for each in twice:
        assert each.pose is not None
        assert each.second is not None
        torso_px = float(np.linalg.norm(each.pose.px[Landmark.LEFT_SHOULDER, :2]
                                        - each.pose.px[Landmark.LEFT_HIP, :2]))
        apart_px = np.abs(each.second[LEGS] - each.pose.px[LEGS, :2])
        assert 0 < apart_px.max() < 0.2 * torso_px
