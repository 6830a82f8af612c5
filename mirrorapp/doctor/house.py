"""The way into the house, and the wall around it."""

from contextlib import suppress

from mirrorapp.config import HubConfig
from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.machine import Machine
from mirrorapp.doctor.patient import Patient
from mirrorapp.hub import broker as brokers
from mirrorapp.hub.trial import Trial

_LONGEST_S, _STAGE_S = 8.0, 2.5
_CREDENTIALS = "etc/mirrorapp/credentials"
_SHOW = ("systemctl", "show", "mirrorapp.service", "--property=LoadState,IPAddressDeny")
_EVERYBODY = {"::/0", "0.0.0.0/0"}


def broker(patient: Patient) -> Finding:
    """Whether it would have the mirror; it is really tried, without a trace there."""
    hub = patient.config.hub
    if not hub.host and brokers.find_mosquitto() is not None:
        return Finding("broker", OK, "No broker is set: the mirror has mosquitto of its own.")
    if not hub.host:
        return Finding("broker", OK, "No broker is set: the mirror has a simple one of its own.")
    try:
        trial = Trial(_with_secrets(hub, patient.machine), patience_s=_STAGE_S)
    except PermissionError:
        return Finding("broker", UNKNOWN, "The password for the broker is the service's alone.",
                       "Look on the glass: Check-up, in the settings.")
    trial.start()
    verdict = trial.wait(_LONGEST_S)
    if verdict is None:
        trial.stop()
        return Finding("broker", UNKNOWN, f"The try of the broker at {hub.host} came to no end.",
                       "Try again.")
    return Finding("broker", OK if verdict.good else FAIL, verdict.what, verdict.remedy)


def _with_secrets(hub: HubConfig, machine: Machine) -> HubConfig:
    """The same with the files that systemd hands to the service, where it is another who asks.

    Raises `PermissionError` where they are for the service alone.
    """
    if not machine.service or "CREDENTIALS_DIRECTORY" in machine.environ:
        return hub
    files = {key: machine.path(_CREDENTIALS) / file
             for key in ("password_file", "cert_file", "key_file")
             if (file := getattr(hub, key)) is not None and file.name == str(file)}
    for file in files.values():
        with suppress(FileNotFoundError):
            file.open().close()
    return hub.model_copy(update=files)


def firewall(patient: Patient) -> Finding:
    """Whether the service is kept within the house by systemd, too."""
    if not patient.machine.service:
        return Finding("firewall", OK, "The mirror is no service here, so systemd keeps no watch.")
    told = dict(line.split("=", 1) for line in
                (patient.machine.ask(_SHOW) or "").splitlines() if "=" in line)
    if told.get("LoadState") != "loaded":
        return Finding("firewall", UNKNOWN, "systemd does not tell of the mirror's service.",
                       "Ask it: systemctl status mirrorapp.")
    if not set(told.get("IPAddressDeny", "").split()) >= _EVERYBODY:
        return Finding("firewall", FAIL, "The service may speak to the whole Internet.",
                       "Install it anew, and take IPAddress lines out of what you changed.")
    if not patient.machine.path("sys/fs/cgroup/cgroup.controllers").exists():
        return Finding("firewall", WARN, "The kernel can't keep the service within the house.",
                       "It takes cgroup v2: take systemd.unified_cgroup_hierarchy=0 out of "
                       "cmdline.txt.")
    return Finding("firewall", OK, "The service may speak to the house and to nobody else.")
