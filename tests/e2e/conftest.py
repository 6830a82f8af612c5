"""The whole program as a user starts it, and somebody who listens at its broker."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from typing import Any

import pytest
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from mirrorapp.hub.broker import PrivateBroker, find_mosquitto

PATIENCE_S = 10.0
RUN_S = 150.0


@dataclass
class Ear:
    """Hears everything the broker is told.

    `replies`: what it says, topics and payloads, when it first hears something on a topic that
    ends so.
    """

    heard: list[tuple[str, str]] = field(default_factory=list)
    replies: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    changed: Condition = field(default_factory=Condition)

    def payloads(self, topic: str) -> list[Any]:
        """What was said on the topics that end in `topic`, oldest first, but for what was taken
        back."""
        with self.changed:
            return [json.loads(text) if text[:1] in "{[" else text
                    for at, text in self.heard if at.endswith(topic) and text]

    def wait_for(self, topic: str, count: int) -> list[Any]:
        """Wait until `count` messages have come on `topic`."""
        with self.changed:
            self.changed.wait_for(
                lambda: sum(at.endswith(topic) for at, _ in self.heard) >= count, PATIENCE_S)
        return self.payloads(topic)


@pytest.fixture
def broker() -> Iterator[PrivateBroker]:
    if find_mosquitto() is None:
        pytest.skip("mosquitto is not installed")
    with PrivateBroker(("mosquitto",)) as broker:
        yield broker


@pytest.fixture
def ear(broker: PrivateBroker) -> Iterator[Ear]:
    with listening(broker) as ear:
        yield ear


@contextmanager
def listening(broker: PrivateBroker) -> Iterator[Ear]:
    """Somebody who hears everything while the block lasts."""
    ear = Ear()
    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)

    def note(client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        with ear.changed:
            ear.heard.append((message.topic, message.payload.decode()))
            ear.changed.notify_all()
        for ending in [each for each in ear.replies if message.topic.endswith(each)]:
            for topic, payload in ear.replies.pop(ending):
                client.publish(topic, payload, qos=1)

    client.on_message = note
    client.on_connect = lambda connected, *_: connected.subscribe("#", qos=1)
    client.connect(broker.host, broker.port)
    client.loop_start()
    yield ear
    client.disconnect()
    client.loop_stop()
    # paho closes its wake-up sockets when it is deleted; in a cycle with its callbacks that
    # would be at some later collection, in another test.
    client.on_message = client.on_connect = None


def mirror(*args: str | Path, timeout_s: float = RUN_S,
           before: tuple[str, ...] = (), **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the program offscreen to its end."""
    return subprocess.run(
        [*before, sys.executable, "-m", "mirrorapp", *map(str, args)], check=False, text=True,
        capture_output=True, timeout=timeout_s, stdin=subprocess.DEVNULL,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen", **environ})


@pytest.fixture
def display(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """An X server of this test's own, as an environment; its parameter is the screen."""
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    told, tell = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0",
         getattr(request, "param", "800x1000x24"), "-nolisten", "tcp", "-noreset"],
        pass_fds=(tell,), stderr=subprocess.DEVNULL)
    os.close(tell)
    with os.fdopen(told) as number:
        name = f":{number.readline().strip()}"
    homes = {"HOME": "home", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config",
             "XDG_DATA_HOME": "data", "XDG_RUNTIME_DIR": "run"}
    for folder in homes.values():
        (tmp_path / folder).mkdir(mode=0o700)
    kept = {key: value for key, value in os.environ.items()
            if key not in ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY", "KIVY_HOME")}
    # The pose model is made once on a machine, and lies in the cache.
    yield {**kept, **{key: str(tmp_path / folder) for key, folder in homes.items()},
           "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache")),
           "DISPLAY": name}
    server.terminate()
    server.wait(10)
