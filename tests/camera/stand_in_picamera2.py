"""picamera2 and libcamera as far as the mirror uses them, stricter than the originals.

Names, parameters and meanings follow picamera2 0.3.38; `test_picamera_source.py` compares them
with the original's source. Beyond the original's own checks it is an error to leave a
request unreleased, to release one twice, or to close while one is out.
"""

import sys
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from mirrorapp.camera.base import Pixels
from tests.camera.stand_ins import quarters

YUV_FORMATS = {"YUV420"}
RGB_FORMATS = {"BGR888", "RGB888", "XBGR8888", "XRGB8888"}
STRIDE_ALIGN_PX = 64

MODULE_3 = {"Model": "imx708", "Location": 2, "Rotation": 180, "Num": 0,
            "Id": "/base/axi/pcie@1000120000/rp1/i2c@88000/imx708@1a"}
MODULE_2 = {"Model": "imx219", "Location": 2, "Rotation": 180, "Num": 1,
            "Id": "/base/axi/pcie@1000120000/rp1/i2c@80000/imx219@10"}
USB = {"Model": "HD Webcam", "Num": 1, "Id": "/base/axi/pcie@1000120000/rp1/usb@200000-1:1.0"}
MODES = [
    {"format": "SRGGB10", "size": (1536, 864), "bit_depth": 10, "fps": 120.13,
     "crop_limits": (768, 432, 3072, 1728)},
    {"format": "SRGGB10", "size": (2304, 1296), "bit_depth": 10, "fps": 56.03,
     "crop_limits": (0, 0, 4608, 2592)},
    {"format": "SRGGB10", "size": (4608, 2592), "bit_depth": 10, "fps": 14.35,
     "crop_limits": (0, 0, 4608, 2592)},
]


@dataclass
class Rig:
    """The hardware: what is plugged in, and what ails it."""

    cameras: list[dict[str, Any]] = field(default_factory=lambda: [MODULE_3])
    controls: set[str] = field(default_factory=lambda: {
        "FrameDurationLimits", "AfMode", "LensPosition", "AeExposureMode"})
    busy: bool = False
    start_error: str = ""
    silent: bool = False
    array_error: str = ""
    stamp_ns: int | None = 0
    made: list["Picamera2"] = field(default_factory=list)


RIG = Rig()


@dataclass(frozen=True)
class Transform:
    hflip: int = 0
    vflip: int = 0


class CompletedRequest:
    def __init__(self, picam2: "Picamera2") -> None:
        self.picam2 = picam2
        self.config = picam2.camera_configuration()
        self.held = True

    def make_array(self, name: str) -> Pixels:
        assert self.held, "the request was released"
        config = self.config.get(name)
        if config is None:
            raise RuntimeError(f"Stream {name!r} is not defined")
        if RIG.array_error:
            raise RuntimeError(RIG.array_error)
        return _picture(config, self.config["transform"])

    def get_metadata(self) -> dict[str, Any]:
        assert self.held, "the request was released"
        return {} if RIG.stamp_ns is None else {"SensorTimestamp": RIG.stamp_ns}

    def release(self) -> None:
        assert self.held, "released twice"
        self.held = False
        self.picam2.requests_out -= 1


class Picamera2:
    def __init__(self, camera_num: int = 0, verbose_console: Any = None, tuning: Any = None,
                 allocator: Any = None) -> None:
        if camera_num >= len(RIG.cameras):
            raise RuntimeError(f"No camera number {camera_num} found")
        if RIG.busy:
            cause = RuntimeError("Failed to acquire camera: Device or resource busy")
            raise RuntimeError("Camera __init__ sequence did not complete.") from cause
        self.camera_num = camera_num
        self.config: dict[str, Any] = {}
        self.started = self.closed = False
        self.requests_out = 0
        self.stale_jobs = 0
        RIG.made.append(self)

    @staticmethod
    def global_camera_info() -> list[dict[str, Any]]:
        return RIG.cameras

    @property
    def camera_controls(self) -> dict[str, tuple[Any, Any, Any]]:
        return dict.fromkeys(RIG.controls, (0, 1, 0))

    @property
    def sensor_modes(self) -> list[dict[str, Any]]:
        assert not self.started, "reading the modes configures the camera"
        return MODES

    def create_video_configuration(  # noqa: PLR0917 - the original's
            self, main: dict[str, Any] = {}, lores: dict[str, Any] | None = None,  # noqa: B006
            raw: dict[str, Any] | None = {}, transform: Transform = Transform(),  # noqa: B006
            colour_space: Any = None, buffer_count: int = 6,
            controls: dict[str, Any] = {}, display: str | None = "main",  # noqa: B006
            encode: str | None = "main", queue: bool = True, sensor: Any = {},  # noqa: B006
            use_case: str = "video") -> dict[str, Any]:
        for stream in (main, lores or {}):
            if set(stream) - {"format", "size", "stride", "preserve_ar"}:
                raise ValueError(f"Bad key in {stream}")
        return {"main": main, "lores": lores, "raw": raw, "transform": transform,
                "colour_space": colour_space, "buffer_count": buffer_count, "queue": queue,
                "controls": controls, "display": display, "encode": encode, "sensor": sensor,
                "use_case": use_case}

    def configure(self, camera_config: dict[str, Any] | None = None) -> None:
        assert not self.started, "Camera must be stopped before configuring"
        assert camera_config is not None
        assert isinstance(camera_config["transform"], Transform)
        main, lores = camera_config["main"], camera_config["lores"]
        for stream in (main, lores):
            if stream["format"] not in YUV_FORMATS | RGB_FORMATS:
                raise RuntimeError(f"Bad format {stream['format']}")
            if type(stream["size"]) is not tuple or any(side % 2 for side in stream["size"]):
                raise RuntimeError("width and height should be even")
        if any(small > large for small, large in zip(lores["size"], main["size"], strict=True)):
            raise RuntimeError("lores stream dimensions may not exceed main stream")
        if lores["format"] not in YUV_FORMATS:  # as on a Pi 4
            raise RuntimeError("lores stream must be YUV")
        unknown = set(camera_config["sensor"] or {}) - {"bit_depth", "output_size"}
        if unknown:
            raise RuntimeError(f"Unexpected keys {unknown} in sensor configuration")
        for control in camera_config["controls"]:
            if control not in RIG.controls:
                raise RuntimeError(f"Control {control} is not advertised by libcamera")
        self.config = camera_config

    def camera_configuration(self) -> dict[str, Any]:
        return self.config

    def start(self, config: Any = None, show_preview: bool = False) -> None:
        if not self.config:
            raise RuntimeError("Camera has not been configured")
        if RIG.start_error:
            raise RuntimeError(RIG.start_error)
        self.started = True

    def capture_request(self, wait: Any = None, signal_function: Any = None,
                        flush: Any = None) -> CompletedRequest:
        assert self.started, "capture before start: the job would never finish"
        assert isinstance(wait, float), "without a timeout a lost camera is waited for for ever"
        assert self.requests_out == 0, "the last request was not released"
        if RIG.silent:
            self.stale_jobs += 1
            raise TimeoutError
        self.requests_out += 1
        return CompletedRequest(self)

    def cancel_all_and_flush(self) -> None:
        self.stale_jobs = 0

    def close(self) -> None:
        assert not self.stale_jobs, "stop() would wait behind the unfinished job for ever"
        assert self.requests_out == 0, "closed while a request is out"
        self.closed, self.started = True, False


def _picture(config: dict[str, Any], transform: Transform) -> Pixels:
    width_px, height_px = config["size"]
    rgb = quarters(width_px, height_px)
    if transform.hflip:
        rgb = rgb[:, ::-1]
    if transform.vflip:
        rgb = rgb[::-1]
    if config["format"] == "YUV420":
        stride_px = -(-width_px // STRIDE_ALIGN_PX) * STRIDE_ALIGN_PX
        padded = np.zeros((height_px, stride_px, 3), np.uint8)
        padded[:, :width_px] = rgb
        return cv2.cvtColor(padded, cv2.COLOR_RGB2YUV_I420)
    assert config["format"] == "XBGR8888", "the only format in R, G, B, X order"
    filler = np.zeros((height_px, width_px, 1), np.uint8)  # X means: may be anything
    return np.ascontiguousarray(np.concatenate([rgb, filler], axis=2))


def install(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """Put the stand-ins where the imports look for them, with fresh hardware."""
    RIG.__dict__.update(Rig().__dict__)
    library: Any = ModuleType("picamera2")
    library.Picamera2 = Picamera2
    libcamera: Any = ModuleType("libcamera")
    libcamera.Transform = Transform
    libcamera.ColorSpace = SimpleNamespace(Smpte170m=lambda: "smpte170m")
    libcamera.controls = SimpleNamespace(
        AfModeEnum=SimpleNamespace(Manual=0), AeExposureModeEnum=SimpleNamespace(Short=1))
    monkeypatch.setitem(sys.modules, "picamera2", library)
    monkeypatch.setitem(sys.modules, "libcamera", libcamera)
    return RIG
