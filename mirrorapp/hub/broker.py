"""A private broker on this machine, so that the mirror is whole without a hub."""

import logging
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from mirrorapp.config import HubConfig
from mirrorapp.events import MirrorError
from mirrorapp.hub import amqtt_broker

HOST = "127.0.0.1"
START_TIMEOUT_S = 10.0
PORT_TRIES = 5

Kind = Literal["mosquitto", "amqtt"]
_READY = {"mosquitto": " running", "amqtt": amqtt_broker.READY}
_MOSQUITTO_CONF = """\
listener {port} {host}
allow_anonymous true
persistence false
log_dest stderr
user {user}
"""
_IMPORT_ROOT = Path(__file__).resolve().parents[2]  # where `-m` finds mirrorapp
_log = logging.getLogger(__name__)


class BrokerError(MirrorError):
    """No private broker could be started."""


@dataclass(frozen=True, slots=True)
class _Running:
    process: subprocess.Popen[bytes]
    port: int


class PrivateBroker:
    """A broker on a free loopback port, from entering to leaving the context.

    mosquitto where it is installed, else (or if it won't start) amqtt; `kinds` says what is
    tried, in which order. It dies with the thread that entered, even by `kill -9`. Entering
    raises `BrokerError`.
    """

    host = HOST

    def __init__(self, kinds: tuple[Kind, ...] = ("mosquitto", "amqtt")) -> None:
        self._kinds = kinds
        self._folder: TemporaryDirectory[str] | None = None
        self._running: _Running | None = None
        self.kind: Kind = kinds[0]

    @property
    def port(self) -> int:
        """Where it listens. Raises `BrokerError` outside the context."""
        return self._in_context().port

    @property
    def pid(self) -> int:
        """The broker's process. Raises `BrokerError` outside the context."""
        return self._in_context().process.pid

    def __enter__(self) -> "PrivateBroker":
        self._folder = TemporaryDirectory(prefix="mirrorapp-broker-")
        try:
            self._running = self._start()
        except BaseException:
            self._folder.cleanup()
            raise
        _log.info("A private broker (%s) serves at %s:%s.", self.kind, HOST, self.port)
        return self

    def __exit__(self, *_: object) -> None:
        _end(self._in_context().process)
        self._running = None
        if self._folder is not None:
            self._folder.cleanup()

    def _in_context(self) -> _Running:
        if self._running is None:
            raise BrokerError("The private broker does not run.", "Start it first.")
        return self._running

    def _start(self) -> _Running:
        for kind in self._kinds:
            mosquitto = find_mosquitto() if kind == "mosquitto" else None
            if kind == "mosquitto" and mosquitto is None:
                continue
            for _ in range(PORT_TRIES):  # somebody may take the port before the broker does
                running = self._try(_free_port(), mosquitto)
                if running is not None:
                    self.kind = kind
                    return running
        raise BrokerError("No private broker could be started.",
                          "Install mosquitto, or set hub.host to your own broker.")

    def _try(self, port: int, mosquitto: Path | None) -> _Running | None:
        assert self._folder is not None  # noqa: S101
        folder = Path(self._folder.name)
        log = folder / f"{port}.log"
        parent = str(os.getpid())
        if mosquitto is None:
            command = [sys.executable, "-m", "mirrorapp.hub.amqtt_broker", parent, str(port)]
        else:
            conf = folder / "mosquitto.conf"
            # The same user: mosquitto would change from root to its own and so cut the tether.
            user = pwd.getpwuid(os.geteuid()).pw_name
            conf.write_text(_MOSQUITTO_CONF.format(port=port, host=HOST, user=user))
            command = [sys.executable, "-m", "mirrorapp.hub.tether", parent, str(mosquitto),
                       "-c", str(conf)]
        with log.open("wb") as out:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                       cwd=_IMPORT_ROOT, start_new_session=True)
        if _serves(process, port, log, _READY["amqtt" if mosquitto is None else "mosquitto"]):
            return _Running(process, port)
        _end(process)
        _log.info("A private broker did not start: %s", log.read_text(errors="replace").strip())
        return None


@contextmanager
def choose(config: HubConfig) -> Iterator[HubConfig]:
    """`config` as it is where it names a host, else with a private broker that serves meanwhile.

    Raises `BrokerError` on entering.
    """
    if config.host:
        yield config
        return
    with PrivateBroker() as broker:
        yield config.model_copy(update={
            "host": broker.host, "port": broker.port, "tls": False, "username": "",
            "password_file": None, "ca_file": None, "cert_file": None, "key_file": None})


def find_mosquitto() -> Path | None:
    """The mosquitto of this machine; Debian keeps it where users' PATHs don't lead."""
    found = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
    return None if found is None else Path(found)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _serves(process: subprocess.Popen[bytes], port: int, log: Path, ready: str) -> bool:
    """Wait until the broker itself says so: another may have taken the port and answer there."""
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline_s:
        if ready in log.read_text(errors="replace"):
            with socket.socket() as probe:
                return probe.connect_ex((HOST, port)) == 0
        time.sleep(0.01)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(2.0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
