"""Which camera is seen, which one the mirror takes, and whether it gives pictures."""

from contextlib import closing, suppress

from mirrorapp.camera import picamera
from mirrorapp.camera.base import Camera, CameraError
from mirrorapp.camera.picamera import PiCamera
from mirrorapp.camera.v4l2 import Device, webcams
from mirrorapp.camera.webcam import Webcam
from mirrorapp.doctor.finding import FAIL, OK, WARN, Finding
from mirrorapp.doctor.patient import Patient

_CHOOSE = "Another is taken with camera.source and camera.device in mirror.toml, or in Settings."


def camera(patient: Patient) -> Finding:
    """Whether the one that is set is there; it is opened, unless the mirror has it just now."""
    source = patient.config.camera.source
    if source in ("video", "rehearsal"):
        return _film(patient)
    pis, software = _pi_cameras(source)
    found = webcams(patient.machine.path("sys/class/video4linux"), patient.machine.path("dev"))
    names = [*(f"Pi camera {model}" for _, model in pis),
             *(f"webcam {each.name}" for each in found)]
    used = _used(patient, pis, found)
    if used is None:
        wanted = patient.machine.is_pi or source == "picamera"
        return _told(software) if software is not None and wanted else _none(source, names)
    wrong = None if patient.runs else _refusal(patient, of_pi=used.startswith("Pi camera"))
    if wrong is not None:
        return _told(wrong)
    if len(names) > 1:
        others = ", ".join(each for each in names if each != used) or used
        return Finding("camera", WARN, f"The mirror takes the {used}; there is also {others}.",
                       _CHOOSE)
    return Finding("camera", OK, f"The {used} is there.")


def _film(patient: Patient) -> Finding:
    source, file = patient.config.camera.source, patient.config.camera.file
    if source == "video" and file is None:
        return Finding("camera", FAIL, "The camera is to be a film, but none is named.",
                       "Set camera.file, or camera.source to auto.")
    if source == "video" and file is not None and not file.is_file():
        return Finding("camera", FAIL, f"The camera is to be the film {file}, which is not there.",
                       "Set camera.file, or camera.source to auto.")
    return Finding("camera", WARN, "The camera is a film: the mirror sees nobody who is here.",
                   "Set camera.source to auto.")


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


def _used(patient: Patient, pis: list[tuple[int, str]], found: list[Device]) -> str | None:
    source, device = patient.config.camera.source, patient.config.camera.device
    if source != "webcam":
        with suppress(CameraError):
            return f"Pi camera {picamera.chosen(pis, device)[1]}"
    wanted = [each for each in found if device in (0, each.number)]
    return f"webcam {wanted[0].name}" if wanted and source != "picamera" else None


def _none(source: str, names: list[str]) -> Finding:
    if names:
        there = ", ".join(names)
        return Finding("camera", FAIL, f"The camera that is set is not seen, but {there} is.",
                       "Set camera.source to auto and camera.device to 0.")
    if source == "webcam":
        return Finding("camera", FAIL, "No webcam is plugged in.",
                       "Plug one in, and check its cable.")
    return Finding("camera", FAIL, "No camera is seen.",
                   "Switch off, check both ends of the ribbon cable, or plug a webcam in.")


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
