"""What systemd hears of the mirror, as sd_notify(3) and sd_watchdog_enabled(3) say.

These lines are the mirror's own, as systemd's manual advises for Python: `sdnotify` has not been
kept since 2017, `systemd-python` has to be compiled, `cysystemd` brings two megabytes of C for one
datagram, and `systemd-watchdog` measures by the wall's clock, which jumps where it has no battery.
"""

import logging
import os
import socket
from collections.abc import MutableMapping

_log = logging.getLogger(__name__)
_SOCKET, _USEC, _PID = "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"


class Notifier:
    """Speaks to the systemd that started this process; without one, to nobody.

    What `environ` says of it is taken out, lest programs that the mirror starts speak in its name.
    `watchdog_s`: how often systemd wants to hear that the mirror is alive; None: not at all.
    """

    def __init__(self, environ: MutableMapping[str, str] = os.environ) -> None:
        self._said = {key: environ.pop(key) for key in (_SOCKET, _USEC, _PID) if key in environ}
        told, usec, pid = (self._said.get(key, "") for key in (_SOCKET, _USEC, _PID))
        self._address = _address(told)
        self._failed = False
        meant = bool(self._address) and pid in ("", str(os.getpid()))
        self.watchdog_s = int(usec) / 1e6 if meant and usec.isdecimal() and int(usec) else None

    @property
    def listens(self) -> bool:
        """Whether a systemd started this, as a service."""
        return bool(self._address)

    def hand_on(self, environ: MutableMapping[str, str] = os.environ) -> None:
        """Put back what was taken out: another program takes this process's place, and its name."""
        environ.update(self._said)

    def tell(self, **said: object) -> bool:
        """Say `KEY=value` of each, in one message, without ever waiting; whether it got there."""
        if not self._address:
            return False
        message = "\n".join(f"{key}={_line(value)}" for key, value in said.items())
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
                channel.setblocking(False)
                channel.sendto(message.encode(), self._address)
        except OSError as error:
            if not self._failed:
                _log.warning("systemd can't be told that %s: %s.", message, error.strerror)
            self._failed = True
            return False
        self._failed = False
        return True


def _address(told: str) -> str:
    """That of a socket: a path, or a name that no file has, which begins with @."""
    if told.startswith("@"):
        return "\0" + told[1:]
    if told and not told.startswith("/"):
        _log.warning("systemd can't be told of the mirror: %s is no local socket.", told)
    return told if told.startswith("/") else ""


def _line(value: object) -> str:
    return " ".join(str(value).split())
