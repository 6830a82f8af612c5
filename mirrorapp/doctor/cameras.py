"""Which camera is seen, which one the mirror takes, and whether it gives pictures."""

from collections.abc import Mapping, Sequence
from contextlib import closing, suppress

from mirrorapp.camera import picamera
from mirrorapp.camera.base import Camera, CameraError
from mirrorapp.camera.live import NONE_SEEN, PLUG_IN
from mirrorapp.camera.picamera import PiCamera
from mirrorapp.camera.v4l2 import Device, webcams
from mirrorapp.camera.webcam import Webcam
from mirrorapp.doctor.finding import FAIL, OK, WARN, Finding
from mirrorapp.doctor.patient import Patient

_CHOOSE = ("Another is taken with camera.source and camera.device (its number) in mirror.toml, or "
           "in Settings.")
_LIVE = "Set camera.source to live."


def camera(patient: Patient) -> Finding:
    """Whether the one that is set is there; it is opened, unless the mirror has it just now."""
    source = patient.config.camera.source
    if source in ("video", "rehearsal"):
        return _film(patient)
    pis, software = _pi_cameras(source)
    found = webcams(patient.machine.path("sys/class/video4linux"), patient.machine.path("dev"))
    of_pi = _told_apart(pis)
    of_usb = _told_apart([(each.number, each.name) for each in found])
    names = [*(f"Pi camera {each}" for each in of_pi.values()),
             *(f"webcam {each}" for each in of_usb.values())]
    used = _used(patient, pis, found, of_pi, of_usb)
    if used is None:
        wanted = patient.machine.is_pi or source == "picamera"
        return _told(software) if software is not None and wanted else _none(source, names)
    wrong = None if patient.runs else _refusal(patient, of_pi=used.startswith("Pi camera"))
    if wrong is not None:
        return _told(wrong)
    if len(names) > 1:
        others = ", ".join(each for each in names if each != used)
        return Finding("camera", WARN, f"The mirror takes the {used}; there is also {others}.",
                       _CHOOSE)
    if source == "auto" and patient.machine.service:
        return Finding("camera", WARN,
                       "Where no camera works at the start, a film takes its place.", _LIVE)
    return Finding("camera", OK, f"The {used} is there.")


def _film(patient: Patient) -> Finding:
    source, file = patient.config.camera.source, patient.config.camera.file
    if source == "video" and file is None:
        return Finding("camera", FAIL, "The camera is to be a film, but none is named.",
                       "Set camera.file, or camera.source to live.")
    if source == "video" and file is not None and not file.is_file():
        return Finding("camera", FAIL, f"The camera is to be the film {file}, which is not there.",
                       "Set camera.file, or camera.source to live.")
    return Finding("camera", WARN, "The camera is a film: the mirror sees nobody who is here.",
                   _LIVE)


def _told(wrong: CameraError) -> Finding:
    return Finding("camera", FAIL, wrong.what, wrong.remedy)


def _pi_cameras(source: str) -> tuple[list[tuple[int, str]], CameraError | None]:
    """Their numbers and models, and why none can be had."""
    if source == "webcam":
        return [], None
    try:
        return picamera.connected(), None
    except CameraError as error:
        return [], error


def _told_apart(cameras: Sequence[tuple[int, str]]) -> dict[int, str]:
    """What each of a kind is called, by its number, which is told where there are several."""
    return {number: f"{number} ({name})" if len(cameras) > 1 else name for number, name in cameras}


def _used(patient: Patient, pis: list[tuple[int, str]], found: list[Device],
          of_pi: Mapping[int, str], of_usb: Mapping[int, str]) -> str | None:
    source, device = patient.config.camera.source, patient.config.camera.device
    if source != "webcam":
        with suppress(CameraError):
            return f"Pi camera {of_pi[picamera.chosen(pis, device)[0]]}"
    wanted = [each.number for each in found if device in (0, each.number)]
    return f"webcam {of_usb[wanted[0]]}" if wanted and source != "picamera" else None


def _none(source: str, names: list[str]) -> Finding:
    if names:
        there = ", ".join(names)
        return Finding("camera", FAIL, f"The camera that is set is not seen, but {there} is.",
                       "Set camera.source to live and camera.device to 0.")
    if source == "webcam":
        return Finding("camera", FAIL, "No webcam is plugged in.",
                       "Plug one in, and check its cable.")
    return Finding("camera", FAIL, NONE_SEEN, PLUG_IN)


def _refusal(patient: Patient, *, of_pi: bool) -> CameraError | None:
    """Why it gives no picture, if so."""
    try:
        with closing(_camera(patient, of_pi=of_pi)) as camera:
            camera.open()
    except CameraError as error:
        return error
    return None


def _camera(patient: Patient, *, of_pi: bool) -> Camera:
    if of_pi:
        return PiCamera(patient.config.camera, patient.clock)
    return Webcam(patient.config.camera, patient.clock,
                  sysfs=patient.machine.path("sys/class/video4linux"),
                  dev=patient.machine.path("dev"))
