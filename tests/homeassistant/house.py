"""A real Home Assistant on this machine, driven through its own REST and WebSocket interfaces."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zoneinfo import ZoneInfo

import psutil

from tests.homeassistant.packages import PHONE
from tests.homeassistant.seed import BOOK, seed
from tests.homeassistant.wire import RefusedError, Wire

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = ROOT / "build" / "-".join(filter(None, ("homeassistant", os.environ.get("HA"))))
"""What scripts/homeassistant.sh has made; HA names another version than the locked one."""

START_S = 180.0
STOP_S = 240.0
"""More than its own stages of stopping take before it gives up on them: 20, 100, 60 and 30 s."""
TIMEOUT_S = 20.0
_PIECE = timedelta(hours=2)
_GLANCE_S = 0.5
"""How long to wait for an event before looking anyway: not all that changes makes one."""

# What a start says wherever a program or library is missing, and is not about us.
_USUAL = ("Skipping pip installation", "zlib_ng and isal are not available",
          "Error starting FFmpeg", "FFmpeg fails", "Error loading libturbojpeg",
          "We found a custom integration clockwork ")
_SLOW = re.compile(r"Updating state for .* took [\d.]+ seconds")
"""What it says where others keep the machine busy."""

State = dict[str, Any]
ZONE = ZoneInfo("Europe/Berlin")


class House:
    """A Home Assistant with one broker, its own folder and a free port on loopback.

    It is a process group of its own and dies with the thread that started it, even by `kill -9`.
    """

    def __init__(self, broker_port: int | None, more: str = BOOK, phone: str = PHONE) -> None:
        if not (INSTALLED / ".stamp").exists():
            raise FileNotFoundError(f"{INSTALLED} holds no Home Assistant: make test-homeassistant")
        # It may run in a chroot, so its folder has to lie in there.
        root = (INSTALLED / "base").resolve()
        self._folder = Path(mkdtemp(prefix="homeassistant-", dir=root / "tmp"))
        self._config = "/" + str(self._folder.relative_to(root))
        self.port = free_port()
        self.token = seed(self._folder / "config", self.port, broker_port, more, phone)
        self._config += "/config"
        self._output = self._folder / "output.txt"
        self._ahead = timedelta()
        self.until_heard: Callable[[], None] = lambda: None
        self._process: subprocess.Popen[bytes] | None = None
        self._wire: Wire | None = None

    # --- Life ---

    def start(self) -> None:
        """Start it and wait until it says that it has. Raises `AssertionError` with its output."""
        tether = [sys.executable, "-m", "mirrorapp.hub.tether", str(os.getpid())]
        # What the tests import is not for it.
        environ = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(
                [*tether, str(INSTALLED / "python"), "-m", "homeassistant", "--config",
                 self._config, "--skip-pip", "--log-no-color"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=ROOT, env=environ,
                start_new_session=True)
        deadline_s = time.monotonic() + START_S
        while self._wire is None:
            self._assert_alive(deadline_s)
            try:
                self._wire = Wire(f"ws://127.0.0.1:{self.port}/api/websocket", self.token)
            except OSError:
                time.sleep(0.1)  # nobody listens yet, and nothing tells when
        self.until(lambda: self.config()["state"] == "RUNNING", lambda: str(self.config()), START_S)

    def stop(self) -> None:
        """Stop it as a service manager would, and wait until it has."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
                raise
            finally:
                self._process = None

    def close(self) -> None:
        """Stop it and remove its folder."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self._folder)

    def listens_at(self) -> set[str]:
        """The addresses, without ports, at which its process takes connections."""
        assert self._process is not None
        return {found.laddr.ip for found in psutil.Process(self._process.pid).net_connections()
                if found.status == psutil.CONN_LISTEN}

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def _assert_alive(self, deadline_s: float) -> None:
        assert self._process is not None
        assert self._process.poll() is None, f"Home Assistant ended:\n{self._tail()}"
        assert time.monotonic() < deadline_s, f"Home Assistant does not start:\n{self._tail()}"

    def _tail(self) -> str:
        return self._output.read_text(errors="replace")[-4000:]

    # --- What it knows ---

    def config(self) -> dict[str, Any]:
        """Its version, components and whether it runs."""
        return dict(self._rest("config"))

    def state(self, entity_id: str) -> State | None:
        """The entity's state and attributes, or None where there is no such entity."""
        try:
            return dict(self._rest(f"states/{entity_id}"))
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise
            return None

    def says(self, entity_id: str) -> str | None:
        """The entity's state alone."""
        state = self.state(entity_id)
        return None if state is None else str(state["state"])

    def entities(self) -> dict[str, dict[str, Any]]:
        """What its registry holds of MQTT, by unique id."""
        return {entry["unique_id"]: entry for entry in self.ask("config/entity_registry/list")
                if entry["platform"] == "mqtt"}

    def device(self, identifier: str) -> dict[str, Any] | None:
        """The MQTT device in its registry."""
        return next((entry for entry in self.ask("config/device_registry/list")
                     if ["mqtt", identifier] in entry["identifiers"]), None)

    def devices(self, start: str) -> list[dict[str, Any]]:
        """The MQTT devices in its registry whose identifiers begin like this."""
        return [entry for entry in self.ask("config/device_registry/list")
                for domain, name in entry["identifiers"] if domain == "mqtt"
                and name.startswith(start)]

    def attribute(self, entity_id: str, name: str) -> Any:
        """One attribute of the entity, or None."""
        state = self.state(entity_id)
        return None if state is None else state["attributes"].get(name)

    def picture(self, entity_id: str) -> tuple[str, bytes]:
        """The type and the bytes of an image entity's picture."""
        with self._open(f"image_proxy/{entity_id}") as answer:
            return answer.headers.get_content_type(), answer.read()

    def listeners(self, kind: str) -> int:
        """How many there are to events of that type."""
        return sum(each["listener_count"] for each in self._rest("events")
                   if each["event"] == kind)

    def calls(self, service: str) -> list[tuple[datetime, dict[str, Any]]]:
        """When the service was called since the last start, and with what data."""
        domain, _, name = service.partition(".")
        return [(datetime.fromisoformat(event["time_fired"]).astimezone(ZONE),
                 event["data"]["service_data"])
                for event in self._socket.events if event["event_type"] == "call_service"
                and (event["data"]["domain"], event["data"]["service"]) == (domain, name)]

    def happened(self, kind: str) -> list[dict[str, Any]]:
        """The data of the events of that type since the last start, oldest first."""
        return [event["data"] for event in self._socket.events if event["event_type"] == kind]

    def heard(self, entity_id: str) -> list[State]:
        """The states that the entity has had since the last start, oldest first."""
        return [data["new_state"] for data in self.happened("state_changed")
                if data["entity_id"] == entity_id and data["new_state"]]

    def rendered(self, template: str, value: str) -> str:
        """What its template engine makes of an MQTT payload."""
        variables: dict[str, object] = {"value": value}
        with suppress(ValueError):  # as in Home Assistant: no JSON, no value_json
            variables["value_json"] = json.loads(value)
        return str(self._rest("template", {"template": template, "variables": variables}))

    # --- What it does ---

    def ask(self, command: str, **data: object) -> Any:
        """The result of a WebSocket command. Raises `RefusedError`."""
        return self._socket.ask(command, **data)

    def call(self, service: str, **data: object) -> None:
        """Call a service, as `button.press`. Raises `RefusedError` if it fails."""
        self.post(f"services/{service.replace('.', '/')}", data)

    def pretend(self, entity_id: str, state: str, **attributes: object) -> None:
        """Put an entity there that no integration has."""
        self._rest(f"states/{entity_id}", {"state": state, "attributes": attributes})

    def post(self, path: str, data: object) -> Any:
        """POST `data` to `path` under its API. Raises `RefusedError` with its words."""
        try:
            return self._rest(path, data)
        except urllib.error.HTTPError as error:
            raise RefusedError(f"{path}: {error.code} {error.read().decode()}") from error

    @contextmanager
    def automation(self, blueprint: str, **inputs: object) -> Iterator[str]:
        """An automation made of a blueprint as its editor would, while in the context: its entity.

        Raises `RefusedError` where the editor would show an error.
        """
        made = self.ask("blueprint/substitute", domain="automation", path=blueprint, input=inputs)
        parts = made["substituted_config"]
        valid = self.ask("validate_config", **{
            key: parts[key] for key in ("triggers", "conditions", "actions") if key in parts})
        wrong = [each["error"] for each in valid.values() if not each["valid"]]
        if wrong:
            raise RefusedError(str(wrong))
        number = time.monotonic_ns()
        path = f"config/automation/config/{number}"
        self.post(path, {"alias": f"test {number}",
                         "use_blueprint": {"path": blueprint, "input": inputs}})
        entity_id = f"automation.test_{number}"
        self.until_says(entity_id, "on")
        try:
            yield entity_id
        finally:
            self._open(path, method="DELETE").close()
            self.until_says(entity_id, None)

    @contextmanager
    def dashboard(self, config: dict[str, Any]) -> Iterator[str]:
        """A dashboard, as its raw configuration editor would save it, while in the context: its
        path.
        """
        made = self.ask("lovelace/dashboards/create", mode="storage", title="Test",
                        url_path=f"test-{time.monotonic_ns()}")
        self.ask("lovelace/config/save", url_path=made["url_path"], config=config)
        yield made["url_path"]
        self.ask("lovelace/dashboards/delete", dashboard_id=made["id"])

    # --- Its time ---

    def now(self) -> datetime:
        """Its time of day, in its zone; all of a mirror's `Clock` is here."""
        return (datetime.now(UTC) + self._ahead).astimezone(ZONE)

    def monotonic_s(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def pass_until(self, moment: datetime, *, leap: bool = False) -> None:
        """Let time pass in its clockwork, to that moment; `leap` leaves out what lies between."""
        while (now := self.now()) < moment:
            # In pieces: each has to be over before nobody waits for its answer any more.
            until = moment if leap else min(moment, now + _PIECE)
            self.call("clockwork.pass", until=until.timestamp(), leap=leap)
            self.until_heard()
            told = datetime.fromisoformat(self.rendered("{{ utcnow().isoformat() }}", ""))
            self._ahead = told - datetime.now(UTC)

    # --- Its log and its repairs ---

    def forget_log(self) -> None:
        """Begin its log anew."""
        self._fence()
        self.call("system_log.clear")

    def complaints(self) -> list[str]:
        """The warnings and errors in its log, up to now, as `LEVEL [logger] message`."""
        self._fence()
        return [each for each in self._log() if __name__ not in each]

    def repairs(self) -> list[str]:
        """What it would have repaired of MQTT, as its issues' ids."""
        return [issue["issue_id"] for issue in self.ask("repairs/list_issues")["issues"]
                if "mqtt" in (issue["domain"], issue["issue_domain"])]

    def until_complains(self, words: str) -> None:
        """Wait until its log has a warning or an error with these words."""
        self.until(lambda: any(words in each for each in self._log()),
                   lambda: f"no {words!r} in its log: {self._log()}")

    def _log(self) -> list[str]:
        return [f"{entry['level']} [{entry['name']}] {message}\n{entry['exception']}".strip()
                for entry in reversed(self.ask("system_log/list")) for message in entry["message"]
                if not message.startswith(_USUAL) and not _SLOW.match(message)]

    def _fence(self) -> None:
        """Its log is written by a thread: what was logged before this mark is there with it."""
        mark = str(time.monotonic_ns())
        self.call("system_log.write", message=mark, level="warning", logger=__name__)
        self.until_complains(mark)

    # --- Waiting ---

    def until(self, condition: Callable[[], object], otherwise: Callable[[], str],
              timeout_s: float = TIMEOUT_S) -> None:
        """Wait until `condition` holds, looking whenever something happens in the house.

        Raises `AssertionError` with what `otherwise` says then.
        """
        deadline_s = time.monotonic() + timeout_s
        while True:
            seen = len(self._socket.events)
            if condition():
                return
            left_s = deadline_s - time.monotonic()
            assert left_s > 0, f"not within {timeout_s} s: {otherwise()}\n{self._tail()}"
            self._socket.stirred(seen, min(left_s, _GLANCE_S))

    def until_says(self, entity_id: str, expected: str | None) -> None:
        """Wait until the entity's state is `expected`; None: until there is no such entity."""
        self.until(lambda: self.says(entity_id) == expected,
                   lambda: f"{entity_id} is {self.says(entity_id)}, not {expected}")

    def until_known(self, entity_id: str) -> None:
        """Wait until the entity is there and has a state."""
        self.until(lambda: self.says(entity_id) not in (None, "unavailable", "unknown"),
                   lambda: f"{entity_id} is {self.says(entity_id)}")

    def until_alike(self, differences: Callable[[], list[str]]) -> None:
        """Wait until there are no `differences`."""
        self.until(lambda: not differences(), lambda: "\n".join(["", *differences()]))

    @property
    def _socket(self) -> Wire:
        assert self._wire is not None, "Home Assistant does not run"
        return self._wire

    def _rest(self, path: str, data: object = None) -> Any:
        """GET `path`, or POST `data` to it: JSON, or text where that is no JSON."""
        with self._open(path, data) as answer:
            text = answer.read().decode()
            is_json = answer.headers.get_content_type() == "application/json"
        return json.loads(text) if is_json else text

    def _open(self, path: str, data: object = None, method: str | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}/api/{path}", method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        return urllib.request.urlopen(request, timeout=TIMEOUT_S)  # noqa: S310


def free_port() -> int:
    """A port on loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
