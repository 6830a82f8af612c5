"""The pose model: whether it is whole, fast enough, and kept away from every network."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

from mirrorapp.camera.rehearsal import Rehearsal
from mirrorapp.config import Size
from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.patient import Patient
from mirrorapp.events import MirrorError
from mirrorapp.vision import model as models
from mirrorapp.vision.governor import LIKES_HZ, NEEDS_HZ
from mirrorapp.vision.sandbox import SandboxedEstimator

_MEASURED_S = 3.0
_REFUSED = "PermissionError"
FASTER = "Take a Raspberry Pi 5 with a cooler, end other programs, and look at the heat."


def model(patient: Patient) -> Finding:
    """Whether it is there, byte for byte."""
    vision = patient.config.vision
    try:
        path = models.find(vision.size, vision.model_dir)
    except MirrorError as error:
        return Finding("model", FAIL, error.what, error.remedy)
    return Finding("model", OK, f"The pose model {path.name} is whole.")


def wall(patient: Patient) -> Finding:
    """Whether the pose model gets through to anybody; somebody really listens on this machine."""
    if not patient.config.vision.confine:
        return Finding("wall", FAIL, "The pose model is not kept away from the network.",
                       "Set vision.confine = true: it sees the pictures and needs no network.")
    try:
        with (_open(patient, patient.config.vision.size) as eyes,
              socket.create_server(("127.0.0.1", 0)) as listener):
            answer = eyes.probe("127.0.0.1", listener.getsockname()[1])
    except MirrorError as error:
        return Finding("wall", FAIL, error.what, error.remedy)
    if answer == _REFUSED:
        return Finding("wall", OK, "The pose model has no network: it tried and was refused.")
    return Finding("wall", FAIL, "The pose model's process still has a network.",
                   "Please report this, with your kernel and libseccomp version.")


def speed(patient: Patient) -> Finding:
    """How many pictures a second it manages, of the clip that comes with the mirror; where that is
    too few, and the mirror would go over to `lite`, with that.
    """
    vision = patient.config.vision
    try:
        rate_hz = _rate_hz(patient, vision.size)
        if (rate_hz >= NEEDS_HZ or vision.model != "auto"
                or not models.path_of("lite", vision.model_dir).is_file()):
            return told_speed(rate_hz)
        lite_hz = _rate_hz(patient, "lite")
    except MirrorError as error:
        return Finding("speed", FAIL, error.what, error.remedy)
    if lite_hz < NEEDS_HZ:
        return told_speed(max(rate_hz, lite_hz))
    full, lite = f"{rate_hz:.0f}", f"{lite_hz:.0f}"
    return Finding("speed", WARN, f"With full {full} pictures a second are looked at, so that the "
                   f"mirror takes lite, with {lite}.", FASTER)


def _rate_hz(patient: Patient, size: Size) -> float:
    """Looks a second with that model, one after the other. Raises `MirrorError`."""
    clock = patient.clock
    looks, took_s = 0, 0.0
    with _open(patient, size) as eyes, closing(Rehearsal(clock, realtime=False)) as clip:
        clip.open()
        while took_s < _MEASURED_S:
            frame, began_s = clip.read(), clock.monotonic_s()
            eyes.estimate(frame)
            looks, took_s = looks + 1, took_s + clock.monotonic_s() - began_s
    return looks / took_s


def told_speed(rate_hz: float) -> Finding:
    """What to say of so many pictures a second."""
    rate = f"{rate_hz:.0f}"
    if rate_hz >= LIKES_HZ:
        return Finding("speed", OK, f"{rate} pictures a second are looked at; 15 are enough.")
    if rate_hz >= NEEDS_HZ:
        return Finding("speed", WARN, f"{rate} pictures a second are looked at; 15 are better.",
                       FASTER)
    if rate_hz > 0:
        return Finding("speed", FAIL, f"Only {rate} pictures a second are looked at; 8 are needed.",
                       FASTER)
    return Finding("speed", UNKNOWN, "No picture came while it was measured.",
                   "Look at the camera first.")


@contextmanager
def _open(patient: Patient, size: Size) -> Iterator[SandboxedEstimator]:
    """That model at work, as the mirror has it. Raises `VisionError`."""
    vision = patient.config.vision
    with closing(SandboxedEstimator.of(
            vision, models.find(size, vision.model_dir), standby=False)) as eyes:
        eyes.open()
        yield eyes
