"""A real broker that can be stopped and started again, and somebody who listens to it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Condition, Thread
from typing import Any

import pytest
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from mirrorapp.clock import SystemClock
from mirrorapp.coach.records import Outcome, Repetition, RepKnee, SessionRecord, SetRecord
from mirrorapp.config import HubConfig
from mirrorapp.events import Notice, NoticeBoard, Verdict
from mirrorapp.hub import dialer
from mirrorapp.hub.broker import find_mosquitto
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Obey
from mirrorapp.hub.outbox import Outbox
from mirrorapp.hub.payloads import MirrorState, Told

TIMEOUT_S = 10.0
NOTHING = Told(MirrorState())
"""A mirror at home, of which nothing else is known."""


@dataclass(frozen=True)
class Message:
    topic: str
    payload: str
    retained: bool
    again: bool = False
    """Whether the broker had sent it before: the listener's word that it came was lost."""


class Mosquitto:
    """One mosquitto on one port, with a memory that outlives a stop."""

    host = "127.0.0.1"

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._conf = folder / "mosquitto.conf"
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._log = Thread()
        with socket.socket() as probe:
            probe.bind((self.host, 0))
            self.port = int(probe.getsockname()[1])
        self.configure()

    def configure(self, *lines: str, anonymous: bool = True, memory: bool = True) -> None:
        """Write the configuration for the next start."""
        self.configure_with("\n".join([
            f"listener {self.port} {self.host}", f"allow_anonymous {str(anonymous).lower()}",
            *lines]), memory=memory)

    def configure_with(self, text: str, *, memory: bool = True) -> None:
        """Take `text` for the next start; only where it runs and remembers is our own."""
        self._conf.write_text("\n".join([
            text, f"persistence {str(memory).lower()}", f"persistence_location {self._folder}/",
            "user root", "log_dest stderr", ""]))

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._program, "-c", self._conf], stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        lines = []
        for line in self._process.stderr:
            lines.append(line)
            if " running" in line:
                # A pipe that nobody empties stops the broker once it is full.
                self._log = Thread(target=self._process.stderr.read, daemon=True)
                self._log.start()
                return
        pytest.fail("mosquitto did not start: " + "".join(lines))

    def send_signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> None:
        if self._process is not None:
            assert self._process.stderr is not None
            self._process.terminate()
            try:
                self._process.wait(1.0)
            except subprocess.TimeoutExpired:
                # It says that it runs before it notes that it does, and forgets what came between.
                self._process.terminate()
                self._process.wait(TIMEOUT_S)
            self._log.join(TIMEOUT_S)
            self._process.stderr.close()
            self._process = None


class Listener:
    """Hears everything under the mirror's and Home Assistant's topics, also what it missed."""

    def __init__(self, port: int, *, protocol: int = 5, credentials: tuple[str, str] | None = None,
                 ca_file: Path | None = None) -> None:
        self._changed = Condition()
        self._messages: list[Message] = []
        self._subscribed = False
        v5 = protocol == 5
        self.client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=f"listener-{id(self)}",
            protocol=paho.MQTTv5 if v5 else paho.MQTTv311, clean_session=None if v5 else True)
        if credentials:
            self.client.username_pw_set(*credentials)
        if ca_file:
            self.client.tls_set(str(ca_file))
        self.client.reconnect_delay_set(1, 1)
        self.client.on_connect = self._on_connect
        self.client.on_subscribe = self._on_subscribe
        self.client.on_disconnect = self._on_disconnect
        self.client.on_message = self._on_message
        extra: dict[str, Any] = {}
        if v5:
            stay = Properties(PacketTypes.CONNECT)
            stay.SessionExpiryInterval = 600
            extra = {"clean_start": False, "properties": stay}
        self.client.connect("127.0.0.1", port, **extra)
        self.client.loop_start()
        self.wait(lambda _: self._subscribed)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()
        # paho closes its wake-up sockets when it is deleted; in a cycle with its callbacks that
        # would be at some later collection, in another test.
        del self.client

    def wait(self, condition: Callable[[list[Message]], object]) -> list[Message]:
        """Everything heard, once `condition` holds for it."""
        with self._changed:
            held = self._changed.wait_for(lambda: condition(self._messages), TIMEOUT_S)
            assert held, "\n".join(str(each) for each in self._messages)
            return list(self._messages)

    def wait_for(self, topic: str, payload: str | None = None) -> Message:
        """The newest message on `topic`, once there is one (with `payload`)."""
        def matching(messages: list[Message]) -> list[Message]:
            return [each for each in messages
                    if each.topic == topic and payload in (None, each.payload)]
        return matching(self.wait(matching))[-1]

    def heard(self, topic: str, *, again: bool = True) -> list[str]:
        """The payloads on `topic` so far; without those that the broker alone sent `again`."""
        with self._changed:
            return [each.payload for each in self._messages
                    if each.topic == topic and (again or not each.again)]

    def fence(self) -> None:
        """Hear everything that the broker had acknowledged by now, and let it know.

        The second round proves that our own acknowledgements have arrived: what lacks one comes
        again after a restart.
        """
        self.wait(lambda _: self._subscribed)
        for _ in range(2):
            mark = str(time.monotonic_ns())
            self.say("mirrorapp/fence", mark)
            self.wait_for("mirrorapp/fence", mark)

    def say(self, topic: str, payload: str) -> None:
        self.client.publish(topic, payload, qos=1).wait_for_publish(TIMEOUT_S)

    def _on_connect(self, client: paho.Client, *_: object) -> None:
        client.subscribe([("mirrorapp/#", 1), ("homeassistant/#", 1)])

    def _on_subscribe(self, *_: object) -> None:
        with self._changed:
            self._subscribed = True
            self._changed.notify_all()

    def _on_disconnect(self, *_: object) -> None:
        with self._changed:
            self._subscribed = False

    def _on_message(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        with self._changed:
            self._messages.append(Message(message.topic, message.payload.decode(errors="replace"),
                                          message.retain, message.dup))
            self._changed.notify_all()


class WatchedBoard(NoticeBoard):
    """A notice board that can be waited at."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = Condition()

    def post(self, notice: Notice) -> None:
        super().post(notice)
        with self._changed:
            self._changed.notify_all()

    def clear(self, key: str) -> None:
        super().clear(key)
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, words: str) -> Notice:
        """The notice that says `words`, once it is there."""
        def found() -> Notice | None:
            return next((each for each in self.read() if words in each.what), None)
        return self._wait(found, f"no notice says {words!r}")

    def wait_empty(self) -> None:
        self._wait(lambda: not self.read(), "notices stay")

    def _wait(self, condition: Callable[[], Any], otherwise: str) -> Any:
        with self._changed:
            result = self._changed.wait_for(condition, TIMEOUT_S)
        assert result, f"{otherwise}: {self.read()}"
        return result


@dataclass
class Bench:
    """A mirror's hub on its own, ready to be started more than once."""

    config: HubConfig
    file: Path
    board: WatchedBoard

    def __post_init__(self) -> None:
        self._stack = ExitStack()

    def hub(self, told: Told = NOTHING, obey: Obey = lambda _: None,
            sensed: Callable[[bool], None] = lambda _: None) -> Hub:
        """A hub on this bench's outbox, started; `told` is what it has to tell."""
        outbox = self._stack.enter_context(Outbox(self.file, self.board, SystemClock()))
        hub = Hub(self.config, outbox, self.board, SystemClock())
        self._stack.callback(hub.stop, 2.0)
        hub.update(told)
        hub.start(obey, sensed)
        return hub

    def close(self) -> None:
        """Stop all of them."""
        self._stack.close()


@pytest.fixture(scope="session")
def mosquitto_program() -> Path:
    program = find_mosquitto()
    if program is None:
        pytest.skip("mosquitto is not installed")
    return program


@pytest.fixture
def mosquitto(mosquitto_program: Path, tmp_path: Path) -> Iterator[Mosquitto]:
    """A broker, not yet started."""
    folder = tmp_path / "mosquitto"
    folder.mkdir()
    broker = Mosquitto(mosquitto_program, folder)
    yield broker
    broker.stop()


@pytest.fixture
def listener(mosquitto: Mosquitto) -> Iterator[Listener]:
    """Somebody who listens at the broker, which runs from now on."""
    mosquitto.start()
    heard = Listener(mosquitto.port)
    yield heard
    heard.close()


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    """Makes further listeners."""
    with ExitStack() as stack:
        def make(port: int, **settings: Any) -> Listener:
            made = Listener(port, **settings)
            stack.callback(made.close)
            return made
        yield make


@pytest.fixture
def bare_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A hub that is told of no broker yet; it reconnects faster than at home."""
    monkeypatch.setattr(dialer, "RECONNECT_S", (0.05, 0.4))
    made = Bench(HubConfig(), tmp_path / "outbox.sqlite3", WatchedBoard())
    yield made
    made.close()


@pytest.fixture
def bench(bare_bench: Bench, mosquitto: Mosquitto) -> Bench:
    """A hub for that broker."""
    bare_bench.config = HubConfig(host="127.0.0.1", port=mosquitto.port)
    return bare_bench


@pytest.fixture
def record() -> Callable[..., SessionRecord]:
    """Makes a session of one set; `minute` tells when it began."""
    def make(uuid: str, minute: int = 0, *, demo: bool = False) -> SessionRecord:
        began = datetime(2026, 11, 21, 18, 0, tzinfo=UTC) + timedelta(minutes=minute)
        knee = RepKnee(Verdict.GOOD, kt=0.9, ka=0.8, valgus_deg=4.0, uncertainty_deg=2.0)
        rep = Repetition(1.0, 2.0, 3.0, 0.5, True, knee, RepKnee(Verdict.CAVING_IN))
        return SessionRecord(
            uuid, "p1", "squat", began, demo=demo, sets=(SetRecord("squat", 5, (rep,) * 5),),
            ended=began + timedelta(seconds=90), outcome=Outcome.COMPLETED, pain=True)
    return make


@pytest.fixture
def passwords(tmp_path: Path) -> Callable[[str, str], Path]:
    """Makes mosquitto's password file for one user."""
    program = shutil.which("mosquitto_passwd")
    if program is None:
        pytest.skip("mosquitto_passwd is not installed")

    def make(user: str, password: str) -> Path:
        file = tmp_path / "passwords"
        subprocess.run([program, "-c", "-b", file, user, password], check=True)
        return file
    return make
