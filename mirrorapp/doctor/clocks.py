"""The wall's clock and the time zone: what is written down goes by them."""

import ctypes
import os
from datetime import UTC, datetime
from pathlib import Path

import mirrorapp
from mirrorapp.clock import zone as zone_of
from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.machine import Machine
from mirrorapp.doctor.patient import Patient

_UNSYNCED = 0x40
"""STA_UNSYNC of adjtimex(2)."""
_SET = "Connect the mirror to the network, and turn time on: sudo timedatectl set-ntp true."
_LONGEST = 30


class _Timex(ctypes.Structure):
    """The beginning of struct timex; the rest is longer nowhere."""

    _fields_ = (("modes", ctypes.c_uint), ("offset", ctypes.c_long), ("freq", ctypes.c_long),
                ("maxerror", ctypes.c_long), ("esterror", ctypes.c_long),
                ("status", ctypes.c_int), ("rest", ctypes.c_long * _LONGEST))


def clock(patient: Patient) -> Finding:
    """Whether it can be right."""
    now, installed = patient.clock.now(), _installed()
    if now < installed:
        return Finding("clock", FAIL, f"The clock says {now:%Y-%m-%d}, which is over.", _SET)
    synced = kept_right(patient.machine)
    if synced:
        return Finding("clock", OK, f"The clock is set by the network: {now:%Y-%m-%d %H:%M}.")
    if synced is None:
        return Finding("clock", UNKNOWN, "Whether the clock is right can't be told.",
                       f"Compare it: the mirror has {now:%Y-%m-%d %H:%M}.")
    if patient.machine.all("sys/class/rtc/rtc*"):
        return Finding("clock", WARN, "The clock is set by nobody but the board's own.", _SET)
    return Finding("clock", WARN, "The clock is set by nobody, and stands still without power.",
                   _SET)


def kept_right(machine: Machine) -> bool | None:
    """Whether the network keeps the clock right; None where that can't be told."""
    if machine.path("run/systemd/timesync/synchronized").exists():
        return True
    asked = machine.ask(("timedatectl", "show", "--property=NTPSynchronized", "--value"))
    if asked and asked.strip() in ("yes", "no"):
        return asked.strip() == "yes"
    return _by_kernel() if machine.root == Path("/") else None


def _by_kernel() -> bool | None:
    timex, library = _Timex(), ctypes.CDLL(None)
    if library.adjtimex(ctypes.byref(timex)) < 0:  # a service may not ask
        return None
    return not timex.status & _UNSYNCED


def _installed() -> datetime:
    """When this program was put here: no clock that is right says anything earlier."""
    return datetime.fromtimestamp(Path(mirrorapp.__file__).stat().st_mtime, UTC)


def zone(patient: Patient) -> Finding:
    """Whether it is known: days begin and reminders come by it."""
    machine = patient.machine
    named = machine.environ.get("TZ", "") or os.path.realpath(
        machine.path("etc/localtime")).partition("zoneinfo/")[2]
    if zone_of(machine.path("etc/localtime")) is None:
        return Finding("zone", WARN, "The time zone is not known.",
                       "Set it: sudo timedatectl set-timezone Europe/Berlin, for instance.")
    if named.removeprefix(":") in ("UTC", "Etc/UTC", "Universal"):
        return Finding("zone", WARN, "No time zone is set: reminders go by universal time.",
                       "Set it: sudo timedatectl set-timezone Europe/Berlin, for instance.")
    return Finding("zone", OK, f"The time zone is {named}.")
