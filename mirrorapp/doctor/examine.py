"""All checks, at once; one that fails is told as such, and ends nothing."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from mirrorapp.doctor import (
    cameras,
    clocks,
    eyes,
    heat,
    house,
    looking,
    presence,
    rights,
    screen,
    sound,
    storage,
    system,
)
from mirrorapp.doctor.finding import FAIL, UNKNOWN, Finding, worst_first
from mirrorapp.doctor.patient import Patient

_log = logging.getLogger(__name__)
PATIENCE_S, LAST_S = 9.0, 20.0
"""What has not ended by then is not waited for; `LAST_S` is for all and the last one."""

BROKEN = Finding("check", UNKNOWN, "This check could not be made.", "The log says why.")


@dataclass(frozen=True, slots=True)
class Check:
    """`light`: it reads a few files at most."""

    key: str
    look: Callable[[Patient], Finding]
    light: bool = False


CHECKS = (
    Check("config", system.settings, light=True),
    Check("system", system.system, light=True),
    Check("bits", system.bits, light=True),
    Check("python", system.python, light=True),
    Check("memory", system.memory, light=True),
    Check("camera", cameras.camera),
    Check("devices", rights.devices, light=True),
    Check("files", rights.files, light=True),
    Check("graphics", screen.graphics),
    Check("touch", screen.touch, light=True),
    Check("rotation", screen.rotation),
    Check("sound", sound.sound, light=True),
    Check("clock", clocks.clock),
    Check("zone", clocks.zone, light=True),
    Check("space", storage.space, light=True),
    Check("card", storage.card, light=True),
    Check("temperature", heat.temperature, light=True),
    Check("power", heat.power),
    Check("presence", presence.presence, light=True),
    Check("broker", house.broker),
    Check("firewall", house.firewall),
    Check("model", eyes.model, light=True),
    Check("wall", eyes.wall),
    Check("looking", looking.looking, light=True),
)
SPEED = Check("speed", eyes.speed)
"""After the others, so that none of them is measured."""


def examine(patient: Patient, checks: Sequence[Check] = CHECKS, *, last: Check | None = SPEED,
            patience_s: tuple[float, float] = (PATIENCE_S, LAST_S)) -> tuple[Finding, ...]:
    """What all of them find, the worst first; `last` is made when the others are done."""
    began_s = monotonic()
    findings = _at_once(patient, checks, patience_s[0])
    if last is not None:
        findings += _at_once(patient, (last,), patience_s[1] - (monotonic() - began_s))
    return worst_first(findings)


def log_failures(patient: Patient) -> Thread:
    """Tell the log what fails of that which is seen at a glance; on a thread of its own."""
    def look() -> None:
        for finding in _at_once(patient, [each for each in CHECKS if each.light], PATIENCE_S):
            if finding.verdict is FAIL:
                _log.error("%s %s (mirrorapp doctor: %s)", finding.what, finding.remedy,
                           finding.key)

    thread = Thread(target=look, name="doctor", daemon=True)
    thread.start()
    return thread


def _at_once(patient: Patient, checks: Sequence[Check], patience_s: float) -> list[Finding]:
    """In the order of the checks. Threads that hang are left to themselves."""
    done: SimpleQueue[Finding] = SimpleQueue()
    for check in checks:
        Thread(target=lambda each=check: done.put(_made(each, patient)),
               name=f"doctor {check.key}", daemon=True).start()
    found: dict[str, Finding] = {}
    until_s = monotonic() + patience_s
    while len(found) < len(checks):
        try:
            finding = done.get(timeout=max(0.0, until_s - monotonic()))
        except Empty:
            break
        found[finding.key] = finding
    return [found.get(each.key) or Finding(each.key, UNKNOWN, "This check came to no end in time.",
                                           "Try again; the log may tell why.")
            for each in checks]


def _made(check: Check, patient: Patient) -> Finding:
    try:
        return check.look(patient)
    except PermissionError:
        return Finding(check.key, UNKNOWN, "This user may not look there.",
                       "Ask with sudo: sudo mirrorapp doctor.")
    except Exception:
        _log.warning("The check %s could not be made.", check.key, exc_info=True)
        return replace(BROKEN, key=check.key)
