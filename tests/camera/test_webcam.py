"""The webcam, against a stand-in for OpenCV's capture and a sysfs of files."""

from collections import deque
from collections.abc import Callable
from pathlib import Path

import cv2
import pytest

from mirrorapp.camera import webcam as module
from mirrorapp.camera.base import CameraError, CameraLost
from mirrorapp.camera.webcam import SILENCE_S, Webcam, v4l2_capture
from mirrorapp.clock import ManualClock
from mirrorapp.config import CameraConfig
from tests.camera.stand_ins import TURNED, Bus, StandInCapture, corners, quarters


class Desk:
    """A webcam on a bus, and the captures that were made of it."""

    def __init__(self, root: Path, **config: int) -> None:
        self.bus = Bus(root)
        self.clock = ManualClock(100.0)
        self.made: list[StandInCapture] = []
        self.opens: dict[int, bool] = {}
        self.works = True
        self.webcam = Webcam(CameraConfig.model_validate(config), self.clock,
                             capture=self._capture, sysfs=self.bus.sysfs, dev=self.bus.dev,
                             kernel_clock=lambda: self.clock.time_s - 93.0)

    def _capture(self, number: int) -> StandInCapture:
        capture = StandInCapture(number, quarters(64, 32), opens=self.opens.get(number, True),
                                 working=self.works)
        self.made.append(capture)
        return capture


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.bus.plug(0, "Brio")
    return desk


def refusal(act: Callable[[], object]) -> CameraError:
    with pytest.raises(CameraError) as raised:
        act()
    return raised.value


@pytest.mark.parametrize("rotate", sorted(TURNED))
def test_frames_are_upright_rgba(tmp_path: Path, rotate: int) -> None:
    desk = Desk(tmp_path, rotate=rotate)
    desk.bus.plug(0, "Brio")
    desk.webcam.open()
    frame = desk.webcam.read()
    assert corners(frame.rgba) == TURNED[rotate]
    assert frame.rgba.shape[2] == 4
    assert frame.lores is None
    assert desk.webcam.name == "webcam Brio"


def test_asks_for_motion_jpeg_the_size_the_rate_and_two_buffers(desk: Desk) -> None:
    desk.webcam.open()
    assert list(desk.made[0].settings.items()) == [  # the order matters to V4L2
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, 1280), (cv2.CAP_PROP_FRAME_HEIGHT, 720),
        (cv2.CAP_PROP_FPS, 30), (cv2.CAP_PROP_BUFFERSIZE, 2)]


def test_frame_time_is_the_drivers_stamp_or_else_the_present(desk: Desk) -> None:
    desk.webcam.open()
    desk.clock.sleep(1.0)
    desk.made[0].stamps_ms = deque([7960.0, 0.0])
    assert desk.webcam.read().time_s == pytest.approx(100.96)
    assert desk.webcam.read().time_s == pytest.approx(101.0)


def test_broken_picture_is_passed_over(desk: Desk) -> None:
    desk.webcam.open()
    desk.made[0].grabs = deque([False, True, True])
    desk.made[0].retrieves = deque([False, True])
    assert desk.webcam.read().index == 0
    assert desk.webcam.read().index == 1


def test_no_webcam_says_to_plug_one_in(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    error = refusal(desk.webcam.open)
    assert error.what == "No webcam is plugged in."
    assert error.remedy.startswith("Plug one in")
    assert desk.made == [], "OpenCV isn't asked, and so has nothing to complain about"


def test_number_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    desk = Desk(tmp_path, device=4)
    desk.bus.plug(2, "Brio")
    error = refusal(desk.webcam.open)
    assert error.what == "There is no webcam number 4."
    assert error.remedy == "Set camera.device to one of these: 2 (Brio)."


def test_set_number_is_taken_and_no_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path, device=4)
    desk.bus.plug(2, "Brio")
    desk.bus.plug(4, "C920")
    desk.opens[4] = False
    assert refusal(desk.webcam.open).what == "The webcam C920 does not open."
    assert [capture.number for capture in desk.made] == [4]


def test_without_a_number_the_first_that_works_is_taken(desk: Desk) -> None:
    desk.bus.plug(2, "C920")
    desk.opens[0] = False
    desk.webcam.open()
    assert desk.webcam.name == "webcam C920"
    assert [capture.released for capture in desk.made] == [True, False]


def test_webcam_in_use_is_refused_and_let_go(desk: Desk) -> None:
    desk.opens[0] = False
    error = refusal(desk.webcam.open)
    assert error.what == "The webcam Brio does not open."
    assert error.remedy.startswith("Close other programs")
    assert desk.made[0].released


def test_webcam_that_opens_but_shows_nothing_is_refused(desk: Desk) -> None:
    desk.works = False
    error = refusal(desk.webcam.open)
    assert error.what == "The webcam Brio gives no picture."
    assert desk.made[0].released
    assert desk.clock.time_s == pytest.approx(100 + SILENCE_S, abs=0.1)


def test_webcam_without_permission_names_the_group(
        desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.os, "access", lambda *_: False)
    error = refusal(desk.webcam.open)
    assert error.what == "The webcam Brio may not be used by this user."
    assert "group video" in error.remedy


def test_pulled_out_is_lost_at_once_and_found_again_under_another_number(desk: Desk) -> None:
    desk.webcam.open()
    assert desk.webcam.read().index == 0
    desk.bus.unplug(0)
    desk.made[0].working = False
    before_s = desk.clock.time_s
    lost = refusal(desk.webcam.read)
    assert isinstance(lost, CameraLost)
    assert (lost.what, lost.remedy) == ("The webcam Brio is unplugged.", "Plug it in again.")
    assert desk.clock.time_s == before_s
    desk.webcam.close()
    assert refusal(desk.webcam.open).what == "The webcam Brio is unplugged."
    desk.bus.plug(3, "Brio", where="usb9/9-1/9-1:1.0")
    desk.webcam.open()
    assert desk.webcam.read().index == 1
    assert [capture.number for capture in desk.made] == [0, 3]


def test_no_other_camera_takes_its_place(desk: Desk) -> None:
    desk.bus.plug(2, "Hallway")
    desk.webcam.open()
    desk.webcam.close()
    desk.bus.unplug(0)
    error = refusal(desk.webcam.open)
    assert error.what == "The webcam Brio is unplugged."
    assert [capture.number for capture in desk.made] == [0]


def test_of_two_alike_the_former_number_comes_first(tmp_path: Path) -> None:
    desk = Desk(tmp_path, device=2)
    desk.bus.plug(0, "Brio")
    desk.bus.plug(2, "Brio", where="usb1/1-2/1-2:1.0")
    desk.webcam.open()
    desk.webcam.close()
    desk.webcam.open()
    assert [capture.number for capture in desk.made] == [2, 2]


def test_silent_webcam_is_lost_after_a_while(desk: Desk) -> None:
    desk.webcam.open()
    desk.made[0].working = False
    lost = refusal(desk.webcam.read)
    assert isinstance(lost, CameraLost)
    assert lost.what == "The webcam Brio gives no picture."
    assert lost.remedy.startswith("Close other programs")


def test_opening_twice_opens_once_and_closing_twice_is_safe(desk: Desk) -> None:
    desk.webcam.open()
    desk.webcam.open()
    desk.webcam.close()
    desk.webcam.close()
    assert [capture.released for capture in desk.made] == [True]
    assert refusal(desk.webcam.read).what == "The webcam Brio is closed."


def test_opencv_says_nothing_where_there_is_no_camera(
        tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    bus = Bus(tmp_path)
    bus.plug(63, "Ghost")
    webcam = Webcam(CameraConfig(), ManualClock(), sysfs=bus.sysfs, dev=bus.dev,
                    capture=v4l2_capture)
    assert refusal(webcam.open).what == "The webcam Ghost does not open."
    assert capfd.readouterr().err == ""


def test_a_frame_that_is_skipped_is_not_decoded(desk: Desk) -> None:
    assert not desk.webcam.skip(), "it is closed"
    desk.webcam.open()
    capture = desk.made[0]
    capture.retrieves.append(False)
    assert desk.webcam.skip()
    assert capture.retrieves, "none was decoded"
    capture.grabs.append(False)
    assert not desk.webcam.skip()
