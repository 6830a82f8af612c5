"""Which lens belongs to which camera, and what it sees in which picture."""

import pytest

from mirrorapp.alignment import lens
from mirrorapp.config import CameraConfig


@pytest.mark.parametrize(("name", "found"), [
    ("Pi camera imx708_wide", lens.WIDE), ("Pi camera imx708_wide_noir", lens.WIDE),
    ("Pi camera imx708", lens.STANDARD), ("Pi camera ov5647", lens.UNKNOWN),
    ("webcam HD Pro", lens.WEBCAM), ("rehearsal clip", lens.REHEARSAL),
    ("video squats.mp4", lens.UNKNOWN)])
def test_auto_goes_by_the_camera(name: str, found: lens.Lens) -> None:
    assert lens.choose(CameraConfig(), name) is found


def test_what_is_named_is_had() -> None:
    assert lens.choose(CameraConfig(lens="wide"), "webcam HD Pro") is lens.WIDE


@pytest.mark.parametrize(("each", "size", "fov"), [
    (lens.WIDE, (720, 1280), 102.0), (lens.WIDE, (1280, 720), 69.6),
    (lens.STANDARD, (720, 1280), 66.0), (lens.STANDARD, (1280, 720), 40.1),
    (lens.WEBCAM, (720, 1280), 70.0)])
def test_the_field_of_view_stands_or_lies_with_the_picture(
        each: lens.Lens, size: tuple[int, int], fov: float) -> None:
    assert each.vfov_deg(*size) == pytest.approx(fov, abs=0.1)


def test_a_picture_of_another_shape_is_cut_out_of_the_middle() -> None:
    whole, cut = lens.WIDE.vfov_deg(1280, 720), lens.WIDE.vfov_deg(640, 480)
    assert cut == pytest.approx(whole)
    assert lens.WIDE.vfov_deg(480, 640) < lens.WIDE.vfov_deg(720, 1280)
