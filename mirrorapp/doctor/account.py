"""Who runs the mirror, and what they may use."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from mirrorapp.doctor.machine import Machine

SERVICE = "mirrorapp"
"""The service's user (systemd/mirrorapp.sysusers)."""
_READ, _WRITE, _ENTER = 4, 2, 1


@dataclass(frozen=True, slots=True)
class Account:
    """`own`: it is this process's."""

    name: str
    uid: int
    gids: frozenset[int]
    own: bool

    @classmethod
    def of(cls, machine: Machine) -> "Account":
        """The service's where there is a service, else that of this process."""
        entries = [line.split(":") for line in machine.read("etc/passwd").splitlines()]
        ids = {each[0]: (int(each[2]), int(each[3])) for each in entries if len(each) > 3}
        if machine.service and SERVICE in ids:
            uid, gid = ids[SERVICE]
            return cls(SERVICE, uid, _groups(machine, SERVICE) | {gid}, own=uid == os.geteuid())
        uid = os.geteuid()
        name = next((name for name, each in ids.items() if each[0] == uid), str(uid))
        return cls(name, uid, frozenset({os.getegid(), *os.getgroups()}), own=True)

    @property
    def is_root(self) -> bool:
        return self.uid == 0

    def may_read(self, path: Path, machine: Machine) -> bool:
        """Whether this one may. Raises `OSError`."""
        return self._may(path, _READ, machine)

    def may_use(self, path: Path, machine: Machine) -> bool:
        """Whether this one may read and write. Raises `OSError`."""
        return self._may(path, _READ | _WRITE, machine)

    def may_keep(self, folder: Path, machine: Machine) -> bool:
        """Whether this one may make files in it. Raises `OSError`."""
        return self._may(folder, _WRITE | _ENTER, machine)

    def _may(self, path: Path, wanted: int, machine: Machine) -> bool:
        if self.own and machine.root == Path("/"):
            return os.access(path, wanted)  # a desktop gives more than the mode tells
        node = machine.node(path)
        if self.is_root:
            return True
        shift = 6 if node.uid == self.uid else 3 if node.gid in self.gids else 0
        return stat.S_IMODE(node.mode) >> shift & wanted == wanted


def _groups(machine: Machine, name: str) -> frozenset[int]:
    entries = [line.split(":") for line in machine.read("etc/group").splitlines()]
    return frozenset(int(each[2]) for each in entries
                     if len(each) > 3 and name in each[3].split(","))
