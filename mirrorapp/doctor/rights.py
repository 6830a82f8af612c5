"""What the mirror's user may use, and what others may see of what it keeps."""

import stat
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from mirrorapp import settings
from mirrorapp.doctor.account import Account
from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding
from mirrorapp.doctor.patient import Patient
from mirrorapp.doctor.storage import nearest

_BARE = (("dev/dri/card*", "video"), ("dev/input/event*", "input"))
"""What a desktop does for its programs, and nobody does without one."""
_ALWAYS = (("dev/dri/renderD*", "render"), ("dev/video*", "video"), ("dev/media*", "video"),
           ("dev/dma_heap/*", "video"))
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def devices(patient: Patient) -> Finding:
    """Whether screen, touch and camera may be used."""
    account, machine = patient.account, patient.machine
    if account.is_root:
        return Finding("devices", UNKNOWN, "Asked as root, who may use everything.",
                       "Ask as the user who runs the mirror, without sudo.")
    kept = [(node, group) for pattern, group in (*(() if machine.has_desktop else _BARE), *_ALWAYS)
            for node in machine.all(pattern) if not _may(patient, node, group)]
    if not kept:
        return Finding("devices", OK, f"{account.name} may use screen, touch and camera.")
    groups = ",".join(dict.fromkeys(group for _, group in kept))
    shown = "/" / kept[0][0].relative_to(machine.root)
    return Finding("devices", FAIL, f"{account.name} may not use {shown}.",
                   f"Add it to its groups: sudo usermod -aG {groups} {account.name}; then restart.")


def _may(patient: Patient, node: Path, group: str) -> bool:
    account, machine = patient.account, patient.machine
    try:
        if not machine.node(node).mode & stat.S_IRGRP:  # somebody closed it on purpose
            return True
        return (account.may_read(node, machine) if group == "input"
                else account.may_use(node, machine))
    except OSError:  # unplugged meanwhile
        return True


def files(patient: Patient) -> Finding:
    """Whether what is trained can be kept, and nobody else reads it."""
    account, journal = patient.account, patient.config.journal.place.absolute()
    folder = nearest(journal.parent)
    if not account.may_keep(folder, patient.machine):
        # One further up is not the mirror's: that is never to be given to it.
        return Finding("files", FAIL, f"{account.name} may not keep anything in {folder}.",
                       _give(account, folder) if folder == journal.parent else
                       f"Make a folder: sudo install -d -m 700 -o {account.name} "
                       f"{quote(str(journal.parent))}.")
    for file in _kept(patient):
        if not account.may_use(file, patient.machine):
            return Finding("files", FAIL, f"{account.name} may not write {file}.",
                           _give(account, file))
        if patient.machine.node(file).mode & _OTHERS:
            return Finding("files", WARN, f"Others on this machine can read {file}.",
                           f"Keep it private: chmod 600 {quote(str(file))}.")
    secret = patient.config.hub.password_file
    if secret and secret.is_file() and patient.machine.node(secret).mode & stat.S_IROTH:
        return Finding("files", WARN, f"Everybody on this machine can read {secret}.",
                       f"Keep it private: chmod o-r {quote(str(secret))}.")
    return Finding("files", OK, f"What is trained can be kept in {folder}, and is private.")


def _give(account: Account, place: Path) -> str:
    """For root to do, in a folder where the mirror's user may have put anything: a link, or a name
    that a shell takes for more than a name.
    """
    return f"Give it to them: sudo chown -h {account.name} {quote(str(place))}."


def _kept(patient: Patient) -> Iterator[Path]:
    """What the mirror keeps that is there."""
    journal = patient.config.journal.place.absolute()
    own = [*journal.parent.glob(f"{journal.name}*"), *journal.parent.glob(f"{journal.stem}.*"),
           settings.place(patient.config)]
    yield from sorted({file for file in own if file.is_file() and file.suffix != ".lock"})
