from types import SimpleNamespace
from typing import Any

import pytest

from mirrorapp.vision.mediapipe_finder import _pose


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_nobody(value: float) -> None:
    points = [SimpleNamespace(x=0.5, y=0.5, z=0.0, visibility=1.0, presence=1.0)] * 32
    odd = SimpleNamespace(x=0.5, y=value, z=0.0, visibility=1.0, presence=1.0)
    found: Any = SimpleNamespace(pose_landmarks=[[*points, odd]],
                                 pose_world_landmarks=[[*points, points[0]]])
    assert _pose(found, 100, 100) is None
