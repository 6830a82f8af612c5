"""Whichever camera is there, and none at first: the real classes on stand-ins for devices."""

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mirrorapp.camera.base import CameraError, CameraMissing
from mirrorapp.camera.feed import CameraFeed
from mirrorapp.camera.live import NONE_SEEN, PLUG_IN, LiveCamera
from mirrorapp.camera.picamera import PiCamera
from mirrorapp.camera.webcam import Webcam
from mirrorapp.clock import ManualClock
from mirrorapp.config import CameraConfig
from mirrorapp.events import Notice
from tests.camera import stand_in_picamera2
from tests.camera.stand_in_picamera2 import MODULE_3, Rig
from tests.camera.stand_ins import Bus, ScriptedCamera, StandInCapture, frame, quarters

PATIENCE_S = 10.0
RETRY_S = 0.01


@dataclass
class House:
    """A Pi with a ribbon connector and a USB port, and what is plugged into them."""

    rig: Rig
    bus: Bus
    captures: list[StandInCapture] = field(default_factory=list)

    def camera(self, device: int = 0) -> LiveCamera:
        config, clock = CameraConfig(source="live", device=device), ManualClock(100.0)
        return LiveCamera((PiCamera(config, clock), Webcam(
            config, clock, capture=self._capture, sysfs=self.bus.sysfs, dev=self.bus.dev)))

    def _capture(self, number: int) -> StandInCapture:
        self.captures.append(StandInCapture(number, quarters(64, 32)))
        return self.captures[-1]

    def pull_out(self, number: int) -> None:
        self.bus.unplug(number)
        self.captures[-1].working = False


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    rig = stand_in_picamera2.install(monkeypatch)
    rig.cameras = []
    return House(rig, Bus(tmp_path))


@pytest.fixture
def feeds() -> Iterator[list[CameraFeed]]:
    """Those that were started; in the end they are stopped."""
    started: list[CameraFeed] = []
    yield started
    for each in started:
        each.stop()


def start(camera: LiveCamera, feeds: list[CameraFeed]) -> CameraFeed:
    feed = CameraFeed(camera, ManualClock(), retry_s=RETRY_S, patient=True)
    feeds.append(feed)
    feed.start()
    return feed


def wait_until_lost(feed: CameraFeed) -> Notice:
    """Frames that were on their way are taken before."""
    while feed.notice is None:
        feed.take(RETRY_S)
    return feed.notice


def refusal(camera: LiveCamera) -> CameraError:
    with pytest.raises(CameraError) as raised:
        camera.open()
    return raised.value


def test_absent_at_the_start_it_is_told_of_and_found_once_it_comes(
        house: House, feeds: list[CameraFeed]) -> None:
    camera = house.camera()
    feed = start(camera, feeds)
    assert feed.notice == Notice("camera", NONE_SEEN, PLUG_IN)
    assert camera.name == ""
    house.bus.plug(0, "C920")
    assert feed.take(PATIENCE_S) is not None
    assert feed.notice is None
    assert camera.name == "webcam C920"


def test_lost_it_is_told_of_and_found_again(house: House, feeds: list[CameraFeed]) -> None:
    house.bus.plug(0, "C920")
    feed = start(house.camera(), feeds)
    assert feed.take(PATIENCE_S) is not None
    house.pull_out(0)
    assert wait_until_lost(feed).what == "The webcam C920 is unplugged."
    house.bus.plug(2, "C920")
    assert feed.take(PATIENCE_S) is not None
    assert feed.notice is None
    assert not feed.ended


def test_no_other_takes_its_place(house: House) -> None:
    house.bus.plug(0, "C920")
    camera = house.camera()
    camera.open()
    camera.close()
    house.rig.cameras = [MODULE_3]
    house.bus.unplug(0)
    assert refusal(camera).what == "The webcam C920 is unplugged."
    assert house.rig.made == []


def test_the_pis_own_comes_first_and_the_log_has_which(
        house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    house.bus.plug(0, "C920")
    house.rig.cameras = [MODULE_3]
    camera = house.camera()
    camera.open()
    camera.close()
    camera.open()
    assert camera.read().rgba.shape == (720, 1280, 4)
    camera.close()
    assert camera.name == "Pi camera imx708"
    assert house.captures == []
    assert caplog.text.count("camera: Pi camera imx708") == 1


def test_a_frame_is_skipped_where_the_one_that_was_taken_skips_it(house: House) -> None:
    house.bus.plug(0, "C920")
    camera = house.camera()
    camera.open()
    assert camera.skip()
    camera.close()
    house.rig.cameras = [MODULE_3]
    pi = house.camera()
    pi.open()
    assert not pi.skip()
    pi.close()


@pytest.mark.parametrize(("device", "plugged", "busy", "what"), [
    (0, False, False, NONE_SEEN),
    (0, False, True, "Another program uses the Pi camera."),
    (4, True, False, "There is no webcam number 4."),
])
def test_of_a_camera_that_is_there_its_own_refusal_is_told(
        house: House, device: int, plugged: bool, busy: bool, what: str) -> None:
    if plugged:
        house.bus.plug(0, "C920")
    if busy:
        house.rig.cameras, house.rig.busy = [MODULE_3], True
    error = refusal(house.camera(device))
    assert error.what == what
    assert isinstance(error, CameraMissing) == (what == NONE_SEEN)


def test_closing_closes_all_that_was_tried() -> None:
    cameras = [ScriptedCamera(deque([frame(0)])) for _ in range(2)]
    LiveCamera(cameras).close()
    assert [each.log for each in cameras] == [["close"], ["close"]]
