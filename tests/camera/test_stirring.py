"""A still room is not looked at over and over, and nobody who comes is missed."""

import numpy as np
import pytest

from mirrorapp.camera.base import Frame, Pixels
from mirrorapp.camera.stirring import GLANCE_S, Stirring

HIGH, WIDE = 720, 1280
RANDOM = np.random.default_rng(7)


def room(shade: int = 60, noise: float = 0.0) -> Pixels:
    """A wall and a darker floor, with the noise of a small sensor."""
    rgba = np.full((HIGH, WIDE, 4), shade, np.uint8)
    rgba[HIGH * 2 // 3:] = shade // 2
    if noise:
        rgba = np.clip(rgba + RANDOM.normal(0, noise, rgba.shape), 0, 255).astype(np.uint8)
    return rgba


def somebody(shade: int, left_px: int = 600, noise: float = 0.0) -> Pixels:
    """As narrow as who stands four metres away."""
    rgba = room(noise=noise)
    rgba[250:600, left_px:left_px + 90] = shade
    return rgba


def at(time_s: float, rgba: Pixels) -> Frame:
    return Frame(0, time_s, rgba)


def test_the_first_passes_and_what_is_the_same_does_not() -> None:
    stirring = Stirring()
    assert stirring.passes(at(0.0, room()))
    assert not any(stirring.passes(at(each / 3, room())) for each in range(1, 29))
    assert stirring.passes(at(GLANCE_S, room()))
    assert not stirring.passes(at(GLANCE_S + 0.3, room()))


@pytest.mark.parametrize("noise", [5.0, 15.0])
def test_noise_is_nobody(noise: float) -> None:
    stirring = Stirring()
    stirring.passes(at(0.0, room(noise=noise)))
    assert not any(stirring.passes(at(each / 3, room(noise=noise))) for each in range(1, 6))


def test_light_that_changes_all_over_is_nobody() -> None:
    stirring = Stirring()
    stirring.passes(at(0.0, np.full((HIGH, WIDE, 4), 60, np.uint8)))
    assert not stirring.passes(at(0.3, np.full((HIGH, WIDE, 4), 75, np.uint8)))


@pytest.mark.parametrize("shade", [30, 75, 200])
@pytest.mark.parametrize("noise", [0.0, 10.0])
def test_whoever_comes_passes_also_with_little_contrast(shade: int, noise: float) -> None:
    stirring = Stirring()
    stirring.passes(at(0.0, room(noise=noise)))
    assert stirring.passes(at(0.3, somebody(shade, noise=noise)))
    assert stirring.passes(at(0.6, somebody(shade, 640, noise=noise))), "and goes on"


def test_whoever_comes_slowly_passes() -> None:
    stirring = Stirring()
    stirring.passes(at(0.0, room(60)))
    shades = range(62, 90, 2)
    assert any(stirring.passes(at(0.01 * each, somebody(each))) for each in shades)


def test_a_picture_of_another_shape_passes() -> None:
    stirring = Stirring()
    stirring.passes(at(0.0, room()))
    assert stirring.passes(at(0.1, np.ascontiguousarray(room().transpose(1, 0, 2))))
