"""The Raspberry Pi's own camera, through picamera2 and libcamera.

picamera2 comes with Raspberry Pi OS and exists nowhere else, so it is imported only when a Pi
camera is opened. Its names and meanings are those of picamera2 0.3.38.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from mirrorapp.camera.base import CameraError, CameraLost, CameraMissing, Frame
from mirrorapp.camera.memory import Pictures
from mirrorapp.camera.opencv import OPAQUE, rgb_from_yuv420, upright
from mirrorapp.camera.streams import lores_size_px, widest_mode
from mirrorapp.camera.timing import KernelClock, LiveTime, boottime_s
from mirrorapp.clock import Clock
from mirrorapp.config import CameraConfig

log = logging.getLogger(__name__)

SILENCE_S = 2.0
"""A camera that gives no frame for so long is lost."""
BUFFERS = 4
HALF_TURN_DEG = 180

CHECK_CABLE = "Switch the mirror off and check both ends of the camera's ribbon cable."

# libcamera documents SensorTimestamp as CLOCK_BOOTTIME; today's Pi drivers stamp CLOCK_MONOTONIC.
# The two differ only by the time the machine has slept.
KERNEL_CLOCKS: Sequence[KernelClock] = (boottime_s, time.monotonic)


class PiCamera:
    """A camera on the Pi's ribbon connectors: `device` is libcamera's number, 0 the first.

    One request gives both pictures of a frame: RGBA of the configured size for the screen, and
    one of 640 px on its long side for the pose model, scaled by the camera's own hardware.
    `width` and `height` are those of the sensor's picture, before `rotate`.
    """

    recording = False

    def __init__(self, config: CameraConfig, clock: Clock, *,
                 kernel_clocks: Sequence[KernelClock] = KERNEL_CLOCKS) -> None:
        self.name = "Pi camera"
        self._config = config
        self._time = LiveTime(clock, kernel_clocks)
        self._pictures = Pictures()
        self._lock = Lock()  # a request must be released before its camera is closed
        self._device: Any = None
        self._lores_width_px = 0
        self._index = 0
        self._told = ""

    def open(self) -> None:
        """Start the camera and see a first frame; nothing where it runs. Raises `CameraError`."""
        with self._lock:
            if self._device is not None:
                return
            library = _picamera2()
            cameras = _connected(library)
            number, model = chosen(cameras, self._config.device)
            self._tell(cameras, number)
            try:
                self._device = library(number)
                self._start()
                self._capture().release()
            except CameraError:
                self._shut()
                raise
            except Exception as error:
                self._shut()
                raise _refusal(error) from error
            self.name = f"Pi camera {model}"

    def read(self) -> Frame:
        """Wait for the next frame, at most `SILENCE_S`. Raises `CameraLost`."""
        with self._lock:
            if self._device is None:
                raise CameraLost(f"The {self.name} is closed.", "Open it again.")
            request = self._capture()
            try:
                return self._frame(request)
            except Exception as error:
                raise CameraLost(f"The Pi camera's picture can't be had: {error}.",
                                 CHECK_CABLE) from error
            finally:
                request.release()

    def skip(self) -> bool:
        """The newest frame alone waits."""
        return False

    def close(self) -> None:
        with self._lock:
            self._shut()

    def _tell(self, cameras: Sequence[tuple[int, str]], number: int) -> None:
        """Name all in the log where there are several; once, and not at every try."""
        told = _listed(cameras) if len(cameras) > 1 else ""
        if told and told != self._told:
            log.info("of the Pi cameras %s number %d is taken; camera.device chooses", told, number)
        self._told = told

    def _start(self) -> None:
        import libcamera

        config, device = self._config, self._device
        half_turn = config.rotate == HALF_TURN_DEG
        main_px = (config.width & ~1, config.height & ~1)
        device.configure(device.create_video_configuration(
            main={"format": "XBGR8888", "size": main_px},  # in memory: R, G, B, X
            # YUV420 because the Pi 4 scales into nothing else, and it costs next to nothing.
            lores={"format": "YUV420", "size": lores_size_px(*main_px)},
            raw=None,
            sensor=widest_mode(device.sensor_modes, main_px, config.fps),
            # The one colour space whose YUV420 OpenCV turns into RGB exactly.
            colour_space=libcamera.ColorSpace.Smpte170m(),
            # The sensor reads out upside down for free, but can't swap rows and columns.
            transform=libcamera.Transform(hflip=int(half_turn), vflip=int(half_turn)),
            # The newest frame waits here, one at most; with none waiting, a reader that is
            # late by a little would lose a whole period.
            buffer_count=BUFFERS, queue=True,
            controls=_controls(config, device.camera_controls), display=None, encode=None))
        self._lores_width_px = device.camera_configuration()["lores"]["size"][0]
        device.start()

    def _capture(self) -> Any:
        try:
            return self._device.capture_request(wait=SILENCE_S)
        except Exception as error:
            # The unfinished job would make stop() wait for ever behind it.
            self._device.cancel_all_and_flush()
            raise CameraLost("The Pi camera gives no picture.", CHECK_CABLE) from error

    def _frame(self, request: Any) -> Frame:
        rgba = request.make_array("main")
        yuv = request.make_array("lores")
        stamp_ns = request.get_metadata().get("SensorTimestamp")
        time_s = self._time.of(None if stamp_ns is None else stamp_ns / 1e9)
        turn_deg = 0 if self._config.rotate == HALF_TURN_DEG else self._config.rotate
        rgba = upright(rgba, turn_deg)
        rgba[..., 3] = OPAQUE
        lores = upright(rgb_from_yuv420(yuv, self._lores_width_px), turn_deg)
        frame = Frame(self._index, time_s, rgba, self._pictures.copy(lores))
        self._index += 1
        return frame

    def _shut(self) -> None:
        device, self._device = self._device, None
        if device is None:
            return
        try:
            device.close()
        except Exception:
            log.warning("the Pi camera did not close cleanly", exc_info=True)


def _picamera2() -> Any:
    try:
        from picamera2 import Picamera2
    except ImportError:
        raise CameraMissing("The Pi camera's software is not installed.",
                            "On Raspberry Pi OS install python3-picamera2, and make the virtual "
                            "environment with --system-site-packages.") from None
    except Exception as error:  # e.g. built for another numpy: ValueError
        raise CameraError(f"The Pi camera's software does not load: {error}.",
                          "Update python3-picamera2 and python3-libcamera.") from error
    return Picamera2


def connected() -> list[tuple[int, str]]:
    """libcamera's number and the model of each; nothing is opened. Raises `CameraError`."""
    return _connected(_picamera2())


def _controls(config: CameraConfig, known: Mapping[str, Any]) -> dict[str, Any]:
    """The rate, the focus and the shutter, as far as this camera has them.

    The lens stays where the mat is sharp: autofocus goes for contrast, and would find smears and
    reflections on the glass before it. The short exposure mode lets gain rise before the shutter
    lengthens, so that knees on the move smear less; in the dark it still opens as far as the rate
    allows, which a fixed shutter would not.
    """
    from libcamera import controls

    period_us = round(1e6 / config.fps)
    wanted = {"FrameDurationLimits": (period_us, period_us),
              "AfMode": controls.AfModeEnum.Manual,
              "LensPosition": 1.0 / config.floor_mark_m,  # in dioptres
              "AeExposureMode": controls.AeExposureModeEnum.Short}
    return {name: value for name, value in wanted.items() if name in known}


def chosen(cameras: Sequence[tuple[int, str]], device: int) -> tuple[int, str]:
    """Number and model of the one that `camera.device` means. Raises `CameraError`."""
    if not cameras:
        raise CameraMissing("No Pi camera is connected.", CHECK_CABLE)
    if device == 0:
        return cameras[0]
    for camera in cameras:
        if camera[0] == device:
            return camera
    raise CameraError(f"There is no Pi camera number {device}.",
                      f"Set camera.device to one of these: {_listed(cameras)}.")


def _listed(cameras: Sequence[tuple[int, str]]) -> str:
    return ", ".join(f"{number} {model}" for number, model in cameras)


def _connected(library: Any) -> list[tuple[int, str]]:
    """Number and model of each. libcamera lists USB cameras as well; those are webcams."""
    try:
        found = library.global_camera_info()
    except Exception as error:
        raise _refusal(error) from error
    return [(number, str(info.get("Model", ""))) for number, info in enumerate(found)
            if "/usb" not in info["Id"]]


def _refusal(error: Exception) -> CameraError:
    """What picamera2's exceptions, which wrap each other, mean for the user."""
    reasons = []
    cause: BaseException | None = error
    while cause is not None:
        reasons.append(str(cause))
        cause = cause.__cause__ or cause.__context__
    if "busy" in " ".join(reasons).lower():
        return CameraError("Another program uses the Pi camera.",
                           "Close that program, such as rpicam-hello or a second mirror.")
    return CameraError(f"The Pi camera does not start: {reasons[-1]}.", CHECK_CABLE)
