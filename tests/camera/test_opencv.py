"""Turning and converting pictures."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.camera.memory import Pictures, place_of
from mirrorapp.camera.opencv import quiet, rgb_from_yuv420, rgba_from_bgr, upright
from tests.camera.stand_ins import TURNED, corners, quarters

TURNS = sorted(TURNED)


@pytest.mark.parametrize("rotate_deg", TURNS)
def test_rgba_is_turned_clockwise_opaque_and_contiguous(rotate_deg: int) -> None:
    pictures = Pictures()
    rgba = rgba_from_bgr(quarters(64, 32)[..., ::-1], rotate_deg, pictures)
    assert place_of(rgba) is not None  # written straight to where the pose model sees it
    assert rgba.shape == ((32, 64, 4) if rotate_deg in {0, 180} else (64, 32, 4))
    assert rgba.dtype == np.uint8
    assert rgba.flags.c_contiguous
    assert (rgba[..., 3] == 255).all()
    assert corners(rgba) == TURNED[rotate_deg]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(3, 4), st.sampled_from(TURNS))
def test_turning_is_numpys_and_undone_by_the_rest_of_the_circle(
        height_px: int, width_px: int, channels: int, rotate_deg: int) -> None:
    count = height_px * width_px * channels
    picture = np.arange(count, dtype=np.uint8).reshape(height_px, width_px, channels)
    turned = upright(picture, rotate_deg)
    assert np.array_equal(turned, np.rot90(picture, -rotate_deg // 90))
    assert np.array_equal(upright(turned, -rotate_deg % 360), picture)


@pytest.mark.parametrize("padding_px", [0, 64])
def test_yuv420_loses_its_row_padding(padding_px: int) -> None:
    padded = np.pad(quarters(64, 32), ((0, 0), (0, padding_px), (0, 0)), constant_values=90)
    rgb = rgb_from_yuv420(cv2.cvtColor(padded, cv2.COLOR_RGB2YUV_I420), 64)
    assert rgb.shape == (32, 64, 3)
    assert rgb.flags.c_contiguous
    assert corners(rgb) == TURNED[0]


def test_quiet_gives_the_log_level_back() -> None:
    log = cv2.utils.logging
    before = log.getLogLevel()
    with quiet():
        assert log.getLogLevel() == log.LOG_LEVEL_SILENT
    assert log.getLogLevel() == before
