"""Which sensor mode and which sizes are asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.camera.streams import lores_size_px, widest_mode
from tests.camera.stand_in_picamera2 import MODES


@pytest.mark.parametrize(("rate_hz", "mode_px"), [
    (30, (2304, 1296)),  # the whole view, though 1536 x 864 is nearer in size
    (60, (1536, 864)),  # the whole view is not that fast
    (14, (2304, 1296)),  # 4608 x 2592 sees no more
])
def test_the_mode_that_sees_most_wins_and_then_the_smallest(
        rate_hz: float, mode_px: tuple[int, int]) -> None:
    assert widest_mode(MODES, (1280, 720), rate_hz) == {"output_size": mode_px, "bit_depth": 10}


@pytest.mark.parametrize("modes", [[], [{"format": "MJPEG"}], MODES[:1]])
def test_where_no_mode_fits_picamera2_decides(modes: list[dict[str, object]]) -> None:
    assert widest_mode(modes, (1920, 1080), 30) is None


@given(st.integers(160, 3840), st.integers(120, 2160))
def test_small_picture_keeps_the_shape(width_px: int, height_px: int) -> None:
    main = (width_px & ~1, height_px & ~1)
    small = lores_size_px(*main)
    assert small == main or max(small) == 640
    assert all(side % 2 == 0 and 0 < side <= full for side, full in zip(small, main, strict=True))
    assert np.isclose(small[0] * main[1], small[1] * main[0], atol=2 * max(main))
