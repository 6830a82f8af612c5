"""The Pi camera, against a strict stand-in for picamera2."""

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from mirrorapp.camera.base import CameraError, CameraLost
from mirrorapp.camera.picamera import PiCamera
from mirrorapp.clock import ManualClock
from mirrorapp.config import CameraConfig
from tests.camera import stand_in_picamera2
from tests.camera.stand_in_picamera2 import MODULE_2, MODULE_3, USB, Picamera2, Rig
from tests.camera.stand_ins import TURNED, corners


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    return stand_in_picamera2.install(monkeypatch)


def camera(clock: ManualClock | None = None, **config: Any) -> PiCamera:
    return PiCamera(CameraConfig.model_validate(config), clock or ManualClock(100.0),
                    kernel_clocks=(lambda: 7.0,))


def opened(**config: Any) -> PiCamera:
    pi = camera(**config)
    pi.open()
    return pi


def refusal(act: Callable[[], object]) -> CameraError:
    with pytest.raises(CameraError) as raised:
        act()
    return raised.value


@pytest.mark.parametrize("rotate", sorted(TURNED))
def test_one_request_gives_both_pictures_upright(rig: Rig, rotate: int) -> None:
    frame = opened(rotate=rotate).read()
    assert frame.lores is not None
    upright = rotate in {0, 180}
    assert frame.rgba.shape == ((720, 1280, 4) if upright else (1280, 720, 4))
    assert frame.lores.shape == ((360, 640, 3) if upright else (640, 360, 3))
    assert corners(frame.rgba) == corners(frame.lores) == TURNED[rotate]
    assert (frame.rgba[..., 3] == 255).all()
    assert frame.rgba.flags.c_contiguous
    assert frame.lores.flags.c_contiguous
    assert rig.made[0].requests_out == 0


def test_padding_of_the_small_picture_is_cut_off(rig: Rig) -> None:
    lores = opened(width=1080, height=810).read().lores
    assert lores is not None
    assert lores.shape == (480, 640, 3)
    lores = opened(width=400, height=300).read().lores  # 400 is padded to 448
    assert lores is not None
    assert lores.shape == (300, 400, 3)
    assert corners(lores) == TURNED[0]


def test_asks_for_the_whole_view_the_rate_the_mat_in_focus_and_a_short_shutter(rig: Rig) -> None:
    opened(fps=25, floor_mark_m=2.5)
    config = rig.made[0].config
    assert config["controls"] == {"FrameDurationLimits": (40000, 40000), "AfMode": 0,
                                  "LensPosition": 0.4, "AeExposureMode": 1}
    assert config["sensor"] == {"output_size": (2304, 1296), "bit_depth": 10}
    assert config["raw"] is None
    assert config["colour_space"] == "smpte170m"
    assert config["queue"] is True
    assert config["buffer_count"] > 1, "one is filled while one is read"
    assert config["main"] == {"format": "XBGR8888", "size": (1280, 720)}


def test_lens_without_autofocus_is_not_asked_to_focus(rig: Rig) -> None:
    rig.controls -= {"AfMode", "LensPosition"}
    opened()
    assert set(rig.made[0].config["controls"]) == {"FrameDurationLimits", "AeExposureMode"}


def test_frame_time_is_the_sensors_on_the_mirrors_clock(rig: Rig) -> None:
    pi = opened()
    rig.stamp_ns = 6_950_000_000
    first = pi.read()
    rig.stamp_ns = None
    second = pi.read()
    assert (first.index, first.time_s) == (0, pytest.approx(99.95))
    assert (second.index, second.time_s) == (1, 100.0)


def test_usb_cameras_are_left_to_the_webcam(rig: Rig) -> None:
    rig.cameras = [USB, MODULE_3]
    pi = opened()
    assert rig.made[0].camera_num == 1
    assert pi.name == "Pi camera imx708"


def test_of_two_cameras_the_first_is_taken_and_both_are_named(
        rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.cameras = [MODULE_3, MODULE_2]
    with caplog.at_level("INFO"):
        assert opened().name == "Pi camera imx708"
        assert opened(device=1).name == "Pi camera imx219"
    assert [each.getMessage().partition(";")[0] for each in caplog.records] == [
        f"of the Pi cameras 0 imx708, 1 imx219 number {taken} is taken" for taken in (0, 1)]


def test_a_camera_that_is_tried_again_and_again_names_the_others_once(
        rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.cameras, rig.busy = [MODULE_3, MODULE_2], True
    pi = camera()
    with caplog.at_level("INFO"):
        for _ in range(3):
            refusal(pi.open)
    assert len(caplog.records) == 1


def test_device_chooses_among_cameras_by_libcameras_number(rig: Rig) -> None:
    rig.cameras = [USB, MODULE_3, MODULE_2]
    assert opened(device=2).name == "Pi camera imx219"
    assert rig.made[0].camera_num == 2


def test_number_that_no_camera_has_is_refused_with_those_that_are_there(rig: Rig) -> None:
    rig.cameras = [MODULE_3, MODULE_2]
    error = refusal(camera(device=5).open)
    assert error.what == "There is no Pi camera number 5."
    assert error.remedy == "Set camera.device to one of these: 0 imx708, 1 imx219."
    assert not rig.made


def test_opening_twice_opens_once_and_closing_twice_is_safe(rig: Rig) -> None:
    pi = opened()
    pi.open()
    pi.close()
    pi.close()
    assert [made.closed for made in rig.made] == [True]
    assert "closed" in refusal(pi.read).what


def test_missing_software_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "picamera2", None)
    error = refusal(camera().open)
    assert error.what == "The Pi camera's software is not installed."
    assert "python3-picamera2" in error.remedy


def test_software_that_does_not_load_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(ModuleType):
        def __getattr__(self, name: str) -> Any:
            raise ValueError("numpy.dtype size changed")

    monkeypatch.setitem(sys.modules, "picamera2", Broken("picamera2"))
    error = refusal(camera().open)
    assert error.what == "The Pi camera's software does not load: numpy.dtype size changed."
    assert "Update python3-picamera2" in error.remedy


@pytest.mark.parametrize("cameras", [[], [USB]])
def test_no_camera_asks_to_check_the_ribbon_cable(rig: Rig, cameras: list[Any]) -> None:
    rig.cameras = cameras
    error = refusal(camera().open)
    assert error.what == "No Pi camera is connected."
    assert "ribbon cable" in error.remedy


def test_camera_list_that_fails_is_a_refusal(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no media device")

    monkeypatch.setattr(Picamera2, "global_camera_info", staticmethod(broken))
    error = refusal(camera().open)
    assert error.what == "The Pi camera does not start: no media device."


def test_camera_in_use_names_the_reason(rig: Rig) -> None:
    rig.busy = True
    error = refusal(camera().open)
    assert error.what == "Another program uses the Pi camera."
    assert "Close that program" in error.remedy


def test_camera_that_does_not_start_is_closed_again(rig: Rig) -> None:
    rig.start_error = "Failed to start camera: Broken pipe"
    error = refusal(camera().open)
    assert error.what == ("The Pi camera does not start: Failed to start camera: Broken pipe.")
    assert "ribbon cable" in error.remedy
    assert rig.made[0].closed


def test_camera_that_never_gives_a_picture_is_refused_at_once(rig: Rig) -> None:
    rig.silent = True
    error = refusal(camera().open)
    assert error.what == "The Pi camera gives no picture."
    assert "ribbon cable" in error.remedy
    assert rig.made[0].closed


def test_camera_that_falls_silent_is_lost_and_comes_back(rig: Rig) -> None:
    pi = opened()
    assert pi.read().index == 0
    rig.silent = True
    lost = refusal(pi.read)
    assert isinstance(lost, CameraLost)
    assert lost.what == "The Pi camera gives no picture."
    pi.close()
    rig.silent = False
    pi.open()
    assert pi.read().index == 1
    assert [made.closed for made in rig.made] == [True, False]


def test_request_is_released_even_where_its_picture_fails(rig: Rig) -> None:
    pi = opened()
    rig.array_error = "failed to find buffer"
    lost = refusal(pi.read)
    assert isinstance(lost, CameraLost)
    assert lost.what == "The Pi camera's picture can't be had: failed to find buffer."
    assert rig.made[0].requests_out == 0


def test_failing_close_is_logged_and_forgotten(
        rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: Picamera2) -> None:
        raise RuntimeError("release failed")

    pi = opened()
    monkeypatch.setattr(Picamera2, "close", broken)
    pi.close()
    assert "did not close cleanly" in caplog.text
