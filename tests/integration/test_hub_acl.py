"""The example access list, as it is, in a real mosquitto with two mirrors and Home Assistant."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from queue import SimpleQueue

import pytest
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from mirrorapp.config import HubConfig, data_dir
from mirrorapp.hub.commands import Command, Name
from mirrorapp.hub.payloads import Live, MirrorState, Person, PersonState, Told
from tests.integration.conftest import TIMEOUT_S, Bench, Listener, WatchedBoard

pytestmark = pytest.mark.broker

SECRET = "open sesame"  # noqa: S105
HOME = "homeassistant"
KIOSK = "magicmirror"
MIRRORS = ("mirror", "mirror-hall")
SHARING = Told(MirrorState(), {"p1": "Anna"},
               people={"p1": Person(PersonState(pain=2), chart=lambda: b"\x89PNG")})


class Intruder:
    """Somebody logged in as one mirror, who tries everything."""

    def __init__(self, port: int, user: str) -> None:
        self.heard: SimpleQueue[str] = SimpleQueue()
        self._answers: SimpleQueue[tuple[int, bool]] = SimpleQueue()
        self._client = paho.Client(CallbackAPIVersion.VERSION2, f"intruder-{user}",
                                   protocol=paho.MQTTv5)
        self._client.username_pw_set(user, SECRET)
        self._client.on_publish = lambda _client, _data, mid, reason, _properties: (
            self._answers.put((mid, not reason.is_failure)))
        self._client.on_message = lambda _client, _data, message: self.heard.put(message.topic)
        ready: SimpleQueue[bool] = SimpleQueue()
        self._client.on_subscribe = lambda *_: ready.put(True)
        self._client.on_connect = lambda client, *_: client.subscribe("#", 1)
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        ready.get(timeout=TIMEOUT_S)

    def may_write(self, topic: str) -> bool:
        mid = self._client.publish(topic, "forged", qos=1).mid
        answered, accepted = self._answers.get(timeout=TIMEOUT_S)
        assert answered == mid
        return accepted

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
        del self._client


@pytest.fixture
def home(mosquitto, passwords, tmp_path, listen) -> Listener:
    """Home Assistant's ears, at that broker."""
    rules = shutil.copy(data_dir() / "mosquitto" / "mirrorapp.acl", tmp_path / "acl")
    users = passwords(HOME, SECRET)
    for other in (*MIRRORS, KIOSK):
        subprocess.run(["mosquitto_passwd", "-b", users, other, SECRET], check=True)
    mosquitto.configure(f"password_file {users}", f"acl_file {rules}", anonymous=False)
    mosquitto.start()
    return listen(mosquitto.port, credentials=(HOME, SECRET))


@pytest.fixture
def mirrors(home, mosquitto, bare_bench, tmp_path) -> Iterator[dict[str, Bench]]:
    """Two mirrors."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    made = {each: Bench(HubConfig(host="127.0.0.1", port=mosquitto.port, id=each, username=each,
                                  password_file=secret), tmp_path / f"{each}.db", WatchedBoard())
            for each in MIRRORS}
    yield made
    for bench in made.values():
        bench.close()


@pytest.fixture
def intrude(mosquitto) -> Iterator[Callable[[str], Intruder]]:
    made: list[Intruder] = []

    def make(user: str) -> Intruder:
        made.append(Intruder(mosquitto.port, user))
        return made[-1]
    yield make
    for each in made:
        each.close()


def say_everything(bench: Bench, record) -> SimpleQueue:
    """Has a mirror tell whatever it has to tell; returns where it is told what it is asked for."""
    asked: SimpleQueue = SimpleQueue()
    hub = bench.hub(SHARING, obey=asked.put)
    assert hub.drained(TIMEOUT_S)  # the next two are for who listens now
    hub.mention(Live(progress=50))
    hub.session_started(record("a"))
    hub.session_ended(record("a"), share_health=True)
    assert hub.drained(TIMEOUT_S)
    assert bench.board.read() == ()
    return asked


def own_topics(home: Listener, mirror: str) -> set[str]:
    """What Home Assistant has heard of this mirror."""
    return {each.topic for each in home.wait(lambda _: True)
            if each.topic.startswith((f"mirrorapp/{mirror}/", f"homeassistant/device/{mirror}/"))}


def test_each_mirror_can_do_all_that_it_needs(home, mirrors, record):
    asked = {name: say_everything(bench, record) for name, bench in mirrors.items()}
    for name in mirrors:
        home.wait_for(f"mirrorapp/{name}/p/p1/session/last")
        home.wait_for(f"mirrorapp/{name}/live")
        home.wait_for(f"mirrorapp/{name}/p/p1/chart")
        home.wait_for(f"homeassistant/device/{name}/config")
        home.wait_for(f"homeassistant/device/{name}/p1/config")
        home.say(f"mirrorapp/{name}/cmd/show", name)
    for name in mirrors:
        assert asked[name].get(timeout=TIMEOUT_S) == Command(Name.SHOW, name)
        assert asked[name].empty()


def test_it_hears_that_home_assistant_has_started(home, mirrors, record, monkeypatch):
    monkeypatch.setattr("mirrorapp.hub.messenger.BIRTH_DELAY_S", (0.0, 0.0))
    for name, bench in mirrors.items():
        say_everything(bench, record)
        home.wait_for(f"homeassistant/device/{name}/config")
    home.say("homeassistant/status", "online")
    for name in mirrors:
        home.wait(lambda _, name=name: len(home.heard(f"homeassistant/device/{name}/config")) == 2)


@pytest.mark.parametrize("pair", [MIRRORS, MIRRORS[::-1]])
def test_no_mirror_speaks_for_another_or_hears_it(home, mirrors, record, intrude, pair):
    mirror, other = pair
    intruder = intrude(mirror)
    for bench in mirrors.values():
        say_everything(bench, record)
    for topic in sorted(own_topics(home, other)):
        assert not intruder.may_write(topic), topic
    for topic in sorted(own_topics(home, mirror)):
        assert intruder.may_write(topic), topic
    for topic in ("mirrorapp/x", f"mirrorapp/{other}/cmd/start", f"mirrorapp/{mirror}/cmd/start",
                  "homeassistant/status", "homeassistant/switch/x/config", "x",
                  f"homeassistant/device/{other}/p2/config", f"mirrorapp/{other}/p/p2/state"):
        assert not intruder.may_write(topic), topic
    for name in MIRRORS:
        home.say(f"mirrorapp/{name}/cmd/start", "PRESS")
    assert intruder.heard.get(timeout=TIMEOUT_S) == f"mirrorapp/{mirror}/cmd/start"
    home.say("homeassistant/status", "x")
    assert intruder.heard.get(timeout=TIMEOUT_S) == "homeassistant/status", "and nothing between"


def test_home_assistant_only_gives_commands(home, mirrors, record, intrude):
    assistant = intrude(HOME)
    for bench in mirrors.values():
        say_everything(bench, record)
    for name in MIRRORS:
        for topic in ("state", "availability", "event", "session/last", "p/p1/state"):
            assert not assistant.may_write(f"mirrorapp/{name}/{topic}"), topic
        assert assistant.may_write(f"mirrorapp/{name}/cmd/start")


def test_magicmirror_hears_of_one_mirror_and_of_nobodys_health_and_only_starts(
        home, mirrors, record, intrude):
    kiosk = intrude(KIOSK)
    for bench in mirrors.values():
        say_everything(bench, record)
    home.wait_for("mirrorapp/mirror-hall/event")
    for topic in (*sorted(own_topics(home, "mirror")), "mirrorapp/mirror/cmd/show",
                  "mirrorapp/mirror-hall/cmd/start"):
        assert not kiosk.may_write(topic), topic
    assert kiosk.may_write("mirrorapp/mirror/cmd/start")
    heard = {kiosk.heard.get_nowait() for _ in range(kiosk.heard.qsize())}
    assert heard == {f"mirrorapp/mirror/{each}" for each in ("availability", "state", "live")}
