"""The clip that is measured with, as a camera gives it."""

from contextlib import closing
from itertools import pairwise

import numpy as np
import pytest

from mirrorapp.bench.eyes import BLOCK, Remembered
from mirrorapp.clock import ManualClock


def test_frames_from_memory_go_there_and_back_and_their_time_goes_on() -> None:
    with closing(Remembered(ManualClock())) as camera:
        camera.open()
        camera.read()
        camera.remembers = True
        once = [camera.read() for _ in range(BLOCK)]
        again = [camera.read() for _ in range(2 * BLOCK)]
    assert [each.index for each in once + again] == list(range(1, 1 + 3 * BLOCK))
    steps_s = [after.time_s - before.time_s for before, after in pairwise(once + again)]
    assert steps_s == pytest.approx([steps_s[0]] * len(steps_s))
    there_and_back = [*range(BLOCK - 1, -1, -1), *range(1, BLOCK), *range(BLOCK - 2, -1, -1)]
    for frame, at in zip(again, there_and_back[1:], strict=False):
        assert np.array_equal(frame.rgba, once[at].rgba)
        assert not np.shares_memory(frame.rgba, once[at].rgba)
