import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.vision import wire
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Floats, Pose, Sighting

from .support import standing

LOOKS = np.arange(PARTS * 3, dtype=float).reshape(PARTS, 3)
LOOKS[1] = np.nan


@pytest.mark.parametrize("second", [None, np.arange(66.0).reshape(33, 2)])
@pytest.mark.parametrize("looks", [None, LOOKS])
@pytest.mark.parametrize("pose", [None, standing()])
def test_what_was_seen_arrives_whole(pose: Pose | None, looks: Floats | None,
                                     second: Floats | None) -> None:
    number, seen = wire.unpack_seen(wire.pack_seen(
        7, Sighting(1.5, 640, 480, pose, 2, looks=looks, second=second)))
    assert (number, seen.time_s, seen.width_px, seen.height_px, seen.people) == (
        7, 1.5, 640, 480, 2)
    assert (seen.pose is None) == (pose is None)
    if pose is not None and seen.pose is not None:
        np.testing.assert_array_equal(seen.pose.px, pose.px)
        np.testing.assert_array_equal(seen.pose.world_m, pose.world_m)
    assert (seen.looks is None) == (looks is None)
    if looks is not None:
        np.testing.assert_array_equal(seen.looks, looks)
    assert (seen.second is None) == (second is None)
    if second is not None:
        np.testing.assert_array_equal(seen.second, second)


@pytest.mark.parametrize("sought", [None, LOOKS])
def test_a_question_arrives_whole(sought: Floats | None) -> None:
    asked = wire.Look(3, 0.5, 720, 1280, (640, 360, 3), 8192, sought)
    got = wire.Look.unpack(asked.pack())
    assert (got.number, got.time_s, got.width_px, got.height_px, got.shape) == (
        3, 0.5, 720, 1280, (640, 360, 3))
    assert (got.sought is None) == (sought is None)
    if sought is not None:
        np.testing.assert_array_equal(got.sought, sought)


@given(st.integers(0, 1000))
def test_half_an_answer_is_refused(length: int) -> None:
    whole = wire.pack_seen(1, Sighting(0.0, 640, 480, standing(), looks=LOOKS,
                                       second=np.ones((33, 2))))
    with pytest.raises(ValueError):  # noqa: PT011 - NumPy's own words
        wire.unpack_seen(whole[:length])
